from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.rules.consent import (
    Actor,
    Grant,
    check_named,
    covered,
    covered_functions,
    ends_on,
    living,
    withdrawn,
)
from bot.rules.profile import Givers, Profile
from bot.rules.roles import Role
from tests.rules.making import (
    ACTORS,
    ALEX,
    ANNA,
    KIM,
    LISA,
    NOW,
    PETRA,
    SKOVDE,
    TODAY,
    UNTIL,
    actor,
    after,
    grant,
    person,
    refused,
)

POLICE = actor(PETRA)
LATER = NOW + timedelta(days=1)


def heard(
    *grants: Grant, band: str = "15-17", today: date = TODAY, by: Actor = POLICE, profile: Profile = SKOVDE
) -> set[str]:
    return set(covered(grants, by, band, profile, today))


def policy(givers: Givers) -> Profile:
    """Skövde where 15-17 needs somebody else's yes."""
    bands = tuple(band.model_copy(update={"givers": givers}) if band.id == "15-17" else band for band in SKOVDE.bands)
    return SKOVDE.model_copy(update={"bands": bands})


BOTH = policy(Givers.BOTH)


# -------------------------------------------------------------------------------------------------- what a grant covers


def test_nothing_is_covered_without_a_grant() -> None:
    assert heard() == set()


def test_a_grant_covers_its_function_and_kinds_only() -> None:
    assert heard(grant("police", "school", "drugs")) == {"school", "drugs"}
    assert heard(grant("school", "school")) == set()


def test_a_grant_for_one_person_covers_nobody_else_of_the_function() -> None:
    assert heard(grant("police", "school", person_id="petra")) == {"school"}
    assert heard(grant("police", "school", person_id="paul")) == set()


def test_a_grant_of_another_case_covers_nothing() -> None:
    assert heard(replace(grant("police", "school"), case_id="c2")) == set()


@pytest.mark.parametrize(("days", "counts"), [(-1, False), (0, True), (181, True), (182, True), (183, False)])
def test_from_the_first_to_the_last_day(days: int, counts: bool) -> None:
    assert (heard(grant("police", "school"), today=after(days)) == {"school"}) is counts
    assert bool(living((grant("police", "school"),), after(days))) is counts


def test_an_expired_grant_lingers_when_asked_but_a_withdrawn_one_never() -> None:
    one = grant("police", "school")
    late = UNTIL + timedelta(days=7)
    assert covered((one,), POLICE, "15-17", SKOVDE, late, lingering_days=7) == {"school"}
    assert covered((one,), POLICE, "15-17", SKOVDE, late + timedelta(days=1), lingering_days=7) == frozenset()
    gone = withdrawn((one,), None, by="alex", now=NOW)
    assert covered(gone, POLICE, "15-17", SKOVDE, late, lingering_days=7) == frozenset()


# --------------------------------------------------------------------------------------------- whose consent is needed

YOUTH = grant("police", "school", "drugs")
G1 = grant("police", "school", "family", giver="guardian1")
J1 = replace(G1, capacity="joint")
J2 = replace(grant("police", "school", giver="guardian2"), capacity="joint")


@pytest.mark.parametrize(
    ("band", "profile", "grants", "kinds"),
    [
        # under 15, Skövde: "räcker det med att vårdnadshavare samtycker"
        ("13-14", SKOVDE, [YOUTH], set()),
        ("13-14", SKOVDE, [G1], {"school", "family"}),
        ("13-14", SKOVDE, [YOUTH, G1], {"school", "family"}),
        ("13-14", SKOVDE, [J1], set()),  # joint custody: the other one is missing
        ("13-14", SKOVDE, [J1, J2], {"school"}),  # what both agreed to
        # 15-17, Skövde: "ungdomen och/eller vårdnadshavare"
        ("15-17", SKOVDE, [YOUTH], {"school", "drugs"}),
        ("15-17", SKOVDE, [G1], {"school", "family"}),
        ("15-17", SKOVDE, [YOUTH, G1], {"school", "drugs", "family"}),
        ("15-17", SKOVDE, [J1], set()),
        ("15-17", SKOVDE, [YOUTH, J1], {"school", "drugs"}),
        # both, always
        ("15-17", BOTH, [YOUTH], set()),
        ("15-17", BOTH, [G1], set()),
        ("15-17", BOTH, [YOUTH, G1], {"school"}),
        ("15-17", BOTH, [YOUTH, J1], set()),
        ("15-17", BOTH, [YOUTH, J1, J2], {"school"}),
        # adults decide for themselves
        ("18-20", SKOVDE, [G1], set()),
        ("18-20", SKOVDE, [YOUTH, G1], {"school", "drugs"}),
    ],
)
def test_everybody_who_is_needed(band: str, profile: Profile, grants: list[Grant], kinds: set[str]) -> None:
    assert heard(*grants, band=band, profile=profile) == kinds


def test_a_second_guardian_in_the_ledger_is_needed_from_then_on() -> None:
    second = grant("school", "school", giver="guardian2", capacity="appointed", recorded_at=LATER)
    assert heard(replace(G1, capacity="appointed"), band="13-14") == {"school", "family"}
    assert heard(replace(G1, capacity="appointed"), second, band="13-14") == set()


def test_when_custody_has_become_sole_the_other_is_no_longer_needed() -> None:
    sole = replace(G1, recorded_at=LATER)
    assert heard(J1, J2, sole, band="13-14") == {"school", "family"}


def test_whom_a_court_appoints_comes_instead_of_the_parents() -> None:
    court = grant("police", "school", giver="guardian1", capacity="appointed", recorded_at=LATER)
    assert heard(J1, J2, court, band="13-14") == {"school"}
    elsewhere = replace(court, id="elsewhere", function="school")
    assert heard(J1, J2, elsewhere, band="13-14") == set()  # the parents' word counts no longer
    again = replace(J1, id="again", capacity="sole", recorded_at=LATER + timedelta(days=1))
    assert heard(court, again, band="13-14") == {"school", "family"}  # back to a parent: now theirs counts
    assert heard(court, replace(again, function="school"), band="13-14") == set()
    assert heard(YOUTH, J1, J2, elsewhere) == {"school", "drugs"}  # and the youth always has a say


# ------------------------------------------------------------------------------------------------------- withdrawal


def test_a_withdrawal_by_anybody_ends_the_function() -> None:
    ledger = (YOUTH, G1, grant("school", "school"))
    changed = withdrawn(ledger, "police", by="alex", now=LATER)
    assert {one.giver for one in changed} == {"youth", "guardian1"}
    assert all((one.withdrawn_at, one.withdrawn_by) == (LATER, "alex") for one in changed)
    assert heard(*changed, ledger[2]) == set()
    assert heard(*changed, ledger[2], by=actor(LISA)) == {"school"}


def test_one_withdrawn_mark_is_enough() -> None:
    assert heard(replace(YOUTH, withdrawn_at=LATER, withdrawn_by="alex"), G1) == set()


def test_what_is_given_after_a_withdrawal_counts() -> None:
    gone = withdrawn((YOUTH,), "police", by="alex", now=LATER)
    again = replace(YOUTH, id="again", recorded_at=LATER + timedelta(days=1))
    assert heard(*gone, again) == {"school", "drugs"}


def test_the_whole_consent_can_be_withdrawn_and_only_once() -> None:
    ledger = (YOUTH, grant("school", "school"))
    gone = withdrawn(ledger, None, by="alex", now=LATER)
    assert len(gone) == 2
    assert withdrawn(gone, None, by="kim", now=LATER) == ()
    assert withdrawn(ledger, "leisure", by="alex", now=LATER) == ()
    assert ends_on(gone) is None
    assert ends_on((*gone, replace(YOUTH, until=after(3)))) == after(3)


def test_covered_functions_says_who_may_hear_what() -> None:
    ledger = (
        YOUTH,
        grant("school", "school", person_id="lisa"),
        grant("leisure", "drugs", giver="guardian1", capacity="joint"),
    )
    assert covered_functions(ledger, "15-17", SKOVDE, "c1", TODAY) == {
        "police": {"school", "drugs"},
        "school": {"school"},
    }
    assert covered_functions(ledger, "15-17", SKOVDE, "c2", TODAY) == {}


def test_naming_somebody() -> None:
    check_named((), PETRA, "police", SKOVDE, TODAY)
    check_named(ACTORS, person("paul", function="police"), "police", SKOVDE, TODAY)
    check_named((), ANNA, "social_services", SKOVDE, TODAY)
    assert refused(check_named, ACTORS, PETRA, "police", SKOVDE, TODAY) == "person.already_named"
    assert refused(check_named, (), PETRA, "youth", SKOVDE, TODAY) == "person.other_function"
    assert refused(check_named, (), KIM, "police", SKOVDE, TODAY) == "person.other_function"
    other = replace(ALEX, id="robin")
    assert refused(check_named, ACTORS, other, "youth", SKOVDE, TODAY) == "person.one_youth"
    check_named([actor(ALEX, ended_on=TODAY)], other, "youth", SKOVDE, TODAY)


def test_a_private_person_is_nobody_who_works_in_the_unit() -> None:
    check_named((), person("tim", function="trainer"), "trainer", SKOVDE, TODAY)
    for role in (Role.COORDINATOR, Role.LEAD):
        assert refused(check_named, (), person("leo", role), "trainer", SKOVDE, TODAY) == "person.not_private"


def test_the_police_may_be_many() -> None:
    pair = [actor(PETRA), actor(person("paul", function="police"))]
    check_named(pair, person("pia", function="police"), "police", SKOVDE, TODAY)


def test_a_case_has_two_guardians_at_most() -> None:
    kim, mia, olle = (person(handle, Role.GUARDIAN) for handle in ("kim", "mia", "olle"))
    check_named([actor(kim)], mia, "guardian", SKOVDE, TODAY)
    both = [actor(kim), actor(mia)]
    assert refused(check_named, both, olle, "guardian", SKOVDE, TODAY) == "person.two_guardians"
    check_named([actor(kim, ended_on=TODAY), actor(mia)], olle, "guardian", SKOVDE, TODAY)
