"""The dialogue somebody is in: what they have been asked in a room, and may end."""

from __future__ import annotations

from bot.rules.person import Person
from storage.room import RoomView
from storage.scoped import UnitStore


def cancel(store: UnitStore, person: Person, room: RoomView) -> int:
    """Close what is open for somebody in a room, or asked of a second person there; returns how many
    questions."""
    return store.cancel_questions(person.id, room.id)
