"""People of a unit: added, bound to a Matrix account, and let go of one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import protection
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.person import Person
from bot.services import consultation, device
from storage.scoped import UnitStore


@dataclass(frozen=True, kw_only=True)
class Away:
    """Somebody who is in no room because their server is not on the list any more, and the cases they are
    named in."""

    person: Person
    codes: tuple[str, ...]


def add(store: UnitStore, person: Person) -> Person:
    """Add a person, who gets an id; a guest who had their Matrix account is forgotten."""
    if person.matrix_id is not None:
        consultation.make_way(store, person.matrix_id)
    added = store.people.add(person, now=store.now)
    store.audit(Action.PERSON_ADDED, person=added.id, approved_by=added.approved_by, how=added.checked)
    return added


def bind(store: UnitStore, person: Person, matrix_id: str, *, checked: str, approved_by: str) -> None:
    """Bind somebody to another Matrix account: the one before is out everywhere at once.

    A guest who had the new account is forgotten. It is told soon whether the person can read with it.
    """
    consultation.make_way(store, matrix_id)
    store.people.bind(person.id, matrix_id, checked=checked, approved_by=approved_by)
    device.expect_news(store, person)
    store.audit(Action.PERSON_ACCOUNT_CHANGED, person=person.id, approved_by=approved_by, how=checked)


def release(store: UnitStore, person: Person) -> None:
    """Let somebody's Matrix account go: it is out of every room at once."""
    store.people.bind(person.id, None)
    store.audit(Action.PERSON_ACCOUNT_RELEASED, person=person.id)


def away(store: UnitStore) -> list[Away]:
    """Who is in no room because their server is not on the list any more, with the cases that are not
    closed."""
    facts = store.facts
    going_on = [case for case in store.cases.all() if case.state is not State.CLOSED]
    of_cases = store.facts_of(going_on)
    named = {case.code: frozenset(actor.person_id for actor in of_cases[case.id].actors) for case in going_on}
    ids = protection.away(facts.people, facts.profile)
    found = []
    for person in facts.people:
        if person.active and person.id in ids:
            codes = tuple(code for code, people in named.items() if person.id in people)
            found.append(Away(person=person, codes=codes))
    return found
