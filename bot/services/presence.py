"""Who came to a meeting, and whether it took place at all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.rules import membership
from bot.rules import presence as rules
from bot.rules.audit import Action
from bot.rules.calendar import day_of
from bot.rules.case import Case
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.overview import MeetingHead
from bot.rules.person import Person
from bot.rules.presence import Attended, Came, Missed
from bot.rules.room import RoomState
from storage.scoped import CaseStore, UnitStore

#: The due row that asks, an hour after a meeting was to end, whether it took place.
OVER = "meeting.over"
#: So long after the meeting was to end.
ASKED_AFTER = timedelta(hours=1)
#: So long ago people have met lately.
LATELY = timedelta(days=7)
#: What a meeting is once it has begun, and was not called off before.
_BEGUN = (MeetingState.PLANNED, MeetingState.HELD, MeetingState.MISSED)


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Who came to a meeting, by person id, and who is missed by now."""

    meeting: Meeting
    came: Mapping[str, Came]
    missed: tuple[Missed, ...]

    def of(self, how: Came) -> list[str]:
        """The people of whom that is so, by person id."""
        return [person_id for person_id, came in self.came.items() if came is how]


def latest(store: CaseStore) -> Meeting | None:
    """The last meeting that has begun and was not called off before; None when there was none."""
    begun = [
        meeting
        for meeting in store.meetings.all()
        if meeting.state in _BEGUN and meeting.starts_at <= store.now
    ]
    return max(begun, key=lambda meeting: meeting.starts_at, default=None)


def met_lately(store: UnitStore, person: Person) -> Mapping[str, datetime]:
    """The cases somebody works with in which people were to meet lately, by id, with when the last of those meetings
    began."""
    ids = [case.id for case in _cases_of(store, person)]
    found: dict[str, datetime] = {}
    for case_id, heads in store.overview.meetings(ids, store.now).items():
        begun = [
            head.starts_at
            for head in heads
            if head.state in _BEGUN and store.now - LATELY <= head.starts_at <= store.now
        ]
        if begun:
            found[case_id] = max(begun)
    return found


def meeting_soon(store: UnitStore, person: Person) -> Mapping[str, datetime]:
    """The cases somebody takes part in in which people are to meet, by id, with when they do next."""
    return {
        case_id: min(head.starts_at for head in heads) for case_id, heads in planned(store, person).items()
    }


def planned(store: UnitStore, person: Person) -> Mapping[str, Sequence[MeetingHead]]:
    """The meetings that are to be in the cases somebody takes part in, by the case's id, where there are any."""
    ids = [case.id for case in _cases_of(store, person)]
    found: dict[str, Sequence[MeetingHead]] = {}
    for case_id, heads in store.overview.meetings(ids, store.now).items():
        still = [head for head in heads if head.state is MeetingState.PLANNED and head.starts_at > store.now]
        if still:
            found[case_id] = still
    return found


def _cases_of(store: UnitStore, person: Person) -> Sequence[Case]:
    own = {case.id: case for case in store.cases.of_person(person.id)}
    own.update((case.id, case) for case in store.cases.of_coordinator(person.id))
    return tuple(own.values())


def is_asked(store: CaseStore, meeting_id: str) -> bool:
    """Whether it is still to be asked whether a meeting took place."""
    meeting = store.meetings.get(meeting_id)
    return meeting is not None and meeting.state is MeetingState.PLANNED and meeting.ends_at <= store.now


def expected(store: CaseStore) -> tuple[str, ...]:
    """Who belongs to a meeting of the case, by person id: everybody of the case room, the coordinator, the youth."""
    place = replace(store.room.place, state=RoomState.OPEN)
    ids = dict.fromkeys([store.case.coordinator_id, *membership.wanted(place, store.facts)])
    youth = store.facts.youth
    if youth is not None:
        ids[youth.id] = None
    return tuple(ids)


def note(
    store: CaseStore,
    meeting: Meeting,
    *,
    absent: Collection[str],
    late: Collection[str],
    there: Collection[str] = (),
) -> Noted:
    """Note who came to a meeting, instead of what was noted before: all who belong to it but those who are named. It
    was held. ``there``: who came though nobody expected them."""
    people = tuple(dict.fromkeys((*expected(store), *there, *late)))
    came = rules.came(people, absent=tuple(absent), late=tuple(late))
    store.presences.put(meeting.id, came, store.now)
    store.meetings.set_state(meeting.id, MeetingState.HELD)
    store.audit(Action.CASE_MEETING_HELD, number=meeting.number, day=day_of(meeting.starts_at).isoformat())
    return Noted(meeting=meeting, came=came, missed=missed(store))


def note_missed(store: CaseStore, meeting: Meeting) -> None:
    """Note that a meeting did not take place; the next follow-up is not counted from it."""
    store.presences.forget(meeting.id)
    store.meetings.set_state(meeting.id, MeetingState.MISSED)
    store.audit(Action.CASE_MEETING_MISSED, number=meeting.number)


def missed(store: CaseStore) -> tuple[Missed, ...]:
    """Who stays away from the meetings of the case, the coordinator left out."""
    held = []
    for meeting in store.meetings.all():
        came = store.presences.of_meeting(meeting.id)
        if came:
            held.append(Attended(starts_at=meeting.starts_at, came=came))
    functions = {actor.person_id: actor.function for actor in store.facts.actors}
    found = rules.patterns(held, functions)
    return tuple(one for one in found if one.person_id != store.case.coordinator_id)
