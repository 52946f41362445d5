"""What people want to have taken up at the next meeting, and what was decided and noted at the last."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import meeting as rules
from bot.rules.audit import Action
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.minute import Minute, MinuteKind, Point
from bot.rules.plan import OPEN, Task, is_late
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What the next meeting is about. ``stuck``: tasks with something in their way, which are not for the room."""

    meeting: Meeting | None
    standing: tuple[str, ...]
    points: tuple[Point, ...]
    late: tuple[Task, ...]
    stuck: tuple[Task, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on it."""
        return not (self.standing or self.points or self.late or self.stuck)


def of_latest(store: CaseStore) -> Meeting | None:
    """The meeting that is spoken about: the last that has begun, as far as anybody knows; None when there was none."""
    begun = [
        meeting
        for meeting in store.meetings.all()
        if meeting.state in (MeetingState.PLANNED, MeetingState.HELD) and meeting.starts_at <= store.now
    ]
    return max(begun, key=lambda meeting: meeting.starts_at, default=None)


def add(
    store: CaseStore, meeting: Meeting, kind: MinuteKind, text: str, *, task_id: str | None = None
) -> Minute:
    """Note a point of the minutes."""
    added = store.minutes.add(
        Minute(id="", meeting_id=meeting.id, kind=kind, text=text, noted_at=store.now, task_id=task_id)
    )
    store.audit(Action.CASE_MEETING_MINUTED, number=meeting.number)
    return added


def note_shown(store: CaseStore, meeting: Meeting) -> None:
    """Note that the minutes of a meeting were shown in the room."""
    store.minutes.note_shown(meeting.id, store.now)
    store.audit(Action.CASE_MINUTES_SHOWN, number=meeting.number)


def hand_in(store: CaseStore, person_id: str, text: str) -> None:
    """Store what somebody wants to have taken up at the next meeting, instead of what they wanted before."""
    store.minutes.put_point(person_id, text, store.now)
    store.audit(Action.CASE_POINT_HANDED_IN)


def take_back(store: CaseStore, person_id: str) -> bool:
    """Remove what somebody wanted to have taken up; returns whether there was anything."""
    if not any(point.person_id == person_id for point in points(store)):
        return False
    store.minutes.remove_point(person_id)
    store.audit(Action.CASE_POINT_TAKEN_BACK)
    return True


def points(store: CaseStore) -> tuple[Point, ...]:
    """What people want to have taken up at the next meeting: what they have said since the last one began. What was
    said before a meeting that did not take place stands."""
    last = of_latest(store)
    return tuple(point for point in store.minutes.points() if last is None or point.said_at > last.starts_at)


def agenda(store: CaseStore) -> Agenda:
    """What the next meeting is about."""
    coming = rules.coming(store.meetings.all(), store.now)
    today = store.facts.today
    still = [task for task in store.plan.all() if task.state in OPEN and task.room_id is None]
    return Agenda(
        meeting=coming,
        standing=() if coming is None else coming.agenda,
        points=points(store),
        late=tuple(task for task in still if is_late(task, today)),
        stuck=tuple(task for task in still if task.obstacle is not None),
    )
