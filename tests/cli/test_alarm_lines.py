"""``sigbot check`` says of a unit whether somebody takes its alarms, and whether its numbers are right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.cli.check import alarm_lines
from bot.rules.profile import HelpLines, OnCall
from bot.settings import Settings, UnitSettings
from tests.bot.desk import Desk
from tests.rules.making import SKOVDE

TODAY = date(2026, 11, 27)


def units(tmp_path: Path) -> tuple[UnitSettings, UnitSettings]:
    """A unit with two coordinators, and one with one and a second person."""
    settings: Settings = Desk(tmp_path).settings
    two, one = settings.units
    return two, one


def said(unit: UnitSettings, **changes: object) -> dict[str, str]:
    lines = alarm_lines(unit, SKOVDE.model_copy(update=changes), TODAY)
    return {line.name: str(line) for line in lines if line.wrong}


def test_a_unit_without_a_reachable_deputy_is_told_so(tmp_path: Path) -> None:
    two, one = units(tmp_path)
    assert "deputy" not in said(two)
    assert "nobody who takes a youth's alarm instead" in said(one)["deputy"]


def test_whoever_is_on_call_is_somebody_who_may_take_an_alarm(tmp_path: Path) -> None:
    two, one = units(tmp_path)
    chef = OnCall(handle="chef", sv="nätter", en="nights")
    assert "on call" not in said(one, on_call=chef)
    assert "called chef" in said(two, on_call=chef)["on call"]


def test_numbers_nobody_has_checked_within_a_year_are_named(tmp_path: Path) -> None:
    two, _ = units(tmp_path)
    assert "Bris" in said(two)["numbers"]
    fresh = date(2026, 1, 1)
    lines = SKOVDE.help_lines
    checked = HelpLines(
        under_18=lines.under_18.model_copy(update={"checked": fresh}),
        adult=lines.adult.model_copy(update={"checked": fresh}),
    )
    assert "numbers" not in said(two, help_lines=checked, numbers_checked=fresh)
    told = said(two, help_lines=checked, numbers_checked=date(2025, 11, 26))["numbers"]
    assert "Kontaktcenter" in told
    assert "Bris" not in told
