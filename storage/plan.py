"""The action plan of a case: numbered tasks."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.rules.plan import Task as TaskValue
from bot.rules.plan import TaskState
from storage import sealed
from storage.tables import Case, Task


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
                text_sealed=self._seal(added.text, f"task.text:{added.id}"),
                owner_id=added.owner_id,
                due_on=added.due_on,
                state=added.state,
                changed_at=now,
            )
        )
        self._session.flush()
        return added

    def save(self, task: TaskValue, *, now: datetime) -> None:
        """Write a task's owner, day, state and obstacle."""
        row = self._session.get_one(Task, task.id)
        if row.case_id != self._case_id:
            raise LookupError("a task of another case")
        row.owner_id = task.owner_id
        row.due_on = task.due_on
        row.state = task.state
        row.changed_at = now
        if task.obstacle is None:
            row.obstacle_sealed = None
        else:
            row.obstacle_sealed = self._seal(task.obstacle, f"task.obstacle:{task.id}")
        self._session.flush()

    def _task(self, row: Task) -> TaskValue:
        key_id = self._key
        obstacle = None
        if row.obstacle_sealed is not None:
            obstacle = sealed.unseal(self._session, key_id, row.obstacle_sealed, f"task.obstacle:{row.id}")
        return TaskValue(
            id=row.id,
            unit_id=row.unit_id,
            case_id=row.case_id,
            number=row.number,
            text=sealed.unseal(self._session, key_id, row.text_sealed, f"task.text:{row.id}"),
            owner_id=row.owner_id,
            due_on=row.due_on,
            state=TaskState(row.state),
            obstacle=obstacle,
            changed_at=row.changed_at,
        )

    @cached_property
    def _key(self) -> str:
        return self._session.get_one(Case, self._case_id).key_id

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
