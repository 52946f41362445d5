"""Somebody who stops: without account, out of every room and case; what they had goes to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.rules import handover as handover_rules
from bot.rules import membership
from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.rules.plan import OPEN
from bot.rules.roles import Duty, may
from bot.rules.room import RoomState
from bot.services import handover, pause, plan
from bot.services.handover import HandedOver
from storage.scoped import CaseStore, UnitStore


@dataclass(frozen=True, kw_only=True)
class Place:
    """What somebody is in one case, and what follows there without them.

    ``tasks``: the numbers of their open tasks. ``freezes``: the room cannot be used until somebody else
    stands for their functions. ``room_ids``: the open rooms they are in.
    """

    case: Case
    actors: tuple[Actor, ...]
    tasks: tuple[int, ...]
    freezes: bool
    room_ids: tuple[str, ...]

    @property
    def functions(self) -> list[str]:
        """The functions they stand for."""
        return sorted({actor.function for actor in self.actors})


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What follows if somebody stops: the cases they coordinate, their places in cases, and who is then the
    only one left who can give a second yes (``None``: there are more, or it changes nothing)."""

    led: tuple[Case, ...]
    places: tuple[Place, ...]
    last_approver: Person | None


@dataclass(frozen=True, kw_only=True)
class Left:
    """What came of it: their places as they were, the tasks nobody has now (by case id), and the cases
    another coordinator has."""

    places: tuple[Place, ...]
    orphaned: Mapping[str, tuple[int, ...]]
    handed_over: HandedOver | None


def forecast(store: UnitStore, person: Person) -> Forecast:
    """What follows if somebody stops."""
    return Forecast(
        led=tuple(store.cases.of_coordinator(person.id)),
        places=tuple(_places(store, person)),
        last_approver=_last_approver(store.facts.people, person),
    )


def leave(
    store: UnitStore, person: Person, taker: Person | None, *, by: Person, approved_by: Person | None
) -> Left:
    """Have somebody stop; the cases they coordinate go to the ``taker``.

    ``by`` asks for it, and ``approved_by`` gives the second yes, which a handover takes. Refused unless the
    taker is one of them.
    """
    would = forecast(store, person)
    if would.led:
        assert taker is not None  # whoever coordinates cases cannot stop without one
        assert approved_by is not None
        handover_rules.check_agreed(taker, by, approved_by)
    store.people.deactivate(person.id)
    store.audit(Action.PERSON_LEFT, person=person.id)
    orphaned = {}
    for place in would.places:
        orphaned[place.case.id] = _take_off(store.of(place.case), place, person)
    handed_over = None
    if would.led and taker is not None and approved_by is not None:
        handed_over = handover.hand_over(store, would.led, taker, by=by, approved_by=approved_by)
    return Left(places=would.places, orphaned=orphaned, handed_over=handed_over)


# -------------------------------------------------------------------------------------------------------------- inside


def _places(store: UnitStore, person: Person) -> list[Place]:
    """What somebody is in each case, read for all of them at once."""
    actors: dict[str, list[Actor]] = {}
    for actor in store.actors_of(person.id):  # also from a day that has not come yet
        actors.setdefault(actor.case_id, []).append(actor)
    cases = [case for case in store.cases.all() if case.id in actors]
    facts = store.facts_of(cases)
    case_rooms = store.rooms_of(cases)
    living = store.living_rooms_of(cases)
    tasks = store.task_numbers_of(person.id, OPEN)
    found = []
    for case in cases:
        now = facts[case.id]
        without = now.with_actors(actor for actor in now.actors if actor.person_id != person.id)
        rooms = [room for room in living[case.id] if room.state is RoomState.OPEN]
        place = Place(
            case=now.case,
            actors=tuple(actors[case.id]),
            tasks=tuple(tasks.get(case.id, ())),
            freezes=pause.begins(case_rooms[case.id].place, now, without),
            room_ids=tuple(room.id for room in rooms if person.id in membership.wanted(room.place, now)),
        )
        found.append(place)
    return found


def _take_off(store: CaseStore, place: Place, person: Person) -> tuple[int, ...]:
    """Take somebody off a case; returns the numbers of the tasks that nobody has any more."""
    store.actors.end([actor.id for actor in place.actors], store.facts.today)
    orphaned = plan.take_from(store, {person.id})
    store.audit(Action.CASE_ACTOR_LEFT, person=person.id, functions=place.functions)
    return tuple(orphaned)


def _last_approver(people: Sequence[Person], leaver: Person) -> Person | None:
    approvers = [person for person in people if person.active and may(person.role, Duty.APPROVE)]
    left = [person for person in approvers if person.id != leaver.id and person.matrix_id is not None]
    if leaver.id not in {person.id for person in approvers} or len(left) != 1:
        return None
    return left[0]
