"""Moments and days in Swedish local time. How people say them is read in :mod:`bot.rules.when`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from bot.errors import Refused
from bot.i18n import ZONE, T


def day_of(at: datetime) -> date:
    """The Swedish date of a moment."""
    return at.astimezone(ZONE).date()


def clock_of(at: datetime) -> time:
    """The Swedish time of day of a moment."""
    return at.astimezone(ZONE).time()


def morning(day: date) -> datetime:
    """Nine in the morning, Swedish time, when people are told what is due on a day."""
    return moment(day, time(9))


def moment(day: date, at: time) -> datetime:
    """A Swedish date and time as a moment in UTC, in which adding hours is right across clock changes.

    Refused are the hour that does not exist in March, and the one that comes twice in October: nobody could know which
    is meant.
    """
    local = datetime.combine(day, at, tzinfo=ZONE)
    found = local.astimezone(UTC)
    if local.replace(fold=1).astimezone(UTC) > found:
        raise Refused(T("time.comes_twice", day=day, at=at))
    if found.astimezone(ZONE).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(T("time.does_not_exist", day=day, at=at))
    return found
