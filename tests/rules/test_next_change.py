"""The day on which a room changes by itself, held against every day before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rules.case import FROZEN_STATES, Case, State
from bot.rules.consent import Actor, Grant
from bot.rules.facts import CaseFacts
from bot.rules.membership import excluded, freezes, wanted
from bot.rules.next_change import next_change
from bot.rules.profile import Profile
from bot.rules.room import Room, RoomKind, RoomState
from tests.rules.making import (
    ACTORS,
    ALEX,
    KIM,
    LISA,
    NOW,
    OPEN_CASE,
    PETRA,
    ROOM,
    SVEN,
    TODAY,
    UNTIL,
    actor,
    after,
    facts,
    grant,
    profile,
    unit_facts,
)
from tests.rules.test_consent_laws import BANDS, DAYS, LEDGERS
from tests.rules.test_membership_laws import SCOPES

#: So many days after today are looked at.
FAR = 70


def verdict(room: Room, known: CaseFacts) -> Any:
    """What is done to a room follows from this, while it is open and while it is frozen."""
    left = known.case.leave_on is not None and known.today >= known.case.leave_on
    found = []
    for one in (replace(room, state=state) for state in (RoomState.OPEN, RoomState.FROZEN)):
        unpromised = {who for who, why in excluded(one, known).items() if why.key == "membership.not_promised"}
        found.append((wanted(one, known), unpromised, freezes(one, known)))
    return left, found


def of_day(case: Case, grants: Iterable[Grant], circle: Iterable[Actor], way: Profile, day: date) -> CaseFacts:
    """What the bot loads on a day: only who stands then."""
    standing = [one for one in circle if one.standing(day)]
    return facts(case, grants=grants, actors=standing, profile=way, today=day)


@st.composite
def circles(draw: st.DrawFn) -> list[Actor]:
    """Who is named when: some for good, some for a time, some later."""
    found = []
    for number, (who, function) in enumerate(
        draw(
            st.lists(
                st.sampled_from(
                    [
                        (PETRA, "police"),
                        (LISA, "school"),
                        (SVEN, "social_services"),
                        (ALEX, "youth"),
                        (KIM, "guardian"),
                        (LISA, "leisure"),
                    ]
                ),
                max_size=6,
            )
        )
    ):
        named = after(draw(st.integers(-40, 60)))
        lasts = draw(st.none() | st.integers(0, 60))
        ended = None if lasts is None else named + timedelta(days=lasts)
        promised = draw(st.sampled_from([None, TODAY]))
        one = replace(actor(who, function), named_on=named, ended_on=ended, promised_on=promised)
        found.append(replace(one, id=f"a{number}"))
    return found


@settings(max_examples=100, deadline=None)
@given(
    ledger=LEDGERS,
    generous=st.sampled_from([True, True, False]),
    given_before=st.sampled_from([0, 60, 120]),
    circle=circles(),
    scope=SCOPES,
    band=BANDS | st.just("15-17"),
    born=st.sampled_from([None, "2008-12", "2009-01", "2011-12", "2012-02"]),
    state=st.sampled_from([State.ACTIVE, State.ACTIVE, State.ACTIVE, *State]),
    leaves=st.none() | st.integers(-10, 40),
    kind=st.sampled_from([RoomKind.CASE, RoomKind.SIDE]),
    lingering=st.sampled_from([0, 7, 30]),
    day=DAYS,
)
def test_nothing_changes_before_that_day(
    ledger: list[Grant],
    generous: bool,
    given_before: int,
    circle: list[Actor],
    scope: frozenset[str],
    band: str,
    born: str | None,
    state: State,
    leaves: int | None,
    kind: RoomKind,
    lingering: int,
    day: int,
) -> None:
    today = after(day)
    ledger = [replace(one, given_on=one.starts_on - timedelta(days=given_before)) for one in ledger]
    if generous:  # else hardly anybody is ever covered
        ledger = [replace(one, kinds=one.kinds | scope, withdrawn_at=None, giver="youth") for one in ledger]
    leave_on = None if leaves is None else after(leaves)
    case = replace(OPEN_CASE, state=state, age_band=band, born=born, scope=scope, leave_on=leave_on)
    way = profile(expiry_leave_days=lingering)
    room = replace(ROOM, kind=kind, scope=scope)
    coming = [one for one in circle if one.named_on > today]
    known = of_day(case, ledger, circle, way, today)
    following = next_change(known, coming)
    assert following is None or following > today
    end = today + timedelta(days=FAR) if following is None else following
    now = verdict(room, known)
    for number in range(1, min((end - today).days, FAR)):
        later = today + timedelta(days=number)
        assert verdict(room, of_day(case, ledger, circle, way, later)) == now, f"it changes on {later}"


LATER = TODAY + timedelta(days=9)


@pytest.mark.parametrize(
    ("known", "coming", "expected"),
    [
        (unit_facts(), (), None),
        (facts(OPEN_CASE), (), None),
        (facts(OPEN_CASE, grants=[grant("police", "school")]), (), UNTIL + timedelta(days=1)),
        (facts(OPEN_CASE, grants=[grant("police", "school", starts_on=LATER)]), (), LATER),
        (facts(OPEN_CASE, grants=[grant("police", "school", withdrawn_at=NOW)]), (), None),
        (facts(OPEN_CASE, actors=[actor(PETRA, ended_on=LATER)]), (), LATER),
        (facts(OPEN_CASE), [replace(actor(LISA), named_on=LATER)], LATER),
        (facts(replace(OPEN_CASE, state=State.CLOSED, leave_on=LATER), actors=()), (), LATER),
        (facts(replace(OPEN_CASE, state=State.CLOSED, leave_on=TODAY), actors=()), (), None),
        (facts(replace(OPEN_CASE, born="2009-02"), actors=()), (), date(2027, 2, 1)),
        (facts(replace(OPEN_CASE, state=State.PROPOSED), grants=[grant("police", "school")]), (), None),
    ],
)
def test_the_day(known: CaseFacts, coming: Iterable[Actor], expected: date | None) -> None:
    assert next_change(known, coming) == expected


def test_a_consent_that_ran_out_matters_once_more_when_people_leave() -> None:
    way = profile(expiry_leave_days=14)
    known = facts(OPEN_CASE, grants=[grant("police", "school")], actors=(), profile=way)
    first = next_change(known)
    assert first == UNTIL + timedelta(days=1)
    assert next_change(known.on(first)) == UNTIL + timedelta(days=15)
    assert next_change(known.on(UNTIL + timedelta(days=15))) is None


def test_the_cases_that_are_over_or_not_yet_begun_have_no_day_but_the_one_on_which_everybody_leaves() -> None:
    for state in set(State) - FROZEN_STATES - {State.ACTIVE}:
        case = replace(OPEN_CASE, state=state, born="2012-02")
        assert next_change(facts(case, grants=[grant("police", "school")], actors=ACTORS)) is None
