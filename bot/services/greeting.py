"""The first words to each person: once for each account they have had."""

from __future__ import annotations

from bot.rules.person import Person
from storage.scoped import UnitStore


def take(store: UnitStore, person: Person) -> bool:
    """Note that somebody gets the first words now; returns False if they have got them, with the account they have.

    With another account they get them anew: it cannot read what was said to the one before.
    """
    return store.people.set_greeted(person.id, store.now)
