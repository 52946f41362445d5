"""What was decided or noted at a meeting, in short points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MinuteKind(StrEnum):
    """What a point of the minutes is."""

    DECISION = "decision"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Minute:
    """One point of the minutes of a meeting.

    ``task_id``: the task that a decision became; ``shown_at``: when the coordinator had it shown in the room; None:
    not yet.
    """

    id: str
    meeting_id: str
    kind: MinuteKind
    text: str
    noted_at: datetime
    task_id: str | None = None
    shown_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Point:
    """What somebody wants to have taken up at the next meeting."""

    person_id: str
    text: str
    said_at: datetime
