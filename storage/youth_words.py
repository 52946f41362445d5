"""What a youth wrote that was no answer: sealed line by line, kept only until the youth has decided, or some hours."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from bot.rules.room import RoomKind
from storage import sealed
from storage.tables import Kept, Room

#: As much as is kept of one person, until they decide: messages, and bytes of them all as they lie sealed.
MOST_LINES = 50
MOST_BYTES = 20_000

#: Kinds of lines that stand for words which are not there: taken back, or more than there was room for.
TAKEN_BACK, MORE = "taken_back", "more"

#: What sealing adds to each text, in bytes.
_SEAL = 28


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message. ``kind``: ``text``, or what it was instead (:class:`bot.messages.Wordless`). ``said_at`` is None for
    what an earlier release kept."""

    text: str
    kind: str
    said_at: datetime | None


def add(
    session: Session,
    *,
    unit_id: str,
    person_id: str,
    text: str,
    kind: str = "text",
    event_id: str | None,
    now: datetime,
    expires_at: datetime,
) -> bool:
    """Keep a message beside the earlier ones of that person; all are kept until ``expires_at`` now.

    Returns False when there is no room for the whole of it: then what still fits is kept, from its beginning, and that
    there was more.
    """
    lines, used, last = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(func.length(Kept.text_sealed)), 0),
            func.coalesce(func.max(Kept.number), 0),
        ).where(Kept.person_id == person_id, Kept.kind != MORE)
    ).one()
    session.execute(update(Kept).where(Kept.person_id == person_id).values(expires_at=expires_at))
    left = MOST_BYTES - used - _SEAL
    page = session.scalars(select(Room).where(Room.person_id == person_id, Room.kind == RoomKind.PAGE)).one()

    def write(number: int, what: str, words: str) -> None:
        kept_id = secrets.token_hex(16)
        session.add(
            Kept(
                id=kept_id,
                unit_id=unit_id,
                person_id=person_id,
                key_id=page.key_id,
                number=number,
                kind=what,
                event_id=event_id,
                said_at=now,
                text_sealed=sealed.seal(session, page.key_id, words, f"kept:{kept_id}"),
                expires_at=expires_at,
            )
        )
        session.flush()

    fits = text.encode()[: max(left, 0)].decode(errors="ignore")
    has_room = lines < MOST_LINES and left > 0
    if has_room:
        write(last + 1, kind, fits)
    if has_room and len(fits) == len(text):
        return True
    noted = exists().where(Kept.person_id == person_id, Kept.kind == MORE)
    if not session.scalar(select(noted)):
        write(last + 2, MORE, "")
    return False


def has_words(session: Session, person_id: str) -> bool:
    """Whether anything of a person is kept that could be passed on."""
    words = Kept.kind.not_in((TAKEN_BACK, MORE))
    return bool(session.scalar(select(exists().where(Kept.person_id == person_id, words))))


def take(session: Session, person_id: str) -> list[Line]:
    """All that is kept of a person, in the order in which it was written; it is forgotten by this."""
    rows = session.scalars(select(Kept).where(Kept.person_id == person_id).order_by(Kept.number)).all()
    found = [
        Line(
            text=sealed.unseal(session, row.key_id, row.text_sealed, f"kept:{row.id}"),
            kind=row.kind,
            said_at=row.said_at,
        )
        for row in rows
    ]
    forget(session, person_id)
    return found


def forget(session: Session, person_id: str) -> None:
    """Forget what a person wrote."""
    session.execute(delete(Kept).where(Kept.person_id == person_id))


def forget_message(session: Session, event_id: str, *, changed: bool) -> None:
    """Forget the words of one message, because whoever wrote it took it back. That something was taken back is kept: a
    homeserver can do it too, and a person should ask. Of one that is ``changed`` nothing is kept: what it says now
    comes by itself."""
    row = session.scalars(select(Kept).where(Kept.event_id == event_id)).first()
    if row is None:
        return
    if changed:
        session.delete(row)
    else:
        row.kind = TAKEN_BACK
        row.text_sealed = sealed.seal(session, row.key_id, "", f"kept:{row.id}")
    session.flush()


def expire(session: Session, now: datetime) -> int:
    """Forget what nobody decided about in time; returns how many messages."""
    return len(session.execute(delete(Kept).where(Kept.expires_at <= now).returning(Kept.id)).all())
