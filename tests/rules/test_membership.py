from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.i18n import LANGUAGES, say
from bot.rules.case import Case, State
from bot.rules.consent import Actor, Grant, withdrawn
from bot.rules.facts import UnitFacts
from bot.rules.membership import excluded, freezes, reached, wanted
from bot.rules.person import Person
from bot.rules.profile import Profile
from bot.rules.roles import Role
from bot.rules.room import Room, RoomKind, RoomState, Why
from tests.rules.making import (
    ACTORS,
    ALEX,
    ANNA,
    BERIT,
    NOW,
    OFFICE,
    OPEN_CASE,
    PEOPLE,
    PETRA,
    ROOM,
    SKOVDE,
    SVEN,
    TODAY,
    UNTIL,
    actor,
    after,
    facts,
    grant,
    person,
    unit_facts,
)

GRANTS = (grant("police", "school", "drugs"), grant("social_services", "school"))
SIDE = replace(ROOM, id="r9", kind=RoomKind.SIDE)
BOT = "@assistent:example.se"


def reason(why: Why) -> str:
    """The key of a reason, which must be sayable in both languages with all it names."""
    for language in LANGUAGES:
        assert say(why.text, language)
    return why.key


def inside(
    grants: Sequence[Grant] = GRANTS,
    *,
    room: Room = ROOM,
    case: Case | None = OPEN_CASE,
    actors: Iterable[Actor] = ACTORS,
    people: Iterable[Person] = PEOPLE,
    today: date = TODAY,
) -> dict[str, str]:
    if case is None:
        known: UnitFacts = unit_facts(people=people, today=today)
    else:
        known = facts(case, grants=grants, actors=actors, people=people, today=today)
    return {who: reason(why) for who, why in wanted(room, known).items()}


def outside(
    grants: Sequence[Grant] = GRANTS,
    *,
    room: Room = ROOM,
    case: Case = OPEN_CASE,
    actors: Iterable[Actor] = ACTORS,
    people: Iterable[Person] = PEOPLE,
    today: date = TODAY,
) -> dict[str, str]:
    known = facts(case, grants=grants, actors=actors, people=people, today=today)
    return {who: reason(why) for who, why in excluded(room, known).items()}


def still(
    grants: Sequence[Grant] = GRANTS,
    *,
    room: Room = ROOM,
    case: Case = OPEN_CASE,
    actors: Iterable[Actor] = ACTORS,
    profile: Profile = SKOVDE,
    today: date = TODAY,
) -> Why | None:
    return freezes(room, facts(case, grants=grants, actors=actors, profile=profile, today=today))


# ------------------------------------------------------------------------------------------------------- the case room


def test_consent_duty_and_choice_decide() -> None:
    assert inside() == {
        "anna": "membership.by_duty",
        "petra": "membership.consented",
        "sven": "membership.consented",
        "alex": "membership.youth_room",
    }
    assert outside() == {"lisa": "membership.no_consent", "kim": "membership.no_consent"}


def test_whoever_is_covered_for_less_is_not_in() -> None:
    wide = replace(ROOM, scope=frozenset({"school", "drugs"}))
    assert set(inside(room=wide)) == {"anna", "petra", "alex"}
    assert outside(room=wide)["sven"] == "membership.narrower"


def test_guardians_are_recipients_who_need_covering() -> None:
    assert "kim" in inside((*GRANTS, grant("guardian", "school")))


def test_the_youth_chooses() -> None:
    case = replace(OPEN_CASE, youth_choice="page")
    assert "alex" not in inside(case=case)
    assert outside(case=case)["alex"] == "membership.youth_page"
    assert "alex" not in inside(case=replace(OPEN_CASE, youth_choice=None))


def test_the_youth_is_in_no_side_room() -> None:
    assert set(inside(room=SIDE)) == {"anna", "petra", "sven"}
    assert outside(room=SIDE)["alex"] == "membership.youth_side"


def test_nobody_gets_in_by_being_named_for_what_they_are_not() -> None:
    trainer = person("tor", function="trainer")
    for function in ("youth", "guardian", "lead", "police"):
        named = (*ACTORS, actor(trainer, function))
        assert "tor" not in inside((*GRANTS, grant("guardian", "school")), actors=named, people=(*PEOPLE, trainer))


def test_the_lead_is_in_by_duty_where_named() -> None:
    lead = person("leo", Role.LEAD)
    assert "leo" not in inside(people=(*PEOPLE, lead))
    assert inside(actors=(*ACTORS, actor(lead, "lead")), people=(*PEOPLE, lead))["leo"] == "membership.by_duty"


def test_another_coordinator_of_the_unit_is_not_in_the_case_room() -> None:
    assert "carin" not in inside(people=(*PEOPLE, person("carin", Role.COORDINATOR)))


def test_the_cases_coordinator_is_there_by_duty_whatever_else_they_are_named_for() -> None:
    assert inside(actors=(*ACTORS, actor(ANNA, "social_services")))["anna"] == "membership.by_duty"


def test_whoever_is_no_coordinator_any_more_is_not_there_by_duty() -> None:
    people = tuple(replace(one, role=Role.SECOND) if one.id == "anna" else one for one in PEOPLE)
    assert "anna" not in inside(people=people)


@pytest.mark.parametrize(
    ("who", "changes", "why"),
    [
        (PETRA, {"active": False}, "membership.inactive"),
        (PETRA, {"matrix_id": None}, "membership.no_account"),
        (PETRA, {"function": "school"}, "membership.other_function"),
        (PETRA, {"role": Role.GUEST}, "membership.other_function"),
        (ALEX, {"matrix_id": None}, "membership.no_account"),
        (ALEX, {"active": False}, "membership.inactive"),
        (ANNA, {"active": False}, "membership.inactive"),
    ],
)
def test_people_who_cannot_be_there(who: Person, changes: dict[str, object], why: str) -> None:
    people = tuple(replace(one, **changes) if one.id == who.id else one for one in PEOPLE)  # type: ignore[arg-type]
    assert who.id not in inside(people=people)
    assert outside(people=people)[who.id] == why


def test_whoever_is_not_covered_is_told_that_before_a_missing_account() -> None:
    people = tuple(replace(one, matrix_id=None) if one.id == "lisa" else one for one in PEOPLE)
    assert outside(people=people)["lisa"] == "membership.no_consent"


def test_people_of_another_unit_are_nowhere() -> None:
    people = tuple(replace(one, unit_id="borlange") if one.id in ("petra", "anna") else one for one in PEOPLE)
    assert set(inside(people=people)) == {"sven", "alex"}


def test_whoever_is_no_longer_named_is_out_that_day() -> None:
    actors = (actor(PETRA, ended_on=after(3)), actor(SVEN))
    assert "petra" in inside(actors=actors, today=after(2))
    assert "petra" not in inside(actors=actors, today=after(3))
    assert outside(actors=actors, today=after(3))["petra"] == "membership.no_longer_named"


def test_named_twice_one_reason_is_enough() -> None:
    no_more, still_named = actor(PETRA, ended_on=TODAY), actor(PETRA)
    for petras in ((no_more, still_named), (still_named, no_more)):
        assert inside(actors=(*petras, actor(SVEN)))["petra"] == "membership.consented"


def test_of_two_people_of_a_function_the_one_consented_to() -> None:
    paul = person("paul", function="police")
    both = (*ACTORS, actor(paul))
    assert {"petra", "paul"} <= set(inside(actors=both, people=(*PEOPLE, paul)))
    only = (grant("police", "school", person_id="petra"),)
    assert "paul" not in inside(only, actors=both, people=(*PEOPLE, paul))


@pytest.mark.parametrize(
    "changes",
    [{"opened_on": None}, {"state": State.PROPOSED}, {"state": State.DISPOSED}],
)
def test_without_an_opened_case_nobody(changes: dict[str, object]) -> None:
    assert inside(case=replace(OPEN_CASE, **changes)) == {}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"case_id": "c2"},
        {"unit_id": "borlange"},
        {"scope": frozenset()},
        {"state": RoomState.LEFT},
        {"kind": RoomKind.OLD},
    ],
)
def test_in_a_room_that_is_not_the_cases_nobody(changes: dict[str, object]) -> None:
    assert inside(room=replace(ROOM, **changes)) == {}  # type: ignore[arg-type]


def test_what_another_case_says_lets_nobody_in() -> None:
    leo = person("leo", Role.LEAD)
    elsewhere = tuple(replace(one, case_id="c2") for one in (actor(leo, "lead"), actor(PETRA)))
    their_yes = replace(GRANTS[0], id="theirs", case_id="c2")
    people = (*PEOPLE, leo)
    actors = (*elsewhere, actor(SVEN))
    assert set(inside((their_yes, GRANTS[1]), actors=actors, people=people)) == {"anna", "sven"}
    assert still((their_yes, GRANTS[1]), actors=actors) is not None
    assert outside((*GRANTS, their_yes), actors=actors, people=people) == {"police": "membership.nobody_named"}
    assert outside((their_yes, GRANTS[1]))["petra"] == "membership.no_consent"


def test_without_a_case_nobody() -> None:
    assert inside(case=None) == {}


# ------------------------------------------------------------------------------------------------------ it ends


def test_withdrawal_takes_out_at_once_frozen_or_not() -> None:
    ledger = (*withdrawn(GRANTS[:1], "police", by="alex", now=NOW), GRANTS[1])
    for state in (RoomState.OPEN, RoomState.FROZEN):
        assert set(inside(ledger, room=replace(ROOM, state=state))) == {"anna", "sven", "alex"}
    assert outside(ledger)["petra"] == "membership.withdrawn"
    for_her = replace(ledger[0], person_id="petra")
    assert outside((for_her,))["petra"] == "membership.withdrawn"
    assert outside((for_her, replace(GRANTS[0], until=after(-1))))["petra"] == "membership.expired"


def test_a_room_without_somebody_the_profile_requires_freezes() -> None:
    ledger = (*withdrawn(GRANTS[:1], "police", by="alex", now=NOW), GRANTS[1])
    assert still() is None
    assert still(ledger) is not None
    free = SKOVDE.model_copy(update={"required_functions": ()})
    assert still(ledger, profile=free) is None


def test_a_room_freezes_on_the_day_nobody_stands_for_the_police_any_more() -> None:
    actors = (actor(PETRA, ended_on=after(3)), actor(SVEN))
    assert still(actors=actors, today=after(2)) is None
    assert still(actors=actors, today=after(3)) is not None


def test_a_room_about_nothing_is_reached_by_nobody() -> None:
    assert reached(ROOM, facts(OPEN_CASE, grants=GRANTS)) == {"police", "social_services"}
    assert reached(replace(ROOM, scope=frozenset()), facts(OPEN_CASE, grants=GRANTS)) == set()


def test_what_the_profile_requires_must_hear_all_that_the_room_is_about() -> None:
    wide = frozenset({"school", "drugs"})

    def is_still(*grants: Grant, profile: Profile = SKOVDE) -> bool:
        room = replace(ROOM, scope=wide)
        case = replace(OPEN_CASE, scope=wide)
        return still(grants, room=room, case=case, profile=profile) is not None

    police = grant("police", *wide)
    social = grant("social_services", *wide)
    assert not is_still(police, social)
    assert is_still(grant("police", "school"), social)
    assert is_still(police, grant("school", *wide))
    assert is_still(replace(police, until=after(-1)), replace(social, withdrawn_at=NOW))
    free = SKOVDE.model_copy(update={"required_functions": ()})
    assert not is_still(grant("school", *wide), profile=free)
    assert is_still(grant("school", *wide))


def test_a_side_room_is_still_when_the_case_room_is_or_nobody_is_left() -> None:
    """It need not have the police in it, but without them nothing goes on ([Sk] "alltid en polis")."""
    side = replace(SIDE, scope=frozenset({"health"}))
    ledger = (*GRANTS, grant("social_services", "school", "health"))
    assert set(inside(ledger, room=side)) == {"anna", "sven"}
    assert still(ledger, room=side) is None
    without = [one for one in ACTORS if one.function != "police"]
    why = still(ledger, room=side, actors=without)
    assert why is not None
    assert why.key == "membership.no_living_consent"
    assert still(room=side) is not None  # nobody may hear of it any more


def test_a_deputy_is_in_on_their_days_only() -> None:
    per = person("per", function="police")
    deputy = actor(per, deputy=True, ended_on=after(6))
    deputy = replace(deputy, named_on=after(3))
    for day, there in ((2, False), (3, True), (5, True), (6, False)):
        assert ("per" in inside(actors=(*ACTORS, deputy), people=(*PEOPLE, per), today=after(day))) is there


def test_expiry_freezes_and_takes_out_after_the_profiles_days() -> None:
    expired = UNTIL + timedelta(days=1)
    why = still(today=expired)
    assert still(today=UNTIL) is None
    assert why is not None
    assert why.key == "membership.no_living_consent"
    frozen = replace(ROOM, state=RoomState.FROZEN)
    assert inside(room=frozen, today=expired)["petra"] == "membership.lingers"
    assert "petra" in inside(room=frozen, today=UNTIL + timedelta(days=7))
    assert set(inside(room=frozen, today=UNTIL + timedelta(days=8))) == {"anna", "alex"}
    # should nobody have frozen it, nobody stays either
    assert set(inside(today=expired)) == {"anna", "alex"}
    assert outside(today=expired)["petra"] == "membership.expired"


def test_the_last_consent_withdrawn_freezes() -> None:
    gone = withdrawn(GRANTS, None, by="alex", now=NOW)
    assert still(gone) is not None
    assert set(inside(gone, room=replace(ROOM, state=RoomState.FROZEN))) == {"anna", "alex"}


@pytest.mark.parametrize("state", [State.FROZEN, State.CLOSING, State.CLOSED])
def test_a_still_case_has_still_rooms(state: State) -> None:
    case = replace(OPEN_CASE, state=state)
    why = still(case=case)
    assert why is not None
    assert why.key == f"membership.case_{state}"
    assert set(inside(case=case, room=replace(ROOM, state=RoomState.FROZEN))) == {"anna", "petra", "sven", "alex"}


def test_only_the_rooms_of_an_open_case_are_ever_frozen() -> None:
    frozen = facts(replace(OPEN_CASE, state=State.FROZEN), grants=GRANTS)
    assert freezes(ROOM, frozen) is not None
    assert freezes(OFFICE, frozen) is None
    assert freezes(OFFICE, unit_facts()) is None
    assert still((), case=replace(OPEN_CASE, state=State.PROPOSED)) is None


def test_a_closed_case_is_left_on_its_day() -> None:
    case = replace(OPEN_CASE, state=State.CLOSED, leave_on=after(7))
    frozen = replace(ROOM, state=RoomState.FROZEN)
    assert len(inside(case=case, room=frozen, today=after(6))) == 4
    assert inside(case=case, room=frozen, today=after(7)) == {}
    assert inside(case=case, room=frozen, today=after(700)) == {}


def test_a_consent_that_has_not_begun_or_lacks_a_giver_is_incomplete() -> None:
    assert outside((grant("police", "school", starts_on=after(3)),))["petra"] == "membership.incomplete"
    joint = (grant("police", "school", giver="guardian1", capacity="joint"),)
    assert outside(joint)["petra"] == "membership.incomplete"
    assert outside(joint, today=UNTIL)["petra"] == "membership.incomplete"
    assert outside(joint, today=UNTIL + timedelta(days=1))["petra"] == "membership.expired"


def test_a_consent_that_names_a_colleague_is_no_consent_to_oneself() -> None:
    assert outside((grant("police", "school", person_id="paul"),))["petra"] == "membership.no_consent"


def test_a_consented_function_nobody_stands_for_is_told() -> None:
    ledger = (*GRANTS, grant("leisure", "school"))
    for room in (ROOM, SIDE):
        assert outside(ledger, room=room)["leisure"] == "membership.nobody_named"
    actors = (*ACTORS, actor(PETRA, "leisure", ended_on=after(3)))
    assert "leisure" not in outside(ledger, actors=actors, today=after(2))
    assert outside(ledger, actors=actors, today=after(3))["leisure"] == "membership.nobody_named"


def test_in_the_office_no_function_is_missed() -> None:
    known = facts(OPEN_CASE, grants=(*GRANTS, grant("leisure", "school")))
    assert excluded(OFFICE, known) == {}
    assert excluded(ROOM, unit_facts()) == {}


# ------------------------------------------------------------------------------------------------ office and own pages


def test_the_office_is_the_coordinators_and_the_second_person() -> None:
    people = (*PEOPLE, person("carin", Role.COORDINATOR), person("doris", Role.COORDINATOR, active=False))
    assert inside(room=OFFICE, case=None, people=people) == {
        "anna": "membership.coordinator",
        "carin": "membership.coordinator",
        "berit": "membership.second",
    }
    assert "berit" not in inside(room=OFFICE, case=None, people=(ANNA, replace(BERIT, active=False)))


def test_a_page_is_its_owners_alone_while_active() -> None:
    page = Room(id="r3", kind=RoomKind.PAGE, unit_id="skovde", person_id="alex", state=RoomState.OPEN)
    assert inside(room=page, case=None) == {"alex": "membership.own_page"}
    assert inside(room=page, case=None, people=(replace(ALEX, active=False), ANNA)) == {}
    assert inside(room=replace(page, person_id="nobody"), case=None) == {}
    assert inside(room=replace(page, person_id=None), case=None) == {}


def test_a_page_on_a_server_that_is_not_allowed_is_kept_by_the_family_alone() -> None:
    """A youth cries for help on the page, and a guardian withdraws there."""
    profile = SKOVDE.model_copy(update={"own_server": "hemma.example", "allowed_servers": ()})

    def there(owner: Person) -> dict[str, bool]:
        page = Room(id="r3", kind=RoomKind.PAGE, unit_id="skovde", person_id=owner.id, state=RoomState.OPEN)
        known = unit_facts(profile=profile)
        found = {reason(why): True for why in wanted(page, known).values()}
        return found | {reason(why): False for why in excluded(page, known).values()}

    assert there(ALEX) == {"membership.own_page": True}
    assert there(PETRA) == {"membership.server": False}
