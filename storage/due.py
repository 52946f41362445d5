"""What is to be done when. The table decides: a timer only makes the bot look here."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

from sqlalchemy import delete, event, func, or_, select, update
from sqlalchemy.orm import Session

from storage.news import Awaited, note
from storage.tables import Case, Due
from storage.tables.messages import is_aside, is_pending

#: Due row: tell the office that another row was set aside; its subject is the number of that row.
ASIDE = "due.aside"

#: The cause of a row that was set aside because it failed; it stays while it is tried once more.
FAILED = "failed"

#: A claimed row may be claimed again after this long, in case its worker died.
LEASE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A due row that was claimed."""

    id: int
    unit_id: str
    case_id: str | None
    kind: str
    subject: str
    at: datetime
    tries: int


def schedule(
    session: Session, *, unit_id: str, kind: str, subject: str, at: datetime, case_id: str | None = None
) -> None:
    """Schedule something. There is one pending row for each kind and subject: scheduling again moves it."""
    row = session.scalars(
        select(Due).where(Due.kind == kind, Due.subject == subject, is_pending()).limit(1)
    ).first()
    if row is None:
        session.add(Due(unit_id=unit_id, case_id=case_id, kind=kind, subject=subject, at=at))
    else:
        row.at = at
        row.tries = 0
        row.leased_until = None
    session.flush()
    note(session, Awaited.DESK)


def schedule_once(
    session: Session, *, unit_id: str, kind: str, subject: str, at: datetime, case_id: str | None = None
) -> None:
    """Schedule something, unless it is scheduled already, at whatever time."""
    if scheduled_at(session, kind, subject) is not None:
        return
    session.add(Due(unit_id=unit_id, case_id=case_id, kind=kind, subject=subject, at=at))
    session.flush()
    note(session, Awaited.DESK)


def cancel(
    session: Session,
    cause: str,
    *,
    kind: str | None = None,
    subject: str | None = None,
    case_id: str | None = None,
) -> int:
    """Cancel pending rows by kind, subject and case, whichever are given, and keep the cause; returns how
    many."""
    if kind is None and subject is None and case_id is None:
        raise ValueError("say what to cancel")
    statement = update(Due).where(is_pending())
    if kind is not None:
        statement = statement.where(Due.kind == kind)
    if subject is not None:
        statement = statement.where(Due.subject == subject)
    if case_id is not None:
        statement = statement.where(Due.case_id == case_id)
    rows = session.execute(statement.values(state="cancelled", cause=cause).returning(Due.id)).all()
    return len(rows)


def forget(session: Session, kind: str, subject: str) -> None:
    """Delete the pending row of a kind and subject, as if it had never been scheduled."""
    session.execute(delete(Due).where(Due.kind == kind, Due.subject == subject, is_pending()))


def claim(session: Session, now: datetime, most: int = 1) -> list[Job]:
    """Lease the earliest rows that are due, at most so many. The index of pending rows by time makes
    this one look-up.

    A row that was claimed before and is not done comes alone: it failed, or the process died while it was
    claimed, perhaps because of it.
    """
    # A lease that ends later than any lease can was given before the clock was set back
    free = or_(Due.leased_until.is_(None), Due.leased_until < now, Due.leased_until > now + LEASE)
    ripe = select(Due).where(is_pending(), Due.at <= now, free).order_by(Due.at, Due.id)
    rows = session.scalars(ripe.limit(most)).all()
    claimed = list(takewhile(lambda row: row.tries == 0, rows)) or list(rows[:1])
    for row in claimed:
        row.leased_until = now + LEASE
        row.tries += 1
    session.flush()
    return [
        Job(
            id=row.id,
            unit_id=row.unit_id,
            case_id=row.case_id,
            kind=row.kind,
            subject=row.subject,
            at=row.at,
            tries=row.tries,
        )
        for row in claimed
    ]


class Batch:
    """Claimed rows in the unit of work that runs them, in order.

    All that the session loads is held until its end. So a row that is read by its id is read once in a batch,
    and what an earlier due row does to a later one shows without a query.
    """

    def __init__(self, session: Session, jobs: Sequence[Job]) -> None:
        self._session = session
        self._loaded: list[Any] = []
        event.listen(session, "loaded_as_persistent", lambda _session, row: self._loaded.append(row))
        found = session.scalars(select(Due).where(Due.id.in_([job.id for job in jobs])))
        self._rows = {row.id: row for row in found}
        case_ids = {job.case_id for job in jobs if job.case_id is not None}
        if case_ids:
            session.scalars(
                select(Case).where(Case.id.in_(case_ids))
            ).all()  # nearly every handler asks for its case
        self._jobs = deque(job for job in jobs if job.id in self._rows)

    def take(self) -> Job | None:
        """Mark the next row done, and return it; ``None`` when none is left.

        It is marked before it runs, because what runs may schedule the same again. A row that an earlier one
        cancelled, moved or deleted is passed over.
        """
        while self._jobs:
            job = self._jobs.popleft()
            row = self._row(job)
            if row is None:
                continue
            if row.state == "pending" and row.at == job.at:
                row.state = "done"
                row.leased_until = None
                return job
            self._free(row)
        return None

    def give_back(self) -> int:
        """Free the rows that were not taken, as if they had never been claimed; returns how many there
        were."""
        left = len(self._jobs)
        while self._jobs:
            row = self._row(self._jobs.popleft())
            if row is not None:
                self._free(row)
        return left

    def _row(self, job: Job) -> Due | None:
        """The row as it is now; ``None`` when an earlier one deleted it."""
        row = self._rows[job.id]
        return row if row in self._session else None

    def _free(self, row: Due) -> None:
        if row.leased_until is not None:  # one that was scheduled again has none, and begins anew
            row.leased_until = None
            row.tries -= 1


def set_aside(session: Session, row_id: int, cause: str, now: datetime) -> None:
    """Set aside a row that fails again and again, so that it holds up no other, and have somebody told of it, the
    first time."""
    row = session.get_one(Due, row_id)
    is_first = row.cause is None
    row.state = "aside"
    row.cause = cause
    row.leased_until = None
    session.flush()
    if is_first and row.kind != ASIDE:
        schedule(session, unit_id=row.unit_id, kind=ASIDE, subject=str(row.id), at=now)


def retry_aside(session: Session, now: datetime, tries: int) -> None:
    """Try rows once more that were set aside since they failed: perhaps a new version of the bot can do them.
    ``tries``: as often they count as tried already. One whose like was scheduled since is cancelled instead."""
    for row in session.scalars(
        select(Due).where(is_aside(), Due.at <= now, Due.cause == FAILED).order_by(Due.at)
    ).all():
        if scheduled_at(session, row.kind, row.subject) is not None:
            row.state = "cancelled"
            row.cause = "scheduled anew"
            continue
        row.state = "pending"
        row.tries = tries
        row.at = now
        session.flush()
        note(session, Awaited.DESK)


def postpone(session: Session, row_id: int, at: datetime) -> None:
    """Try a row again at ``at``."""
    session.execute(update(Due).where(Due.id == row_id).values(at=at, leased_until=None))


def free(session: Session, row_ids: Sequence[int]) -> None:
    """Free the leases of rows that were claimed in vain; each comes alone the next time."""
    session.execute(update(Due).where(Due.id.in_(row_ids), Due.state == "pending").values(leased_until=None))


def uncount(session: Session, row_ids: Sequence[int]) -> None:
    """Take back a try of rows that was not their fault."""
    if not row_ids:
        return
    tried = (Due.id.in_(row_ids), Due.state == "pending", Due.tries > 0)
    session.execute(update(Due).where(*tried).values(tries=Due.tries - 1))


def release_leases(session: Session) -> None:
    """Free every lease. Called at the start, when whoever held them is gone."""
    session.execute(update(Due).where(is_pending(), Due.leased_until.is_not(None)).values(leased_until=None))


def next_at(session: Session) -> datetime | None:
    """When the next row without a lease is due."""
    return session.scalar(select(func.min(Due.at)).where(is_pending(), Due.leased_until.is_(None)))


def pending_subjects(session: Session, kind: str, case_id: str) -> list[str]:
    """The subjects of a case's pending rows of a kind, in the order they were scheduled."""
    query = select(Due.subject).where(Due.kind == kind, Due.case_id == case_id, is_pending())
    return list(session.scalars(query.order_by(Due.id)))


def is_pending_in(session: Session, kind: str, unit_id: str) -> bool:
    """Whether anything of a kind is still to be done in a unit."""
    query = select(Due.id).where(Due.kind == kind, Due.unit_id == unit_id, is_pending())
    return session.scalars(query.limit(1)).first() is not None


def scheduled_at(session: Session, kind: str, subject: str) -> datetime | None:
    """When the pending row of a kind and subject is due; ``None`` when there is none."""
    query = select(Due.at).where(Due.kind == kind, Due.subject == subject, is_pending())
    return session.scalar(query)


def take_all(
    session: Session, kinds: Collection[str], case_id: str, now: datetime, cause: str
) -> list[tuple[str, str]]:
    """The kinds and subjects of a case's pending rows of some kinds that are due by now; they are cancelled."""
    ripe = (Due.kind.in_(kinds), Due.case_id == case_id, is_pending(), Due.at <= now)
    taken = update(Due).where(*ripe).values(state="cancelled", cause=cause).returning(Due.kind, Due.subject)
    return [(kind, subject) for kind, subject in session.execute(taken)]


def take_all_of_unit(session: Session, kind: str, unit_id: str, cause: str) -> list[tuple[str, str]]:
    """The case ids and subjects of a unit's pending rows of a kind that is of cases, in the order they were
    scheduled; they are cancelled."""
    ripe = (Due.kind == kind, Due.unit_id == unit_id, is_pending(), Due.case_id.is_not(None))
    query = select(Due).where(*ripe).order_by(Due.id)
    found = []
    for row in session.scalars(query):
        row.state = "cancelled"
        row.cause = cause
        found.append((str(row.case_id), row.subject))
    session.flush()
    return found


def is_due(session: Session, kind: str, case_id: str, now: datetime) -> bool:
    """Whether a case has a pending row of a kind that is due by now."""
    ripe = (Due.kind == kind, Due.case_id == case_id, is_pending(), Due.at <= now)
    return session.scalar(select(Due.id).where(*ripe).limit(1)) is not None
