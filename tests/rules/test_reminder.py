from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n import ZONE
from bot.rules.reminder import JUST_BEFORE, MOST, Reminding, reminders, ring_at
from bot.rules.school_break import Span


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


BREAKS = {
    "christmas": (Span(date(2026, 12, 19), date(2027, 1, 10)),),
    "winter": (Span(date(2027, 2, 15), date(2027, 2, 21)),),
}


@pytest.mark.parametrize(
    ("how", "at", "expected"),
    [
        (Reminding.EVENING, "15:00", ["2026-12-16 18:30"]),
        (Reminding.MORNING, "15:00", ["2026-12-17 08:00"]),
        (Reminding.MORNING, "09:00", ["2026-12-17 08:00"]),
        (Reminding.MORNING, "08:59", ["2026-12-16 18:30"]),  # too early for the morning
        (Reminding.TWO_HOURS, "15:00", ["2026-12-17 13:00"]),
        (Reminding.TWO_HOURS, "09:00", ["2026-12-16 18:30"]),
        (Reminding.ONE_HOUR, "15:00", ["2026-12-17 14:00"]),
        (Reminding.ONE_HOUR, "08:30", ["2026-12-16 18:30"]),
    ],
)
def test_the_hour_that_was_chosen_and_no_other(how: Reminding, at: str, expected: list[str]) -> None:
    found = reminders(local("2026-12-17", at), LONG_BEFORE, how, BREAKS)
    assert [f"{each.astimezone(ZONE):%Y-%m-%d %H:%M}" for each in found] == expected


def test_nobody_is_woken_before_ten_where_there_is_no_school() -> None:
    monday = local("2026-12-21", "10:30")
    assert len(reminders(monday, LONG_BEFORE, breaks=BREAKS)) == 1  # half past eight, in the holidays
    assert len(reminders(monday, LONG_BEFORE, breaks={})) == 2
    (at,) = reminders(local("2026-12-21", "15:00"), LONG_BEFORE, Reminding.MORNING, BREAKS)
    assert at == local("2026-12-21", "10:00")


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(Reminding),
    st.sampled_from(({}, BREAKS)),
)
def test_never_more_than_promised_never_at_night_and_never_none(
    start: datetime, how: Reminding, breaks: dict[str, tuple[Span, ...]]
) -> None:
    found = reminders(start, start - timedelta(days=60), how, breaks)
    assert 1 <= len(found) <= MOST[how]
    for at in found:
        assert time(8) <= at.astimezone(ZONE).time() < time(21)
        assert at < start


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(Reminding),
)
def test_somebody_is_asked_to_ring_after_the_first_reminder_and_while_it_is_of_use(
    start: datetime, how: Reminding
) -> None:
    now = start - timedelta(days=60)
    first = reminders(start, now, how, BREAKS)[0]
    at = ring_at(start, first, now)
    if at is None:
        assert start.astimezone(ZONE).time() < time(7, 45)  # nobody is at work before
        return
    assert first < at < start
    assert time(7, 30) <= at.astimezone(ZONE).time()
    assert at >= start - JUST_BEFORE
