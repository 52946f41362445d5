"""Open questions: at most one per person and room; they survive a restart and expire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from storage import sealed
from storage.room import RoomView
from storage.tables import Question, Room


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question, opened. ``person_id`` is ``None`` when any second person but ``asker`` may answer."""

    id: int
    room_id: str
    person_id: str | None
    asker: str
    command: str
    case_id: str | None
    field: str | None
    digest: str | None
    words: dict[str, str]
    agreed: frozenset[str]
    expires_at: datetime
    state: str


def ask(
    session: Session,
    room: RoomView,
    *,
    person_id: str | None,
    asker: str,
    command: str,
    words: dict[str, str],
    agreed: frozenset[str],
    field: str | None,
    digest: str | None,
    case_id: str | None,
    outbox_id: int,
    now: datetime,
    lasts: timedelta,
) -> int:
    """Ask. A newer question to the same person in the same room closes the older one."""
    if person_id is not None:
        close(session, room.id, person_id, "replaced")
    key_id = session.get_one(Room, room.id).key_id
    row = Question(
        unit_id=room.unit_id,
        room_id=room.id,
        person_id=person_id,
        asker=asker,
        command=command,
        case_id=case_id,
        field=field,
        digest=digest,
        state_sealed=sealed.seal_json(session, key_id, {"words": words, "agreed": sorted(agreed)}, "question"),
        key_id=key_id,
        outbox_id=outbox_id,
        asked_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    session.flush()
    return row.id


def open_for(session: Session, room_id: str, person_id: str, now: datetime) -> Asked | None:
    """The open question of a person in a room."""
    row = session.scalars(
        select(Question)
        .where(
            Question.room_id == room_id,
            Question.person_id == person_id,
            Question.state == "open",
            Question.expires_at > now,
        )
        .order_by(Question.id.desc())
    ).first()
    return None if row is None else _opened(session, row)


def open_for_second(session: Session, room_id: str, person_id: str, now: datetime) -> list[Asked]:
    """Questions in a room that this person may answer as a second person: anybody's but their own."""
    rows = session.scalars(
        select(Question)
        .where(
            Question.room_id == room_id,
            Question.person_id.is_(None),
            Question.asker != person_id,
            Question.state == "open",
            Question.expires_at > now,
        )
        .order_by(Question.id)
    )
    return [_opened(session, row) for row in rows]


def replied_to(session: Session, outbox_id: int, person_id: str, now: datetime) -> Asked | None:
    """The question a direct reply answers, also one that a newer question has replaced."""
    row = session.scalars(
        select(Question).where(
            Question.outbox_id == outbox_id,
            Question.state.in_(("open", "replaced")),
            Question.expires_at > now,
            or_(Question.person_id == person_id, Question.person_id.is_(None) & (Question.asker != person_id)),
        )
    ).first()
    return None if row is None else _opened(session, row)


def answered(session: Session, question_id: int, state: str = "answered") -> None:
    """Close one question."""
    session.execute(update(Question).where(Question.id == question_id).values(state=state))


def close(session: Session, room_id: str, person_id: str, state: str) -> int:
    """Close what is open for a person in a room; returns how many questions."""
    statement = update(Question).where(
        Question.room_id == room_id, Question.person_id == person_id, Question.state == "open"
    )
    return len(session.execute(statement.values(state=state).returning(Question.id)).all())


def close_of(session: Session, asker: str, command: str) -> int:
    """Close what somebody's command still waits for (a second person's yes)."""
    statement = update(Question).where(
        Question.asker == asker, Question.command == command, Question.person_id.is_(None), Question.state == "open"
    )
    return len(session.execute(statement.values(state="cancelled").returning(Question.id)).all())


def waiting_for_second(session: Session, asker: str) -> list[str]:
    """Commands of a person that wait for a second person."""
    query = select(Question.command).where(
        Question.asker == asker, Question.person_id.is_(None), Question.state == "open"
    )
    return list(session.scalars(query))


def expire(session: Session, now: datetime) -> int:
    """Close what nobody answered in time, and forget what it held."""
    rows = session.scalars(select(Question).where(Question.state == "open", Question.expires_at <= now)).all()
    for row in rows:
        row.state, row.state_sealed = "expired", b""
    return len(rows)


def _opened(session: Session, row: Question) -> Asked:
    state: dict[str, Any] = sealed.unseal_json(session, row.key_id, row.state_sealed, "question")
    return Asked(
        id=row.id,
        room_id=row.room_id,
        person_id=row.person_id,
        asker=row.asker,
        command=row.command,
        case_id=row.case_id,
        field=row.field,
        digest=row.digest,
        words=state["words"],
        agreed=frozenset(state["agreed"]),
        expires_at=row.expires_at,
        state=row.state,
    )
