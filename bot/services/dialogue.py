"""Dialogues: ended by whoever is in one."""

from __future__ import annotations

from storage.scoped import UnitStore


def cancel(store: UnitStore, person_id: str, room_id: str) -> int:
    """End the dialogues somebody is in, in a room; nothing of them is kept. Returns how many questions were open."""
    return store.cancel_questions(person_id, room_id)
