"""When a youth is reminded of a meeting, and how somebody chooses to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.i18n import ZONE
from bot.rules import school_break
from bot.rules.school_break import Breaks

#: Reminders are sent between these hours, Swedish time; at 21 sharp it is night. Where there is no school that day,
#: nobody is woken before ten.
MORNING = time(8)
FREE_MORNING = time(10)
NIGHT = time(21)
EVENING_BEFORE = time(18, 30)
JUST_BEFORE = timedelta(hours=2)
#: Until this hour there is school on a school day: what comes then makes no sound, where it has been said before.
LESSONS_END = time(15)
#: A reminder of the morning is of use when there is still so much time to get there.
TO_GET_THERE = timedelta(hours=1)
#: So long after the first reminder somebody who was not reached is still to be rung, and so long before the meeting.
ANSWERED_WITHIN = timedelta(minutes=30)
LAST_CALL = timedelta(minutes=15)
#: Before this hour nobody is asked to ring a youth.
RUNG_FROM = time(7, 30)
#: How long reminders may rest, in days; whoever wants none any more says so.
LONGEST_REST = 120


class Reminding(StrEnum):
    """When somebody wants to be reminded of a meeting."""

    USUAL = "usual"  # the evening before, and two hours before
    EVENING = "evening"  # the evening before, and no more
    MORNING = "morning"  # the morning of the day
    TWO_HOURS = "two_hours"  # two hours before, and no more
    ONE_HOUR = "one_hour"


#: How many reminders of a meeting each promises, at the most.
MOST: Mapping[Reminding, int] = MappingProxyType(
    {how: 2 if how is Reminding.USUAL else 1 for how in Reminding}
)


def reminders(
    starts_at: datetime,
    now: datetime,
    how: Reminding = Reminding.USUAL,
    breaks: Breaks | None = None,
) -> tuple[datetime, ...]:
    """When to remind somebody of a meeting (UTC), as they chose; what has passed is left out.

    A reminder that would come at night is left out as well, so a morning meeting has only the one of the evening
    before; so has whoever chose another hour than that.
    """
    known = breaks or {}
    start = starts_at.astimezone(UTC)
    evening = _moment(start.astimezone(ZONE).date() - timedelta(days=1), EVENING_BEFORE)
    match how:
        case Reminding.USUAL:
            soon = start - JUST_BEFORE
            found: tuple[datetime, ...] = (evening, soon) if is_day(soon, known) else (evening,)
        case Reminding.EVENING:
            found = (evening,)
        case Reminding.MORNING:
            opens = _moment(start.astimezone(ZONE).date(), _opening(start.astimezone(ZONE).date(), known))
            found = (opens,) if opens <= start - TO_GET_THERE else (evening,)
        case _:
            soon = start - (JUST_BEFORE if how is Reminding.TWO_HOURS else timedelta(hours=1))
            found = (soon,) if is_day(soon, known) else (evening,)
    return tuple(at for at in found if at > now)


def is_day(at: datetime, breaks: Breaks | None = None) -> bool:
    """Whether it is day, so that a reminder wakes nobody."""
    local = at.astimezone(ZONE)
    return _opening(local.date(), breaks or {}) <= local.time() < NIGHT


def next_morning(now: datetime, breaks: Breaks | None = None) -> datetime:
    """The first moment after the night at which somebody may be reminded again (UTC)."""
    local = now.astimezone(ZONE)
    day = local.date() if local.time() < NIGHT else local.date() + timedelta(days=1)
    return _moment(day, _opening(day, breaks or {}))


def is_in_lessons(at: datetime, breaks: Breaks) -> bool:
    """Whether a youth is likely to be at school."""
    local = at.astimezone(ZONE)
    return school_break.is_school_day(local.date(), breaks) and MORNING <= local.time() < LESSONS_END


def ring_at(starts_at: datetime, first: datetime, now: datetime) -> datetime | None:
    """When somebody is asked to ring a youth whom the reminders do not seem to have reached (UTC); ``first``: when
    the first of them goes out. None where that would be too late to be of use.

    Two hours before the meeting, unless they are reminded later than that; not before people are at work.
    """
    start = starts_at.astimezone(UTC)
    opens = _moment(start.astimezone(ZONE).date(), RUNG_FROM)
    at = max(start - JUST_BEFORE, first.astimezone(UTC) + ANSWERED_WITHIN, opens)
    return at if now < at <= start - LAST_CALL else None


def _opening(day: date, breaks: Breaks) -> time:
    return MORNING if school_break.is_school_day(day, breaks) else FREE_MORNING


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZONE).astimezone(UTC)
