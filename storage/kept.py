"""What a youth wrote that was no answer: sealed, kept only until the youth has decided, or some hours."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import sealed
from storage.tables import Kept, Room


def add(session: Session, *, unit_id: str, person_id: str, text: str, expires_at: datetime) -> str:
    """Keep a text, in place of any earlier one of that person; returns its id."""
    forget(session, person_id)
    page = session.scalars(select(Room).where(Room.person_id == person_id, Room.kind == "page")).one()
    kept_id = secrets.token_hex(16)
    session.add(
        Kept(
            id=kept_id,
            unit_id=unit_id,
            person_id=person_id,
            key_id=page.key_id,
            text_sealed=sealed.seal(session, page.key_id, text, f"kept:{kept_id}"),
            expires_at=expires_at,
        )
    )
    session.flush()
    return kept_id


def take(session: Session, person_id: str) -> str | None:
    """The kept text of a person, which is forgotten by this."""
    row = session.scalars(select(Kept).where(Kept.person_id == person_id)).first()
    if row is None:
        return None
    text = sealed.unseal(session, row.key_id, row.text_sealed, f"kept:{row.id}")
    session.delete(row)
    session.flush()
    return text


def forget(session: Session, person_id: str) -> None:
    """Forget what a person wrote."""
    session.execute(delete(Kept).where(Kept.person_id == person_id))


def expire(session: Session, now: datetime) -> int:
    """Forget what nobody decided about in time; returns how many texts."""
    return len(session.execute(delete(Kept).where(Kept.expires_at <= now).returning(Kept.id)).all())
