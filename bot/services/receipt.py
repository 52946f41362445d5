"""Receipts of the consent: each authority notes that it has it, and is asked if it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.rules import ledger
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.consent import Actor, covered
from bot.rules.facts import CaseFacts
from bot.rules.overview import RECEIPT_ASKED
from bot.rules.person import Person
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The authorities for which somebody stands in a case, and those of them that a consent covers today."""

    authorities: tuple[str, ...]
    covered: tuple[str, ...]


def standing(facts: CaseFacts, person_id: str) -> Standing:
    """The authorities for which somebody could note that they have the consent."""
    functions = [actor.function for actor in facts.actors_of(person_id)]
    authorities = tuple(function for function in functions if not facts.profile.function(function).private)
    heard = {actor.function for actor in facts.actors_of(person_id) if _hears(facts, actor)}
    return Standing(authorities=authorities, covered=tuple(one for one in authorities if one in heard))


def acknowledge(store: CaseStore, functions: tuple[str, ...], *, by: str) -> tuple[str, ...]:
    """Note that authorities have the consent as it stands; returns those that had not noted it before."""
    missing = unacknowledged(store)
    noted = tuple(function for function in functions if function in missing)
    for function in noted:
        store.receipts.put(function, by=by, now=store.now)
        store.audit(Action.CASE_CONSENT_RECEIVED, function=function)
    return noted


def plan_reminder(store: CaseStore) -> None:
    """Plan to ask the authorities, for a consent that has just been recorded."""
    facts = store.facts
    store.schedule("consent.receipts", facts.case.id, morning(facts.today + timedelta(days=RECEIPT_ASKED)))


def ask_tomorrow(store: CaseStore) -> None:
    """Put off asking the authorities."""
    facts = store.facts
    store.schedule("consent.receipts", facts.case.id, morning(facts.today + timedelta(days=1)))


def to_ask(store: CaseStore) -> list[tuple[Person, tuple[str, ...]]]:
    """Who can be asked whether the consent has come, and for which authorities they stand."""
    missing = unacknowledged(store)
    facts = store.facts
    functions: dict[str, tuple[str, ...]] = {}
    for actor in facts.actors:
        if actor.function in missing and _hears(facts, actor):
            functions[actor.person_id] = (*functions.get(actor.person_id, ()), actor.function)
    people = [(facts.person(person_id), theirs) for person_id, theirs in functions.items()]
    return [(person, theirs) for person, theirs in people if person.active and person.matrix_id is not None]


def _hears(facts: CaseFacts, actor: Actor) -> bool:
    """Whether the consent covers the very person who stands for a function, and not another one by name."""
    return bool(covered(facts.grants, actor, facts.case.age_band, facts.profile, facts.today))


def unacknowledged(store: CaseStore) -> list[str]:
    """The authorities with an actor in the case that have not noted that they have the consent as it
    stands."""
    facts = store.facts
    with_actor = {actor.function for actor in facts.actors}
    return [
        function for function in ledger.unacknowledged(facts, store.receipts.all()) if function in with_actor
    ]
