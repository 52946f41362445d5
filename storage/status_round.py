"""Rounds in which people are asked how their tasks go, whom they ask, who waits, and who is asked once a week."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import Select, Update, delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot.rules.plan import OPEN
from bot.rules.status_round import Asked, Round, Said, Silent
from storage.tables import Digest, Snooze, StatusAsk, StatusRound, Task
from storage.tables.plan import is_unanswered


class Rounds:
    """The rounds of one case."""

    def __init__(self, session: Session, unit_id: str, case_id: str) -> None:
        self._session = session
        self._unit_id = unit_id
        self._case_id = case_id

    def get(self, round_id: str) -> Round | None:
        """The round of this case with an id."""
        row = self._session.get(StatusRound, round_id)
        return None if row is None or row.case_id != self._case_id else _round(row)

    def of_day(self, room_id: str, day: date) -> Round | None:
        """The round of a room on a day."""
        ours = (StatusRound.case_id == self._case_id, StatusRound.room_id == room_id, StatusRound.day == day)
        row = self._session.scalars(select(StatusRound).where(*ours)).first()
        return None if row is None else _round(row)

    def begin(self, room_id: str, day: date, *, is_followup: bool = False) -> Round:
        """Begin the round of a room on a day; there is one at most."""
        # The same whoever begins it, so that it cannot begin twice
        row = StatusRound(
            id=hashlib.sha256(f"{room_id}:{day}".encode()).hexdigest()[:32],
            case_id=self._case_id,
            room_id=room_id,
            day=day,
            is_followup=is_followup,
        )
        self._session.add(row)
        self._session.flush()
        return _round(row)

    def ask(self, asked: Iterable[Asked]) -> None:
        """Note whom a round asks about which tasks."""
        values = [
            {
                "round_id": each.round_id,
                "task_id": each.task_id,
                "unit_id": self._unit_id,
                "case_id": self._case_id,
                "person_id": each.person_id,
                "asked_on": each.asked_on,
                "day": each.day,
            }
            for each in asked
        ]
        if values:
            self._session.execute(insert(StatusAsk), values)

    def asked(self, round_id: str) -> list[Asked]:
        """Whom a round asks about which tasks."""
        ours = (StatusAsk.case_id == self._case_id, StatusAsk.round_id == round_id)
        return [_asked(row) for row in self._session.scalars(_fresh().where(*ours))]

    def newest(
        self, task_ids: Collection[str] | None = None, *, since: date | None = None
    ) -> Mapping[str, Asked]:
        """What was asked last about tasks (of the whole case unless some are given), by task id; ``since``: only what
        was asked on that day or later."""
        query = _fresh().where(StatusAsk.case_id == self._case_id).order_by(StatusAsk.asked_on)
        if task_ids is not None:
            query = query.where(StatusAsk.task_id.in_(task_ids))
        if since is not None:
            query = query.where(StatusAsk.asked_on >= since)
        return {row.task_id: _asked(row) for row in self._session.scalars(query)}

    def is_waiting(self, task_id: str) -> bool:
        """Whether a round waits for an answer about a task."""
        ours = (StatusAsk.case_id == self._case_id, StatusAsk.task_id == task_id, is_unanswered())
        return self._session.scalar(select(StatusAsk.task_id).where(*ours).limit(1)) is not None

    def answer(self, task_id: str, said: Said, now: datetime) -> None:
        """Note what was said about a task, in all rounds that wait for it and in the last that asked."""
        ours = (StatusAsk.case_id == self._case_id, StatusAsk.task_id == task_id)
        last = select(func.max(StatusAsk.asked_on)).where(*ours).scalar_subquery()
        open_or_last = is_unanswered() | (StatusAsk.asked_on == last)
        self._change(update(StatusAsk).where(*ours, open_or_last).values(answer=said, answered_at=now))

    def correct(self, task_id: str, said: Said | None, now: datetime) -> None:
        """Note that what was said last about a task is taken back: it is as ``said`` before, or waits again."""
        ours = (StatusAsk.case_id == self._case_id, StatusAsk.task_id == task_id)
        last = select(func.max(StatusAsk.asked_on)).where(*ours).scalar_subquery()
        values = {"answer": said, "answered_at": None if said is None else now}
        self._change(update(StatusAsk).where(*ours, StatusAsk.asked_on == last).values(values))

    def nudge(self, task_ids: Collection[str], today: date) -> None:
        """Note that the owners of tasks are asked once more, on their own pages."""
        ours = (StatusAsk.case_id == self._case_id, StatusAsk.task_id.in_(task_ids), is_unanswered())
        self._change(update(StatusAsk).where(*ours).values(nudged_on=today))

    def snooze(self, task_id: str, until: date) -> None:
        """Note that nobody is to be asked about a task before a day."""
        row = self._session.get(Snooze, task_id)
        if row is None:
            row = Snooze(task_id=task_id, case_id=self._case_id)
            self._session.add(row)
        row.until = until
        self._session.flush()

    def wake(self, task_id: str) -> None:
        """Note that a task may be asked about again."""
        ours = (Snooze.task_id == task_id, Snooze.case_id == self._case_id)
        self._session.execute(delete(Snooze).where(*ours))

    def snoozed(self, today: date) -> Mapping[str, date]:
        """Until when tasks of the case are not asked about, by task id; those whose day is still to come."""
        query = select(Snooze).where(Snooze.case_id == self._case_id, Snooze.until > today)
        return {row.task_id: row.until for row in self._session.scalars(query)}

    def _change(self, statement: Update) -> None:
        self._session.execute(statement, execution_options={"synchronize_session": False})


def silent_tasks(unit_id: str, today: date) -> Select[str, str, int, str, date, date | None]:
    """The open tasks of a unit about which somebody was asked and has said nothing since, the first asked first.

    Those that wait until a later day are left out, and those whose owner has changed.
    """
    asked_on = func.min(StatusAsk.asked_on).label("asked_on")
    return (
        select(
            StatusAsk.case_id,
            StatusAsk.task_id,
            Task.number,
            StatusAsk.person_id,
            asked_on,
            func.max(StatusAsk.nudged_on).label("nudged_on"),
        )
        .join(Task, Task.id == StatusAsk.task_id)
        .outerjoin(Snooze, Snooze.task_id == StatusAsk.task_id)
        .where(
            StatusAsk.unit_id == unit_id,
            is_unanswered(),
            Task.state.in_(OPEN),
            Task.owner_id == StatusAsk.person_id,
            Snooze.until.is_(None) | (Snooze.until <= today),
        )
        .group_by(StatusAsk.case_id, StatusAsk.task_id, Task.number, StatusAsk.person_id)
        .order_by(asked_on, StatusAsk.case_id, Task.number)
    )


def silent(
    session: Session,
    unit_id: str,
    *,
    asked_until: date,
    today: date,
    person_id: str | None = None,
    case_ids: Collection[str] | None = None,
) -> list[Silent]:
    """The open tasks of a unit about which somebody was asked on a day or before, and has said nothing since; one
    statement (:func:`silent_tasks`)."""
    query = silent_tasks(unit_id, today).where(StatusAsk.asked_on <= asked_until)
    if person_id is not None:
        query = query.where(StatusAsk.person_id == person_id)
    if case_ids is not None:
        query = query.where(StatusAsk.case_id.in_(case_ids))
    return [
        Silent(
            case_id=case_id,
            task_id=task_id,
            number=number,
            person_id=owner_id,
            asked_on=asked_on,
            nudged_on=nudged_on,
        )
        for case_id, task_id, number, owner_id, asked_on, nudged_on in session.execute(query)
    ]


def is_rare(session: Session, person_id: str) -> bool:
    """Whether somebody is asked about everything together, once a week."""
    return session.get(Digest, person_id) is not None


def rare_ones(session: Session, person_ids: Collection[str]) -> frozenset[str]:
    """Who of some people is asked about everything together, once a week."""
    return frozenset(session.scalars(select(Digest.person_id).where(Digest.person_id.in_(person_ids))))


def choose_rarely(session: Session, unit_id: str, person_id: str, since: date) -> None:
    """Note that somebody wants to be asked once a week."""
    if session.get(Digest, person_id) is None:
        session.add(Digest(person_id=person_id, unit_id=unit_id, since=since))
        session.flush()


def choose_usually(session: Session, person_id: str) -> None:
    """Note that somebody wants to be asked as all others are."""
    session.execute(delete(Digest).where(Digest.person_id == person_id))


def forget_case(session: Session, case_id: str) -> None:
    """Forget every round of a case that is erased."""
    for table in (StatusAsk, Snooze, StatusRound):
        session.execute(delete(table).where(table.case_id == case_id))


def _fresh() -> Select[StatusAsk]:
    return select(StatusAsk).execution_options(populate_existing=True)


def _round(row: StatusRound) -> Round:
    return Round(
        id=row.id, case_id=row.case_id, room_id=row.room_id, day=row.day, is_followup=row.is_followup
    )


def _asked(row: StatusAsk) -> Asked:
    return Asked(
        round_id=row.round_id,
        task_id=row.task_id,
        person_id=row.person_id,
        asked_on=row.asked_on,
        day=row.day,
        said=None if row.answer is None else Said(row.answer),
        answered_at=row.answered_at,
        nudged_on=row.nudged_on,
    )
