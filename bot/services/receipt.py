"""Each authority notes for itself that it has the consent; the coordinator is reminded of those that have not."""

from __future__ import annotations

from datetime import timedelta

from bot.rules import ledger
from bot.rules.calendar import morning
from storage.scoped import CaseStore

#: Days until the coordinator is reminded of those who have not.
REMINDED_AFTER = 7


def plan_reminder(store: CaseStore) -> None:
    """Plan the reminder, for a consent that has just been recorded."""
    facts = store.facts
    store.schedule("consent.receipts", facts.case.id, morning(facts.today + timedelta(days=REMINDED_AFTER)))


def unacknowledged(store: CaseStore) -> list[str]:
    """The authorities that somebody stands for, and that have not noted that they have the consent as it stands."""
    facts = store.facts
    named = {actor.function for actor in facts.actors}
    return [function for function in ledger.unacknowledged(facts, store.receipts.all()) if function in named]
