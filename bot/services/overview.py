"""Reads how many cases stand: what needs hands, what comes, and whose each is; a constant number of statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules import away, membership, working_day
from bot.rules import overview as rules
from bot.rules.calendar import day_of, moment
from bot.rules.case import Case, State
from bot.rules.facts import CaseFacts
from bot.rules.overview import MEETINGS_SHOWN, Coming, Matter, Monday, Seen, TaskHead
from bot.rules.person import Person
from bot.rules.plan import Happened, TaskState, is_late
from bot.rules.profile import LEAD
from bot.rules.roles import Role
from bot.rules.room import RoomState
from storage.overview import Change
from storage.room import RoomView
from storage.scoped import UnitStore

#: The due row of a unit in whose mornings its coordinators are told what is new. Its subject is the unit, and the day
#: that was looked at before.
MORNING = "overview.morning"

#: So many weeks back progress is shown.
WEEKS = 8


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one case stands. ``matters``: the most urgent first; ``meetings``: those of the next days, the next first.

    ``reader_id``: the coordinator, or whoever stands in while they are away; ``lead_ids``: who leads its daily work.
    """

    facts: CaseFacts
    room: RoomView
    tasks: tuple[TaskHead, ...]
    matters: tuple[Matter, ...]
    meetings: tuple[Coming, ...]
    reader_id: str
    lead_ids: frozenset[str]

    @property
    def case(self) -> Case:
        """The case."""
        return self.facts.case

    @property
    def order(self) -> tuple[int, int, date, str]:
        """By which cases are sorted: what is most urgent in them, then how much, then the next meeting."""
        urgency = self.matters[0].urgency if self.matters else 1000
        starts = day_of(self.meetings[0].starts_at) if self.meetings else date.max
        return (urgency, -len(self.matters), starts, self.case.code)


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Cases, the most urgent first."""

    cases: tuple[Standing, ...]

    @property
    def needing(self) -> tuple[Standing, ...]:
        """Those in which something needs hands."""
        return tuple(one for one in self.cases if one.matters)

    @property
    def meetings(self) -> tuple[Coming, ...]:
        """The meetings of the next days in all of them, the next first."""
        found = [meeting for one in self.cases for meeting in one.meetings]
        return tuple(sorted(found, key=lambda meeting: meeting.starts_at))

    def own(self, person: Person) -> Overview:
        """The cases of a coordinator, or those that somebody leads or stands in for."""
        return Overview(cases=tuple(one for one in self.cases if _is_own(one, person)))

    def others(self, person: Person) -> Overview:
        """All the others."""
        return Overview(cases=tuple(one for one in self.cases if not _is_own(one, person)))

    def news(self, since: date, today: date) -> Mapping[str, tuple[Matter, ...]]:
        """By case id, what became news after a day that was looked at before."""
        found = {}
        for one in self.cases:
            fresh = tuple(matter for matter in one.matters if rules.is_news(matter, since, today))
            if fresh:
                found[one.case.id] = fresh
        return found


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many tasks are done, to be done in time, in somebody's way, and late."""

    done: int
    open: int
    stuck: int
    late: int


@dataclass(frozen=True, kw_only=True)
class Week:
    """How the tasks stood when a week ended, or stand today; ``monday`` is its first day."""

    monday: date
    count: Count


def of_person(store: UnitStore, person: Person) -> Overview:
    """What somebody sees: a coordinator the cases of the unit, anybody else those they lead."""
    if person.role is Role.COORDINATOR:
        return of_cases(store, store.cases.all())
    return of_cases(store, store.cases.of_person(person.id)).own(person)


def of_cases(store: UnitStore, cases: Sequence[Case]) -> Overview:
    """How cases of the unit stand, the most urgent first."""
    ids = [case.id for case in cases]
    facts = store.facts_of(cases)
    rooms = store.living_rooms_of(cases)
    case_rooms = store.rooms_of(cases)
    tasks = store.overview.tasks(ids, store.facts.today)
    goals = store.overview.goals(ids)
    meetings = store.overview.meetings(ids, store.now)
    receipts = store.overview.receipts(ids)
    seconds = store.overview.seconds(store.office.id, store.now)
    failing = store.overview.failing(ids)
    alarms = Counter(alarm.case_id for alarm in store.youth_alarms.all())
    found = []
    for case in cases:
        room = case_rooms[case.id]
        seen = Seen(
            facts=facts[case.id],
            members=frozenset(membership.wanted(room.place, facts[case.id])),
            is_still=_is_still(room, facts[case.id]),
            tasks=tuple(tasks.get(case.id, ())),
            goals=tuple(goals.get(case.id, ())),
            meetings=tuple(meetings.get(case.id, ())),
            receipts=tuple(receipts.get(case.id, ())),
            alarms=alarms[case.id],
            room_alarms=sum(one.alarm is not None for one in rooms.get(case.id, ())),
            seconds=len(seconds.get(case.id, ())),
            failing=tuple(failing.get(case.id, ())),
        )
        found.append(_standing(store, seen, room))
    return Overview(cases=tuple(sorted(found, key=lambda one: one.order)))


def choose_monday(store: UnitStore, person: Person, monday: Monday) -> None:
    """Note whether somebody wants the week as it begins."""
    store.people.set_monday(person.id, monday)


def begin_mornings(store: UnitStore) -> None:
    """Have the unit's coordinators told each working morning what is new, unless they are already."""
    if not store.is_scheduled(MORNING):
        plan_morning(store, store.facts.today)


def go_on(store: UnitStore, seen: Overview, since: date) -> bool:
    """Plan the next morning, as long as a case of the unit is not over; returns whether people are told now.

    ``since``: the day that was looked at before. At an hour at which nobody is told anything, it stays that day.
    """
    is_time = rules.is_time(store.now)
    if any(one.case.state is not State.CLOSED for one in seen.cases):
        plan_morning(store, store.facts.today if is_time else since)
    return is_time


def plan_morning(store: UnitStore, since: date) -> None:
    """Plan the next working morning, on which is told what is new since a day."""
    at = moment(working_day.following(store.facts.today), rules.MORNING)
    store.schedule(MORNING, f"{store.unit_id}:{since}", at)


def count(tasks: Sequence[TaskHead], today: date) -> Count:
    """How tasks stand on a day; those that were struck do not count."""
    still = [task for task in tasks if task.is_open]
    late = sum(is_late(task, today) for task in still)
    stuck = sum(task.state is TaskState.STUCK and not is_late(task, today) for task in still)
    return Count(
        done=sum(task.state is TaskState.DONE for task in tasks),
        open=len(still) - late - stuck,
        stuck=stuck,
        late=late,
    )


def added(counts: Sequence[Count]) -> Count:
    """Counts of several cases as one."""
    return Count(
        done=sum(each.done for each in counts),
        open=sum(each.open for each in counts),
        stuck=sum(each.stuck for each in counts),
        late=sum(each.late for each in counts),
    )


def progress(store: UnitStore, cases: Collection[Standing]) -> tuple[Week, ...]:
    """How the tasks of cases stood at the end of each of the last weeks, from the first in which there was one.

    What stood in somebody's way then is not known any more: only today does it count by itself.
    """
    changes = store.overview.changes([one.case.id for one in cases])
    today = store.facts.today
    monday = today - timedelta(days=today.weekday())
    weeks: list[Week] = []
    for back in range(WEEKS - 1, -1, -1):
        first = monday - timedelta(weeks=back)
        day = min(today, first + timedelta(days=6))
        counts = [_count_on(one, changes.get(one.case.id, ()), day, today) for one in cases]
        whole = added(counts)
        if weeks or whole != Count(done=0, open=0, stuck=0, late=0):
            weeks.append(Week(monday=first, count=whole))
    return tuple(weeks)


# -------------------------------------------------------------------------------------------------------------- inside


def _is_own(one: Standing, person: Person) -> bool:
    return person.id == one.reader_id or person.id in one.lead_ids


def _is_still(room: RoomView, facts: CaseFacts) -> bool:
    """Whether a case that has been opened, and is not being closed, stands still."""
    if facts.case.state is State.FROZEN or room.state is RoomState.FROZEN:
        return True
    return membership.freezes(room.place, facts) is not None


def _standing(store: UnitStore, seen: Seen, room: RoomView) -> Standing:
    leads = [actor.person_id for actor in seen.facts.actors if actor.function == LEAD]
    return Standing(
        facts=seen.facts,
        room=room,
        tasks=seen.tasks,
        matters=rules.matters(seen, store.now),
        meetings=rules.coming(seen, store.now, within=timedelta(days=MEETINGS_SHOWN)),
        reader_id=away.reader(seen.facts, seen.facts.case).id,
        lead_ids=frozenset(leads),
    )


def _count_on(one: Standing, changes: Sequence[Change], day: date, today: date) -> Count:
    if day == today:
        return count(one.tasks, today)
    added = {change.number: day_of(change.at) for change in changes if change.what is Happened.ADDED}
    over = {change.number: day_of(change.at) for change in changes if change.what is not Happened.ADDED}
    done = still = late = 0
    for task in one.tasks:
        began = added.get(task.number, one.case.opened_on or one.case.created_on)
        ended = None if task.is_open else over.get(task.number, day_of(task.changed_at))
        if began > day:
            continue
        if ended is not None and ended <= day:
            done += task.state is TaskState.DONE
        elif task.due_on is not None and task.due_on < day:
            late += 1
        else:
            still += 1
    return Count(done=done, open=still, stuck=0, late=late)
