"""A coordinator is away until a day, and another stands in; or is back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.rules import away
from bot.rules.audit import Action
from bot.rules.person import Person
from storage.scoped import UnitStore


def reachable(store: UnitStore, person: Person) -> Sequence[Person]:
    """Who can stand in for a coordinator and reads their own page."""
    able = away.deputies(store.facts, person)
    pages = store.open_pages_of(able)
    return [one for one in able if one.id in pages]


def leave(store: UnitStore, person: Person, until: date, deputy: Person) -> None:
    """Note that somebody is away until a day, on which they are back, and who stands in."""
    store.people.set_away(person.id, until, deputy.id)
    store.audit(Action.PERSON_AWAY_NOTED, person=person.id, deputy=deputy.id, until=until.isoformat())


def come_back(store: UnitStore, person: Person) -> Person | None:
    """Note that somebody is back; returns who stood in, None when they were not away."""
    if not away.is_away(person, store.facts.today) or person.deputy_id is None:
        return None
    store.people.set_away(person.id, None, None)
    store.audit(Action.PERSON_AWAY_ENDED, person=person.id)
    return store.facts.person(person.deputy_id)
