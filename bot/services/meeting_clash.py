"""Finds who would be at two meetings at the same time, over the cases of a unit."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules import meeting_clash as rules
from bot.rules.meeting import Meeting
from bot.rules.meeting_clash import Clash
from storage.scoped import CaseStore


def clashes(store: CaseStore, meetings: Sequence[Meeting]) -> list[Clash]:
    """Who of those who are to come to meetings of this case is to be elsewhere then, in the order of the meetings."""
    if not meetings:
        return []
    first = min(meeting.starts_at for meeting in meetings)
    last = max(meeting.ends_at for meeting in meetings)
    others = store.overview.planned_elsewhere(store.case_id, first, last)
    pairs = [(one, other) for one in meetings for other in others if rules.overlap(one, other)]
    if not pairs:
        return []
    cases = [store.one_case(case_id) for case_id in dict.fromkeys(other.case_id for _, other in pairs)]
    facts, rooms = store.facts_of(cases), store.rooms_of(cases)
    theirs = {case.id: rules.people(rooms[case.id].place, facts[case.id]) for case in cases}
    ours = rules.people(store.room.place, store.facts)
    return [
        Clash(person_id=person_id, meeting=one, other=other)
        for one, other in pairs
        for person_id in sorted(ours & theirs[other.case_id])
    ]
