"""The meetings that belong in somebody's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules import membership
from bot.rules.case import State
from bot.rules.facts import CaseFacts
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.services import meeting as meetings
from storage.meeting import Planned
from storage.room import RoomView
from storage.scoped import CaseStore, UnitStore


@dataclass(frozen=True, kw_only=True)
class Own:
    """Somebody's meetings over their cases, the next one first; ``is_protected``: of one the place is not told."""

    meetings: Sequence[Planned]
    is_protected: bool


def own(store: UnitStore, person: Person) -> Own:
    """The meetings to come in the cases in whose room somebody at work is, or that they coordinate."""
    named = {case.id: case for case in store.cases.of_person(person.id)}
    named |= {case.id: case for case in store.cases.of_coordinator(person.id)}
    active = [case for case in named.values() if case.state is State.ACTIVE]
    facts = store.facts_of(active)
    rooms = store.rooms_of(active)
    theirs = {case.id: case for case in active if _meets(person, rooms[case.id], facts[case.id])}
    coming = store.planned_meetings_of(list(theirs.values()))
    return Own(meetings=coming, is_protected=any(theirs[meeting.case_id].protected for meeting in coming))


def _meets(person: Person, room: RoomView, facts: CaseFacts) -> bool:
    """Whether somebody is in the room that meets, and nothing has stopped it."""
    if membership.freezes(room.place, facts) is not None:
        return False
    return person.id == facts.case.coordinator_id or person.id in membership.wanted(room.place, facts)


def known_to_family(store: CaseStore) -> Sequence[Meeting]:
    """The meetings to come in a case about which a youth or guardian was asked."""
    return [meeting for meeting in meetings.planned(store) if meeting.asked_at is not None]
