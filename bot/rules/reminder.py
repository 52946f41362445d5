"""When people are reminded of a meeting."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.i18n import ZONE

#: Reminders are sent between these hours, Swedish time; at 21 sharp it is night.
MORNING = time(8)
NIGHT = time(21)
EVENING_BEFORE = time(18, 30)
JUST_BEFORE = timedelta(hours=2)


def reminders(starts_at: datetime, now: datetime) -> tuple[datetime, ...]:
    """When to remind somebody of a meeting (UTC): the evening before at 18.30, and two hours before.

    A reminder that would come at night is left out, so a morning meeting has only the one of the evening
    before. So is one whose moment has passed.
    """
    start = starts_at.astimezone(UTC)
    day_before = start.astimezone(ZONE).date() - timedelta(days=1)
    evening = datetime.combine(day_before, EVENING_BEFORE, tzinfo=ZONE).astimezone(UTC)
    return tuple(at for at in (evening, start - JUST_BEFORE) if at > now and _awake(at))


def _awake(at: datetime) -> bool:
    """Whether it is day, so that a reminder wakes nobody."""
    return MORNING <= at.astimezone(ZONE).time() < NIGHT
