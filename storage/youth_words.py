"""What a youth wrote that was no answer: kept, sealed line by line, until the youth has it passed on; else for some
hours, and as long as an alarm of theirs is open."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.orm import Session

from bot.rules.room import RoomKind
from storage import due, sealed
from storage.tables import Kept, Room, YouthAlarm
from storage.tables.cases import is_alarming as alarming

#: How many messages of one person are kept.
MOST_LINES = 50
#: How many bytes of one person's messages are kept, counted as they are sealed.
MOST_BYTES = 20_000

#: The kind of a line whose words the youth took back.
TAKEN_BACK = "taken_back"
#: Due row: a message that raised an alarm was taken back or changed; its subject is the person.
TAKEN_BACK_NOTED = "youth_alarm.taken_back"
#: The kind of a line that stands for more words than there was room for.
MORE = "more"

#: How many bytes sealing adds to each text.
_SEAL = 28


@dataclass(frozen=True, kw_only=True)
class Line:
    """One message.

    ``kind``: ``text``, or what it was instead (:class:`bot.messages.Wordless`). ``said_at`` is ``None`` for a
    message that an earlier release kept.
    """

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
    """Keep a message of a person; it and all earlier ones they have not decided about are now kept until
    ``expires_at``.

    Returns False when there is no room for the whole message: then its beginning is kept as far as it fits,
    and a line that says there was more.
    """
    lines, used, last = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(func.length(Kept.text_sealed)), 0),
            func.coalesce(func.max(Kept.number), 0),
        ).where(Kept.person_id == person_id, Kept.kind != MORE, Kept.declined.is_(False))
    ).one()
    undecided = update(Kept).where(Kept.person_id == person_id, Kept.declined.is_(False))
    session.execute(undecided.values(expires_at=expires_at))
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
    noted = exists().where(Kept.person_id == person_id, Kept.kind == MORE, Kept.declined.is_(False))
    if not session.scalar(select(noted)):
        write(last + 2, MORE, "")
    return False


def has_words(session: Session, person_id: str) -> bool:
    """Whether words of a person are kept that could be passed on, and that they have not decided about."""
    return bool(session.scalar(select(exists().where(_theirs(person_id, declined=False), _is_there()))))


def has_declined(session: Session, person_id: str) -> bool:
    """Whether words of a person are kept that they did not want passed on."""
    return bool(session.scalar(select(exists().where(_theirs(person_id, declined=True), _is_there()))))


def decline(session: Session, person_id: str, until: datetime) -> None:
    """Mark everything kept of a person as not to be passed on; it is kept until then all the same, should they change
    their mind."""
    undecided = update(Kept).where(_theirs(person_id, declined=False))
    session.execute(undecided.values(declined=True, expires_at=until))


def take(session: Session, person_id: str) -> list[Line]:
    """Remove and return what is kept of a person, in the order they wrote it: what they have not decided about, else
    what they did not want passed on before."""
    declined = not has_words(session, person_id)
    found = _lines(session, _theirs(person_id, declined=declined))
    session.execute(delete(Kept).where(_theirs(person_id, declined=declined)))
    return found


def all_of(session: Session, person_id: str) -> list[Line]:
    """Everything kept of a person, in the order they wrote it. It stays."""
    return _lines(session, Kept.person_id == person_id)


def forget(session: Session, person_id: str) -> None:
    """Delete everything kept of a person."""
    session.execute(delete(Kept).where(Kept.person_id == person_id))


def forget_message(session: Session, event_id: str, *, changed: bool) -> None:
    """Forget the words of one message that its writer took back or ``changed``.

    A message taken back leaves a line that says so: a homeserver can do it too, and a person should ask. A
    changed one leaves nothing, since its new text arrives as a message of its own. Either is noted in the
    person's alarm.
    """
    row = session.scalars(select(Kept).where(Kept.event_id == event_id)).first()
    if row is None:
        return
    at = row.said_at or row.expires_at
    due.schedule(session, unit_id=row.unit_id, kind=TAKEN_BACK_NOTED, subject=row.person_id, at=at)
    if changed:
        session.delete(row)
    else:
        row.kind = TAKEN_BACK
        row.text_sealed = sealed.seal(session, row.key_id, "", f"kept:{row.id}")
    session.flush()


def expire(session: Session, now: datetime) -> int:
    """Delete the messages whose time is over, unless an alarm of their writer is open; returns how many."""
    is_alarming = exists().where(YouthAlarm.person_id == Kept.person_id, alarming())
    over = delete(Kept).where(Kept.expires_at <= now, ~is_alarming)
    return len(session.execute(over.returning(Kept.id)).all())


def _theirs(person_id: str, *, declined: bool) -> ColumnElement[bool]:
    return and_(Kept.person_id == person_id, Kept.declined.is_(declined))


def _is_there() -> ColumnElement[bool]:
    """Messages that have words, or are something else than words."""
    return Kept.kind.not_in((TAKEN_BACK, MORE))


def _lines(session: Session, which: ColumnElement[bool]) -> list[Line]:
    rows = session.scalars(select(Kept).where(which).order_by(Kept.number)).all()
    return [
        Line(
            text=sealed.unseal(session, row.key_id, row.text_sealed, f"kept:{row.id}"),
            kind=row.kind,
            said_at=row.said_at,
        )
        for row in rows
    ]
