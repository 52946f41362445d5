"""Whom a question goes on to that nobody has answered: first the deputy, then a second person.

Days are working days, counted from the day somebody was asked. An alarm goes on by the minute, and by its own chain:
see :mod:`bot.rules.youth_alarm`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules import working_day
from bot.rules.calendar import day_of
from bot.rules.plan import Happened, TaskEvent
from bot.rules.profile import Escalation
from bot.rules.status_round import SAID


class Step(StrEnum):
    """Who is asked, one after the other."""

    DEPUTY = "deputy"
    SECOND = "second"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A question about a task that nobody has answered. ``passed``: how often it has gone on to somebody."""

    since: date
    passed: int = 0


def begins(event: TaskEvent) -> bool:
    """Whether somebody is to answer from now on: they were given a task, or took their answer back."""
    given = event.what in (Happened.ADDED, Happened.HANDED_OVER) and event.about is not None
    return given or event.what is Happened.TAKEN_BACK


def waiting(history: Iterable[TaskEvent]) -> Waiting | None:
    """The question about a task that still waits, by all that has happened to it; None where there is none.

    Whoever is given a task is asked whether they take it. To be asked once more begins nothing anew.
    """
    since: date | None = None
    passed = 0
    for event in history:
        if begins(event):
            since, passed = day_of(event.at), 0
        elif event.what in SAID:
            since, passed = None, 0
        elif event.what is Happened.ASKED and since is None:
            since = day_of(event.at)
        elif event.what is Happened.PASSED_ON:
            passed += 1
    return None if since is None else Waiting(since=since, passed=passed)


def day_of_step(since: date, step: Step, rule: Escalation) -> date:
    """The first day on which a question that was asked on a day goes on by a step."""
    days = rule.deputy_after if step is Step.DEPUTY else rule.second_after
    return working_day.after(since, days)


def step(found: Waiting, today: date, rule: Escalation, *, has_deputy: bool) -> Step | None:
    """The step a question takes today; None: none yet, or no more.

    Nobody is left out: a deputy whose day was missed comes before the second person.
    """
    next_step = Step.DEPUTY if has_deputy else Step.SECOND
    if found.passed >= 1:
        next_step = Step.SECOND
    if found.passed >= (2 if has_deputy else 1):
        return None
    return next_step if day_of_step(found.since, next_step, rule) <= today else None
