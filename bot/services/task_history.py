"""Notes what happens to a task: when, through whom, and how they said it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.rules import escalation
from bot.rules.calendar import morning
from bot.rules.escalation import Step
from bot.rules.plan import By, Happened, Task, TaskEvent
from bot.rules.status_round import SAID, standing
from storage.scoped import CaseStore

#: Due row, about a task: nobody has answered, and the question goes on to somebody else.
UNANSWERED = "task.unanswered"


def note_asked(store: CaseStore, days: Mapping[str, date | None]) -> None:
    """Add to the history of tasks, by id with the day it is about, that their owners are asked how they go."""
    store.plan.note_all(
        TaskEvent(task_id=task_id, what=Happened.ASKED, at=store.now, day=day)
        for task_id, day in days.items()
    )
    for task_id in days:
        _plan_unanswered(store, task_id)


def note(
    store: CaseStore,
    task: Task,
    what: Happened,
    by: By,
    *,
    day: date | None = None,
    about: str | None = None,
    words: str | None = None,
) -> None:
    """Add a line to a task's history; see :class:`TaskEvent`. What answers how it goes is noted as an answer."""
    event = TaskEvent(
        task_id=task.id,
        what=what,
        at=store.now,
        by=by.person_id,
        via=by.via,
        verified=by.verified,
        day=day,
        about=about,
        words=words,
    )
    store.plan.note(event)
    if what in SAID:
        store.status_rounds.answer(task.id, SAID[what], store.now)
    elif what is Happened.TAKEN_BACK:
        store.status_rounds.correct(task.id, standing(store.plan.history(task.id)), store.now)
    _follow_answer(store, task, event)


def _follow_answer(store: CaseStore, task: Task, event: TaskEvent) -> None:
    """Have a question go on that nobody answers, and no longer once somebody does."""
    if escalation.begins(event):
        store.cancel_scheduled("it is asked anew", kind=UNANSWERED, subject=task.id)
        _plan_unanswered(store, task.id)
    elif event.what in SAID:
        store.cancel_scheduled("somebody has answered", kind=UNANSWERED, subject=task.id)


def _plan_unanswered(store: CaseStore, task_id: str) -> None:
    on = escalation.day_of_step(store.facts.today, Step.DEPUTY, store.facts.profile.escalation)
    store.schedule_once(UNANSWERED, task_id, morning(on))
