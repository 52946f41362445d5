"""A birthday changes whose consent counts: from the right day, never for longer than it may, whoever was asleep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core import load_profile
from bot.rules import age
from bot.rules.consent import Grant
from bot.rules.membership import freezes, wanted
from bot.rules.profile import Givers, Profile
from bot.rules.room import RoomState
from tests.rules.making import OPEN_CASE, ROOM, SKOVDE, facts, grant, profile, refused

BORLANGE = load_profile("borlange")
#: Eighteen in March 2027.
BORN = "2009-03"
DAY = date(2027, 3, 1)
CASE = replace(OPEN_CASE, born=BORN)
BOTH = ("police", "social_services")


def ledger(*givers: str, given_on: date = date(2026, 11, 21), until: date = date(2027, 5, 22)) -> list[Grant]:
    return [
        grant(function, "school", giver=giver, given_on=given_on, starts_on=given_on, until=until)
        for giver in givers
        for function in (*BOTH, "guardian")
    ]


def inside(grants: list[Grant], today: date, way: Profile = SKOVDE) -> set[str]:
    """Who is in the room as the reconciler makes it: frozen first, when the rules say so."""
    known = facts(CASE, grants=grants, profile=way, today=today)
    why = freezes(ROOM, known)
    room = replace(ROOM, state=RoomState.OPEN if why is None else RoomState.FROZEN)
    return set(wanted(room, known))


def still(grants: list[Grant], today: date, way: Profile = SKOVDE) -> bool:
    return freezes(ROOM, facts(CASE, grants=grants, profile=way, today=today)) is not None


ALL = {"anna", "petra", "sven", "alex", "kim"}

# ----------------------------------------------------------------------------------------------------------- the month


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2009-03-14", "birthday.only_month"),
        ("20090314", "birthday.only_month"),
        ("090314", "birthday.only_month"),
        ("20090314-1234", "birthday.only_month"),
        ("0903141234", "birthday.only_month"),
        ("2009-13", "birthday.unclear"),
        ("2009", "birthday.unclear"),
        ("mars 2009", "birthday.unclear"),
        ("2009-03 Alex", "birthday.unclear"),
        ("2027-04", "birthday.no_such_age"),
        ("1909-03", "birthday.no_such_age"),
    ],
)
def test_a_month_says_no_more_than_a_month(typed: str, key: str) -> None:
    assert refused(age.parse_month, typed, DAY) == key


def test_a_month_is_read() -> None:
    assert age.parse_month(" 2009-03 ", DAY) == BORN


# ------------------------------------------------------------------------------------------------------------ the band


@pytest.mark.parametrize(
    ("today", "band"),
    [(date(2027, 2, 28), "15-17"), (DAY, "18-20"), (date(2030, 2, 28), "18-20"), (date(2030, 3, 1), "older")],
)
def test_an_age_counts_from_the_first_of_the_month(today: date, band: str) -> None:
    assert age.in_todays_band(CASE, SKOVDE, today).age_band == band


def test_without_a_month_nobody_ages() -> None:
    assert age.in_todays_band(replace(CASE, born=None), SKOVDE, date(2040, 1, 1)).age_band == "15-17"


def test_a_minor_of_whom_less_is_asked_is_older_only_when_the_month_is_over() -> None:
    """In Skövde a guardian's word suffices until 15, then either's: in the month itself nobody knows which."""
    found = [age.band_on("2012-12", SKOVDE, day).id for day in (date(2027, 12, 31), date(2028, 1, 1))]
    assert found == ["13-14", "15-17"]
    # Where both must agree before and after, nothing is widened: the first day
    assert age.band_on("2012-12", BORLANGE, date(2027, 12, 1)).youngest == 15


MONTHS = st.builds(lambda year, month: f"{year}-{month:02}", st.integers(2005, 2015), st.integers(1, 12))
DATES = st.dates(date(2020, 1, 1), date(2040, 1, 1))
PROFILES = st.sampled_from([SKOVDE, *map(load_profile, ("arboga", "borlange", "stockholm", "tyreso"))])


@given(MONTHS, DATES, PROFILES)
def test_nobody_is_a_child_longer_than_they_may_be(born: str, today: date, way: Profile) -> None:
    """Whatever day of the month it was: an adult is never in a child's band."""
    first = date(int(born[:4]) + 18, int(born[5:]), 1)
    assert (today >= first) is way.band(age.in_todays_band(replace(CASE, born=born), way, today).age_band).adult


@given(MONTHS, DATES, PROFILES)
def test_bands_only_ever_rise(born: str, today: date, way: Profile) -> None:
    assert age.band_on(born, way, today).youngest <= age.band_on(born, way, today + timedelta(days=40)).youngest


@given(MONTHS, PROFILES)
def test_two_birthdays_change_something(born: str, way: Profile) -> None:
    assert [one.age for one in age.birthdays(born, way)] == [15, 18]
    assert [one.month for one in age.birthdays(born, way)] == [
        date(int(born[:4]) + years, int(born[5:]), 1) for years in (15, 18)
    ]


@pytest.mark.parametrize(
    ("was", "band", "born", "wider"),
    [
        (None, "15-17", "2010-05", False),
        (None, "18-20", "2010-05", True),  # younger than was said: guardians count again
        (None, "13-14", "2010-05", True),  # older: now one of them suffices
        (None, "15-17", "2008-05", False),  # an adult: only the youth counts
        ("2010-05", "15-17", "2010-06", True),
        ("2010-05", "15-17", "2010-04", False),
    ],
)
def test_what_widens_takes_a_second_person(was: str | None, band: str, born: str, wider: bool) -> None:
    assert age.widens(replace(CASE, born=was, age_band=band), born, SKOVDE, date(2026, 11, 23)) is wider


# -------------------------------------------------------------------------------------------------------- eighteen


def test_silence_freezes_and_they_leave_after_the_days() -> None:
    given_long_before = ledger("youth", "guardian1")
    eve, last = DAY - timedelta(days=1), DAY + timedelta(days=SKOVDE.expiry_leave_days - 1)
    assert (inside(given_long_before, eve), still(given_long_before, eve)) == (ALL, False)
    assert (inside(given_long_before, DAY), still(given_long_before, DAY)) == (ALL, True)
    assert inside(given_long_before, last) == ALL
    assert inside(given_long_before, last + timedelta(days=1)) == {"anna", "alex"}


def test_guardians_alone_cannot_carry_it_on() -> None:
    guardians = ledger("guardian1", given_on=DAY - timedelta(days=5))
    assert still(guardians, DAY)
    assert inside(guardians, DAY) == ALL  # frozen: nothing new is shared
    assert inside(guardians, DAY + timedelta(days=8)) == {"anna", "alex"}


@pytest.mark.parametrize(("before", "counts"), [(91, False), (90, True), (1, True)])
def test_what_the_youth_says_in_sight_of_the_birthday_counts(before: int, counts: bool) -> None:
    assert still(ledger("youth", given_on=DAY - timedelta(days=before)), DAY) is not counts


def test_guardians_are_out_at_once_where_it_goes_on_without_them() -> None:
    anew = [one for one in ledger("youth", given_on=DAY - timedelta(days=9)) if one.function != "guardian"]
    assert inside([*ledger("guardian1"), *anew], DAY - timedelta(days=1)) == ALL
    assert inside([*ledger("guardian1"), *anew], DAY) == ALL - {"kim"}
    assert "kim" in inside(ledger("youth", given_on=DAY - timedelta(days=9)), DAY)  # the youth wants it so


def test_where_both_agreed_both_linger_and_the_youth_alone_goes_on() -> None:
    both = ledger("youth", "guardian1")
    assert still(both, DAY, BORLANGE)
    assert {"sven", "kim"} <= inside(both, DAY, BORLANGE)
    assert not still(ledger("youth", given_on=DAY), DAY, BORLANGE)


def test_a_profile_may_keep_what_a_child_said_but_no_guardian() -> None:
    keeps = profile(withdrawal={"silence_at_18": "keep"})
    assert not still(ledger("youth"), DAY, keeps)
    assert still(ledger("guardian1"), DAY, keeps)


# ---------------------------------------------------------------------------------------------------------- fifteen


def test_at_fifteen_what_suffices_goes_on_unless_the_profile_says_otherwise() -> None:
    young = replace(CASE, born="2012-02", age_band="13-14")
    guardians = ledger("guardian1")
    for way, frozen in ((SKOVDE, False), (profile(withdrawal={"silence_at_15": "freeze"}), True)):
        known = facts(young, grants=guardians, profile=way, today=DAY)
        assert (freezes(ROOM, known) is not None) is frozen
        eve = facts(young, grants=guardians, profile=way, today=DAY - timedelta(days=1))
        assert freezes(ROOM, eve) is None


def test_at_fifteen_whoever_must_agree_then_is_missing_until_they_have() -> None:
    bands = [
        {**band.model_dump(), "givers": Givers.BOTH} if band.id == "15-17" else band.model_dump()
        for band in SKOVDE.bands
    ]
    way, young = profile(bands=bands), replace(CASE, born="2012-02", age_band="13-14")
    known = facts(young, grants=ledger("guardian1"), profile=way, today=date(2027, 2, 1))
    assert freezes(ROOM, known) is not None
    assert freezes(ROOM, known.with_grants(ledger("guardian1", "youth"))) is None


# ------------------------------------------------------------------------------------------------------- the ledger


@given(MONTHS, st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(1, 182), PROFILES)
def test_a_birthday_only_ever_shortens(born: str, given_on: date, days: int, way: Profile) -> None:
    before = [
        grant("police", "school", giver=giver, given_on=given_on, starts_on=given_on, until=given_on + timedelta(days))
        for giver in ("youth", "guardian1")
    ]
    case = replace(CASE, born=born)
    after = age.cut_at_birthdays(before, case, way)
    assert [replace(one, until=was.until) for one, was in zip(after, before, strict=True)] == before
    assert all(one.until <= was.until for one, was in zip(after, before, strict=True))
    assert age.cut_at_birthdays(after, case, way) == after
    adult = date(int(born[:4]) + 18, int(born[5:]), 1)
    assert all(one.until < adult for one in after if one.giver != "youth")
