from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.i18n import ZONE
from bot.rules.calendar import moment, parse_date, parse_duration, parse_time
from tests.rules.making import TODAY, refused


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-17", date(2026, 12, 17)),
        (" 2026-12-7. ", date(2026, 12, 7)),
        ("om 1 dag", date(2026, 11, 22)),
        ("Om 14 dagar", date(2026, 12, 5)),
        ("in 14 days", date(2026, 12, 5)),
        ("om 0 dagar", TODAY),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("imorgon", "date.unclear"),
        ("torsdag v. 51", "date.unclear"),
        ("17/12", "date.unclear"),
        ("om några dagar", "date.unclear"),
        ("om -3 dagar", "date.unclear"),
        ("", "date.unclear"),
        ("2026-02-30", "date.no_such_day"),
        ("2026-13-01", "date.no_such_day"),
        ("om 999999 dagar", "date.too_far"),
        ("9999-12-31", "date.too_far"),
        ("0000-01-01", "date.no_such_day"),
    ],
)
def test_dates_that_are_none(text: str, key: str) -> None:
    assert refused(parse_date, text, TODAY) == key


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("kl 14", time(14)),
        ("kl. 14.30", time(14, 30)),
        ("KL 9", time(9)),
        ("klockan 9", time(9)),
        ("14:00", time(14)),
        ("14.05", time(14, 5)),
        ("at 14:00", time(14)),
        ("0:00", time(0)),
        ("14", time(14)),
    ],
)
def test_times(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["kl 24", "kl 25", "14:60", "halv tre", "", "14:5", "kl"])
def test_times_that_are_none(text: str) -> None:
    assert refused(parse_time, text) == "time.unclear"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 h", 60),
        ("45 min", 45),
        ("1,5 h", 90),
        ("1.5 tim", 90),
        ("1 h 30 min", 90),
        ("1h", 60),
        ("1 timme och 15 minuter", 75),
        ("2 hours", 120),
        ("90 minutes", 90),
    ],
)
def test_durations(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("en stund", "duration.unclear"),
        ("", "duration.unclear"),
        ("13 h", "duration.out_of_range"),
        ("0 min", "duration.out_of_range"),
    ],
)
def test_durations_that_are_none(text: str, key: str) -> None:
    assert refused(parse_duration, text) == key


def test_moments_in_summer_and_winter() -> None:
    assert moment(date(2026, 7, 1), time(15)) == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert moment(date(2026, 12, 1), time(15)) == datetime(2026, 12, 1, 14, tzinfo=UTC)


def test_the_hour_that_does_not_exist_is_refused_and_the_double_one_is_its_first() -> None:
    assert refused(moment, date(2026, 3, 29), time(2, 30)) == "time.does_not_exist"
    assert moment(date(2026, 3, 29), time(3)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_value_or_a_refusal(text: str) -> None:
    with suppress(Refused):
        assert parse_date(text, TODAY)
    with suppress(Refused):
        assert parse_time(text) is not None
    with suppress(Refused):
        assert parse_duration(text)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.times())
def test_a_moment_shows_the_hour_that_was_typed(day: date, at: time) -> None:
    try:
        found = moment(day, at)
    except Refused:
        assert at.hour == 2
        assert day.month == 3
        return
    assert found.astimezone(ZONE).replace(tzinfo=None) == datetime.combine(day, at)
