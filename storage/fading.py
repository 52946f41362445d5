"""What the bot takes away again from an own page: sensitive answers after a while, or all it has said there.

What was taken away has no event any more, so that nothing edits it, and no reply to it counts.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.messages import Out
from storage import due
from storage.room import RoomView
from storage.tables import Outbox, Spoken
from storage.tables.messages import is_said

#: Due row of a unit: take away what has stood long enough on a page; its subject is the page.
FADE = "page.fade"

#: The tag of a message that is taken away after a while, and of one that was.
FADES, FADED = "fades", "faded"

#: So long after its delivery.
AFTER = timedelta(minutes=10)


def plan(session: Session, room: RoomView, now: datetime) -> None:
    """Have a page looked at when something that was just said there has stood long enough. An earlier plan is left
    as it is: it plans the next."""
    if due.scheduled_at(session, FADE, room.id) is None:
        due.schedule(session, unit_id=room.unit_id, kind=FADE, subject=room.id, at=now + AFTER)


def take(session: Session, room: RoomView, now: datetime) -> list[str]:
    """The events on a page that have stood long enough, each returned once. The others are planned for."""
    fading = (Outbox.room_id == room.id, Outbox.tag == FADES, is_said())
    over: list[str] = []
    following: list[datetime] = []
    for row in session.scalars(select(Outbox).where(*fading).order_by(Outbox.id)).all():
        if row.state in ("waiting", "sending"):
            following.append(now + AFTER)
        elif row.sent_at is not None and row.sent_at > now - AFTER:
            following.append(row.sent_at + AFTER)
        else:
            if row.event_id is not None:
                over.append(row.event_id)
            row.tag = FADED
            row.event_id = None
    session.flush()
    if following:
        due.schedule(session, unit_id=room.unit_id, kind=FADE, subject=room.id, at=min(following))
    return over


def take_all(session: Session, room: RoomView) -> list[str]:
    """Every event of the bot's words on a page, each returned once."""
    said = (
        Outbox.room_id == room.id,
        Outbox.kind.in_((Out.SAY, Out.EDIT, Out.ATTACH)),
        Outbox.state == "sent",
    )
    events = session.execute(
        select(Outbox.id, Outbox.event_id).where(*said, Outbox.event_id.is_not(None)).order_by(Outbox.id)
    ).all()
    session.execute(
        update(Outbox).where(Outbox.id.in_([number for number, _ in events])).values(event_id=None)
    )
    pruned = delete(Spoken).where(Spoken.room_id == room.id).returning(Spoken.number, Spoken.event_id)
    before = sorted((number, event_id) for number, event_id in session.execute(pruned))
    return [str(event_id) for _, event_id in [*before, *events]]
