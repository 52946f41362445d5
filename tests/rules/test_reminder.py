from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import ZONE
from bot.rules.reminder import reminders


def local(day: str, at: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZONE)


LONG_BEFORE = local("2026-01-01", "12:00")


def shown(starts_at: datetime, now: datetime = LONG_BEFORE) -> list[str]:
    return [f"{at.astimezone(ZONE):%Y-%m-%d %H:%M}" for at in reminders(starts_at, now)]


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        ("2026-12-17", "15:00", ["2026-12-16 18:30", "2026-12-17 13:00"]),
        ("2026-12-17", "10:00", ["2026-12-16 18:30", "2026-12-17 08:00"]),
        ("2026-12-17", "09:59", ["2026-12-16 18:30"]),  # two hours before it is still night
        ("2026-12-17", "08:00", ["2026-12-16 18:30"]),
        ("2026-12-17", "22:59", ["2026-12-16 18:30", "2026-12-17 20:59"]),
        ("2026-12-17", "23:00", ["2026-12-16 18:30"]),
        ("2026-12-17", "00:30", ["2026-12-16 18:30"]),
        ("2028-03-01", "10:00", ["2028-02-29 18:30", "2028-03-01 08:00"]),
        # clocks go forward on 29 March and back on 25 October
        ("2026-03-29", "15:00", ["2026-03-28 18:30", "2026-03-29 13:00"]),
        ("2026-03-30", "10:00", ["2026-03-29 18:30", "2026-03-30 08:00"]),
        ("2026-10-25", "15:00", ["2026-10-24 18:30", "2026-10-25 13:00"]),
        ("2026-10-26", "10:00", ["2026-10-25 18:30", "2026-10-26 08:00"]),
    ],
)
def test_the_evening_before_and_two_hours_before(day: str, at: str, expected: list[str]) -> None:
    assert shown(local(day, at)) == expected


def test_never_in_the_past() -> None:
    start = local("2026-12-17", "15:00")
    assert shown(start, local("2026-12-16", "18:30")) == ["2026-12-17 13:00"]
    assert shown(start, local("2026-12-17", "13:00")) == []
    assert shown(start, local("2027-01-01", "12:00")) == []


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.timedeltas(timedelta(days=-3), timedelta(days=60)),
)
def test_never_at_night_and_always_between_now_and_the_meeting(start: datetime, ahead: timedelta) -> None:
    now = start - ahead
    found = reminders(start, now)
    assert len(found) <= 2
    assert list(found) == sorted(found)
    for at in found:
        assert at.utcoffset() == timedelta(0)
        assert time(8) <= at.astimezone(ZONE).time() < time(21)
        assert now < at < start
