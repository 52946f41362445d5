"""Events addressed to the bot, from the sync that brought them until they are handled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.orm import Session

from bot.messages import Incoming, Kind
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import heard, person, sealed
from storage import room as rooms
from storage.news import Awaited, note
from storage.room import RoomView
from storage.tables import Heard, Inbox, Outbox, Room, Spoken
from storage.tables.messages import is_unhandled

#: The reference of a row whose text made no sense: an edit of it counts as a new message.
REFUSED = heard.REFUSED

#: What may stand before the mark of a command: spaces, and what nobody sees.
_BEFORE_MARK = " \t\r\n\xa0\xad\u200b\u200e\u200f\u2060\ufeff"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that came in from a room. ``verified``: it was encrypted by an owner-signed device of the
    sender. ``session_id`` and ``message_index``: the place of the ciphertext it came in, which no second
    event may have."""

    event_id: str
    sender: str
    kind: Kind
    about: str | None = None
    body: str
    thread: str | None = None
    verified: bool
    session_id: str | None = None
    message_index: int | None = None
    sent_at: datetime
    seen_at: datetime


def add(session: Session, room: Room | RoomView, event: Event, *, state: str = "new") -> int | None:
    """Store an event; returns the row's number, or ``None`` when the event, or its ciphertext, was stored
    already, however long ago."""
    same: ColumnElement[bool] = Inbox.event_id == event.event_id
    known = [heard.is_heard(room.account_id, event.event_id)]
    if event.session_id is not None and event.message_index is not None:
        same |= and_(Inbox.session_id == event.session_id, Inbox.message_index == event.message_index)
        digest = heard.ciphertext_digest(room.account_id, event.session_id, event.message_index)
        known.append(exists().where(Heard.ciphertext == digest))
    if session.scalar(select(or_(exists().where(Inbox.account_id == room.account_id, same), *known))):
        return None
    row = Inbox(
        account_id=room.account_id,
        event_id=event.event_id,
        room_id=room.id,
        sender=event.sender,
        kind=event.kind,
        about=event.about,
        thread=event.thread,
        body_sealed=sealed.seal(session, room.key_id, event.body, _place(event.event_id)),
        verified=event.verified,
        session_id=event.session_id,
        message_index=event.message_index,
        sent_at=event.sent_at,
        seen_at=event.seen_at,
        state=state,
    )
    session.add(row)
    session.flush()
    note(session, Awaited.DESK)
    return row.id


def is_addressed(session: Session, room: Room | RoomView, event: Event) -> bool:
    """Whether an event is for the bot.

    On an own page and in the office everything is. In a case or side room commands (``!``) are, replies and
    reactions to what the bot said, and changes of what was said to it; ordinary chat is not.
    """
    match event.kind:
        case Kind.MEMBER | Kind.NUMBER | Kind.NUMBER_AGAIN:
            return True
        case Kind.UNREADABLE:  # pictures and the like are for people, except where one is alone with the bot
            return room.kind is RoomKind.PAGE
        case Kind.EDIT | Kind.REDACTION:  # only of what the same person said to the bot
            return was_heard(session, room.account_id, event.about or "", event.sender)
    if (
        room.kind is RoomKind.PAGE
        or room.kind.is_office
        or (event.kind is Kind.TEXT and event.body.lstrip(_BEFORE_MARK).startswith("!"))
    ):
        return True
    return event.about is not None and is_ours(session, event.about)


def body(session: Session, row: Inbox) -> str:
    """The text of a row; empty after it was wiped."""
    if row.body_sealed is None:
        return ""
    room = rooms.get(session, row.room_id)
    return sealed.unseal(session, room.key_id, row.body_sealed, _place(row.event_id))


def is_ours(session: Session, event_id: str) -> bool:
    """Whether the bot sent this event, however long ago."""
    sent = exists().where(Outbox.event_id == event_id)
    return bool(session.scalar(select(or_(sent, exists().where(Spoken.event_id == event_id)))))


def was_heard(session: Session, account_id: str, event_id: str, sender: str) -> bool:
    """Whether an event of a sender was addressed to the bot, however long ago."""
    stored = exists().where(
        Inbox.account_id == account_id, Inbox.event_id == event_id, Inbox.sender == sender
    )
    is_theirs = Heard.sender == heard.sender_digest(account_id, event_id, sender)
    return bool(session.scalar(select(or_(stored, heard.is_heard(account_id, event_id, is_theirs)))))


def is_reaction(session: Session, account_id: str, event_id: str) -> bool:
    """Whether an event was somebody's reaction to a message of the bot, however long ago."""
    reaction = (Inbox.account_id == account_id, Inbox.event_id == event_id, Inbox.kind == Kind.REACTION)
    known = heard.is_heard(account_id, event_id, Heard.is_reaction.is_(True))
    return bool(session.scalar(select(or_(exists().where(*reaction), known))))


def thread_of(session: Session, account_id: str, event_id: str) -> str | None:
    """The event with which the thread began in which an event was said to the bot; None outside of threads."""
    said = select(Inbox.thread).where(Inbox.account_id == account_id, Inbox.event_id == event_id)
    return session.scalar(said)


def seen_at(session: Session, account_id: str, event_id: str) -> datetime | None:
    """When an event was received; ``None`` when it never was."""
    return session.scalar(
        select(Inbox.seen_at).where(Inbox.account_id == account_id, Inbox.event_id == event_id)
    )


def said_in(
    session: Session, account_id: str, room_ids: Collection[str], sender: str, since: datetime
) -> list[tuple[str, str]]:
    """The messages that somebody has addressed to the bot in some rooms since then, as room and event id."""
    said = select(Inbox.room_id, Inbox.event_id).where(
        Inbox.sender == sender,
        Inbox.account_id == account_id,
        Inbox.seen_at >= since,
        Inbox.room_id.in_(room_ids),
        Inbox.kind == Kind.TEXT,
    )
    return [(room_id, event_id) for room_id, event_id in session.execute(said.order_by(Inbox.id))]


def last_from(session: Session, account_id: str, sender: str) -> datetime | None:
    """When the last event of somebody came, whose row is never pruned; None when none ever did."""
    theirs = select(func.max(Inbox.seen_at)).where(Inbox.sender == sender, Inbox.account_id == account_id)
    return session.scalar(theirs)


def later_change(session: Session, account_id: str, event_id: str) -> Kind | None:
    """How the sender of an event changed it later, as far as we know: ``REDACTION``, ``EDIT`` or ``None``."""
    later = select(Inbox.kind).where(
        Inbox.account_id == account_id,
        Inbox.about == event_id,
        Inbox.kind.in_((Kind.EDIT, Kind.REDACTION, Kind.NUMBER, Kind.NUMBER_AGAIN, Kind.FLOOD)),
    )
    kinds = set(session.scalars(later))
    if Kind.REDACTION in kinds:
        return Kind.REDACTION
    return Kind.EDIT if kinds else None


def waiting(
    session: Session, account_id: str, matrix_room: str | None = None, session_id: str | None = None
) -> Sequence[Inbox]:
    """Rows whose key has not come yet: of one room, of one room session, or all."""
    is_keyless = (Inbox.account_id == account_id, is_unhandled(), Inbox.state == "waiting")
    query = select(Inbox).where(*is_keyless).order_by(Inbox.id)
    if matrix_room is not None:
        query = query.join(Room, Room.id == Inbox.room_id).where(Room.matrix_room == matrix_room)
    if session_id is not None:
        query = query.where(Inbox.session_id == session_id)
    return session.scalars(query).all()


def give_up_waiting(session: Session, account_id: str, before: datetime) -> list[int]:
    """Give up waiting for the keys of messages received before ``before``.

    For each sender and room, one of the rows becomes a new *unreadable* message for the dispatcher, and the
    others are done. Returns the numbers of the new ones.
    """
    told: dict[tuple[str, str], int] = {}
    for row in waiting(session, account_id):
        if row.seen_at >= before:
            continue
        first = told.setdefault((row.room_id, row.sender), row.id)
        row.state = "new" if row.id == first else "done"
        row.kind = Kind.UNREADABLE
        row.body_sealed = None
    return list(told.values())


def next_new(
    session: Session, account_id: str, served: Mapping[str, int] = MappingProxyType({})
) -> Incoming | None:
    """The next row to handle.

    It is the oldest of its room and of its sender, since both keep their order. Among those, what youths and
    guardians wrote comes before all else; then the sender whose turn was longest ago comes first: ``served``
    holds a growing number by sender.
    """
    heads = session.execute(_heads(), {"account": account_id}).all()
    if not heads:
        return None
    first = heads[0]
    if len(heads) > 1:
        first = min(
            heads,
            key=lambda head: (not _is_of_family(session, head[1], head[2]), served.get(head[1], 0), head[0]),
        )
    return incoming(session, session.get_one(Inbox, first[0]))


def _is_of_family(session: Session, sender: str, room_id: str) -> bool:
    """Whether a youth or a guardian wrote something."""
    writer = person.by_matrix(session, sender, rooms.get(session, room_id).unit_id)
    return writer is not None and writer.role in (Role.YOUTH, Role.GUARDIAN)


@cache
def _heads() -> Select[int, str, str]:
    """The query for the oldest new row of each room and sender. It runs before every row, so it is built
    once."""
    new = (Inbox.account_id == bindparam("account"), is_unhandled(), Inbox.state == "new")
    of_room = select(func.min(Inbox.id)).where(*new).group_by(Inbox.room_id)
    of_sender = select(func.min(Inbox.id)).where(*new).group_by(Inbox.sender)
    return select(Inbox.id, Inbox.sender, Inbox.room_id).where(Inbox.id.in_(of_room), Inbox.id.in_(of_sender))


def incoming(session: Session, row: Inbox) -> Incoming:
    """A row as handlers see it."""
    try:
        kind = Kind(row.kind)
        text = body(session, row)
    except (sealed.CannotOpen, ValueError):
        # The key is destroyed, or a later version knows what it is: the row must not stop the rows after it
        kind = Kind.UNREADABLE
        text = ""
    return Incoming(
        id=row.id,
        event_id=row.event_id,
        room_id=row.room_id,
        sender=row.sender,
        kind=kind,
        about=row.about,
        body=text,
        verified=row.verified,
        seen_at=row.seen_at,
        sent_at=row.sent_at,
        thread=row.thread,
        part=row.part,
    )


def mark_done(session: Session, row_id: int, *, reference: str | None = None) -> None:
    """Mark a row handled, and wipe its text. The row stays for some months, then its digest
    (:mod:`storage.heard`), so that the event is not taken again."""
    session.execute(
        update(Inbox).where(Inbox.id == row_id).values(state="done", body_sealed=None, reference=reference)
    )


def mark_part_done(session: Session, row_id: int, rest: str, *, is_refused: bool) -> None:
    """Mark the first message of a row handled: only the ``rest`` of its text stays. The next comes with it.

    :data:`REFUSED` stays on the row only if every message of it was refused.
    """
    row = session.get_one(Inbox, row_id)
    room = rooms.get(session, row.room_id)
    row.body_sealed = sealed.seal(session, room.key_id, rest, _place(row.event_id))
    row.reference = REFUSED if is_refused and (row.part == 0 or row.reference == REFUSED) else None
    row.part += 1
    row.tries = 0
    row.state = "new"
    session.flush()
    note(session, Awaited.DESK)


def was_refused_so_far(session: Session, row_id: int) -> bool:
    """Whether every message of a row that was handled before was refused."""
    return session.scalar(select(Inbox.reference).where(Inbox.id == row_id)) == REFUSED


def is_refused(session: Session, account_id: str, event_id: str) -> bool:
    """Whether what was said made no sense so far, so that an edit may say it anew, however long ago it was."""
    known = heard.is_heard(account_id, event_id, Heard.is_refused.is_(True))
    return bool(session.scalar(select(or_(exists().where(*_refused(account_id, event_id)), known))))


def clear_refused(session: Session, account_id: str, event_id: str) -> None:
    """Note that what was said makes sense after all: no further edit says it anew."""
    session.execute(update(Inbox).where(*_refused(account_id, event_id)).values(reference=None))
    of_event = Heard.event == heard.event_digest(account_id, event_id)
    session.execute(update(Heard).where(of_event, Heard.is_refused.is_(True)).values(is_refused=False))


def _refused(account_id: str, event_id: str) -> tuple[ColumnElement[bool], ...]:
    return (Inbox.account_id == account_id, Inbox.event_id == event_id, Inbox.reference == REFUSED)


def note_failure(session: Session, row_id: int, reference: str, *, most_tries: int) -> bool:
    """Count a failure; set the row aside after ``most_tries``. Returns whether it was set aside."""
    row = session.get_one(Inbox, row_id)
    row.tries += 1
    row.reference = reference
    if row.tries >= most_tries:
        row.state = "aside"
        row.body_sealed = None
    return row.state == "aside"


def forget_room(session: Session, room_id: str) -> None:
    """Mark everything from a room handled, and wipe its text."""
    session.execute(
        update(Inbox).where(Inbox.room_id == room_id, is_unhandled()).values(state="done", body_sealed=None)
    )


def _place(event_id: str) -> str:
    return f"inbox:{event_id}"
