"""The review of the circle, every quarter."""

from __future__ import annotations

from datetime import date, timedelta

from bot.rules.calendar import morning
from storage.scoped import CaseStore


def plan_next(store: CaseStore, last: date) -> None:
    """Plan the next review, counted from the last one (or from the opening)."""
    facts = store.facts
    store.schedule("circle.review", facts.case.id, morning(last + timedelta(days=facts.profile.review_days)))
