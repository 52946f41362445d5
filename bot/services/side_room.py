"""Side rooms of a case: opened and closed. Who is in one is computed from the ledger, as everywhere."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.audit import Action
from bot.rules.consent import Kinds
from bot.rules.room import Room, RoomKind, RoomState
from bot.services import circle
from storage.room import RoomView
from storage.scoped import CaseStore


def living(store: CaseStore) -> list[RoomView]:
    """The side rooms of the case, by number."""
    return [room for room in store.rooms if room.kind is RoomKind.SIDE]


def forecast(store: CaseStore, scope: Kinds) -> Room:
    """A side room about ``scope`` as it would be."""
    return replace(store.room.place, kind=RoomKind.SIDE, scope=scope, state=RoomState.OPEN)


def add(store: CaseStore, scope: Kinds) -> RoomView:
    """Open one more side room, about ``scope``."""
    added = store.add_side_room(scope)
    store.audit(Action.CASE_SIDE_OPENED, number=added.number, scope=sorted(scope))
    return added


def close(store: CaseStore, room: RoomView) -> list[str]:
    """Close a side room; returns the ids of those who might be in it until now."""
    members = list(circle.members(store, room))
    store.close_side_room(room.id)
    store.audit(Action.CASE_SIDE_CLOSED, number=room.number)
    return members
