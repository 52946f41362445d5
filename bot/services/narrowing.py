"""A consent narrowed: a function hears about less from now on, at once, like a withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules import ledger, membership
from bot.rules.audit import Action
from bot.rules.consent import Actor, Grant, Kinds
from bot.services import departure, expiry, pause, receipt
from bot.services.departure import Departure
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What a narrowing would do: the grants it marks and adds, who leaves which room (person ids by room id),
    all who leave, and whether the case freezes by it."""

    marked: tuple[Grant, ...]
    added: tuple[Grant, ...]
    out_of: Mapping[str, frozenset[str]]
    leaving: tuple[Actor, ...]
    freezes: bool


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What a narrowing did: who left what, and whether the case is frozen by it."""

    departure: Departure
    froze: bool


def forecast(store: CaseStore, function: str, kept: Kinds, *, by: str) -> Forecast:
    """What follows if a function hears only what is ``kept`` from now on; ``by``: the person id of who
    records it."""
    before = store.facts
    marked, added = ledger.narrowed(before.grants, function, kept, by=by, now=store.now, today=before.today)
    after = before.with_grants(ledger.after(before.grants, marked, added))
    out_of = {
        room.id: membership.wanted(room.place, before).keys() - membership.wanted(room.place, after).keys()
        for room in store.rooms
    }
    out = frozenset[str]().union(*out_of.values())
    return Forecast(
        marked=marked,
        added=added,
        out_of={room_id: frozenset(people) for room_id, people in out_of.items()},
        leaving=tuple(actor for actor in before.actors if actor.person_id in out),
        freezes=pause.would_freeze(store, after),
    )


def narrow(store: CaseStore, function: str, kept: Kinds, *, by: str) -> Narrowed:
    """Let a function hear only what is ``kept`` of what it hears.

    Takes the tasks of those who leave, and freezes the case if the rules say so; a person decides when it
    goes on.
    """
    would = forecast(store, function, kept, by=by)
    before = departure.before(store, would.leaving)
    store.consents.withdraw(would.marked)
    store.consents.add(would.added)
    store.overtake_questions()
    store.audit(Action.CASE_CONSENT_NARROWED, function=function, kept=sorted(kept))
    gone = departure.finish(store, before)
    if would.freezes:
        pause.freeze(store, "a required function is covered for less")
    expiry.plan_end(store)
    receipt.plan_reminder(store)
    return Narrowed(departure=gone, froze=would.freezes)
