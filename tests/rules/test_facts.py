"""What the rules know of a case counts as the youth's age leaves it, on whatever day and after whatever change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.rules.consent import Grant
from tests.rules.making import ACTORS, ALEX, CASE, LISA, PEOPLE, PETRA, TODAY, actor, facts, grant, unit_facts

#: Eighteen on this day.
BIRTHDAY = date(2027, 3, 1)
EVE = BIRTHDAY - timedelta(days=1)
BORN = replace(CASE, born="2009-03")

#: Given long before the birthday, and until long after it.
YOUTHS = grant("police", "school", until=date(2027, 5, 22))
GUARDIANS = grant("school", "school", giver="guardian1", until=date(2027, 5, 22))
#: Given in sight of the birthday.
ANEW = grant("police", "school", given_on=EVE, starts_on=EVE, until=date(2027, 5, 22))


def untils(grants: tuple[Grant, ...]) -> list[date]:
    return [one.until for one in grants]


def test_before_and_after_a_birthday() -> None:
    before = facts(BORN, grants=(YOUTHS, GUARDIANS), today=EVE)
    assert before.case.age_band == "15-17"
    assert before.heard.keys() == {"police", "school"}
    after = facts(BORN, grants=(YOUTHS, GUARDIANS), today=BIRTHDAY)
    assert (after.case.age_band, after.heard) == ("18-20", {})
    assert untils(after.grants) == [EVE, EVE]


def test_another_day_counts_as_if_it_had_been_asked_for() -> None:
    eve = facts(BORN, grants=(YOUTHS, GUARDIANS, ANEW), today=EVE)
    birthday = facts(BORN, grants=(YOUTHS, GUARDIANS, ANEW), today=BIRTHDAY)
    assert eve.on(BIRTHDAY) == birthday
    assert birthday.on(EVE) == eve
    assert eve.on(EVE) == eve
    assert birthday.heard == {"police": {"school"}}


def test_a_changed_case_counts_as_its_month_of_birth_says() -> None:
    unknown = facts(CASE, grants=(YOUTHS, GUARDIANS), today=BIRTHDAY)
    assert unknown.case.age_band == "15-17"
    assert unknown.heard.keys() == {"police", "school"}
    found = unknown.with_case(BORN)
    assert found == facts(BORN, grants=(YOUTHS, GUARDIANS), today=BIRTHDAY)
    assert (found.case.age_band, found.heard) == ("18-20", {})


def test_a_changed_ledger_counts_as_birthdays_leave_it() -> None:
    found = facts(BORN, grants=(YOUTHS,), today=BIRTHDAY).with_grants([YOUTHS, GUARDIANS, ANEW])
    assert untils(found.grants) == [EVE, EVE, ANEW.until]
    assert found == facts(BORN, grants=(YOUTHS, GUARDIANS, ANEW), today=BIRTHDAY)


def test_other_people_named_change_nothing_else() -> None:
    known = facts(BORN, grants=(YOUTHS, ANEW), today=BIRTHDAY)
    assert known.with_actors([actor(PETRA)]) == facts(
        BORN, grants=(YOUTHS, ANEW), actors=(actor(PETRA),), today=BIRTHDAY
    )


def test_what_each_function_hears_whoever_stands_for_it() -> None:
    ledger = (
        grant("police", "school", "drugs"),
        grant("leisure", "school"),
        grant("school", "school", until=TODAY),
        replace(grant("health", "school"), case_id="c2"),
    )
    known = facts(grants=ledger, actors=())
    assert known.heard == {"police": {"school", "drugs"}, "leisure": {"school"}, "school": {"school"}}
    assert known.on(TODAY + timedelta(days=1)).heard == {"police": {"school", "drugs"}, "leisure": {"school"}}
    assert facts().heard == {}


def test_the_youth_when_one_is_named() -> None:
    assert facts().youth == ALEX
    assert facts(actors=[one for one in ACTORS if one.person_id != "alex"]).youth is None


def test_all_that_somebody_is_named_for() -> None:
    twice = (*ACTORS, actor(PETRA, "school"))
    assert [one.function for one in facts(actors=twice).actors_of("petra")] == ["police", "school"]
    assert facts(actors=()).actors_of("petra") == []


def test_a_person_of_the_unit_and_nobody_else() -> None:
    for known in (facts(), unit_facts()):
        assert [known.person(one.id) for one in PEOPLE] == list(PEOPLE)
        with pytest.raises(LookupError):
            known.person("nobody")
    with pytest.raises(LookupError):
        unit_facts(people=(PETRA,)).person(LISA.id)
