"""Several messages with a personal number in a row: each is removed, and the first is answered with a
notice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.messages import Kind
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import inbox, outbox, person
from storage.body import RedactBody
from storage.room import RoomView
from storage.tables import Inbox, Room

#: A writer gets the notice at most this often.
TOLD = timedelta(minutes=1)
#: The outbox rank of the removals after the first: no message in the room waits for them.
RANK = 6


def kind(session: Session, *, account_id: str, sender: str, seen_at: datetime) -> Kind:
    """The kind of a message with a personal number: the first, or one more from a writer who had the notice
    lately."""
    told = exists().where(
        Inbox.account_id == account_id,
        Inbox.sender == sender,
        Inbox.kind == Kind.NUMBER,
        Inbox.seen_at.between(seen_at - TOLD, seen_at),
    )
    return Kind.NUMBER_AGAIN if session.scalar(select(told)) else Kind.NUMBER


def keeps_words(
    session: Session, room: Room | RoomView, sender: str, kind: Kind, about: str | None, body: str
) -> bool:
    """Whether the words around the number are kept until they are answered, as they may be a cry for help: on an own
    page, and where a youth or guardian says them to the bot among others."""
    if room.kind is RoomKind.PAGE:
        return True
    writer = person.by_matrix(session, sender, room.unit_id)
    if kind is not Kind.TEXT or writer is None or writer.role not in (Role.YOUTH, Role.GUARDIAN):
        return False
    return body.lstrip().startswith("!") or (about is not None and inbox.is_ours(session, about))


def put_redaction(session: Session, room: Room | RoomView, event_id: str, *, now: datetime) -> None:
    """Queue the removal of one more message; nothing is handled and nobody is told."""
    outbox.put(session, room, RedactBody(event_id=event_id), now=now, rank=RANK)
