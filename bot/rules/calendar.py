"""Dates, times and durations as people type them, in Swedish local time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.errors import Refused
from bot.i18n import ZONE, T

#: The furthest date a command may name, in days from today.
FURTHEST = 3660

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)

_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_IN_DAYS = re.compile(r"^(?:om|in)\s+(\d{1,6})\s+(?:dag|dagar|dar|days?|d)$")
_CLOCK = re.compile(r"^(?:kl\.?\s*|klockan\s+|at\s+)?(\d{1,2})(?:[.:](\d{2}))?$")
_HOURS = r"(?P<hours>\d{1,2}(?:[.,]\d)?)\s*(?:h|tim|timme|timmar|hours?)\.?"
_MINUTES = r"(?P<minutes>\d{1,3})\s*(?:m|min|minut|minuter|minutes?)\.?"
_LENGTH = re.compile(rf"^(?:{_HOURS})?\s*(?:och|and)?\s*(?:{_MINUTES})?$")


def parse_date(text: str, today: date) -> date:
    """A date: ``2026-12-17``, ``om 14 dagar``, ``in 14 days``. Refused with what to write instead."""
    typed = text.strip().strip(".,").casefold()
    if match := _ISO.match(typed):
        try:
            found = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            raise Refused(T("date.no_such_day", text=text.strip())) from None
    elif match := _IN_DAYS.match(typed):
        days = int(match[1])
        if days > FURTHEST:
            raise Refused(T("date.too_far", text=text.strip()))
        found = today + timedelta(days=days)
    else:
        raise Refused(T("date.unclear", text=text.strip(), example=(today + timedelta(days=14)).isoformat()))
    if abs((found - today).days) > FURTHEST:
        raise Refused(T("date.too_far", text=text.strip()))
    return found


def parse_time(text: str) -> time:
    """A time of day: ``kl 14``, ``kl 14.30``, ``14:00``, ``at 14:00``. Refused with what to write instead."""
    match = _CLOCK.match(text.strip().casefold())
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Refused(T("time.unclear", text=text.strip()))
    return time(int(match[1]), int(match[2] or 0))


def parse_duration(text: str) -> timedelta:
    """How long something takes: ``1 h``, ``45 min``, ``1,5 h``, ``1 h 30 min``; five minutes to twelve hours."""
    match = _LENGTH.match(text.strip().casefold())
    if match is None or (match["hours"] is None and match["minutes"] is None):
        raise Refused(T("duration.unclear", text=text.strip()))
    found = timedelta(hours=float((match["hours"] or "0").replace(",", ".")), minutes=int(match["minutes"] or 0))
    if not SHORTEST <= found <= LONGEST:
        raise Refused(T("duration.out_of_range", text=text.strip()))
    return found


def morning(day: date) -> datetime:
    """Nine in the morning, Swedish time: when what is due on a day is said."""
    return moment(day, time(9))


def moment(day: date, at: time) -> datetime:
    """A Swedish date and time as a moment (UTC, so that adding hours is right across clock changes).

    An hour that comes twice in October means the first; one that does not exist in March is refused.
    """
    local = datetime.combine(day, at, tzinfo=ZONE)
    found = local.astimezone(UTC)
    if found.astimezone(ZONE).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(T("time.does_not_exist", day=day, at=at))
    return found
