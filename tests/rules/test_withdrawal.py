"""The profile's table, row by row: who takes back what, or says nothing, and what follows."""

from __future__ import annotations

import pytest

from bot.core import load_profile, profiles
from bot.errors import SettingsWrong
from bot.rules.profile import Profile
from bot.rules.withdrawal import Withdrawal
from tests.rules.making import SKOVDE, profile

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


def follows(table: Withdrawal, row: str) -> str:
    who, _, when = row.partition("_")
    if who == "silence":
        return table.silence(int(when.removeprefix("at_")))
    return table.consequence(who, YOUNG if when == "under_15" else OLDER)


def test_the_table_has_these_rows_and_no_other() -> None:
    assert set(Withdrawal.model_fields) == {*ROWS, "decided", "required"}


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
