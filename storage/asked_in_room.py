"""What the bot has asked somebody in a room of a case, where their next words may answer it without a reply.

Nothing of those words is kept here: a row says that something was asked, and is deleted with the next words of
whoever was asked, whether or not they answer it. A room knows whether there are such rows, so that ordinary chat
costs no query.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from bot.messages import Takes
from storage.tables import AskedInRoom, Outbox, Question, Room


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question whose answer somebody's next words may be, until its time is over.

    ``event_id``: the message that asks it, since it stands in its room (``sent_at``); ``None`` before that.
    ``is_to_come``: nobody can have seen it yet. ``is_over``: it is a question that is answered or ended.
    """

    takes: Takes
    until: datetime
    event_id: str | None
    sent_at: datetime | None
    is_to_come: bool
    is_over: bool


def listen(
    session: Session,
    room_id: str,
    person_id: str,
    *,
    outbox_id: int,
    tag: str | None,
    takes: Takes,
    until: datetime,
) -> None:
    """Let somebody's next words in a room answer a question, instead of what they were asked before.

    ``tag``: of the message that asks.
    """
    row = session.get(AskedInRoom, (room_id, person_id))
    if row is None:
        row = AskedInRoom(room_id=room_id, person_id=person_id)
        session.add(row)
    row.outbox_id = outbox_id
    row.tag = tag
    row.takes = takes
    row.until = until
    session.get_one(Room, room_id).listens = True
    session.flush()


def of_person(session: Session, room_id: str, person_id: str) -> Asked | None:
    """What somebody's next words in a room may answer; ``None`` when it is nothing."""
    row = session.get(AskedInRoom, (room_id, person_id))
    if row is None:
        return None
    asks = session.get(Outbox, row.outbox_id)
    return Asked(
        takes=Takes(row.takes),
        until=row.until,
        event_id=None if asks is None else asks.event_id,
        sent_at=None if asks is None else asks.sent_at,
        is_to_come=asks is not None and asks.state == "waiting" and asks.tries == 0,
        is_over=_is_over(session, row.outbox_id),
    )


def _is_over(session: Session, outbox_id: int) -> bool:
    """Whether a message asks a question that stands no more; a task, which is no question, always does."""
    state = session.scalar(select(Question.state).where(Question.outbox_id == outbox_id))
    return state is not None and state != "open"


def forget(session: Session, room_id: str, person_id: str) -> None:
    """Listen to somebody's next words in a room no more."""
    mine = (AskedInRoom.room_id == room_id, AskedInRoom.person_id == person_id)
    session.execute(delete(AskedInRoom).where(*mine))
    _note_left(session, room_id)


def forget_tag(session: Session, room_id: str, tag: str, *, but: Collection[str] = ()) -> None:
    """Listen no more for answers to the message of a tag, except of some people: it is answered, or says something
    else now."""
    heard = (AskedInRoom.room_id == room_id, AskedInRoom.tag == tag, AskedInRoom.person_id.not_in(but))
    session.execute(delete(AskedInRoom).where(*heard))
    _note_left(session, room_id)


def forget_room(session: Session, room_id: str) -> None:
    """Listen to nobody in a room any more."""
    session.execute(delete(AskedInRoom).where(AskedInRoom.room_id == room_id))
    _note_left(session, room_id)


def _note_left(session: Session, room_id: str) -> None:
    """Note whether anybody is still listened to in a room."""
    is_any_left = session.scalar(select(exists().where(AskedInRoom.room_id == room_id)))
    session.get_one(Room, room_id).listens = bool(is_any_left)
    session.flush()
