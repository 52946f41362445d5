"""Meetings and their states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.i18n import ZONE

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
    return [
        meeting for meeting in meetings if meeting.state is MeetingState.PLANNED and meeting.starts_at > now
    ]


def coming(meetings: Iterable[Meeting], now: datetime) -> Meeting | None:
    """The next one that is still to be."""
    return min(planned(meetings, now), key=lambda meeting: meeting.starts_at, default=None)


def at_night(starts_at: datetime) -> bool:
    """Whether a meeting would begin at night, Swedish time."""
    return not _DAWN <= starts_at.astimezone(ZONE).time() < _LATE
