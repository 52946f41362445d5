"""What holds for every ledger, circle and day: who is wanted, and what is done to a room."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.consent import Actor, Grant, covered, withdrawn
from bot.rules.membership import excluded, wanted
from bot.rules.room import Difference, RoomState, Seen, difference, user_ids
from tests.rules.making import (
    ACTORS,
    KIM,
    LISA,
    NOW,
    OPEN_CASE,
    PETRA,
    ROOM,
    SKOVDE,
    SVEN,
    actor,
    after,
    facts,
)
from tests.rules.test_consent_laws import BANDS, DAYS, KINDS, LEDGERS

BOT = "@assistent:example.se"


# --------------------------------------------------------------------------------------------------------- difference

A, B, C = "@a:x", "@b:x", "@c:x"


@pytest.mark.parametrize(
    ("want", "seen", "frozen", "remove", "invite"),
    [
        ([A, B], [], False, (), (A, B)),
        ([A], [Seen(user_id=A, membership="join")], False, (), ()),
        ([A], [Seen(user_id=A, membership="invite")], False, (), ()),
        ([A], [Seen(user_id=A, membership="leave")], False, (), (A,)),
        ([A], [Seen(user_id=A, membership="leave", left_by_self=True)], False, (), ()),
        ([A], [Seen(user_id=A, membership="knock")], False, (), (A,)),
        ([A], [Seen(user_id=A, membership="ban")], False, (), ()),
        ([], [Seen(user_id=B, membership="join")], False, (B,), ()),
        ([], [Seen(user_id=B, membership="invite")], False, (B,), ()),
        ([], [Seen(user_id=B, membership="knock")], False, (B,), ()),
        ([], [Seen(user_id=B, membership="leave"), Seen(user_id=C, membership="ban")], False, (), ()),
        ([], [Seen(user_id=BOT, membership="join")], False, (), ()),
        ([BOT], [], False, (), ()),
        ([A, C], [Seen(user_id=B, membership="join"), Seen(user_id=C, membership="join")], True, (B,), ()),
    ],
)
def test_what_has_to_be_done(
    want: list[str], seen: list[Seen], frozen: bool, remove: tuple[str, ...], invite: tuple[str, ...]
) -> None:
    found = difference(want, seen, BOT, frozen=frozen)
    assert found == Difference(remove=remove, invite=invite)
    assert bool(found) is bool(remove or invite)


def test_user_ids_of_those_who_have_one() -> None:
    people = (PETRA, replace(SVEN, matrix_id=None), LISA)
    assert user_ids(["petra", "sven"], people) == {"@petra:example.se"}


# --------------------------------------------------------------------------------------------------------- in general

SCOPES = st.sets(st.sampled_from(KINDS), min_size=1, max_size=3).map(frozenset)
STATES = st.sampled_from([RoomState.PLANNED, RoomState.OPEN, RoomState.FROZEN])
CIRCLES = st.lists(
    st.sampled_from([*ACTORS, actor(PETRA, "school"), actor(LISA, "youth"), actor(KIM, "lead")]), max_size=7
)


@given(LEDGERS, CIRCLES, SCOPES, BANDS, DAYS, st.sampled_from(["room", "page"]))
def test_nobody_is_wanted_whose_living_consent_does_not_cover_the_scope(
    ledger: list[Grant], circle: list[Actor], scope: frozenset[str], band: str, day: int, choice: str
) -> None:
    case = replace(OPEN_CASE, age_band=band, youth_choice=choice)
    today = after(day)
    found = wanted(replace(ROOM, scope=scope), facts(case, grants=ledger, actors=circle, today=today))
    for who in set(found) - {"anna"}:
        if who == "alex":
            assert choice == "room"
            continue
        theirs = [one for one in circle if one.person_id == who and one.standing(today)]
        assert any(covered(ledger, one, band, SKOVDE, today) >= scope for one in theirs)


@given(LEDGERS, CIRCLES, SCOPES, BANDS, DAYS, STATES, st.sampled_from([None, "police", "school", "guardian"]))
def test_withdrawing_never_adds_anybody(
    ledger: list[Grant],
    circle: list[Actor],
    scope: frozenset[str],
    band: str,
    day: int,
    state: RoomState,
    function: str | None,
) -> None:
    room, case = replace(ROOM, scope=scope, state=state), replace(OPEN_CASE, age_band=band)
    changed = {one.id: one for one in withdrawn(ledger, function, by="alex", now=NOW + timedelta(days=50))}
    left = [changed.get(one.id, one) for one in ledger]
    before = wanted(room, facts(case, grants=ledger, actors=circle, today=after(day)))
    now = wanted(room, facts(case, grants=left, actors=circle, today=after(day)))
    assert set(now) <= set(before)
    if function is None:
        assert set(now) <= {"anna", "alex"}


@given(LEDGERS, CIRCLES, SCOPES, BANDS, STATES, st.integers(30, 60), st.integers(0, 60))
def test_once_all_have_begun_nobody_comes_by_the_passing_of_time(
    ledger: list[Grant], circle: list[Actor], scope: frozenset[str], band: str, state: RoomState, day: int, more: int
) -> None:
    room, case = replace(ROOM, scope=scope, state=state), replace(OPEN_CASE, age_band=band)
    early = wanted(room, facts(case, grants=ledger, actors=circle, today=after(day)))
    late = wanted(room, facts(case, grants=ledger, actors=circle, today=after(day + more)))
    assert set(late) <= set(early)


@given(LEDGERS, CIRCLES, SCOPES, BANDS, DAYS)
def test_wanted_and_excluded_never_name_the_same(
    ledger: list[Grant], circle: list[Actor], scope: frozenset[str], band: str, day: int
) -> None:
    room, case = replace(ROOM, scope=scope), replace(OPEN_CASE, age_band=band)
    known = facts(case, grants=ledger, actors=circle, today=after(day))
    yes = wanted(room, known)
    no = excluded(room, known)
    assert not set(yes) & set(no)


USERS = st.sampled_from([A, B, C, BOT])
MEMBERS = st.dictionaries(
    USERS, st.tuples(st.sampled_from(["join", "invite", "leave", "ban", "knock"]), st.booleans()), max_size=4
)


@given(st.sets(USERS), MEMBERS, st.booleans())
def test_after_carrying_it_out_only_wanted_people_are_there_and_nothing_is_left_to_do(
    want: set[str], members: dict[str, tuple[str, bool]], frozen: bool
) -> None:
    seen = [Seen(user_id=who, membership=how, left_by_self=self) for who, (how, self) in members.items()]
    change = difference(want, seen, BOT, frozen=frozen)
    assert not set(change.remove) & set(change.invite)
    assert BOT not in (*change.remove, *change.invite)
    assert not (frozen and change.invite)
    then = {one.user_id: one for one in seen}
    then |= {who: Seen(user_id=who, membership="leave") for who in change.remove}
    then |= {who: Seen(user_id=who, membership="invite") for who in change.invite}
    there = {one.user_id for one in then.values() if one.membership in ("join", "invite", "knock")}
    if not frozen:
        assert there - {BOT} <= want
    assert not difference(want, then.values(), BOT, frozen=frozen)
