"""The action plan of a case: numbered tasks."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.rules.case import Case as CaseValue
from bot.rules.plan import DayState, Happened, TaskKind, TaskState, Via
from bot.rules.plan import Task as TaskValue
from bot.rules.plan import TaskDay as DayValue
from bot.rules.plan import TaskEvent as EventValue
from storage import sealed
from storage.tables import Case, Task, TaskDay, TaskEvent


class Plan:
    """The tasks of one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def all(self) -> list[TaskValue]:
        """Every task, by number."""
        query = select(Task).where(Task.case_id == self._case_id).order_by(Task.number)
        return [self._task(row) for row in self._session.scalars(query)]

    def find(self, number: int) -> TaskValue | None:
        """The task with a number."""
        row = self._session.scalars(
            select(Task).where(Task.case_id == self._case_id, Task.number == number)
        ).first()
        return None if row is None else self._task(row)

    def get(self, task_id: str) -> TaskValue | None:
        """The task of this case with an id."""
        row = self._session.get(Task, task_id)
        if row is None or row.case_id != self._case_id:
            return None
        return self._task(row)

    def waiting_for(self, task_id: str) -> list[TaskValue]:
        """The tasks that come after one, by number."""
        query = select(Task).where(Task.case_id == self._case_id, Task.waits_for == task_id)
        return [self._task(row) for row in self._session.scalars(query.order_by(Task.number))]

    def add(self, task: TaskValue, *, now: datetime) -> TaskValue:
        """Add a task; returns it with its new id and number."""
        last = self._session.scalar(select(func.max(Task.number)).where(Task.case_id == self._case_id)) or 0
        added = replace(task, id=secrets.token_hex(16), case_id=self._case_id, number=last + 1)
        self._session.add(
            Task(
                id=added.id,
                unit_id=self._unit_id,
                case_id=self._case_id,
                number=added.number,
                about_sealed=self._seal_about(added),
                owner_id=added.owner_id,
                due_on=added.due_on,
                state=added.state,
                changed_at=now,
                goal_id=added.goal_id,
                room_id=added.room_id,
                deputy_id=added.deputy_id,
                repeats=added.repeats,
                waits_for=added.waits_for,
            )
        )
        self._session.flush()
        return added

    def save(self, task: TaskValue, *, now: datetime) -> None:
        """Write everything about a task but its number."""
        row = self._session.get_one(Task, task.id)
        if row.case_id != self._case_id:
            raise LookupError("a task of another case")
        if _about(task) != _about(self._task(row)):
            row.about_sealed = self._seal_about(task)
        row.goal_id = task.goal_id
        row.room_id = task.room_id
        row.deputy_id = task.deputy_id
        row.repeats = task.repeats
        row.waits_for = task.waits_for
        row.owner_id = task.owner_id
        row.due_on = task.due_on
        row.state = task.state
        row.changed_at = now
        if task.obstacle is None:
            row.obstacle_sealed = None
        else:
            row.obstacle_sealed = self._seal(task.obstacle, f"task.obstacle:{task.id}")
        self._session.flush()

    # ------------------------------------------------------------------------------------------ what happened to them

    def note(self, event: EventValue) -> None:
        """Add a line to a task's history."""
        self._check(event.task_id)
        row = TaskEvent(
            task_id=event.task_id,
            case_id=self._case_id,
            what=event.what,
            by_id=event.by,
            via=event.via,
            verified=event.verified,
            at=event.at,
            day=event.day,
            about_id=event.about,
        )
        if event.words is not None:
            row.words_sealed = self._seal(event.words, f"task_event.words:{event.task_id}")
        self._session.add(row)
        self._session.flush()

    def note_all(self, events: Iterable[EventValue]) -> None:
        """Add lines without words to the histories of tasks of this case, all at once."""
        values = [
            {
                "task_id": event.task_id,
                "case_id": self._case_id,
                "what": event.what,
                "by_id": event.by,
                "via": event.via,
                "verified": event.verified,
                "at": event.at,
                "day": event.day,
            }
            for event in events
        ]
        if values:
            self._session.execute(insert(TaskEvent), values)

    def history(self, task_id: str | None = None) -> list[EventValue]:
        """What happened to a task, or to every task of the case, the oldest first."""
        query = select(TaskEvent).where(TaskEvent.case_id == self._case_id).order_by(TaskEvent.id)
        if task_id is not None:
            query = query.where(TaskEvent.task_id == task_id)
        return [self._event(row) for row in self._session.scalars(query)]

    def _event(self, row: TaskEvent) -> EventValue:
        words = None
        if row.words_sealed is not None:
            place = f"task_event.words:{row.task_id}"
            words = sealed.unseal(self._session, self._key, row.words_sealed, place)
        return EventValue(
            task_id=row.task_id,
            what=Happened(row.what),
            at=row.at,
            by=row.by_id,
            via=Via(row.via),
            verified=row.verified,
            day=row.day,
            about=row.about_id,
            words=words,
        )

    # ---------------------------------------------------------------------------------- the days of those that repeat

    def days(self, task_ids: Iterable[str] | None = None) -> list[DayValue]:
        """The days about which there is something to remember, of some tasks or of all, the earliest first."""
        query = select(TaskDay).where(TaskDay.case_id == self._case_id).order_by(TaskDay.day)
        if task_ids is not None:
            query = query.where(TaskDay.task_id.in_(list(task_ids)))
        return [
            DayValue(
                task_id=row.task_id,
                day=row.day,
                moved_to=row.moved_to,
                state=DayState(row.state),
                changed_at=row.changed_at,
            )
            for row in self._session.scalars(query)
        ]

    def save_day(self, day: DayValue) -> None:
        """Remember how it stands with one day of a task that repeats."""
        self._check(day.task_id)
        row = self._session.get(TaskDay, (day.task_id, day.day))
        if row is None:
            row = TaskDay(task_id=day.task_id, day=day.day, case_id=self._case_id)
            self._session.add(row)
        row.moved_to = day.moved_to
        row.state = day.state
        row.changed_at = day.changed_at
        self._session.flush()

    def _check(self, task_id: str) -> None:
        if self.get(task_id) is None:
            raise LookupError("a task of another case")

    def _task(self, row: Task) -> TaskValue:
        return _value(self._session, row, self._key)

    @cached_property
    def _key(self) -> str:
        return self._session.get_one(Case, self._case_id).key_id

    def _seal_about(self, task: TaskValue) -> bytes:
        return sealed.seal_facts(self._session, self._key, _about(task), f"task:{task.id}")

    def _seal(self, text: str, place: str) -> bytes:
        return sealed.seal(self._session, self._key, text, place)


def numbers_of_owner(
    session: Session, unit_id: str, owner_id: str, states: Collection[TaskState]
) -> Mapping[str, list[int]]:
    """The numbers of somebody's tasks in these states in the cases of a unit, by case id; one statement."""
    query = select(Task.case_id, Task.number).where(
        Task.unit_id == unit_id, Task.owner_id == owner_id, Task.state.in_(states)
    )
    found: dict[str, list[int]] = {}
    for case_id, number in session.execute(query.order_by(Task.number)):
        found.setdefault(case_id, []).append(number)
    return found


def case_of_task(session: Session, unit_id: str, task_id: str) -> str | None:
    """The case that a task of a unit belongs to; None when there is no such task."""
    row = session.get(Task, task_id)
    return None if row is None or row.unit_id != unit_id else row.case_id


def of_owner(
    session: Session, found: Sequence[CaseValue], owner_id: str, states: Collection[TaskState]
) -> list[TaskValue]:
    """Somebody's tasks in these states in some cases, by case and number; one statement, and one more for the keys
    that are not in memory."""
    keys = {case.id: case.key_id for case in found}
    sealed.take_keys(session, list(keys.values()))
    query = select(Task).where(
        Task.case_id.in_(list(keys)), Task.owner_id == owner_id, Task.state.in_(states)
    )
    rows = session.scalars(query.order_by(Task.case_id, Task.number))
    return [_value(session, row, keys[row.case_id]) for row in rows]


def _about(task: TaskValue) -> dict[str, str | None]:
    """What is sealed about a task."""
    return {
        "text": task.text,
        "function": task.function,
        "kind": None if task.kind is None else str(task.kind),
    }


def _value(session: Session, row: Task, key_id: str) -> TaskValue:
    about = sealed.unseal_facts(session, key_id, row.about_sealed, f"task:{row.id}")
    obstacle = None
    if row.obstacle_sealed is not None:
        obstacle = sealed.unseal(session, key_id, row.obstacle_sealed, f"task.obstacle:{row.id}")
    return TaskValue(
        id=row.id,
        unit_id=row.unit_id,
        case_id=row.case_id,
        number=row.number,
        text=about["text"],
        owner_id=row.owner_id,
        due_on=row.due_on,
        state=TaskState(row.state),
        obstacle=obstacle,
        changed_at=row.changed_at,
        goal_id=row.goal_id,
        room_id=row.room_id,
        function=about["function"],
        deputy_id=row.deputy_id,
        kind=None if about["kind"] is None else TaskKind(about["kind"]),
        repeats=row.repeats,
        waits_for=row.waits_for,
    )
