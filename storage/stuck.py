"""Outbox rows that fail, as the office hears of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.messages import Out
from storage import outbox
from storage import room as rooms
from storage.body import InviteBody, RemoveBody
from storage.room import RoomView
from storage.tables import Outbox


@dataclass(frozen=True, kw_only=True)
class StuckRow:
    """One row: what was to be done in which room, and why it failed. ``user_id``: who was to be invited or
    removed."""

    id: int
    kind: Out
    room: RoomView
    cause: str
    is_open: bool
    is_failing: bool
    user_id: str | None = None
    person_id: str | None = None


class Stuck:
    """The outbox rows of one unit."""

    def __init__(self, session: Session, unit_id: str) -> None:
        self._session = session
        self._unit_id = unit_id

    def get(self, row_id: int) -> StuckRow:
        """A row of this unit; ``LookupError`` for one of another."""
        row = self._session.get_one(Outbox, row_id)
        room = rooms.get(self._session, row.room_id)
        if room.unit_id != self._unit_id:
            raise LookupError("a row of another unit")
        kind = Out(row.kind)
        about: InviteBody | RemoveBody | None = None
        if kind is Out.INVITE:
            about = dict(outbox.pending(self._session, room.id, InviteBody)).get(row_id)
        elif kind is Out.REMOVE:
            about = dict(outbox.pending(self._session, room.id, RemoveBody)).get(row_id)
        is_open = outbox.is_open(self._session, row_id)
        return StuckRow(
            id=row_id,
            kind=kind,
            room=room,
            cause=row.cause or "",
            is_open=is_open,
            is_failing=is_open and row.cause is not None,
            user_id=None if about is None else about.user_id,
            person_id=row.person_id,
        )

    def is_shown_in_office(self, tag: str) -> bool:
        """Whether the office shows a message with a tag, or is about to."""
        office = rooms.office(self._session, self._unit_id).id
        if outbox.shown_event(self._session, office, tag) is not None:
            return True
        return outbox.is_queued(self._session, office, tag)
