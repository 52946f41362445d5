"""Withdraws consents: the grants are marked in the ledger, and who may be in the rooms follows from that at
once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.rules import consent as rules
from bot.rules import ledger
from bot.rules.audit import Action
from bot.rules.consent import Actor, Grant
from bot.rules.facts import CaseFacts
from bot.rules.profile import Function
from bot.services import departure, pause
from bot.services.departure import Departure
from storage.scoped import CaseStore

#: The due row of a case in which something that was taken back on an own page waits for a talk.
WAITS = "withdrawal.waits"


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What a withdrawal would do: the grants it marks (if none, there is nothing to withdraw), the actors of
    their functions, and whether the case freezes."""

    marked: tuple[Grant, ...]
    leaving: tuple[Actor, ...]
    freezes: bool


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """What a withdrawal did: who left what, and whether it froze the case."""

    departure: Departure
    froze: bool


def taking_part(facts: CaseFacts) -> list[Function]:
    """The functions somebody has consented to and nobody has withdrawn."""
    standing = {grant.function for grant in facts.grants if grant.withdrawn_at is None}
    return [function for function in facts.profile.recipients if function.id in standing]


def forecast(store: CaseStore, function: str | None, *, by: str, said_at: datetime | None = None) -> Forecast:
    """What follows if ``by`` (a person id) withdraws the consent for a function (``None``: for all).

    ``said_at``: when it was said, if it waited for a talk.
    """
    facts = store.facts
    marked = rules.withdrawn(facts.grants, function, by=by, now=store.now, said_at=said_at)
    after = facts.with_grants(ledger.after(facts.grants, marked))
    return Forecast(
        marked=marked,
        leaving=tuple(_standing_for(facts, marked)),
        freezes=pause.would_freeze(store, after),
    )


def withdraw(
    store: CaseStore, function: str | None, *, by: str, said_at: datetime | None = None
) -> Withdrawn:
    """Withdraw the consent for a function (``None``: for all), as somebody says now or ``said_at`` a time before.

    Takes the tasks of those who leave, and freezes the case if the rules say so; a person decides when it
    goes on.
    """
    would = forecast(store, function, by=by, said_at=said_at)
    before = departure.before(store, would.leaving)
    store.consents.withdraw(would.marked)
    settle(store, function)
    store.overtake_questions()
    store.audit(Action.CASE_CONSENT_WITHDRAWN, functions=sorted({grant.function for grant in would.marked}))
    left = departure.finish(store, before)
    if would.freezes:
        pause.freeze(store, "a required function is no longer covered")
    # Their promise is for what they have heard. After a new consent they have to promise anew
    store.actors.note_promise({actor.id for actor in would.leaving if actor.promised_on is not None}, None)
    return Withdrawn(departure=left, froze=would.freezes)


def settle(store: CaseStore, function: str | None) -> None:
    """End the waiting of what is carried out with a withdrawal of a function (``None``: of all)."""
    waiting = store.own_withdrawals.all()
    for each in waiting:
        if function in (None, each.function):
            store.own_withdrawals.end(each)
    if waiting and not store.own_withdrawals.all():
        store.cancel_scheduled("it is carried out", kind=WAITS)


def _standing_for(facts: CaseFacts, marked: Sequence[Grant]) -> list[Actor]:
    functions = {grant.function for grant in marked}
    return [actor for actor in facts.actors if actor.function in functions]
