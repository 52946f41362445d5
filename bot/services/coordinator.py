"""Who answers for a case today."""

from __future__ import annotations

from bot.rules.person import Person
from storage.scoped import CaseStore


def answering(store: CaseStore) -> Person:
    """Whom people of the case reach today: its coordinator."""
    return store.facts.person(store.case.coordinator_id)
