"""Days on which people are at work."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.working_day import before, following, is_working_day


@pytest.mark.parametrize(
    "day",
    [
        "2026-01-01",  # New Year's Day
        "2026-01-06",  # Epiphany
        "2026-04-03",  # Good Friday
        "2026-04-06",  # Easter Monday
        "2025-04-21",  # ... of another year
        "2027-03-26",
        "2026-05-01",
        "2026-05-14",  # Ascension Day
        "2024-06-06",  # the national day, on a Thursday
        "2026-06-19",  # Midsummer Eve
        "2027-06-25",
        "2026-12-24",
        "2026-12-25",
        "2026-12-31",
        "2026-11-28",  # a Saturday
    ],
)
def test_nobody_is_at_work_on(day: str) -> None:
    assert not is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2026-01-02", "2026-04-02", "2026-05-15", "2026-06-18", "2026-06-26", "2026-12-23", "2026-12-28"]
)
def test_people_are_at_work_on(day: str) -> None:
    assert is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "then"),
    [
        ("2026-11-26", "2026-11-27"),
        ("2026-11-27", "2026-11-30"),
        ("2026-12-23", "2026-12-28"),
        ("2026-12-30", "2027-01-04"),
        ("2026-04-02", "2026-04-07"),
    ],
)
def test_the_working_day_after(day: str, then: str) -> None:
    assert following(date.fromisoformat(day)) == date.fromisoformat(then)


def test_working_days_before_a_day_are_counted_over_weekends_and_red_days() -> None:
    assert before(date(2026, 12, 17), 2) == date(2026, 12, 15)
    assert before(date(2026, 12, 14), 1) == date(2026, 12, 11)
    assert before(date(2026, 12, 28), 2) == date(2026, 12, 22)
    assert before(date(2026, 12, 13), 1) == date(2026, 12, 11)
