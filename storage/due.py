"""What is to be done when. The table decides: a timer only makes the bot look here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from storage import bell
from storage.bell import Bell
from storage.tables import Due

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
        select(Due).where(Due.kind == kind, Due.subject == subject, Due.state == "pending").limit(1)
    ).first()
    if row is None:
        session.add(Due(unit_id=unit_id, case_id=case_id, kind=kind, subject=subject, at=at))
    else:
        row.at = at
        row.tries = 0
        row.leased_until = None
    session.flush()
    bell.ring(session, Bell.DESK)


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
    statement = update(Due).where(Due.state == "pending")
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
    session.execute(delete(Due).where(Due.kind == kind, Due.subject == subject, Due.state == "pending"))


def claim(session: Session, now: datetime) -> Job | None:
    """Lease the earliest row that is due; ``None`` when nothing is. The index (state, at) makes this one
    look-up."""
    # A lease that ends later than any lease can was given before the clock was set back
    free = or_(Due.leased_until.is_(None), Due.leased_until < now, Due.leased_until > now + LEASE)
    row = session.scalars(
        select(Due).where(Due.state == "pending", Due.at <= now, free).order_by(Due.at, Due.id).limit(1)
    ).first()
    if row is None:
        return None
    row.leased_until = now + LEASE
    row.tries += 1
    session.flush()
    return Job(
        id=row.id,
        unit_id=row.unit_id,
        case_id=row.case_id,
        kind=row.kind,
        subject=row.subject,
        at=row.at,
        tries=row.tries,
    )


def mark_done(session: Session, row_id: int) -> None:
    """Mark a row done."""
    session.execute(update(Due).where(Due.id == row_id).values(state="done", leased_until=None))


def set_aside(session: Session, row_id: int, cause: str) -> None:
    """Set aside a row that fails again and again, so that it holds up no other."""
    session.execute(update(Due).where(Due.id == row_id).values(state="aside", cause=cause, leased_until=None))


def postpone(session: Session, row_id: int, at: datetime) -> None:
    """Try a row again at ``at``."""
    session.execute(update(Due).where(Due.id == row_id).values(at=at, leased_until=None))


def release_leases(session: Session) -> None:
    """Free every lease. Called at the start, when whoever held them is gone."""
    session.execute(
        update(Due).where(Due.state == "pending", Due.leased_until.is_not(None)).values(leased_until=None)
    )


def next_at(session: Session) -> datetime | None:
    """When the next row without a lease is due."""
    return session.scalar(select(func.min(Due.at)).where(Due.state == "pending", Due.leased_until.is_(None)))


def was_scheduled(session: Session, kind: str, subject: str) -> bool:
    """Whether a row of a kind and subject was ever scheduled, whatever became of it."""
    return session.scalar(select(Due.id).where(Due.kind == kind, Due.subject == subject).limit(1)) is not None


def pending_subjects(session: Session, kind: str, case_id: str) -> list[str]:
    """The subjects of a case's pending rows of a kind, in the order they were scheduled."""
    query = select(Due.subject).where(Due.kind == kind, Due.case_id == case_id, Due.state == "pending")
    return list(session.scalars(query.order_by(Due.id)))


def scheduled_at(session: Session, kind: str, subject: str) -> datetime | None:
    """When the pending row of a kind and subject is due; ``None`` when there is none."""
    query = select(Due.at).where(Due.kind == kind, Due.subject == subject, Due.state == "pending")
    return session.scalar(query)
