"""The profile's table, row by row: who takes back what, or says nothing, and what follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core import load_profile, profiles
from bot.errors import SettingsWrong
from bot.rules import withdrawal
from bot.rules.profile import Profile
from bot.rules.withdrawal import Withdrawal
from tests.rules.making import CASE, SKOVDE, facts, profile

YOUNG, OLDER = SKOVDE.band("13-14"), SKOVDE.band("15-17")

#: Every row of the table, and the two outcomes a municipality can choose between.
ROWS = {
    "youth_under_15": ("remove", "freeze"),  # a 13-year-old against the guardian
    "youth_from_15": ("remove", "freeze"),
    "guardian_under_15": ("remove", "freeze"),
    "guardian_from_15": ("remove", "freeze"),  # a guardian against a mature 17-year-old
    "silence_at_15": ("keep", "freeze"),
    "silence_at_18": ("freeze", "keep"),
}

#: Where everything pauses instead, whoever takes a consent back.
THREAT = {"family", "protected", "freeze_tracks"}


def follows(table: Withdrawal, row: str) -> str:
    who, _, when = row.partition("_")
    if who == "silence":
        return table.silence(int(when.removeprefix("at_")))
    return table.consequence(who, YOUNG if when == "under_15" else OLDER)


def test_the_table_has_these_rows_and_no_other() -> None:
    assert set(Withdrawal.model_fields) == {*ROWS, *THREAT, "decided", "required"}


@pytest.mark.parametrize("row", ROWS)
def test_each_row_is_the_municipalitys_and_touches_no_other(row: str) -> None:
    default, other = ROWS[row]
    changed = profile(withdrawal={row: other}).withdrawal
    assert follows(SKOVDE.withdrawal, row) == default
    assert {each: follows(changed, each) for each in ROWS} == {
        each: other if each == row else ROWS[each][0] for each in ROWS
    }


def test_whoever_must_be_there_always_freezes_the_case() -> None:
    assert SKOVDE.withdrawal.required == "freeze"
    with pytest.raises(ValueError, match="required"):
        profile(withdrawal={"required": "remove"})


@pytest.mark.parametrize("name", profiles())
def test_until_a_lawyer_has_decided_all_follow_the_one_default(name: str) -> None:
    found: Profile = load_profile(name)
    assert not found.withdrawal.decided
    assert found.withdrawal == Withdrawal()


def test_no_unit_decides_the_table_by_itself() -> None:
    with pytest.raises(SettingsWrong):
        SKOVDE.with_deviations({"withdrawal": {"youth_under_15": "freeze"}})


ARBOGA = load_profile("arboga")


@pytest.mark.parametrize(
    ("about", "changes", "table", "pauses"),
    [
        ({"school"}, {}, {}, False),
        ({"guardian"}, {}, {}, True),
        ({"network"}, {}, {}, True),
        ({"foster_home"}, {}, {}, True),
        ({"congregation"}, {}, {}, False),
        ({"school", "guardian"}, {}, {}, True),
        ({"guardian"}, {}, {"family": "remove"}, False),
        ({"school"}, {"track": "defector"}, {}, True),
        ({"school"}, {"track": "sig"}, {}, False),
        ({"school"}, {"track": "extremism"}, {"freeze_tracks": ["extremism"]}, True),
        ({"school"}, {"track": "defector"}, {"freeze_tracks": []}, False),
        ({"school"}, {"protected": frozenset({"youth"})}, {}, True),
        ({"school"}, {"protected": frozenset({"youth"})}, {"protected": "remove"}, False),
    ],
)
def test_where_it_may_be_a_threat_everything_pauses(
    about: set[str], changes: dict[str, Any], table: dict[str, Any], pauses: bool
) -> None:
    profile = Profile.model_validate({**ARBOGA.model_dump(), "withdrawal": table})
    assert withdrawal.pauses(facts(case=replace(CASE, **changes), profile=profile), about) is pauses


@pytest.mark.parametrize("name", profiles())
def test_guardians_and_relatives_are_family_in_every_profile(name: str) -> None:
    family = {one.id for one in load_profile(name).functions if one.is_family}
    assert family >= {"guardian"}
    assert family & {"relative", "network"}


def test_a_track_that_no_case_has_freezes_nothing() -> None:
    with pytest.raises(ValueError, match="freeze_tracks: the track gang does not exist"):
        profile(withdrawal={"freeze_tracks": ["gang"]})


def test_only_a_private_function_is_family() -> None:
    functions = [
        {**one.model_dump(), "family": True} if one.id == "police" else one.model_dump() for one in SKOVDE.functions
    ]
    with pytest.raises(ValueError, match="police is family, so it must be private"):
        profile(functions=functions)


@pytest.mark.parametrize(
    ("said_on", "due_on"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday: Tuesday and the morning of Wednesday
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday: over the weekend
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday
        (date(2026, 12, 23), date(2026, 12, 29)),  # before Christmas, which is nobody's working day
    ],
)
def test_there_are_two_working_days_for_the_talk(said_on: date, due_on: date) -> None:
    assert withdrawal.due_on(said_on) == due_on
