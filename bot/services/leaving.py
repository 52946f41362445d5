"""People who leave a room of a case by themselves."""

from __future__ import annotations

from bot.rules.audit import Action
from storage.room import RoomView
from storage.scoped import CaseStore


def note(store: CaseStore, room: RoomView) -> None:
    """Note that somebody went, or declined, by themselves."""
    store.audit(Action.CASE_MEMBER_LEFT, room=room.id)
