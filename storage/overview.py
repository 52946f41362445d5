"""What an overview shows of many cases at once, without their words: each part in one statement, however many cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from bot.rules.case import Case as CaseValue
from bot.rules.ledger import Receipt as Noted
from bot.rules.meeting import Answer, MeetingState
from bot.rules.meeting import Meeting as MeetingValue
from bot.rules.meeting_clash import Elsewhere
from bot.rules.overview import GoalHead, MeetingHead, TaskHead
from bot.rules.plan import Happened, TaskState
from bot.rules.presence import Came
from storage import meeting, receipt, sealed
from storage.status_round import silent_tasks
from storage.tables import (
    Attendance,
    Case,
    Goal,
    Meeting,
    Outbox,
    Presence,
    Question,
    Receipt,
    Room,
    StatusAsk,
    Task,
    TaskEvent,
)
from storage.tables.messages import is_invitation, is_open, is_unsent

_Value = TypeVar("_Value")

#: No meeting lasts longer.
LONGEST_MEETING = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Change:
    """That a task was added, done or struck, and when; ``number`` is the task's."""

    number: int
    what: Happened
    at: datetime


class Overview:
    """What is read of many cases of one unit, by case id."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def tasks(self, case_ids: Collection[str], today: date) -> Mapping[str, Sequence[TaskHead]]:
        """The tasks by number, with since when their owners are silent; one statement."""
        silence = silent_tasks(self._unit_id, today).where(StatusAsk.case_id.in_(case_ids)).subquery()
        query = (
            select(Task, silence.c.asked_on)
            .outerjoin(silence, silence.c.task_id == Task.id)
            .where(Task.unit_id == self._unit_id, Task.case_id.in_(case_ids))
            .order_by(Task.number)
        )
        found = []
        for row, silent_since in self._session.execute(query):
            head = TaskHead(
                id=row.id,
                number=row.number,
                owner_id=row.owner_id,
                due_on=row.due_on,
                state=TaskState(row.state),
                changed_at=row.changed_at,
                goal_id=row.goal_id,
                repeats=row.repeats,
                silent_since=silent_since,
            )
            found.append((row.case_id, head))
        return _by_case(found)

    def goals(self, case_ids: Collection[str]) -> Mapping[str, Sequence[GoalHead]]:
        """The goals by number."""
        query = (
            select(Goal)
            .where(Goal.unit_id == self._unit_id, Goal.case_id.in_(case_ids))
            .order_by(Goal.number)
        )
        return _by_case(
            (
                row.case_id,
                GoalHead(id=row.id, number=row.number, is_open=row.outcome is None and not row.dropped),
            )
            for row in self._session.scalars(query)
        )

    def meetings(self, case_ids: Collection[str], now: datetime) -> Mapping[str, Sequence[MeetingHead]]:
        """The meetings by number, with the answers to those that are still to be, and who came to the others."""
        is_coming = and_(Attendance.meeting_id == Meeting.id, Meeting.starts_at > now)
        query = (
            select(Meeting, Attendance.person_id, Attendance.answer, Presence.person_id, Presence.came)
            .outerjoin(Attendance, is_coming)
            .outerjoin(Presence, and_(Presence.meeting_id == Meeting.id, Meeting.starts_at <= now))
            .where(Meeting.unit_id == self._unit_id, Meeting.case_id.in_(case_ids))
            .order_by(Meeting.case_id, Meeting.number)
        )
        rows: dict[str, Meeting] = {}
        answers: dict[str, dict[str, Answer]] = {}
        came: dict[str, dict[str, Came]] = {}
        for row, person_id, answer, attended_by, how in self._session.execute(query):
            rows[row.id] = row
            theirs = answers.setdefault(row.id, {})
            if person_id is not None:
                theirs[person_id] = Answer(answer)
            there = came.setdefault(row.id, {})
            if attended_by is not None:
                there[attended_by] = Came(how)
        heads = (
            (
                row.case_id,
                MeetingHead(
                    number=row.number,
                    starts_at=row.starts_at,
                    state=MeetingState(row.state),
                    answers=answers[row.id],
                    is_asked=row.asked_at is not None,
                    came=came[row.id],
                ),
            )
            for row in rows.values()
        )
        return _by_case(heads)

    def planned(self, cases: Collection[CaseValue], now: datetime) -> Sequence[MeetingValue]:
        """The meetings of cases that are still to be, with their words, the next first."""
        keys = {case.id: case.key_id for case in cases}
        query = (
            select(Meeting)
            .where(Meeting.unit_id == self._unit_id, Meeting.case_id.in_(list(keys)))
            .where(Meeting.state == MeetingState.PLANNED, Meeting.starts_at > now)
            .order_by(Meeting.starts_at, Meeting.id)
        )
        rows = self._session.scalars(query).all()
        sealed.take_keys(self._session, [keys[row.case_id] for row in rows])
        return [meeting.value(self._session, row, keys[row.case_id]) for row in rows]

    def planned_elsewhere(self, case_id: str, first: datetime, last: datetime) -> Sequence[Elsewhere]:
        """The planned meetings of other cases of the unit that may be on between two moments, by time."""
        query = (
            select(Meeting.case_id, Meeting.number, Meeting.starts_at, Meeting.minutes)
            .where(Meeting.unit_id == self._unit_id, Meeting.case_id != case_id)
            .where(Meeting.state == MeetingState.PLANNED)
            .where(Meeting.starts_at > first - LONGEST_MEETING, Meeting.starts_at < last)
            .order_by(Meeting.starts_at)
        )
        return [
            Elsewhere(case_id=of_case, number=number, starts_at=starts_at, minutes=minutes)
            for of_case, number, starts_at, minutes in self._session.execute(query)
        ]

    def receipts(self, case_ids: Collection[str]) -> Mapping[str, Sequence[Noted]]:
        """The receipts of the consent."""
        query = (
            select(Receipt, Case.key_id)
            .join(Case, Case.id == Receipt.case_id)
            .where(Receipt.unit_id == self._unit_id, Receipt.case_id.in_(case_ids))
        )
        found = self._session.execute(query).all()
        sealed.take_keys(self._session, [key_id for _, key_id in found])
        return _by_case((row.case_id, receipt.from_row(self._session, key_id, row)) for row, key_id in found)

    def seconds(self, office_id: str, now: datetime) -> Mapping[str, Sequence[int]]:
        """The numbers of the questions asked in the office that wait for a second person."""
        query = select(Question.case_id, Question.id).where(
            Question.room_id == office_id,
            Question.person_id.is_(None),
            Question.case_id.is_not(None),
            is_open(),
            Question.expires_at > now,
        )
        return _by_case((str(case_id), number) for case_id, number in self._session.execute(query))

    def failing(self, case_ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The person ids whom an invitation to a room of the case does not reach."""
        query = (
            select(Room.case_id, Outbox.tag)
            .join(Outbox, Outbox.room_id == Room.id)
            .where(Room.unit_id == self._unit_id, Room.case_id.in_(case_ids))
            .where(is_unsent(Outbox), is_invitation(), Outbox.waits_since.is_not(None))
        )
        return _by_case(
            (str(case_id), str(tag).partition(":")[2]) for case_id, tag in self._session.execute(query)
        )

    def changes(self, case_ids: Collection[str]) -> Mapping[str, Sequence[Change]]:
        """When tasks were added, done or struck, the oldest first."""
        counted = (Happened.ADDED, Happened.DONE, Happened.STRUCK)
        query = (
            select(Task.case_id, Task.number, TaskEvent.what, TaskEvent.at)
            .join(TaskEvent, TaskEvent.task_id == Task.id)
            .where(Task.unit_id == self._unit_id, Task.case_id.in_(case_ids), TaskEvent.what.in_(counted))
            .order_by(TaskEvent.id)
        )
        return _by_case(
            (case_id, Change(number=number, what=Happened(what), at=at))
            for case_id, number, what, at in self._session.execute(query)
        )


def _by_case(found: Iterable[tuple[str, _Value]]) -> Mapping[str, Sequence[_Value]]:
    by_case: dict[str, list[_Value]] = {}
    for case_id, value in found:
        by_case.setdefault(case_id, []).append(value)
    return by_case
