"""What was written on an own page within the last half minute, sealed.

People write one thought in several messages. So those that come close together are judged as one: an ordinary one
is kept beside until it is known that no cry follows, and after a cry nothing is ordinary for as long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from storage import room as rooms
from storage import sealed
from storage.tables import JustSaid

#: Messages that come so close together are judged as one.
TOGETHER = timedelta(seconds=30)


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """An ordinary message that came shortly before a cry."""

    text: str
    event_id: str


def note(session: Session, *, person_id: str, text: str, event_id: str, now: datetime) -> None:
    """Keep an ordinary message of a person until none that follows can belong to it; not one that is noted
    already."""
    if session.scalar(select(exists().where(JustSaid.event_id == event_id))):
        return
    page = rooms.page(session, person_id)
    session.add(
        JustSaid(
            person_id=person_id,
            key_id=page.key_id,
            event_id=event_id,
            said_at=now,
            text_sealed=sealed.seal(session, page.key_id, text, _place(event_id)),
        )
    )
    session.flush()


def note_cry(session: Session, *, person_id: str, event_id: str, now: datetime) -> list[Earlier]:
    """Note that a message is no ordinary one; returns, and forgets here, those that came just before it."""
    before = (
        JustSaid.person_id == person_id,
        JustSaid.said_at >= now - TOGETHER,
        JustSaid.text_sealed.is_not(None),
    )
    rows = session.scalars(
        select(JustSaid).where(*before, JustSaid.event_id != event_id).order_by(JustSaid.id)
    ).all()
    found = [
        Earlier(
            text=sealed.unseal(session, row.key_id, row.text_sealed, _place(row.event_id)),
            event_id=row.event_id,
        )
        for row in rows
        if row.text_sealed is not None
    ]
    forget(session, person_id)
    key_id = rooms.page(session, person_id).key_id
    session.add(
        JustSaid(person_id=person_id, key_id=key_id, event_id=event_id, said_at=now, text_sealed=None)
    )
    session.flush()
    return found


def has_cried(session: Session, person_id: str, now: datetime) -> bool:
    """Whether somebody has just written what is no ordinary message, and has not decided about it since."""
    cried = exists().where(
        JustSaid.person_id == person_id, JustSaid.text_sealed.is_(None), JustSaid.said_at >= now - TOGETHER
    )
    return bool(session.scalar(select(cried)))


def forget(session: Session, person_id: str) -> None:
    """Forget what somebody has just written."""
    session.execute(delete(JustSaid).where(JustSaid.person_id == person_id))


def forget_message(session: Session, event_id: str) -> None:
    """Forget an ordinary message that its writer changed or took back. That there was a cry stays known."""
    session.execute(delete(JustSaid).where(JustSaid.event_id == event_id, JustSaid.text_sealed.is_not(None)))


def expire(session: Session, now: datetime) -> None:
    """Forget what was written longer ago."""
    session.execute(delete(JustSaid).where(JustSaid.said_at < now - TOGETHER))


def _place(event_id: str) -> str:
    return f"just_said:{event_id}"
