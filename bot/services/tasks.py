"""The tasks of a case's plan: given, moved on, handed over, struck, and taken from those who leave."""

from __future__ import annotations

from collections.abc import Collection

from bot.rules import plan as rules
from storage.scoped import CaseStore


def take_from(store: CaseStore, people: Collection[str]) -> list[int]:
    """Take the open tasks from people who leave; returns the numbers of the tasks."""
    taken = []
    for task in store.plan.all():
        if task.owner_id in people and task.state in rules.OPEN:
            store.plan.save(rules.without_owner(task, store.now), now=store.now)
            store.cancel_scheduled("nobody owns the task", kind="task.due", subject=task.id)
            taken.append(task.number)
    return taken
