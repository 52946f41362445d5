"""The audit log: who did what to which case, hash-chained, pseudonymous, never with names or texts.

Which functions, which kinds of information, whose identity: what tells of the circle around a youth is sealed with the
key of the case, and goes with it. The chain is over what stands in the rows, so it is checked without any key. Rows of
releases before 0024 have all of it in clear, since a chain cannot be rewritten.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from bot.rules.audit import COMMAND, Action, CarriedOut, hidden, is_in_clear
from storage import sealed
from storage.tables import Audit, Case
from storage.tables.messages import OF_SETTINGS, is_of_settings

#: What may stand in a row: ids, codes, counts, tags.
Detail = str | int | bool | list[str] | None

START = "0" * 64

#: Under which name a row has what is sealed in it, and there the action if the row shows another.
_SEALED, _ACTION = "sealed", "action"

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
    shown, kept = _partly_sealed(session, seq + 1, case_id, str(action), detail)
    row = Audit(
        seq=seq + 1,
        at=at.astimezone(UTC),  # as it is read back, or the digest would differ
        unit_id=unit_id,
        actor=actor,
        case_id=case_id,
        action=shown,
        detail=kept,
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
    with_key = rows.add_columns(Case.key_id).outerjoin(Case, Case.id == Audit.case_id)
    found = session.execute(with_key.order_by(Audit.seq.desc()).offset((page - 1) * size).limit(size)).all()
    return [opened(session, row, key_id) for row, key_id in reversed(found)], max(1, -(-total // size))


def opened(session: Session, row: Audit, key_id: str | None) -> Entry:
    """A row as readers get it, with what is sealed in it. ``key_id``: of its case, if it is about one."""
    action, detail = row.action, dict(row.detail)
    blob = detail.pop(_SEALED, None)
    if blob is not None and key_id is not None:
        about = sealed.unseal_facts(session, key_id, b64decode(blob), f"audit:{row.seq}")
        action = about.pop(_ACTION, action)
        detail |= about
    return Entry(seq=row.seq, at=row.at, actor=row.actor, action=action, detail=detail)


def _partly_sealed(
    session: Session, seq: int, case_id: str | None, action: str, detail: Mapping[str, Detail]
) -> tuple[str, dict[str, Any]]:
    """The action and the details of a row as they are stored."""
    shown = hidden(action)
    about: dict[str, Any] = {name: value for name, value in detail.items() if not is_in_clear(action, name)}
    if shown is not None:
        about[_ACTION] = action
    if case_id is None or not about:
        return action, dict(detail)
    kept: dict[str, Any] = {name: value for name, value in detail.items() if name not in about}
    case = session.get(Case, case_id)
    if case is not None:  # else there is no key, and ids and numbers are all that is noted
        blob = sealed.seal_facts(session, case.key_id, about, f"audit:{seq}")
        kept[_SEALED] = b64encode(blob).decode()
    return shown or action, kept


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
