"""The audit log: who did what to which case, hash-chained, pseudonymous, never with names or texts.

Which functions, which kinds of information, whose identity: what tells of the circle around a youth is sealed with the
key of the case, and goes with it. The chain is over what stands in the rows, so it is checked without any key. Rows of
releases before 0024 have all of it in clear, since a chain cannot be rewritten.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, event, func, select
from sqlalchemy.orm import Session

from bot.rules.audit import COMMAND, Action, CarriedOut, hidden, is_in_clear
from bot.rules.case import State
from storage import sealed
from storage.tables import Audit, Case, Room
from storage.tables import Checkpoint as Row
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
    row.digest = digest_of(row)
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
    row = _newest_setting(session, unit_id, action)
    return None if row is None else row.detail


def _newest_setting(session: Session, unit_id: str, action: Action) -> Audit | None:
    found = select(Audit).where(Audit.unit_id == unit_id, is_of_settings(), Audit.action == action)
    return session.scalars(found.order_by(Audit.seq.desc()).limit(1)).first()


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


@dataclass(frozen=True, kw_only=True)
class Link:
    """One row of the chain, with all that its digest is made of."""

    seq: int
    at: datetime
    unit_id: str
    actor: str
    case_id: str | None
    action: str
    detail: Mapping[str, Any]
    previous: str
    digest: str


def broken_links(session: Session) -> Iterator[tuple[int, str]]:
    """``(seq, what is wrong)`` for every broken link of the chain; nothing when the chain is whole.

    After older rows were taken away it begins at the newest checkpoint, which a row of the chain itself vouches
    for.
    """
    begins = checkpoint(session)
    if begins is None:
        yield from broken(links(session, after=0), seq=0, digest=START)
        return
    left = list(links(session, after=0, until=begins.seq))
    if left:  # what is being taken away: it must lead to where the chain begins
        yield from broken(left, seq=left[0].seq - 1, digest=left[0].previous)
        if (left[-1].seq, left[-1].digest) != (begins.seq, begins.digest):
            yield left[-1].seq, "does not lead to the checkpoint"
    if not _is_vouched_for(session, begins):
        yield begins.seq, "is a checkpoint that no row vouches for"
    yield from broken(links(session, after=begins.seq), seq=begins.seq, digest=begins.digest)


def broken(chain: Iterable[Link], *, seq: int, digest: str) -> Iterator[tuple[int, str]]:
    """What is wrong in a part of the chain that follows the row ``seq`` with its ``digest``."""
    for link in chain:
        if link.seq != seq + 1:
            yield link.seq, f"rows {seq + 1} to {link.seq - 1} are missing"
        if link.previous != digest:
            yield link.seq, "does not follow the row before it"
        if link.digest != digest_of(link):
            yield link.seq, "was changed after it was written"
        seq = link.seq
        digest = link.digest


def links(
    session: Session, *, after: int, until: int | None = None, most: int | None = None
) -> Iterator[Link]:
    """The rows after a number, in order, up to another or at most so many."""
    query = select(Audit).where(Audit.seq > after).order_by(Audit.seq).limit(most)
    if until is not None:
        query = query.where(Audit.seq <= until)
    for row in session.scalars(query.execution_options(yield_per=1000)):
        yield Link(
            seq=row.seq,
            at=row.at,
            unit_id=row.unit_id,
            actor=row.actor,
            case_id=row.case_id,
            action=row.action,
            detail=row.detail,
            previous=row.previous,
            digest=row.digest,
        )


# ------------------------------------------------------------------------------------------------- taking rows away


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """Where the chain begins since rows were taken away: the number and digest of the last of them."""

    seq: int
    digest: str
    rows: int
    at: datetime


def checkpoint(session: Session) -> Checkpoint | None:
    """Where the chain begins; ``None`` when it begins with its first row."""
    row = _newest_checkpoint(session)
    return None if row is None else Checkpoint(seq=row.seq, digest=row.digest, rows=row.rows, at=row.at)


def last_before(session: Session, when: datetime) -> int:
    """The number of the last row of those that may be taken away: written before then, and before any row of a
    case that is not erased. 0 when there is none."""
    begins = checkpoint(session)
    first = 0 if begins is None else begins.seq
    younger = select(Audit.seq).where(Audit.seq > first, Audit.at >= when).order_by(Audit.seq).limit(1)
    begins_at = select(func.min(Audit.seq)).where(Audit.case_id == Case.id, Audit.seq > first)
    of_living = select(func.min(begins_at.scalar_subquery())).where(Case.state != State.DISPOSED)
    found = [seq for seq in (session.scalar(younger), session.scalar(of_living)) if seq is not None]
    last = min(found) - 1 if found else last_link(session)[0]
    return last if last > first else 0


def begin_after(session: Session, last: Link, rows: int, now: datetime) -> None:
    """Let the chain begin after a row: it and those before it may then be taken away.

    A row of the chain vouches for the checkpoint, so that whoever has noted the end of the chain also holds this.
    What the settings of a unit are compared with is written anew, if it would be taken away.
    """
    session.add(Row(seq=last.seq, digest=last.digest, rows=rows, at=now))
    session.flush()
    write(
        session,
        at=now,
        unit_id="",
        actor="bot",
        action=Action.LOG_SHORTENED,
        row=last.seq,
        digest=last.digest,
        rows=rows,
    )
    for unit_id in session.scalars(select(Room.unit_id).distinct()).all():
        for setting in OF_SETTINGS:
            row = _newest_setting(session, unit_id, setting)
            if row is not None and row.seq <= last.seq:
                write(session, at=now, unit_id=unit_id, actor=row.actor, action=setting, **row.detail)


def take_away(session: Session, most: int) -> bool:
    """Take away some of the rows before the checkpoint; returns whether there were any."""
    begins = checkpoint(session)
    if begins is None:
        return False
    old = select(Audit.seq).where(Audit.seq <= begins.seq).order_by(Audit.seq).limit(most)
    numbers = session.scalars(old).all()
    if not numbers:
        return False
    # From the beginning, so that what is left still leads to the checkpoint
    session.execute(
        delete(Audit).where(Audit.seq.in_(numbers)), execution_options={"synchronize_session": False}
    )
    return True


def _newest_checkpoint(session: Session) -> Row | None:
    return session.scalars(select(Row).order_by(Row.seq.desc()).limit(1)).first()


def _is_vouched_for(session: Session, begins: Checkpoint) -> bool:
    said = {"row": begins.seq, "digest": begins.digest, "rows": begins.rows}
    vouchers = select(Audit).where(Audit.seq > begins.seq, Audit.action == Action.LOG_SHORTENED)
    return any(row.detail == said for row in session.scalars(vouchers))


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
    begins = checkpoint(session)
    if begins is not None and seq == begins.seq:
        return digest == begins.digest
    row = session.get(Audit, seq)
    return row is not None and row.digest == digest


def _last(session: Session) -> Audit | None:
    newest = select(func.max(Audit.seq)).scalar_subquery()
    return session.scalars(select(Audit).where(Audit.seq == newest)).first()


def digest_of(row: Audit | Link) -> str:
    """What the digest of a row has to be."""
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
