"""Who is reminded of which meetings the working day before: people at work and guardians, each once for all their
cases. The youth has reminders of their own (:mod:`bot.services.reminder`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.messages import Urgency
from bot.rules import budget, membership, working_day
from bot.rules.calendar import day_of, moment
from bot.rules.case import Case, State
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.services import minute, pause
from storage.scoped import CaseStore, UnitStore

#: The due row of a unit that reminds people. Its subject is the unit, and the day on which it does.
REMIND = "meeting.day_before"
#: When, Swedish time.
AT = time(8)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A meeting somebody has before them; ``has_point``: they have handed in what they want to have taken up."""

    case: Case
    meeting: Meeting
    has_point: bool


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What somebody is reminded of: all their meetings until the end of the next working day, the first first.

    ``is_quiet``: they have been spoken to as often as they may be, so that nothing rings.
    """

    person: Person
    meetings: tuple[Ahead, ...]
    is_quiet: bool


def plan(store: CaseStore, meeting: Meeting) -> None:
    """Plan that people are reminded of a meeting, unless they have just been asked."""
    day = _day_before(day_of(meeting.starts_at))
    at = moment(day, AT)
    if at > store.now:
        store.schedule_for(REMIND, f"{store.unit_id}:{day}", at)


def due(store: UnitStore, day: date) -> tuple[Reminder, ...]:
    """Everybody who is to be reminded on a day, of what is still to be by now."""
    until = working_day.following(day)
    by_person: dict[str, list[Ahead]] = {}
    people: dict[str, Person] = {}
    for case in _meeting_by(store, until):
        own = store.of(case)
        if case.state is not State.ACTIVE or pause.is_paused(own):
            continue
        planned = _planned(own, until)
        points = {point.person_id for point in minute.points(own)}
        for person in _reminded(own):
            for meeting in planned:
                if own.meetings.answers(meeting.id).get(person.id) is Answer.NO:
                    continue
                people[person.id] = person
                by_person.setdefault(person.id, []).append(
                    Ahead(case=case, meeting=meeting, has_point=person.id in points)
                )
    spoken_to = store.disturbed(people.values())
    return tuple(
        Reminder(
            person=people[person_id],
            meetings=tuple(sorted(theirs, key=lambda each: each.meeting.starts_at)),
            is_quiet=_is_spent(people[person_id], spoken_to.get(person_id, 0)),
        )
        for person_id, theirs in by_person.items()
    )


def _day_before(day: date) -> date:
    """The last working day before a day."""
    return working_day.on_or_before(day - timedelta(days=1))


def _meeting_by(store: UnitStore, until: date) -> Sequence[Case]:
    """The cases of the unit with a meeting between now and the end of a day."""
    cases = {case.id: case for case in store.cases.all()}
    heads = store.overview.meetings(list(cases), store.now)
    return [
        cases[case_id]
        for case_id, theirs in heads.items()
        if any(
            head.state is MeetingState.PLANNED
            and head.starts_at > store.now
            and day_of(head.starts_at) <= until
            for head in theirs
        )
    ]


def _planned(store: CaseStore, until: date) -> list[Meeting]:
    return [
        meeting
        for meeting in store.meetings.all()
        if meeting.state is MeetingState.PLANNED
        and meeting.starts_at > store.now
        and day_of(meeting.starts_at) <= until
    ]


def _reminded(store: CaseStore) -> list[Person]:
    """Who of those in the case room is reminded: whoever calls the meetings knows of them."""
    facts = store.facts
    some = (facts.person(person_id) for person_id in membership.wanted(store.room.place, facts))
    return [
        person
        for person in some
        if person.role in (Role.ACTOR, Role.LEAD, Role.GUARDIAN)
        and person.id != facts.case.coordinator_id
        and person.matrix_id is not None
        and person.reminders
    ]


def _is_spent(person: Person, spoken_to: int) -> bool:
    bound = budget.bound(Urgency.REMINDER, person.role)
    return bound is not None and spoken_to >= bound.most
