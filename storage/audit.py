"""The audit log: who did what to which case, hash-chained, pseudonymous, never with names or texts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from bot.rules.audit import COMMAND, Action, CarriedOut
from storage.tables import Audit
from storage.tables.messages import OF_SETTINGS, is_of_settings

#: What may stand in a row: ids, codes, counts, tags.
Detail = str | int | bool | list[str] | None

START = "0" * 64

#: Where a session keeps the last link it wrote: until the transaction ends, nobody else can write one.
_LAST = "audit.last"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row, as readers get it. ``actor``: a person id, or "bot"."""

    seq: int
    at: datetime
    actor: str
    action: str
    detail: Mapping[str, Any]


def write(
    session: Session,
    *,
    at: datetime,
    unit_id: str,
    actor: str,
    action: Action | CarriedOut,
    case_id: str | None = None,
    **detail: Detail,
) -> int:
    """Append a row; returns its number. ``detail``: what :attr:`Action.details` names."""
    seq, digest = session.info.get(_LAST) or last_link(session)
    row = Audit(
        seq=seq + 1,
        at=at.astimezone(UTC),  # as it is read back, or the digest would differ
        unit_id=unit_id,
        actor=actor,
        case_id=case_id,
        action=str(action),
        detail=dict(detail),
        previous=digest,
        digest="",
    )
    row.digest = _digest(row)
    session.add(row)
    session.flush()
    session.info[_LAST] = (row.seq, row.digest)
    return row.seq


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_soft_rollback")
def _forget_last(session: Session, *_: object) -> None:
    session.info.pop(_LAST, None)


def last_detail(session: Session, unit_id: str, action: Action) -> Mapping[str, Any] | None:
    """The detail of the newest row with an action of :data:`OF_SETTINGS` in a unit; ``None`` when there is
    none."""
    if action not in OF_SETTINGS:
        raise ValueError("no index finds the newest row of this action")
    found = select(Audit).where(Audit.unit_id == unit_id, is_of_settings(), Audit.action == action)
    row = session.scalars(found.order_by(Audit.seq.desc()).limit(1)).first()
    return None if row is None else row.detail


def of_case(
    session: Session, case_id: str, *, page: int, size: int, commands: bool
) -> tuple[list[Entry], int]:
    """One page of what happened in a case, and how many pages there are.

    Page 1 holds the newest ``size`` rows, each page in order of time. ``commands``: also the commands people
    gave.
    """
    rows = select(Audit).where(Audit.case_id == case_id)
    if not commands:
        rows = rows.where(Audit.action.not_like(f"{COMMAND}%"))
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    found = session.scalars(rows.order_by(Audit.seq.desc()).offset((page - 1) * size).limit(size)).all()
    entries = [
        Entry(seq=row.seq, at=row.at, actor=row.actor, action=row.action, detail=row.detail)
        for row in reversed(found)
    ]
    return entries, max(1, -(-total // size))


def broken_links(session: Session) -> Iterator[tuple[int, str]]:
    """``(seq, what is wrong)`` for every broken link of the chain; nothing when the chain is whole."""
    expected_seq = 1
    previous = START
    for row in session.scalars(select(Audit).order_by(Audit.seq).execution_options(yield_per=1000)):
        if row.seq != expected_seq:
            yield row.seq, f"rows {expected_seq} to {row.seq - 1} are missing"
        if row.previous != previous:
            yield row.seq, "does not follow the row before it"
        if row.digest != _digest(row):
            yield row.seq, "was changed after it was written"
        expected_seq = row.seq + 1
        previous = row.digest


def last_link(session: Session) -> tuple[int, str]:
    """The number and digest of the last row. Whoever notes them elsewhere can see later whether the end was
    cut off."""
    last = _last(session)
    if last is None:
        return 0, START
    return last.seq, last.digest


def has_link(session: Session, seq: int, digest: str) -> bool:
    """Whether row ``seq`` still has the digest that was noted elsewhere (see :func:`last_link`)."""
    if seq == 0:
        return digest == START
    row = session.get(Audit, seq)
    return row is not None and row.digest == digest


def _last(session: Session) -> Audit | None:
    newest = select(func.max(Audit.seq)).scalar_subquery()
    return session.scalars(select(Audit).where(Audit.seq == newest)).first()


def _digest(row: Audit) -> str:
    content: dict[str, Any] = {
        "seq": row.seq,
        "at": row.at.isoformat(),
        "unit": row.unit_id,
        "actor": row.actor,
        "case": row.case_id,
        "action": row.action,
        "detail": row.detail,
        "previous": row.previous,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
