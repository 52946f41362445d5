"""What needs a coordinator's hands in a case: the matters of a day, the most urgent first.

A matter is told by itself on a few days (:func:`is_news`); until it is over it stands in every list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.errors import Refused
from bot.i18n import ZONE
from bot.rules import ledger, meeting, next_meeting, retention, without_task, working_day
from bot.rules.calendar import day_of, moment, morning
from bot.rules.case import State
from bot.rules.facts import CaseFacts
from bot.rules.ledger import Receipt
from bot.rules.meeting import Answer, MeetingState
from bot.rules.person import Person
from bot.rules.plan import OPEN, TaskState, is_late
from bot.rules.presence import Attended, Came, patterns
from bot.rules.profile import YOUTH
from bot.rules.roles import Role
from bot.rules.status_round import SHOWN_AFTER

#: When people are told what is new, before the day begins. Whoever slept through it tells it later, within these hours.
#: Swedish time.
MORNING = time(7, 30)
_FROM, _UNTIL = 7, 18

#: A coordinator is told so many days before the last day of a consent.
CONSENT_PROMPTS = (30, 14, 3)
#: So many days before it is erased a case without a consent is shown.
PURGE_SHOWN = 7
#: Working days until a task that its owner has not taken is shown.
UNTAKEN_AFTER = 2
#: Working days until somebody who was asked and says nothing is shown.
SILENT_AFTER = 4
#: Days until an authority without a receipt is asked for it, and until the coordinator is told that it is missing
#: still.
RECEIPT_ASKED, RECEIPT_TOLD = 7, 14
#: Days after a case began to close until its receipt is asked for.
CLOSING_SHOWN = 3
#: What is told once and goes on is told again after so many days.
AGAIN = 7
#: So many days ahead meetings are shown.
MEETINGS_SHOWN = 14


class Monday(StrEnum):
    """Whether somebody gets the week as it begins."""

    ON = "on"
    OFF = "off"
    PICTURE = "picture"  # on, and drawn as well


class MatterKind(StrEnum):
    """What needs hands."""

    YOUTH_ALARM = "youth_alarm"
    ROOM_ALARM = "room_alarm"
    FROZEN = "frozen"
    PURGE = "purge"
    SECOND = "second"
    CONSENT = "consent"
    LATE = "late"
    STUCK = "stuck"
    MET = "met"
    FOLLOWUP = "followup"
    INFORMATION = "information"
    SILENT = "silent"
    UNOWNED = "unowned"
    UNTAKEN = "untaken"
    INVITATION = "invitation"
    CLOSING = "closing"
    RECEIPT = "receipt"
    GOAL = "goal"
    ABSENT = "absent"
    NEXT = "next"
    IDLE = "idle"


#: How urgent each kind is, the most urgent first. A consent counts by the days that are left: see :func:`_urgency`.
_ORDER: Mapping[MatterKind, int] = MappingProxyType(
    {kind: 10 * number for number, kind in enumerate(MatterKind)}
)
#: What is as urgent as that, or more so, is marked.
_MARKED = _ORDER[MatterKind.LATE]


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One thing in a case that needs hands, or is about to.

    ``day``: the day it is about (a last day, the day from which something is late or missing), ``at``: the time it is
    about; ``numbers``: of tasks or goals; ``people``: person ids; ``functions``: ids. ``told_on``: the days on which it
    is news.
    """

    kind: MatterKind
    case_id: str
    urgency: int
    day: date | None = None
    at: datetime | None = None
    numbers: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    told_on: frozenset[date] = frozenset()

    @property
    def is_marked(self) -> bool:
        """Whether it stands out in a list."""
        return self.urgency <= _MARKED


@dataclass(frozen=True, kw_only=True)
class TaskHead:
    """A task without its words. ``silent_since``: the day on which its owner was asked how it goes, who has said
    nothing since."""

    id: str
    number: int
    owner_id: str | None
    due_on: date | None
    state: TaskState
    changed_at: datetime
    goal_id: str | None = None
    repeats: str | None = None
    silent_since: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN


@dataclass(frozen=True, kw_only=True)
class GoalHead:
    """A goal without its words."""

    id: str
    number: int
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class MeetingHead:
    """A meeting without its words; ``answers`` by person id, of one that is still to be; ``came``: who did, of one that
    was held, once somebody has said so. ``is_asked``: people were asked whether they can come."""

    number: int
    starts_at: datetime
    state: MeetingState
    answers: Mapping[str, Answer]
    is_asked: bool = True
    came: Mapping[str, Came] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Everything that the matters of a case follow from.

    ``members``: who may be in its room, by person id. ``is_still``: nobody writes in the case room. ``alarms``: of
    the youth or a guardian, not over; ``room_alarms``: rooms of the case under alarm; ``seconds``: questions about it
    that wait for a second person; ``failing``: person ids whom an invitation does not reach.
    """

    facts: CaseFacts
    members: frozenset[str]
    is_still: bool
    tasks: tuple[TaskHead, ...] = ()
    goals: tuple[GoalHead, ...] = ()
    meetings: tuple[MeetingHead, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    alarms: int = 0
    room_alarms: int = 0
    seconds: int = 0
    failing: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Coming:
    """A meeting that is still to be: how many are asked, how many of them have answered, and how many cannot.

    ``is_asked``: they were asked already; ``is_information``: it is before there is a consent, and nobody is asked by
    the bot; ``is_whole_day``: at an hour that was not said.
    """

    case_id: str
    number: int
    starts_at: datetime
    asked: int = 0
    answered: int = 0
    cannot: int = 0
    is_asked: bool = True
    is_information: bool = False
    is_whole_day: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether all who are asked can come."""
        return self.asked > 0 and self.answered == self.asked and self.cannot == 0


def monday_of(person: Person) -> Monday:
    """Whether somebody gets the week as it begins: coordinators do, until they say otherwise."""
    if person.monday is not None:
        return Monday(person.monday)
    return Monday.ON if person.role is Role.COORDINATOR else Monday.OFF


def is_time(now: datetime) -> bool:
    """Whether people are told now what is new: on a working day, in its hours."""
    here = now.astimezone(ZONE)
    return working_day.is_working_day(here.date()) and _FROM <= here.hour < _UNTIL


def begins_week(day: date) -> bool:
    """Whether a day is the first on which people work in its week."""
    before = (day - timedelta(days=back) for back in range(1, day.weekday() + 1))
    return working_day.is_working_day(day) and not any(working_day.is_working_day(one) for one in before)


def is_first_of_week(day: date, since: date) -> bool:
    """Whether nobody was told anything in the week of a day before, ``since`` being the day on which they last were.

    That is its first working day; a later one where the bot was away until then.
    """
    monday = day - timedelta(days=day.weekday())
    return begins_week(day) or since < monday


def matters(seen: Seen, now: datetime) -> tuple[Matter, ...]:
    """What needs hands in a case, the most urgent first."""
    case = seen.facts.case
    found = [*_alarms(seen), *_waiting(seen)]
    if case.state is State.PROPOSED:
        found += [*_purge(seen), *_information(seen), *_consents(seen), *_receipts(seen)]
    elif case.state in (State.ACTIVE, State.FROZEN):
        found += [
            *_still(seen),
            *_consents(seen),
            *_tasks(seen),
            *_met(seen, now),
            *_followup(seen, now),
            *_next(seen, now),
            *_absent(seen),
            *_receipts(seen),
            *_goals(seen),
        ]
    elif case.state is State.CLOSING:
        found += _closing(seen)
    return tuple(sorted(found, key=lambda one: (one.urgency, one.day or date.max)))


def is_news(matter: Matter, since: date, today: date) -> bool:
    """Whether a matter became news after the day ``since``, which was looked at before, and by today."""
    return any(since < day <= today for day in matter.told_on)


def coming(seen: Seen, now: datetime, *, within: timedelta | None = None) -> tuple[Coming, ...]:
    """The meetings of a case that are still to be, the next first; ``within`` so long."""
    found = _information_ahead(seen, now, within)
    for one in seen.meetings:
        if one.state is not MeetingState.PLANNED or one.starts_at <= now:
            continue
        if within is not None and one.starts_at > now + within:
            continue
        asked = _asked(seen)
        answers = {person: answer for person, answer in one.answers.items() if person in asked}
        found.append(
            Coming(
                case_id=seen.facts.case.id,
                number=one.number,
                starts_at=one.starts_at,
                asked=len(asked),
                answered=len(answers),
                cannot=sum(answer is Answer.NO for answer in answers.values()),
                is_asked=one.is_asked,
            )
        )
    return tuple(sorted(found, key=lambda each: each.starts_at))


def _information_ahead(seen: Seen, now: datetime, within: timedelta | None) -> list[Coming]:
    case = seen.facts.case
    day = case.information_meeting_on
    if case.state is not State.PROPOSED or case.information_meeting_held or day is None:
        return []
    if day < day_of(now) or (within is not None and day > day_of(now + within)):
        return []
    at = case.information_at or morning(day)
    is_whole_day = case.information_at is None
    if not is_whole_day and at <= now:
        return []
    return [Coming(case_id=case.id, number=0, starts_at=at, is_information=True, is_whole_day=is_whole_day)]


def followed_up_on(seen: Seen, now: datetime) -> date | None:
    """The day from which the next follow-up is counted: the last meeting, else the opening."""
    return meeting.last_held(seen.meetings, now) or seen.facts.case.opened_on


# -------------------------------------------------------------------------------------------------------------- inside


def _matter(
    seen: Seen,
    kind: MatterKind,
    *,
    day: date | None = None,
    at: datetime | None = None,
    numbers: Iterable[int] = (),
    people: Iterable[str] = (),
    functions: Iterable[str] = (),
    told_on: Iterable[date] = (),
    urgency: int | None = None,
) -> Matter:
    return Matter(
        kind=kind,
        case_id=seen.facts.case.id,
        urgency=_ORDER[kind] if urgency is None else urgency,
        day=day,
        at=at,
        numbers=tuple(sorted(numbers)),
        people=tuple(dict.fromkeys(people)),
        functions=tuple(functions),
        told_on=frozenset(told_on),
    )


def _alarms(seen: Seen) -> list[Matter]:
    """Each is told at once by whoever raises it, so none is news in the morning."""
    found = []
    if seen.alarms:
        found.append(_matter(seen, MatterKind.YOUTH_ALARM))
    if seen.room_alarms:
        found.append(_matter(seen, MatterKind.ROOM_ALARM))
    return found


def _waiting(seen: Seen) -> list[Matter]:
    """A second person is reminded each working morning, and an invitation that fails is told at once."""
    found = []
    if seen.seconds:
        found.append(_matter(seen, MatterKind.SECOND))
    if seen.failing:
        found.append(_matter(seen, MatterKind.INVITATION, people=seen.failing))
    return found


def _still(seen: Seen) -> list[Matter]:
    return [_matter(seen, MatterKind.FROZEN)] if seen.is_still else []


def _purge(seen: Seen) -> list[Matter]:
    """A case with a consent is looked at again on that day, and not erased."""
    case = seen.facts.case
    day = case.purge_on
    if day is None or seen.facts.heard or (day - seen.facts.today).days > PURGE_SHOWN:
        return []
    return [_matter(seen, MatterKind.PURGE, day=day, told_on=_before(day, (PURGE_SHOWN, 1)))]


def _consents(seen: Seen) -> list[Matter]:
    """One matter for each last day that is near. What has ended already freezes the room, or has people leave."""
    facts = seen.facts
    if not facts.grants:
        return []
    by_day: dict[date, list[str]] = {}
    ends = ledger.last_days(facts, facts.case.scope)
    for function, end in ends.items():
        if 0 <= (end - facts.today).days <= max(CONSENT_PROMPTS):
            by_day.setdefault(end, []).append(function)
    return [
        _matter(
            seen,
            MatterKind.CONSENT,
            day=end,
            functions=() if len(functions) == len(ends) else functions,
            told_on=_before(end, CONSENT_PROMPTS),
            urgency=_urgency((end - facts.today).days),
        )
        for end, functions in by_day.items()
    ]


def _urgency(days_left: int) -> int:
    """How urgent a consent is that ends in so many days."""
    if days_left <= 3:
        return _ORDER[MatterKind.PURGE] + 1
    return _ORDER[MatterKind.CONSENT] if days_left <= 14 else _ORDER[MatterKind.GOAL] + 1


def _tasks(seen: Seen) -> list[Matter]:
    today = seen.facts.today
    still = [task for task in seen.tasks if task.is_open]
    late = [task for task in still if is_late(task, today)]
    untaken = [task for task in still if task.state is TaskState.ASKED and task.owner_id is not None]
    untaken = [task for task in untaken if _shown_on(task.changed_at, UNTAKEN_AFTER) <= today]
    silent_on = {
        task.number: working_day.after(task.silent_since, SHOWN_AFTER)
        for task in still
        if task.silent_since is not None
    }
    silent = [task for task in still if task.number in silent_on and silent_on[task.number] <= today]
    found = [
        _of_tasks(
            seen,
            MatterKind.LATE,
            late,
            [working_day.following(task.due_on) for task in late if task.due_on],
        ),
        _of_tasks(seen, MatterKind.STUCK, [task for task in still if task.state is TaskState.STUCK], ()),
        _of_tasks(
            seen,
            MatterKind.SILENT,
            silent,
            [silent_on[task.number] for task in silent],
        ),
        _of_tasks(seen, MatterKind.UNOWNED, [task for task in still if task.owner_id is None], ()),
        _of_tasks(
            seen, MatterKind.UNTAKEN, untaken, [_shown_on(task.changed_at, UNTAKEN_AFTER) for task in untaken]
        ),
    ]
    return [matter for matter in found if matter is not None]


def _of_tasks(seen: Seen, kind: MatterKind, tasks: list[TaskHead], told_on: Iterable[date]) -> Matter | None:
    if not tasks:
        return None
    ordered = sorted(tasks, key=lambda task: (task.due_on or date.max, task.number))
    return _matter(
        seen,
        kind,
        day=ordered[0].due_on,
        numbers=[task.number for task in ordered],
        people=[task.owner_id for task in ordered if task.owner_id is not None],
        told_on=told_on,
    )


def _shown_on(at: datetime, working_days: int) -> date:
    return working_day.after(day_of(at), working_days)


def _followup(seen: Seen, now: datetime) -> list[Matter]:
    """That it is long since the last follow-up, unless the next is planned; and who has nothing to do (rule 28)."""
    facts = seen.facts
    last = followed_up_on(seen, now)
    if facts.case.state is not State.ACTIVE or seen.is_still or last is None:
        return []
    due = retention.followup_on(last, facts.profile)
    if facts.today < due:
        return []
    found = []
    if not coming(seen, now):
        found.append(_matter(seen, MatterKind.FOLLOWUP, day=last, told_on=_again(due, facts.today)))
    idle = _idle(seen)
    if idle:
        found.append(_matter(seen, MatterKind.IDLE, people=idle, told_on=(due,)))
    return found


def _next(seen: Seen, now: datetime) -> list[Matter]:
    """That people have met and the next meeting is not called (rule 75), with the time that is proposed for it."""
    facts = seen.facts
    last = meeting.latest_held(seen.meetings, now)
    if facts.case.state is not State.ACTIVE or seen.is_still or last is None or coming(seen, now):
        return []
    met_on = day_of(last.starts_at)
    if facts.today <= met_on or facts.today >= retention.followup_on(met_on, facts.profile):
        return []
    day = next_meeting.proposed(met_on, facts.profile.followup_days, facts.today)
    try:
        at = moment(day, last.starts_at.astimezone(ZONE).time())
    except Refused:
        return []  # an hour of the night in which the clock changes
    return [_matter(seen, MatterKind.NEXT, day=met_on, at=at, told_on=(working_day.following(met_on),))]


def _information(seen: Seen) -> list[Matter]:
    """That the information meeting is today, or has been and nobody has said that it was held."""
    case = seen.facts.case
    day = case.information_meeting_on
    if day is None or case.information_meeting_held or seen.facts.today < working_day.on_or_before(day):
        return []
    told_on = (working_day.on_or_before(day), working_day.following(day))
    return [_matter(seen, MatterKind.INFORMATION, day=day, at=case.information_at, told_on=told_on)]


def _met(seen: Seen, now: datetime) -> list[Matter]:
    """A meeting that has been, of which nobody has said whether it took place. It is asked about once more the next
    working day; then it counts as held."""
    found = []
    for one in seen.meetings:
        day = day_of(one.starts_at)
        asked_on = working_day.following(day)
        if one.state is MeetingState.PLANNED and one.starts_at <= now and day < seen.facts.today <= asked_on:
            found.append(_matter(seen, MatterKind.MET, day=day, numbers=(one.number,), told_on=(asked_on,)))
    return found


def _absent(seen: Seen) -> list[Matter]:
    """Who stays away from the meetings: two in a row, or half of the last four."""
    facts = seen.facts
    held = [Attended(starts_at=one.starts_at, came=one.came) for one in seen.meetings if one.came]
    functions = {actor.person_id: actor.function for actor in facts.actors}
    missed = [one for one in patterns(held, functions) if one.person_id != facts.case.coordinator_id]
    if not missed:
        return []
    told_on = [working_day.following(day_of(one.since)) for one in missed]
    return [_matter(seen, MatterKind.ABSENT, people=[one.person_id for one in missed], told_on=told_on)]


def _idle(seen: Seen) -> list[str]:
    """Who of the authorities in the room has nothing to do, and has not said so."""
    facts = seen.facts
    busy = {task.owner_id for task in seen.tasks if task.is_open}
    found = []
    for person_id in sorted(seen.members - busy, key=lambda each: (facts.person(each).name, each)):
        person = facts.person(person_id)
        if without_task.is_asked(facts, person) and without_task.said_on(facts, person) is None:
            found.append(person_id)
    return found


def _receipts(seen: Seen) -> list[Matter]:
    """The authorities that were asked whether they have the consent, and have not said so."""
    facts = seen.facts
    named = {actor.function for actor in facts.actors}
    latest = facts.today - timedelta(days=RECEIPT_ASKED)
    since = ledger.unreceived_since(facts, seen.receipts)
    asked = {function: day for function, day in since.items() if function in named and day <= latest}
    if not asked:
        return []
    told_on = [day + timedelta(days=RECEIPT_TOLD) for day in asked.values()]
    return [_matter(seen, MatterKind.RECEIPT, day=min(asked.values()), functions=asked, told_on=told_on)]


def _goals(seen: Seen) -> list[Matter]:
    """The goals whose tasks are all done, so that somebody can judge how far they were reached."""
    ready: dict[int, date] = {}
    for goal in seen.goals:
        theirs = [
            task for task in seen.tasks if task.goal_id == goal.id and task.state is not TaskState.DROPPED
        ]
        if goal.is_open and theirs and all(task.state is TaskState.DONE for task in theirs):
            done_on = max(day_of(task.changed_at) for task in theirs)
            ready[goal.number] = working_day.following(done_on)
    if not ready:
        return []
    return [_matter(seen, MatterKind.GOAL, numbers=ready, told_on=ready.values())]


def _closing(seen: Seen) -> list[Matter]:
    began = seen.facts.case.closing_on
    if began is None:
        return []
    first = began + timedelta(days=CLOSING_SHOWN)
    return [_matter(seen, MatterKind.CLOSING, day=began, told_on=_again(first, seen.facts.today))]


def _asked(seen: Seen) -> frozenset[str]:
    """Who is asked whether they can come to a meeting: all in the room but the coordinator, and the youth."""
    youth = {actor.person_id for actor in seen.facts.actors if actor.function == YOUTH}
    return (seen.members | youth) - {seen.facts.case.coordinator_id}


def _before(day: date, prompts: Iterable[int]) -> list[date]:
    """The days on which people are told of a day, so many days before it; where nobody is at work, the working day
    before."""
    found = []
    for days in prompts:
        told = day - timedelta(days=days)
        while not working_day.is_working_day(told):
            told -= timedelta(days=1)
        found.append(told)
    return found


def _again(first: date, today: date) -> list[date]:
    """A day, and every week after it until today."""
    weeks = range(max(0, (today - first).days) // AGAIN + 1)
    return [first + timedelta(days=AGAIN * week) for week in weeks]
