"""Says who may be in which room of a case today, as the rules compute it, and who of them is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.rules import membership
from bot.rules.case import State
from bot.rules.consent import Actor
from bot.rules.plan import Task
from bot.rules.room import RoomState, Why
from storage.room import RoomView
from storage.scoped import CaseStore

#: By room id: which of certain people may be in the room, by person id.
Seats = Mapping[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Presence:
    """Where those are who may be in a room, by person id: inside, asked in and not there yet, or gone by
    themselves."""

    inside: tuple[str, ...]
    awaited: tuple[str, ...]
    left: tuple[str, ...]


def members(store: CaseStore, room: RoomView) -> Mapping[str, Why]:
    """Who may be in a room of the case today, by person id, and why."""
    return membership.wanted(room.place, store.facts)


def room_of(store: CaseStore, task: Task) -> RoomView | None:
    """The room that may see a task; None once it is given up."""
    if task.room_id is None:
        return store.room
    return next((room for room in store.rooms if room.id == task.room_id), None)


def presence(store: CaseStore, room: RoomView) -> Presence:
    """Who of those who may be in a room of the case is there now."""
    seen = {one.user_id: one for one in store.seen(room)}
    inside: list[str] = []
    awaited: list[str] = []
    left: list[str] = []
    for person_id in members(store, room):
        found = seen.get(store.facts.person(person_id).matrix_id or "")
        if found is not None and found.membership == "join":
            inside.append(person_id)
        elif found is not None and found.membership == "leave" and found.left_by_self:
            left.append(person_id)
        else:
            awaited.append(person_id)
    return Presence(inside=tuple(inside), awaited=tuple(awaited), left=tuple(left))


def is_in_no_way(store: CaseStore, room: RoomView, person_id: str) -> bool:
    """Whether somebody may not be in a room, not even while it is frozen: they are on their way out."""
    return person_id not in membership.wanted(replace(room.place, state=RoomState.FROZEN), store.facts)


def lingering(store: CaseStore, room: RoomView) -> frozenset[str]:
    """Who stays in a room once it is frozen, but is not to read anything new, by person id."""
    stay = membership.wanted(replace(room.place, state=RoomState.FROZEN), store.facts)
    return frozenset(stay) - membership.wanted(replace(room.place, state=RoomState.OPEN), store.facts).keys()


def outsiders(store: CaseStore, room: RoomView) -> Mapping[str, Why]:
    """The actors of the case who may not be in a room of it today, by person id, and why."""
    return membership.excluded(room.place, store.facts)


def seats(
    store: CaseStore, people: Collection[str], *, beside: Sequence[Actor] = (), day: date | None = None
) -> Seats:
    """In which rooms of the case some people may be today; compared before and after a change, it tells who
    leaves.

    ``beside``: as if these were actors of the case too. ``day``: on another day.
    """
    facts = store.facts
    if beside:
        facts = facts.with_actors((*facts.actors, *beside))
    if day is not None:
        facts = facts.on(day)
    wanted = frozenset(people)
    return {room.id: wanted & membership.wanted(room.place, facts).keys() for room in store.rooms}


def leavers(before: Seats, after: Seats) -> frozenset[str]:
    """Who is no longer in some room they were in before, by person id."""
    people: set[str] = set()
    for room_id, seated in before.items():
        people |= seated - after.get(room_id, frozenset())
    return frozenset(people)


def is_talking(store: CaseStore) -> bool:
    """Whether people talk in the case room: the case goes on, and the room is not frozen."""
    return store.case.state is State.ACTIVE and store.room.state is not RoomState.FROZEN
