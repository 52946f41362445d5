"""Notes what happens to a task: when, through whom, and how they said it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.rules.plan import By, Happened, Task, TaskEvent
from bot.rules.status_round import SAID, standing
from storage.scoped import CaseStore


def note_asked(store: CaseStore, days: Mapping[str, date | None]) -> None:
    """Add to the history of tasks, by id with the day it is about, that their owners are asked how they go."""
    store.plan.note_all(
        TaskEvent(task_id=task_id, what=Happened.ASKED, at=store.now, day=day)
        for task_id, day in days.items()
    )


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
