"""Which days people work on: from Monday to Friday, except red days and the eves on which nobody is at work."""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules import red_day


def is_working_day(day: date) -> bool:
    """Whether people are at work on a day."""
    if day.weekday() >= 5:
        return False
    found = red_day.of_day(day)
    return found is None or found in red_day.WORKED


def following(day: date) -> date:
    """The first working day after a day."""
    found = day + timedelta(days=1)
    while not is_working_day(found):
        found += timedelta(days=1)
    return found


def after(day: date, count: int) -> date:
    """The working day that is so many after a day."""
    found = day
    for _ in range(count):
        found = following(found)
    return found


def before(day: date, count: int) -> date:
    """The working day that is so many before a day."""
    found = day
    for _ in range(count):
        found = on_or_before(found - timedelta(days=1))
    return found


def on_or_after(day: date) -> date:
    """The day itself if people are at work then, else the next one on which they are."""
    return day if is_working_day(day) else following(day)


def on_or_before(day: date) -> date:
    """The day itself if people are at work then, else the last one before it on which they are."""
    found = day
    while not is_working_day(found):
        found -= timedelta(days=1)
    return found
