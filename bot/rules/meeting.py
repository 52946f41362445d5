"""Meetings: their states, and when people are reminded of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from bot.i18n import ZONE

#: Reminders are sent between these hours, Swedish time; at 21 sharp it is night.
MORNING = time(8)
NIGHT = time(21)
EVENING_BEFORE = time(18, 30)
JUST_BEFORE = timedelta(hours=2)

#: A meeting before the first hour, or from the second on, is taken for a slip of the finger.
_DAWN = time(6)
_LATE = time(22)


class MeetingState(StrEnum):
    """The state of a meeting."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class Answer(StrEnum):
    """Whether somebody can come."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A meeting of the circle."""

    id: str
    unit_id: str
    case_id: str
    number: int
    starts_at: datetime
    minutes: int
    title: str
    place: str
    state: MeetingState = MeetingState.PLANNED

    @property
    def ends_at(self) -> datetime:
        """When the meeting ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


def planned(meetings: Iterable[Meeting], now: datetime) -> list[Meeting]:
    """Those that are still to be."""
    return [meeting for meeting in meetings if meeting.state is MeetingState.PLANNED and meeting.starts_at > now]


def coming(meetings: Iterable[Meeting], now: datetime) -> Meeting | None:
    """The next one that is still to be."""
    return min(planned(meetings, now), key=lambda meeting: meeting.starts_at, default=None)


def reminders(starts_at: datetime, now: datetime) -> tuple[datetime, ...]:
    """When to remind somebody of a meeting (UTC): the evening before at 18.30, and two hours before.

    A reminder that would come at night is left out, so a morning meeting has only the one of the evening before. So is
    one whose moment has passed.
    """
    start = starts_at.astimezone(UTC)
    day_before = start.astimezone(ZONE).date() - timedelta(days=1)
    evening = datetime.combine(day_before, EVENING_BEFORE, tzinfo=ZONE).astimezone(UTC)
    return tuple(at for at in (evening, start - JUST_BEFORE) if at > now and _awake(at))


def at_night(starts_at: datetime) -> bool:
    """Whether a meeting would begin at night, Swedish time."""
    return not _DAWN <= starts_at.astimezone(ZONE).time() < _LATE


def _awake(at: datetime) -> bool:
    """Whether it is day, so that a reminder wakes nobody."""
    return MORNING <= at.astimezone(ZONE).time() < NIGHT
