"""Rooms under alarm: kept until a coordinator ends it, and told by a due row, so that no crash loses it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.messages import Out
from bot.rules.alarm import Cause, is_worse
from bot.rules.audit import Action
from bot.rules.room import RoomKind, RoomState
from storage import audit, due, outbox
from storage import member as members
from storage import room as rooms
from storage.room import RoomView
from storage.tables import Account, Room

#: The due row that has an alarm told; its subject is the room.
TELL = "room.alarm"

#: The due row that has an office told that the homeserver was restored from a copy; its subject is the unit.
REWOUND = "homeserver.rewound"


def raise_alarm(session: Session, row: Room, cause: Cause, now: datetime) -> bool:
    """Nothing is said in a room from here on. Returns whether that is news, which is then told."""
    row.dirty = True
    news = is_worse(cause, row.alarm)
    if row.state is RoomState.FROZEN and (news or cause is Cause.SETTINGS):
        row.state = RoomState.OPEN  # not as we left it any more: it is set up and frozen anew
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
        """The rooms under alarm."""
        query = select(Room).where(Room.unit_id == self._unit_id, Room.alarm.is_not(None), Room.kind != RoomKind.OLD)
        return [
            rooms.view(row)
            for row in self._session.scalars(query.where(Room.state != RoomState.LEFT).order_by(Room.id))
        ]

    def get(self, room_id: str) -> RoomView:
        """One room of this unit."""
        return rooms.view(self._row(room_id))

    def inside(self, room_id: str) -> list[str]:
        """The Matrix ids of those who are in a room beside the bot."""
        row = self._row(room_id)
        ours = self._session.get_one(Account, row.account_id).user_id
        return sorted(members.joined(self._session, row.matrix_room or "") - {ours})

    def has_removals(self, room_id: str) -> bool:
        """Whether somebody is still to be removed from a room."""
        return bool(outbox.pending(self._session, room_id, Out.REMOVE))

    def end(self, room_id: str) -> None:
        """Let the bot speak in a room again: what was held there goes out, and the reconciler thaws it."""
        row = self._row(room_id)
        row.alarm, row.dirty = None, True
        self._session.flush()
        outbox.wake(self._session, room_id, self._now)

    def replace(self, room_id: str) -> RoomView:
        """Give a room up and plan a fresh one in its place; the reconciler empties the old one and opens the new."""
        old = self._row(room_id)
        before, out = rooms.view(old), old.alarm == Cause.OUT
        old.kind, old.dirty = RoomKind.OLD, True
        fresh = rooms.add(
            self._session,
            account_id=old.account_id,
            unit_id=old.unit_id,
            kind=before.kind,
            key_id=old.key_id,
            case_id=old.case_id,
            person_id=old.person_id,
            scope=old.scope,
            number=old.number,
        )
        outbox.move_to_room(self._session, room_id, fresh.id)
        outbox.drop_room(self._session, room_id, "the room is replaced")
        if out:
            rooms.set_state(self._session, room_id, RoomState.LEFT)
        return fresh

    def _row(self, room_id: str) -> Room:
        row = self._session.get_one(Room, room_id)
        if row.unit_id != self._unit_id:
            raise LookupError("a room of another unit")
        return row
