"""Who answers for a case today."""

from __future__ import annotations

from bot.rules import away
from bot.rules.person import Person
from storage.scoped import CaseStore


def answering(store: CaseStore) -> Person:
    """Whom people of the case reach today: its coordinator, or the deputy while they are away."""
    return away.reader(store.facts, store.case)
