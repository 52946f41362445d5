"""Own pages on which somebody else may write: nothing sensitive is answered there until a coordinator knows who
reads."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.person import Person
from storage.scoped import UnitStore


def hold(store: UnitStore, person: Person) -> None:
    """Answer nothing sensitive on somebody's own page from now on (:attr:`Person.held`)."""
    if person.held:
        return
    store.people.hold_page(person.id, store.now)
    store.audit(Action.PERSON_HELD, person=person.id)


def release(store: UnitStore, person: Person) -> None:
    """Answer as usual again: a coordinator has spoken with them, and the lost devices get nothing more."""
    store.people.hold_page(person.id, None)
    store.audit(Action.PERSON_RELEASED, person=person.id)
