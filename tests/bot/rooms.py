"""What others do to the rooms of a desk, and what became of it."""

from __future__ import annotations

from bot.matrix import sync
from storage import room
from storage.room import RoomView
from storage.tables import Person, Room
from tests.bot.desk import Desk


def now(desk: Desk, where: RoomView) -> RoomView:
    with desk.core.db.read() as session:
        return room.get(session, where.id)


def member(desk: Desk, where: RoomView, user: str, membership: str, sender: str | None = None) -> None:
    """A membership event comes by sync."""
    event = {
        "type": "m.room.member",
        "state_key": user,
        "sender": sender or user,
        "content": {"membership": membership},
    }
    with desk.core.db.unit() as session:
        row = session.get_one(Room, where.id)
        sync.apply_state(session, row, event, desk.clock.now(), desk.core.watch)


def active(desk: Desk, person_id: str, yes: bool) -> None:
    """Somebody is no longer wanted anywhere, or is again."""
    with desk.core.db.unit() as session:
        session.get_one(Person, person_id).active = yes
        room.mark_dirty(session)


def settle(desk: Desk) -> None:
    desk.core.minute()
    desk.work()


def kinds(desk: Desk, where: RoomView) -> list[str]:
    """What became of a room's rows."""
    return [f"{row.kind} {row.state}" for row in desk.outbox() if row.room_id == where.id and row.kind != "invite"]


def told(desk: Desk) -> int:
    """How often kontoret was told of an alarm."""
    return sum(text.startswith("⚠️") for text in desk.server.said("office"))
