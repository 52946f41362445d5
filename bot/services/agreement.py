"""A consent that is recorded: what would follow from it, and recording it once two people have agreed to
that."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date

from bot.rules import agreement as rules
from bot.rules.agreement import Agreement, Forecast
from bot.rules.audit import Action
from bot.services import circle, departure, expiry, receipt
from bot.services.departure import Before, Departure
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What was recorded: its last day, and who left what by it (None: nobody).

    A change of custody may end what somebody else gave.
    """

    until: date
    departure: Departure | None


def forecast(store: CaseStore, agreement: Agreement) -> Forecast:
    """What would follow if an agreement were recorded now. Refused when it cannot be."""
    return rules.forecast(agreement, store.facts, now=store.now)


def record(store: CaseStore, agreement: Agreement, *, by: str, approved_by: str) -> Recorded:
    """Record an agreement, and plan the prompts before it ends; ``by`` and ``approved_by`` are person ids.

    Refused when it cannot be recorded.
    """
    facts = store.facts
    until = forecast(store, agreement).until
    grants = rules.grants_of(
        agreement,
        facts,
        now=store.now,
        recorded_by=by,
        approved_by=approved_by,
        new_id=lambda: secrets.token_hex(16),
    )
    people = {actor.person_id for actor in facts.actors}
    seats = circle.seats(store, people)
    was_talking = circle.is_talking(store)
    store.consents.add(grants)
    store.audit(
        Action.CASE_CONSENT_RECORDED,
        functions=list(agreement.kinds),
        until=until.isoformat(),
        approved_by=approved_by,
    )
    expiry.plan_end(store)
    receipt.plan_reminder(store)
    lost = circle.leavers(seats, circle.seats(store, people))
    leaving = tuple(actor for actor in facts.actors if actor.person_id in lost)
    if not leaving:
        return Recorded(until=until, departure=None)
    before = Before(leaving=leaving, seats=seats, was_talking=was_talking)
    return Recorded(until=until, departure=departure.finish(store, before))
