"""Messages with a personal number in them, when there is one after the other: each is taken away, the first is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from bot.messages import Kind, Out
from storage import outbox
from storage.tables import Inbox, Room

#: How long the notice to the writer counts.
TOLD = timedelta(minutes=1)
#: Of the removals after the first: no words in the room wait for them, so that nobody's answer does.
RANK = 6


def kind(session: Session, *, account_id: str, sender: str, seen_at: datetime) -> Kind:
    """What a message with a number in it is: the first, or one more of a burst whose writer has been told."""
    told = exists().where(
        Inbox.account_id == account_id,
        Inbox.sender == sender,
        Inbox.kind == Kind.NUMBER,
        Inbox.seen_at.between(seen_at - TOLD, seen_at),
    )
    return Kind.NUMBER_AGAIN if session.scalar(select(told)) else Kind.NUMBER


def put_redaction(session: Session, room: Room, event_id: str, *, now: datetime) -> None:
    """Queue the removal of one more, with nothing to handle and nobody to tell."""
    outbox.put(session, room, Out.REDACT, {"event_id": event_id}, now=now, rank=RANK)
