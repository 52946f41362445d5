"""What waits for a second person's yes: ended when its time is over or the world has changed, else reminded
of."""

from __future__ import annotations

from collections.abc import Iterable

from storage.question import Asked
from storage.scoped import UnitStore


def end(store: UnitStore, over: Iterable[Asked]) -> None:
    """End questions that no longer say what would be done."""
    for asked in over:
        store.end_question(asked.id, "cancelled")


def lapse(store: UnitStore, question_id: int) -> Asked | None:
    """End a question whose time is over, and return it; None when it was answered or ended before."""
    asked = store.numbered_question(question_id)
    if asked is None or asked.state != "open" or asked.expires_at > store.now:
        return None
    store.end_question(asked.id, "expired")
    return asked


def plan_reminder(store: UnitStore) -> None:
    """Have the unit reminded again the next working morning."""
    store.plan_second_reminder()
