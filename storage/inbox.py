"""Events addressed to the bot, from the sync that brought them until a handler is done with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select, update
from sqlalchemy.orm import Session

from bot.messages import Incoming, Kind
from bot.rules.room import RoomKind
from storage import sealed
from storage.tables import Inbox, Outbox, Room


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that came in from a room. ``verified``: it was encrypted by an owner-signed device of the sender.
    ``session_id`` and ``message_index``: the place of the ciphertext it came in, which no second event may have."""

    event_id: str
    sender: str
    kind: Kind
    about: str | None = None
    body: str
    verified: bool
    session_id: str | None = None
    message_index: int | None = None
    sent_at: datetime
    seen_at: datetime


def add(session: Session, room: Room, event: Event, *, state: str = "new") -> int | None:
    """Remember an event once; ``None`` when it, or the ciphertext it repeats, is known already."""
    same: ColumnElement[bool] = Inbox.event_id == event.event_id
    if event.session_id is not None and event.message_index is not None:
        same |= and_(Inbox.session_id == event.session_id, Inbox.message_index == event.message_index)
    if session.scalar(select(exists().where(Inbox.account_id == room.account_id, same))):
        return None
    row = Inbox(
        account_id=room.account_id,
        event_id=event.event_id,
        room_id=room.id,
        sender=event.sender,
        kind=event.kind,
        about=event.about,
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
    return row.id


def is_addressed(session: Session, room: Room, event: Event) -> bool:
    """Whether an event is for the bot. Everything is on an own page and in the office; in a case or side room commands
    (``!``), answers and reactions to what the bot said, and changes of what was said to it. Ordinary chat is not."""
    match event.kind:
        case Kind.MEMBER | Kind.NUMBER | Kind.NUMBER_AGAIN:
            return True
        case Kind.UNREADABLE:  # pictures and the like are between people, but where one is alone with us
            return room.kind is RoomKind.PAGE
        case Kind.EDIT | Kind.REDACTION:  # only of what the same person said to us
            return was_heard(session, room.account_id, event.about or "", event.sender)
    if room.kind in (RoomKind.PAGE, RoomKind.OFFICE) or (
        event.kind is Kind.TEXT and event.body.lstrip().startswith("!")
    ):
        return True
    return event.about is not None and is_ours(session, event.about)


def body(session: Session, row: Inbox) -> str:
    """The text of a row; empty once it is wiped."""
    if row.body_sealed is None:
        return ""
    room = session.get_one(Room, row.room_id)
    return sealed.unseal(session, room.key_id, row.body_sealed, _place(row.event_id))


def is_ours(session: Session, event_id: str) -> bool:
    """Whether the bot sent this event."""
    return bool(session.scalar(select(exists().where(Outbox.event_id == event_id))))


def was_heard(session: Session, account_id: str, event_id: str, sender: str) -> bool:
    """Whether this event of that sender was once addressed to the bot."""
    heard = exists().where(Inbox.account_id == account_id, Inbox.event_id == event_id, Inbox.sender == sender)
    return bool(session.scalar(select(heard)))


def seen_at(session: Session, account_id: str, event_id: str) -> datetime | None:
    """When an event came to us; None when it never did."""
    return session.scalar(select(Inbox.seen_at).where(Inbox.account_id == account_id, Inbox.event_id == event_id))


def later_change(session: Session, account_id: str, event_id: str) -> Kind | None:
    """What whoever said this has done to it since, as far as we have heard: ``REDACTION``, ``EDIT`` or nothing."""
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
    """Rows whose key has not come yet (of one room, one room session, or all)."""
    query = select(Inbox).where(Inbox.account_id == account_id, Inbox.state == "waiting").order_by(Inbox.id)
    if matrix_room is not None:
        query = query.join(Room, Room.id == Inbox.room_id).where(Room.matrix_room == matrix_room)
    if session_id is not None:
        query = query.where(Inbox.session_id == session_id)
    return session.scalars(query).all()


def give_up_waiting(session: Session, account_id: str, before: datetime) -> list[int]:
    """Give up on keys that have not come since ``before``: the rows turn into *unreadable* news for the dispatcher,
    one for each sender and room, however many they were. Returns those."""
    told: dict[tuple[str, str], int] = {}
    for row in waiting(session, account_id):
        if row.seen_at < before:
            first = told.setdefault((row.room_id, row.sender), row.id) == row.id
            row.state, row.kind, row.body_sealed = "new" if first else "done", Kind.UNREADABLE, None
    return list(told.values())


def next_new(session: Session, account_id: str, served: Mapping[str, int] = MappingProxyType({})) -> Incoming | None:
    """The next row to handle, opened: the oldest of its room and of its sender, for either keeps its order; among
    those, of the sender who was ``served`` (a number that grows) the longest ago."""
    heads = session.execute(_heads(), {"account": account_id}).all()
    if not heads:
        return None
    row_id, _ = min(heads, key=lambda head: (served.get(head[1], 0), head[0]))
    return incoming(session, session.get_one(Inbox, row_id))


@cache
def _heads() -> Select[int, str]:
    """Asked before every single row, so it is put together once."""
    new = (Inbox.account_id == bindparam("account"), Inbox.state == "new")
    of_room = select(func.min(Inbox.id)).where(*new).group_by(Inbox.room_id)
    of_sender = select(func.min(Inbox.id)).where(*new).group_by(Inbox.sender)
    return select(Inbox.id, Inbox.sender).where(Inbox.id.in_(of_room), Inbox.id.in_(of_sender))


def incoming(session: Session, row: Inbox) -> Incoming:
    """A row as handlers see it."""
    try:
        kind, text = Kind(row.kind), body(session, row)
    except sealed.CannotOpen:  # the key is gone, and with it what was said: it must not stop the rows after it
        kind, text = Kind.UNREADABLE, ""
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
    )


def mark_done(session: Session, row_id: int, *, reference: str | None = None) -> None:
    """Handled: the row stays as a mark against repeats, its text goes."""
    session.execute(update(Inbox).where(Inbox.id == row_id).values(state="done", body_sealed=None, reference=reference))


#: What is noted of a row whose words made no sense: mending them by an edit says them anew.
REFUSED = "refused"


def clear_refused(session: Session, account_id: str, event_id: str) -> bool:
    """Whether what was said made no sense so far, and may be mended by an edit; that counts once."""
    row = session.scalars(
        select(Inbox).where(Inbox.account_id == account_id, Inbox.event_id == event_id, Inbox.reference == REFUSED)
    ).first()
    if row is not None:
        row.reference = None
    return row is not None


def note_failure(session: Session, row_id: int, reference: str, *, most_tries: int) -> bool:
    """Count a failure; set the row aside after ``most_tries``. Returns whether it was set aside."""
    row = session.get_one(Inbox, row_id)
    row.tries += 1
    row.reference = reference
    if row.tries >= most_tries:
        row.state, row.body_sealed = "aside", None
    return row.state == "aside"


def forget_room(session: Session, room_id: str) -> None:
    """Wipe and close whatever has come from a room and is not handled."""
    session.execute(
        update(Inbox).where(Inbox.room_id == room_id, Inbox.state != "done").values(state="done", body_sealed=None)
    )


def _place(event_id: str) -> str:
    return f"inbox:{event_id}"
