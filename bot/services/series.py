"""Tasks that repeat: which day comes, what is said about one, days that are moved or skipped, and when somebody is
asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from bot.rules import plan as rules
from bot.rules import series as days
from bot.rules import working_day
from bot.rules.calendar import morning
from bot.rules.plan import By, DayState, Happened, Task, TaskDay, TaskState
from bot.rules.roles import OWN_WORDS
from bot.services import card
from bot.services.task_history import note
from storage.scoped import CaseStore

#: What a state of a task is for one of its days.
_DAYS: Mapping[TaskState, DayState] = MappingProxyType(
    {
        TaskState.ASKED: DayState.OPEN,
        TaskState.DOING: DayState.DOING,
        TaskState.DONE: DayState.DONE,
        TaskState.STUCK: DayState.STUCK,
    }
)


def upcoming(store: CaseStore, task: Task) -> date | None:
    """The next day of a task that repeats, today included; None when it is over, or its days are done."""
    facts = store.facts
    found = days.coming(task, store.plan.days([task.id]), facts.profile.school_breaks, facts.today)
    return None if found is None else found.on


def current(store: CaseStore, task: Task, day: date | None = None) -> TaskDay | None:
    """The day of a series that an answer is about: the one on ``day``, else as :func:`bot.rules.series.current`."""
    facts, known = store.facts, store.plan.days([task.id])
    breaks = facts.profile.school_breaks
    if day is not None:
        return days.on_day(task, known, breaks, day)
    return days.current(task, known, breaks, facts.today)


def answer_occurrence(
    store: CaseStore, task: Task, state: TaskState, *, day: date | None = None, obstacle: str | None = None
) -> Task:
    """Note how it stands with one day of a task that repeats, and pass on to the next one; returns the task.

    ``day``: the day it is about, as it is now; None: the current one. The task goes on until its last day is done.
    """
    rules.check_move(task, state)
    about = current(store, task, day) or chosen(store, task, day)
    if about.state is _DAYS[state] and obstacle is None and task.state is not TaskState.ASKED:
        return task  # said once more
    noted = replace(about, state=_DAYS[state], changed_at=store.now)
    store.plan.save_day(noted)
    facts = store.facts
    left = days.coming(task, store.plan.days([task.id]), facts.profile.school_breaks, facts.today)
    after = state if state is not TaskState.DONE or left is None else TaskState.DOING
    answered = rules.moved(task, after, store.now)
    if obstacle is not None:
        answered = rules.with_obstacle(answered, obstacle)
    answered = replace(answered, changed_at=store.now)
    store.plan.save(answered, now=store.now)
    return reschedule(store, answered)


def reopen(store: CaseStore, task: Task, at: datetime) -> Task:
    """Have the day of a series that was answered at that moment be open again, as its answer is taken back."""
    for each in store.plan.days([task.id]):
        if each.changed_at == at and each.state is not DayState.SKIPPED:
            store.plan.save_day(replace(each, state=DayState.OPEN, changed_at=store.now))
    return reschedule(store, task)


def move_occurrence(store: CaseStore, task: Task, to: date, by: By, *, day: date | None = None) -> Task:
    """Move one day of a series to another, and leave the series as it is: the one on ``day``, else the next one."""
    facts = store.facts
    found = chosen(store, task, day)
    rules.check_day(to, facts.today)
    days.check_free(task, store.plan.days([task.id]), facts.profile.school_breaks, found, to)
    store.plan.save_day(replace(days.moved_to(found, to), changed_at=store.now))
    note(store, task, Happened.MOVED, by, day=to, about=found.on.isoformat())
    return reschedule(store, task)


def skip_occurrence(store: CaseStore, task: Task, by: By, *, day: date | None = None) -> Task:
    """Leave one day of a series out: the one on ``day``, else the next one."""
    found = chosen(store, task, day)
    store.plan.save_day(replace(found, state=DayState.SKIPPED, changed_at=store.now))
    note(store, task, Happened.SKIPPED, by, day=found.on)
    return reschedule(store, task)


def chosen(store: CaseStore, task: Task, day: date | None) -> TaskDay:
    """The day of a series that is to be moved or skipped: the one on ``day``, else the next one. Refused where there
    is none."""
    facts = store.facts
    return days.chosen(task, store.plan.days([task.id]), facts.profile.school_breaks, facts.today, day)


def reschedule(store: CaseStore, task: Task, *, since: date | None = None) -> Task:
    """Plan when the owner of a task is asked about it; returns the task with its next day.

    A task without repetition is asked about on its due day. ``since``: of a series, nothing before this day is asked
    about any more (today, unless given).
    """
    if task.repeats is not None:
        task = _passed_on(store, task)
    asked_on = (
        None if task.owner_id is None or task.state not in rules.OPEN else _asked_on(store, task, since)
    )
    if asked_on is None:
        store.cancel_scheduled("nobody is asked about the task", kind="task.due", subject=task.id)
    else:
        store.schedule("task.due", task.id, morning(asked_on))
    card.plan_late(store, task)
    return task


def _passed_on(store: CaseStore, task: Task) -> Task:
    """A task that repeats, with the next of its days that is not done."""
    due_on = upcoming(store, task) or task.due_on
    if due_on == task.due_on:
        return task
    found = replace(task, due_on=due_on)
    store.plan.save(found, now=found.changed_at)
    return found


def _asked_on(store: CaseStore, task: Task, since: date | None) -> date | None:
    """The day on which the owner is asked; None when it has been, or there is none."""
    facts = store.facts
    if task.repeats is None:
        if task.due_on is None or task.due_on < facts.today:
            return None
        return _when_asked(store, task, task.due_on)
    begin = since or facts.today
    known, breaks = store.plan.days([task.id]), facts.profile.school_breaks
    found = days.asked_on(task, known, breaks, begin)
    if found is None:
        return None
    asked = _when_asked(store, task, found)
    if morning(asked) > store.now:
        return asked
    # That week has been asked about
    found = days.asked_on(task, known, breaks, found + timedelta(days=7 - found.weekday()))
    return None if found is None else _when_asked(store, task, found)


def _when_asked(store: CaseStore, task: Task, day: date) -> date:
    """Youths and guardians are asked on the day itself, all others at work."""
    assert task.owner_id is not None
    if store.facts.person(task.owner_id).role in OWN_WORDS:
        return day
    return working_day.on_or_after(day)
