"""A protected identity: nobody is in but whom two have approved, on our own server."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.command import EVERYWHERE
from bot.i18n import LANGUAGES, say
from bot.rules.case import Case, State, check_open
from bot.rules.consent import Actor
from bot.rules.membership import excluded, freezes, wanted
from bot.rules.person import Person
from bot.rules.profile import Profile
from bot.rules.protection import away, check_server, shows_place
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from tests.rules.making import (
    ACTORS,
    ALEX,
    CASE,
    KIM,
    LISA,
    OPEN_CASE,
    PEOPLE,
    PETRA,
    ROOM,
    SKOVDE,
    SVEN,
    TODAY,
    actor,
    facts,
    grant,
    person,
    refused,
)

GRANTS = tuple(grant(function, "school") for function in ("police", "social_services", "school", "guardian", "trainer"))
HOME = SKOVDE.model_copy(update={"own_server": "example.se", "allowed_servers": ("polis.example",)})
APPROVED = (actor(PETRA, approved_by="berit"), actor(SVEN, approved_by="berit"), actor(LISA), actor(ALEX), actor(KIM))


def inside(
    *whose: str,
    actors: Iterable[Actor] = APPROVED,
    people: Iterable[Person] = PEOPLE,
    profile: Profile = HOME,
    case: Case = OPEN_CASE,
) -> set[str]:
    protected = replace(case, protected=frozenset(whose))
    known = facts(protected, grants=GRANTS, actors=actors, people=people, profile=profile)
    return set(wanted(ROOM, known))


def outside(*whose: str, people: Iterable[Person] = PEOPLE) -> dict[str, str]:
    protected = replace(OPEN_CASE, protected=frozenset(whose))
    known = facts(protected, grants=GRANTS, actors=APPROVED, people=people, profile=HOME)
    found = excluded(ROOM, known)
    assert all(say(why.text, language) for why in found.values() for language in LANGUAGES)
    return {who: why.key for who, why in found.items()}


def moved(who: Person, server: str) -> tuple[Person, ...]:
    return tuple(replace(one, matrix_id=f"@{one.id}:{server}") if one.id == who.id else one for one in PEOPLE)


def test_without_protection_the_consent_decides() -> None:
    assert inside() == {"anna", "petra", "sven", "lisa", "alex", "kim"}


@pytest.mark.parametrize("whose", ["youth", "guardian"])
def test_only_the_approved_are_in_and_the_youth_stays(whose: str) -> None:
    assert inside(whose) == {"anna", "petra", "sven", "alex"}
    assert outside(whose) == {
        "lisa": "membership.not_approved",
        "kim": "membership.not_approved",
        "trainer": "membership.nobody_named",
    }


def test_an_approval_lets_in_nobody_whom_the_consent_leaves_out() -> None:
    approved = (*APPROVED, actor(person("tor", function="psychiatry"), "psychiatry", approved_by="berit"))
    assert "tor" not in inside("youth", actors=approved, people=(*PEOPLE, person("tor", function="psychiatry")))


def test_the_lead_and_a_private_person_are_approved_like_everybody() -> None:
    lead, trainer = person("leo", Role.LEAD), person("tor", function="trainer")
    people = (*PEOPLE, lead, trainer)
    for approved_by in (None, "berit"):
        named = (
            *APPROVED,
            actor(lead, "lead", approved_by=approved_by),
            actor(trainer, "trainer", approved_by=approved_by, promised_on=TODAY),
        )
        assert ({"leo", "tor"} <= inside("youth", actors=named, people=people)) is (approved_by is not None)
        assert ({"leo", "tor"} & inside("youth", actors=named, people=people) == set()) is (approved_by is None)


def test_those_who_must_be_there_keep_their_place_only_if_approved() -> None:
    protected = replace(OPEN_CASE, protected=frozenset({"youth"}))

    def still(case: Case, *actors: Actor) -> bool:
        return freezes(ROOM, facts(case, grants=GRANTS, actors=actors, profile=HOME)) is not None

    assert not still(protected, *APPROVED)
    assert still(protected, *APPROVED[1:])
    assert still(protected, actor(PETRA), *APPROVED[1:])
    assert not still(OPEN_CASE, actor(PETRA), *APPROVED[1:])


def test_only_accounts_on_our_own_server() -> None:
    assert "petra" in inside(people=moved(PETRA, "polis.example"))
    assert "petra" not in inside("guardian", people=moved(PETRA, "polis.example"))
    assert outside("guardian", people=moved(PETRA, "polis.example"))["petra"] == "membership.server"
    assert "alex" not in inside("guardian", people=moved(ALEX, "polis.example"))


def test_a_server_struck_from_the_list_is_out_everywhere() -> None:
    people = moved(PETRA, "gammal.example")
    assert "petra" not in inside(people=people)
    assert freezes(ROOM, facts(OPEN_CASE, grants=GRANTS, profile=HOME)) is None
    without = facts(OPEN_CASE, grants=GRANTS, people=people, profile=HOME)  # the police do not count any more
    assert freezes(ROOM, without) is not None


def test_whoever_has_no_account_is_told_that_and_not_of_a_server() -> None:
    people = tuple(replace(one, matrix_id=None) if one.id == "petra" else one for one in PEOPLE)
    assert outside("guardian", people=people)["petra"] == "membership.no_account"


def test_before_our_own_server_is_known_only_a_foreign_one_keeps_out() -> None:
    unknown = HOME.model_copy(update={"own_server": None})
    assert inside("youth", profile=unknown) == inside("youth")
    for whose, there in (((), True), (("youth",), False)):
        assert ("petra" in inside(*whose, people=moved(PETRA, "polis.example"), profile=unknown)) is there
    assert away(moved(PETRA, "gammal.example"), unknown) == frozenset()


@pytest.mark.parametrize(
    ("who", "server", "is_away"),
    [
        (PETRA, "example.se", False),
        (PETRA, "polis.example", False),
        (PETRA, "gammal.example", True),
        (ALEX, "gammal.example", True),
        (person("anna", Role.COORDINATOR), "gammal.example", False),
        (person("berit", Role.SECOND), "gammal.example", False),
        (person("leo", Role.LEAD), "gammal.example", False),
    ],
)
def test_only_those_whom_the_settings_name_have_accounts_anywhere(who: Person, server: str, is_away: bool) -> None:
    moved_there = replace(who, matrix_id=f"@{who.id}:{server}")
    assert away([moved_there], HOME) == ({who.id} if is_away else set())
    assert away([replace(who, matrix_id=None)], HOME) == set()


def test_nobody_is_named_or_approved_who_could_not_come_in() -> None:
    protected = replace(OPEN_CASE, protected=frozenset({"youth"}))
    away = replace(PETRA, matrix_id="@petra:polis.example")
    assert refused(check_server, protected, away, HOME) == "protected.server"
    check_server(OPEN_CASE, away, HOME)
    check_server(protected, PETRA, HOME)
    check_server(protected, replace(PETRA, matrix_id=None), HOME)


def test_no_room_opens_before_those_who_must_be_there_are_approved() -> None:
    ready = replace(CASE, information_meeting_held=True, protected=frozenset({"youth"}))
    not_yet = facts(ready, grants=GRANTS, profile=HOME)
    assert ready.state is State.PROPOSED
    assert refused(check_open, not_yet, scope=ROOM.scope, youth_choice="room") == "protected.approve_first"
    check_open(not_yet.with_actors(APPROVED), scope=ROOM.scope, youth_choice="room")


def test_where_they_meet_stays_in_the_room() -> None:
    protected = replace(OPEN_CASE, protected=frozenset({"youth"}))
    assert [shows_place(protected, kind) for kind in EVERYWHERE] == [False, True, True, False]
    assert shows_place(OPEN_CASE, RoomKind.OFFICE)


@given(st.lists(st.sampled_from([*ACTORS, *APPROVED]), max_size=8), st.sampled_from([(), ("youth",), ("guardian",)]))
def test_protecting_never_lets_anybody_in(circle: list[Actor], whose: tuple[str, ...]) -> None:
    assert inside("youth", "guardian", actors=circle) <= inside(*whose, actors=circle) <= inside(actors=circle)
