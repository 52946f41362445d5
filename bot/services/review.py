"""Plans and notes the quarterly review of the circle, which is asked about until there is an answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import Case, State
from storage.scoped import CaseStore

#: How long after a question without an answer it is asked again.
AGAIN = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A noted review: the number of its row in the audit log, and the day of the next review."""

    number: int
    next_on: date


def has_circle(case: Case) -> bool:
    """Whether the case is in a state in which there is a circle to review."""
    return case.state in (State.ACTIVE, State.FROZEN)


def plan_next(store: CaseStore, last: date) -> None:
    """Plan the next review, counted from the last one (or from the opening)."""
    facts = store.facts
    store.schedule("circle.review", facts.case.id, morning(last + timedelta(days=facts.profile.review_days)))


def plan_again(store: CaseStore) -> None:
    """Plan to ask again, in case nobody answers."""
    facts = store.facts
    store.schedule("circle.review", facts.case.id, morning(facts.today + AGAIN))


def note(store: CaseStore) -> Reviewed:
    """Note that the circle has been reviewed and is right, and plan the next review."""
    facts = store.facts
    people = {facts.case.coordinator_id, *(actor.person_id for actor in facts.actors)}
    store.save(replace(facts.case, reviewed_on=facts.today))
    number = store.audit(Action.CASE_CIRCLE_REVIEWED, people=sorted(people))
    plan_next(store, facts.today)
    return Reviewed(number=number, next_on=facts.today + timedelta(days=facts.profile.review_days))
