"""The meetings that belong in somebody's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules.case import State
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.services import circle, pause
from bot.services import meeting as meetings
from storage.scoped import CaseStore, UnitStore


@dataclass(frozen=True, kw_only=True)
class Own:
    """Somebody's meetings over their cases, the next one first; ``is_protected``: of one the place is not told."""

    meetings: Sequence[Meeting]
    is_protected: bool


def own(store: UnitStore, person: Person) -> Own:
    """The meetings to come in the cases in whose room somebody at work is, or that they coordinate."""
    found = {case.id: case for case in store.cases.of_person(person.id)}
    found |= {case.id: case for case in store.cases.of_coordinator(person.id)}
    coming: list[Meeting] = []
    is_protected = False
    for case in found.values():
        of_case = store.of(case)
        if case.state is not State.ACTIVE or pause.is_paused(of_case):
            continue
        if person.id != case.coordinator_id and person.id not in circle.members(of_case, of_case.room):
            continue
        planned = meetings.planned(of_case)
        coming += planned
        is_protected = is_protected or bool(case.protected and planned)
    coming.sort(key=lambda meeting: meeting.starts_at)
    return Own(meetings=coming, is_protected=is_protected)


def known_to_family(store: CaseStore) -> Sequence[Meeting]:
    """The meetings to come in a case about which a youth or guardian was asked."""
    return [meeting for meeting in meetings.planned(store) if meeting.asked_at is not None]
