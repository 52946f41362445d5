"""Rooms under alarm: the alarm lasts until a coordinator ends it. A due row reports it, so that no crash
loses it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.alarm import Cause, is_worse
from bot.rules.audit import Action
from bot.rules.room import RoomKind, RoomState
from storage import audit, due, outbox
from storage import member as members
from storage import room as rooms
from storage.body import RemoveBody
from storage.news import Awaited, note
from storage.room import RoomView
from storage.tables import Account, Room

#: The due row that reports an alarm; its subject is the room.
TELL = "room.alarm"

#: The due row that replaces the room of those who run the bot; its subject is the room.
FRESH = "operators.fresh"

#: The due row that tells an office that the homeserver was restored from a backup; its subject is the unit.
REWOUND = "homeserver.rewound"


def raise_alarm(session: Session, row: Room, cause: Cause, now: datetime) -> bool:
    """Put a room under alarm, so that nothing more is said there.

    Returns whether that is news; news is reported to the office.
    """
    row.dirty = True
    note(session, Awaited.DESK)
    news = is_worse(cause, row.alarm)
    if row.state is RoomState.FROZEN and (news or cause is Cause.SETTINGS):
        row.state = RoomState.OPEN  # somebody changed it since it was frozen: it is set up and frozen again
    if not news:
        return False
    row.alarm = str(cause)
    due.schedule(session, unit_id=row.unit_id, kind=TELL, subject=row.id, at=now)
    audit.write(
        session,
        at=now,
        unit_id=row.unit_id,
        actor="bot",
        case_id=row.case_id,
        action=Action.ROOM_ALARM,
        room=row.id,
        cause=str(cause),
    )
    return True


class Alarms:
    """The alarms of one unit."""

    def __init__(self, session: Session, unit_id: str, now: datetime) -> None:
        self._session = session
        self._unit_id = unit_id
        self._now = now

    def all(self) -> list[RoomView]:
        """Every room under alarm."""
        query = select(Room).where(
            Room.unit_id == self._unit_id, Room.alarm.is_not(None), Room.kind != RoomKind.OLD
        )
        return [
            rooms.view(row)
            for row in self._session.scalars(query.where(Room.state != RoomState.LEFT).order_by(Room.id))
        ]

    def get(self, room_id: str) -> RoomView:
        """One room of this unit."""
        return rooms.view(self._row(room_id))

    def inside(self, room_id: str) -> list[str]:
        """The Matrix ids of everybody in a room except the bot."""
        row = self._row(room_id)
        ours = self._session.get_one(Account, row.account_id).user_id
        return sorted(members.joined(self._session, row.matrix_room or "") - {ours})

    def has_removals(self, room_id: str) -> bool:
        """Whether somebody is still to be removed from a room."""
        return bool(outbox.pending(self._session, room_id, RemoveBody))

    def end(self, room_id: str) -> None:
        """End the alarm of a room: messages held there go out, and the reconciler thaws the room."""
        row = self._row(room_id)
        row.alarm = None
        row.dirty = True
        self._session.flush()
        outbox.wake(self._session, room_id, self._now)

    def replace(self, room_id: str) -> RoomView:
        """Give up a room and add a new one in its place. The reconciler empties the old room and opens the
        new one."""
        old = self._row(room_id)
        before = rooms.view(old)
        is_bot_out = old.alarm == Cause.OUT
        old.kind = RoomKind.OLD
        old.dirty = True
        fresh = rooms.add(
            self._session,
            account_id=old.account_id,
            unit_id=old.unit_id,
            kind=before.kind,
            key_id=old.key_id,
            case_id=old.case_id,
            person_id=old.person_id,
            scope=before.scope,
            number=old.number,
        )
        outbox.move_to_room(self._session, room_id, fresh.id)
        outbox.drop_room(self._session, room_id, "the room is replaced")
        if is_bot_out:
            rooms.set_state(self._session, room_id, RoomState.LEFT)
        return fresh

    def _row(self, room_id: str) -> Room:
        row = self._session.get_one(Room, room_id)
        if row.unit_id != self._unit_id:
            raise LookupError("a room of another unit")
        return row
