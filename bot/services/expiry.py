"""When a consent runs out, and the prompts before that."""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules import ledger
from bot.rules.calendar import morning
from bot.rules.facts import CaseFacts
from storage.scoped import CaseStore

#: So many days before the last day the coordinator is told; "over" is the day after it.
PROMPTS = (30, 14, 3)
OVER = -1


def plan_prompts(store: CaseStore) -> None:
    """Plan the prompts for the consent as it stands now. Those for days that no longer are the last stay silent."""
    facts = store.facts
    for end in set(last_days(facts).values()):
        for days in (*PROMPTS, OVER):
            at = morning(end - timedelta(days=days))
            if at > store.now:
                store.schedule("consent.ending", f"{facts.case.id}:{days}:{end}", at)


def last_days(facts: CaseFacts) -> dict[str, date]:
    """The last day of each function: of hearing what the room is about, where it could."""
    return ledger.last_days(facts, facts.case.scope)


def last_day(facts: CaseFacts) -> date | None:
    """The last day of the consent the room hangs on: of those the profile requires, else of all."""
    every = last_days(facts)
    required = [every[function] for function in facts.profile.required_functions if function in every]
    if required:
        return min(required)
    return max(every.values(), default=None)
