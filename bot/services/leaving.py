"""People who leave a room of a case by themselves."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.person import Person
from bot.services import plan
from storage.room import RoomView
from storage.scoped import CaseStore


def note(store: CaseStore, room: RoomView, person: Person) -> list[int]:
    """Note that somebody went, or declined, by themselves; returns the numbers of the tasks that have no owner
    any more.

    Tasks are asked about in their room. Whoever is gone from it would never be asked, and nobody would notice.
    """
    store.audit(Action.CASE_MEMBER_LEFT, room=room.id)
    return plan.take_from(store, {person.id}, room=room) if room.kind.of_case else []
