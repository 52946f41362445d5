"""Whoever has said nothing about their tasks: they are asked once more on their own page, about all of them together;
after some days more the coordinator sees it. Some want that once a day or once a week instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.messages import Urgency
from bot.rules import budget, status_round, working_day
from bot.rules import meeting as meeting_rules
from bot.rules import plan as plan_rules
from bot.rules.audit import Action
from bot.rules.calendar import day_of, morning
from bot.rules.case import Case
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.rules.plan import BY_ITSELF, Happened, Task
from bot.rules.roles import OWN_WORDS
from bot.rules.status_round import NUDGED_AFTER, Silent
from bot.services import pause
from bot.services.task_history import note
from storage.scoped import CaseStore, UnitStore

#: Due rows, each about a person: to be asked once more; to be asked about everything, once a week.
NUDGE = "status.nudge"
WEEKLY = "status.weekly"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Tasks of somebody in one case that wait for their answer, or come next, and its meetings of those days."""

    case: Case
    tasks: tuple[Task, ...]
    meetings: tuple[Meeting, ...] = ()


def plan(store: UnitStore, person_id: str, *, asked_on: date) -> None:
    """Plan that somebody who was asked on a day is asked once more, should they say nothing; once is enough for all
    that waits."""
    on = working_day.after(asked_on, NUDGED_AFTER)
    store.schedule_once_for(NUDGE, person_id, morning(on))


def take_nudge(store: UnitStore, person_id: str) -> tuple[Waiting, ...]:
    """Take what somebody is to be asked about once more now, over all cases; nothing where all is answered.

    When no more may be said to them now, it is planned for the next day on which it may.
    """
    who = store.people.get(person_id)
    today = day_of(store.now)
    if not who.active or who.role in OWN_WORDS or store.is_rarely_asked(person_id):
        return ()
    waiting = [
        each
        for each in store.silent(asked_until=today - timedelta(days=1), person_id=person_id)
        if each.nudged_on is None
    ]
    ripe_until = status_round.asked_before(today, NUDGED_AFTER)
    if not waiting:
        return ()
    if not any(each.asked_on <= ripe_until for each in waiting):
        first = min(each.asked_on for each in waiting)
        store.schedule_for(NUDGE, person_id, morning(working_day.after(first, NUDGED_AFTER)))
        return ()
    on = _may_be_asked_on(store, who, today)
    if on > today:
        store.schedule_for(NUDGE, person_id, morning(on))
        return ()
    return _nudged(store, waiting, today)


def _may_be_asked_on(store: UnitStore, who: Person, today: date) -> date:
    """The first day on which the bot may speak to somebody by itself."""
    if not working_day.is_working_day(today):
        return working_day.following(today)
    bound = budget.bound(Urgency.QUESTION, who.role)
    assert bound is not None
    if store.disturbed([who]).get(who.id, 0) < bound.most:
        return today
    _, following = budget.counted_together(bound.span, today)
    return working_day.on_or_after(following)


def _nudged(store: UnitStore, waiting: Sequence[Silent], today: date) -> tuple[Waiting, ...]:
    """What waits, by case, noted as asked once more; without the cases that are paused."""
    found = []
    for own, theirs in _by_case(store, waiting):
        if pause.is_paused(own):
            continue
        ids = {each.task_id for each in theirs}
        tasks = tuple(task for task in own.plan.all() if task.id in ids)
        own.status_rounds.nudge(ids, today)
        for task in tasks:
            note(own, task, Happened.NUDGED, BY_ITSELF)
        own.audit(Action.CASE_STATUS_NUDGED, n=len(tasks), person=theirs[0].person_id)
        found.append(Waiting(case=own.case, tasks=tasks))
    return tuple(found)


# ------------------------------------------------------------------------------------------------------- all together


def takes_digest(store: UnitStore, person_id: str) -> bool:
    """Whether somebody gets everything together, once a week or each working day.

    Whatever else the bot would say to them by itself, a meeting among it, is not said then: :func:`take_digest` finds
    it when its day comes.
    """
    return store.is_rarely_asked(person_id)


def is_daily(store: UnitStore, person_id: str) -> bool:
    """Whether somebody who gets everything together gets it each working day."""
    return store.people.get(person_id).daily


def choose(store: UnitStore, person_id: str, *, weekly: bool, daily: bool = False) -> date | None:
    """Note whether somebody wants to be asked about everything together, once a week or each working day; returns the
    first day of it."""
    store.choose_to_be_asked(person_id, rarely=weekly or daily)
    store.people.set_daily(person_id, daily=daily)
    store.audit(
        Action.PERSON_DIGEST_WANTED if weekly or daily else Action.PERSON_DIGEST_ENDED, person=person_id
    )
    if not (weekly or daily):
        store.cancel_scheduled("they are asked as usual", kind=WEEKLY, subject=person_id)
        return None
    return _plan_digest(store, store.people.get(person_id))


def _plan_digest(store: UnitStore, who: Person) -> date:
    today = day_of(store.now)
    monday = today + timedelta(days=7 - today.weekday())
    on = working_day.following(today) if who.daily else working_day.on_or_after(monday)
    store.schedule_for(WEEKLY, who.id, morning(on))
    return on


def take_digest(store: UnitStore, person_id: str) -> tuple[Waiting, ...]:
    """Take what somebody who wants it together is asked about: what waits for their answer, is late, or is due in the
    days until the next time, over all cases, with the meetings of those days; the next time is planned."""
    who = store.people.get(person_id)
    if not who.active or not store.is_rarely_asked(person_id):
        return ()
    following = _plan_digest(store, who)
    today = day_of(store.now)
    asked = {each.task_id: each for each in store.silent(asked_until=today, person_id=person_id)}
    last = following if who.daily else today + timedelta(days=6 - today.weekday())
    by_case = store.task_numbers_of(person_id, plan_rules.OPEN)
    with_meetings = {case.id for case in store.cases.of_person(person_id)}
    found = []
    for case_id in dict.fromkeys((*by_case, *sorted(with_meetings))):
        own = store.of(store.one_case(case_id))
        if pause.is_paused(own):
            continue
        tasks = tuple(
            task
            for task in own.plan.all()
            if task.owner_id == person_id
            and task.state in plan_rules.OPEN
            and _is_of_days(task, asked, today if who.daily else last)
        )
        meetings = _coming(own, last) if case_id in with_meetings else ()
        if tasks:
            own.status_rounds.nudge([task.id for task in tasks], today)
        if tasks or meetings:
            found.append(Waiting(case=own.case, tasks=tasks, meetings=meetings))
    return tuple(found)


def _coming(store: CaseStore, last: date) -> tuple[Meeting, ...]:
    """The meetings of a case until a day, that one included."""
    planned = meeting_rules.planned(store.meetings.all(), store.now)
    coming = [meeting for meeting in planned if day_of(meeting.starts_at) <= last]
    return tuple(sorted(coming, key=lambda meeting: meeting.starts_at))


def _is_of_days(task: Task, asked: dict[str, Silent], last: date) -> bool:
    return task.id in asked or (task.due_on is not None and task.due_on <= last)


def _by_case(store: UnitStore, waiting: Iterable[Silent]) -> list[tuple[CaseStore, list[Silent]]]:
    by_case: dict[str, list[Silent]] = {}
    for each in waiting:
        by_case.setdefault(each.case_id, []).append(each)
    return [(store.of(store.one_case(case_id)), theirs) for case_id, theirs in by_case.items()]
