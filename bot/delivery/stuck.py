"""Rows that do not get through: no row is without a next step, and somebody knows.

Kontoret is told of a row by a due row, so that no crash loses it and it is told once: at once when the homeserver says
no, else after some minutes of failing. What our homeserver cannot be told at all waits for it, and is in the log.
``handlers.rooms.stuck`` finds the words.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.logs import get_logger
from bot.messages import Out
from storage import due, outbox, room
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Outbox, Room

log = get_logger(__name__)

#: A row may fail for this long before kontoret hears of it: most that goes wrong is over by then.
PATIENCE = timedelta(minutes=5)

#: The due rows that have kontoret told; their subject is the outbox row.
FAILING, LOST, THROUGH = outbox.FAILING, "outbox.lost", "outbox.through"

#: What people would miss, or rely on, if it was never done. A tap or a pin they would not.
MISSED = (Out.SAY, Out.EDIT, Out.ATTACH, Out.REDACT)


def tag(row_id: int) -> str:
    """Of what kontoret is told of a row that fails."""
    return f"stuck:{row_id}"


def over(session: Session, item: Item) -> bool:
    """Whether a row tells of another one that fails, which has got through (or was given up) meanwhile."""
    _, told, number = (item.tag or "").partition("stuck:")
    return bool(told) and not outbox.is_open(session, int(number))


def failing(session: Session, row_id: int, now: datetime, *, refused: bool) -> None:
    """Plan to tell kontoret of a row that is tried again; once, however often it fails."""
    if not due.was_scheduled(session, FAILING, str(row_id)):
        _plan(session, FAILING, row_id, now if refused else now + PATIENCE)


def lost(session: Session, item: Item, now: datetime) -> None:
    """Plan to tell kontoret that something will never be done, if anybody would miss it."""
    if item.kind in MISSED and not (item.tag or "").startswith("lost:"):
        _plan(session, LOST, item.id, now)


def done(session: Session, item: Item, where: RoomView, now: datetime) -> None:
    """A row got through: plan no more to tell that it fails, or tell that it did, if that was told and is awaited."""
    if item.tries == 1:
        return
    due.forget(session, FAILING, str(item.id))
    if item.kind in (Out.OPEN, Out.INVITE) and outbox.shown_event(
        session, room.office(session, where.unit_id).id, tag(item.id)
    ):
        _plan(session, THROUGH, item.id, now)


def _plan(session: Session, kind: str, row_id: int, at: datetime) -> None:
    where = session.get_one(Room, session.get_one(Outbox, row_id).room_id)
    due.schedule(session, unit_id=where.unit_id, kind=kind, subject=str(row_id), at=at)
    log.info("outbox.to_be_told", kind=kind, row=row_id)
