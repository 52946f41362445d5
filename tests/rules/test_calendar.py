from __future__ import annotations

from datetime import UTC, date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.i18n import ZONE
from bot.rules.calendar import moment
from tests.rules.making import refused


def test_moments_in_summer_and_winter() -> None:
    assert moment(date(2026, 7, 1), time(15)) == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert moment(date(2026, 12, 1), time(15)) == datetime(2026, 12, 1, 14, tzinfo=UTC)


def test_the_hour_that_does_not_exist_and_the_one_that_comes_twice_are_refused() -> None:
    assert refused(moment, date(2026, 3, 29), time(2, 30)) == "time.does_not_exist"
    assert moment(date(2026, 3, 29), time(3)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert refused(moment, date(2026, 10, 25), time(2)) == "time.comes_twice"
    assert refused(moment, date(2026, 10, 25), time(2, 59)) == "time.comes_twice"
    assert moment(date(2026, 10, 25), time(1, 59)) == datetime(2026, 10, 24, 23, 59, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(3)) == datetime(2026, 10, 25, 2, tzinfo=UTC)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.times())
def test_a_moment_shows_the_hour_that_was_typed(day: date, at: time) -> None:
    try:
        found = moment(day, at)
    except Refused:
        assert at.hour == 2
        assert day.month in (3, 10)
        return
    assert found.astimezone(ZONE).replace(tzinfo=None) == datetime.combine(day, at)
