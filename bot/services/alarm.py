"""Alarms of rooms: who acts on one, and ending it, by letting the room go on or by putting a fresh one in its
place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.rules import membership
from bot.rules.alarm import BEYOND_REPAIR
from bot.rules.audit import Action
from bot.rules.person import Person, coordinators
from bot.rules.room import RoomKind, Why
from storage.alarm import FRESH
from storage.room import RoomView
from storage.scoped import UnitStore

#: After so long a fresh room takes the place of an operators' room under alarm.
FRESH_AFTER = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What ending the alarm of a room would do: a fresh room takes its place, or it goes on with those
    ``inside``.

    ``is_cleared``: nobody is in it any more whom the bot does not know or is about to remove.
    """

    replaces: bool
    is_cleared: bool
    inside: tuple[Person, ...]


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What ending an alarm did; ``frozen``: why the room stays frozen all the same."""

    replaced: bool
    frozen: Why | None


def responsible(store: UnitStore, room: RoomView) -> Sequence[Person]:
    """Who acts on what happens to a room: the coordinator of its case, or all of the unit."""
    everybody = coordinators(store.facts.people, store.unit_id)
    case = store.case_of(room)
    leading = [person for person in everybody if case is not None and person.id == case.coordinator_id]
    return leading or everybody


def known_inside(store: UnitStore, room: RoomView) -> tuple[Person, ...]:
    """The people of the unit who are in a room."""
    user_ids = store.alarms.inside(room.id)
    return tuple(person for person in store.facts.people if person.matrix_id in user_ids)


def forecast(store: UnitStore, room: RoomView) -> Forecast:
    """What ending the alarm of a room would do."""
    inside = known_inside(store, room)
    has_strangers = len(inside) < len(store.alarms.inside(room.id))
    return Forecast(
        replaces=_is_lost(room),
        is_cleared=not has_strangers and not store.alarms.has_removals(room.id),
        inside=inside,
    )


def end(store: UnitStore, room: RoomView) -> Ended:
    """End the alarm of a room: the bot speaks there again; where it cannot be mended, a fresh room takes its
    place."""
    replaces = _is_lost(room)
    store.audit(Action.ROOM_THAWED, room=room.id, fresh=replaces)
    if replaces:
        store.alarms.replace(room.id)
        return Ended(replaced=True, frozen=None)
    store.alarms.end(room.id)
    return Ended(replaced=False, frozen=_why_frozen(store, room))


def plan_fresh(store: UnitStore, room: RoomView) -> None:
    """Have a fresh room take the place of one under alarm in a while: an intruder who comes back at once is not to
    keep the bot busy."""
    store.schedule(FRESH, room.id, store.now + FRESH_AFTER)


def replace(store: UnitStore, room_id: str) -> bool:
    """Put a fresh room in the place of one under alarm; returns False when it is under none any more."""
    room = store.alarms.get(room_id)
    if room.alarm is None or room.kind is RoomKind.OLD:
        return False
    store.audit(Action.ROOM_THAWED, room=room.id, fresh=True)
    store.alarms.replace(room.id)
    return True


# -------------------------------------------------------------------------------------------------------------- inside


def _is_lost(room: RoomView) -> bool:
    return room.alarm in BEYOND_REPAIR


def _why_frozen(store: UnitStore, room: RoomView) -> Why | None:
    """Why a room of a case is frozen without an alarm: the case does not go on, or no consent lives."""
    case = store.case_of(room)
    if case is None:
        return None
    return membership.freezes(room.place, store.of(case).facts)
