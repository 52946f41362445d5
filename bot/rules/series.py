"""The days of a task that repeats: which there are, which of them an answer is about, and when somebody is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from bot.errors import Refused
from bot.i18n import T
from bot.rules import recurrence
from bot.rules.calendar import day_of
from bot.rules.plan import DayState, Task, TaskDay
from bot.rules.recurrence import Recurrence
from bot.rules.school_break import Breaks

_DAY = timedelta(days=1)
#: How far ahead and back is looked, in days, the near days first: most that repeats comes within a month.
_SPANS = (35, 400, 3660)


def occurrences(
    task: Task, days: Iterable[TaskDay], breaks: Breaks, first: date, last: date
) -> tuple[TaskDay, ...]:
    """The days of a series from one day to another, both included, as they are now: moved ones where they are moved
    to, skipped ones left out.

    ``days``: what is remembered of any tasks. ``breaks`` are the school's.
    """
    rule = _rule(task)
    known = {each.day: each for each in days if each.task_id == task.id}
    planned = recurrence.between(rule, first, last, breaks)
    moved_here = [
        day
        for day, each in known.items()
        if day not in planned and first <= each.on <= last and _fits(rule, day, breaks)
    ]
    found = [known.get(day) or _plain(task, day) for day in (*planned, *moved_here)]
    here = [each for each in found if first <= each.on <= last and each.state is not DayState.SKIPPED]
    return tuple(sorted(here, key=lambda each: each.on))


def coming(task: Task, days: Iterable[TaskDay], breaks: Breaks, since: date) -> TaskDay | None:
    """The first day of a series on or after a day that is not done yet; None when it is over."""
    known = list(days)
    for span in _SPANS:
        for each in occurrences(task, known, breaks, since, since + _DAY * span):
            if each.state is not DayState.DONE:
                return each
    return None


def latest(task: Task, days: Iterable[TaskDay], breaks: Breaks, today: date) -> TaskDay | None:
    """The last day of a series that has come; None before it begins."""
    known = list(days)
    for span in _SPANS:
        found = occurrences(task, known, breaks, today - _DAY * span, today)
        if found:
            return found[-1]
    return None


def current(task: Task, days: Iterable[TaskDay], breaks: Breaks, today: date) -> TaskDay | None:
    """The day of a series that an answer without a day is about: the last one that has come.

    Before it begins, and when that one was done before today, it is the next one, which may be done early; said again
    on the same day, still the same one.
    """
    known = [each for each in days if each.task_id == task.id]
    found = latest(task, known, breaks, today)
    done_today = [each for each in known if each.state is DayState.DONE and day_of(each.changed_at) == today]
    done = max(done_today, key=lambda each: each.on, default=None)
    if done is not None and (found is None or done.on >= found.on):
        return done
    if found is None:
        return coming(task, known, breaks, today)
    if found.state is DayState.DONE:
        return coming(task, known, breaks, today + _DAY) or found
    return found


def on_day(task: Task, days: Iterable[TaskDay], breaks: Breaks, day: date) -> TaskDay | None:
    """The day of a series that is on a day now."""
    return next(iter(occurrences(task, days, breaks, day, day)), None)


def chosen(task: Task, days: Iterable[TaskDay], breaks: Breaks, today: date, day: date | None) -> TaskDay:
    """The day of a series that is to be moved or skipped: the one on ``day``, else the next one. Refused where there
    is none."""
    known = list(days)
    following = coming(task, known, breaks, today)
    found = following if day is None else on_day(task, known, breaks, day)
    if found is not None:
        return found
    if following is None:
        raise Refused(T("task.series_over", number=task.number))
    raise Refused(T("task.not_that_day", number=task.number, day=day, next=following.on))


def check_free(task: Task, days: Iterable[TaskDay], breaks: Breaks, moving: TaskDay, to: date) -> None:
    """Refuse to move a day of a series to where another of its days is."""
    taken = on_day(task, days, breaks, to)
    if taken is not None and taken.day != moving.day:
        raise Refused(T("task.day_taken", number=task.number, day=to))


def asked_on(task: Task, days: Iterable[TaskDay], breaks: Breaks, since: date) -> date | None:
    """The day on which somebody is asked how the series goes, the first from a day on; None when it is over.

    That is at most once a week, on the last day of that week which the series has.
    """
    known = list(days)
    following = coming(task, known, breaks, since)
    if following is None:
        return None
    monday = following.on - _DAY * following.on.weekday()
    return occurrences(task, known, breaks, monday, monday + _DAY * 6)[-1].on


def shifted(rule: Recurrence, to: date) -> Recurrence | None:
    """A series that is on another day from now on; None where it must be said how often instead."""
    if rule.nth is not None or (rule.last is not None and rule.last < to):
        return None
    if rule.month_day is not None:
        return replace(rule, begins=to, month_day=to.day)
    if len(rule.weekdays) == 1 and rule.weeks is None:
        return replace(rule, begins=to, weekdays=(to.weekday(),))
    if rule.weekdays:
        return None
    return replace(rule, begins=to)


def moved_to(day: TaskDay, to: date) -> TaskDay:
    """A day of a series that is on another one now."""
    return replace(day, moved_to=None if to == day.day else to)


def _rule(task: Task) -> Recurrence:
    assert task.repeats is not None
    return recurrence.restored(task.repeats)


def _fits(rule: Recurrence, day: date, breaks: Breaks) -> bool:
    return recurrence.between(rule, day, day, breaks) == (day,)


def _plain(task: Task, day: date) -> TaskDay:
    """A day about which there is nothing to remember."""
    return TaskDay(task_id=task.id, day=day, changed_at=task.changed_at)
