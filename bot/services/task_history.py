"""Notes what happens to a task: when, through whom, and how they said it."""

from __future__ import annotations

from datetime import date

from bot.rules.plan import By, Happened, Task, TaskEvent
from storage.scoped import CaseStore


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
    """Add a line to a task's history; see :class:`TaskEvent`."""
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
