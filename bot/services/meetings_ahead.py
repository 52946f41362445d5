"""The meetings that somebody has before them, over all their cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules import away, membership
from bot.rules.case import Case, State
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.rules.profile import LEAD
from bot.rules.roles import Duty, may
from storage.scoped import UnitStore


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """Meetings that are still to be, the next first, and the cases they are of by id; ``informing``: the cases whose
    information meeting is still to be held, the next first."""

    meetings: tuple[Meeting, ...]
    cases: dict[str, Case]
    informing: tuple[Case, ...] = ()


def of_person(store: UnitStore, person: Person, *, only: Case | None = None) -> Ahead:
    """What somebody has before them: a coordinator in the cases they coordinate or stand in for, anybody else where
    they may be in the case room. ``only``: in one case."""
    sees_all = may(person.role, Duty.SEE_CASES)
    if only is not None:
        cases: Sequence[Case] = (only,)
    else:
        cases = store.cases.all() if sees_all else store.cases.of_person(person.id)
    living = [case for case in cases if case.state in (State.PROPOSED, State.ACTIVE, State.FROZEN)]
    facts, rooms = store.facts_of(living), store.rooms_of(living)
    theirs: list[Case] = []
    for case in living:
        reads = person.id == away.reader(facts[case.id], case).id
        leads = any(
            actor.person_id == person.id and actor.function == LEAD for actor in facts[case.id].actors
        )
        is_in = person.id in membership.wanted(rooms[case.id].place, facts[case.id])
        if (only is not None and sees_all) or reads or leads or (is_in and not sees_all):
            theirs.append(case)
    informing = [case for case in theirs if sees_all and case.state is State.PROPOSED]
    informing = [
        case for case in informing if case.information_meeting_on and not case.information_meeting_held
    ]
    return Ahead(
        meetings=tuple(store.overview.planned(theirs, store.now)),
        cases={case.id: case for case in theirs},
        informing=tuple(sorted(informing, key=lambda case: case.information_meeting_on or case.created_on)),
    )
