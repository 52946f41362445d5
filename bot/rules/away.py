"""Coordinators who are away for some days, and who stands in for them meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.rules.case import Case
from bot.rules.facts import UnitFacts
from bot.rules.person import Person, coordinators

#: The longest time somebody is away, in days, without saying so again.
LONGEST = 90


def is_away(person: Person, today: date) -> bool:
    """Whether somebody has said that they are away on a day; on the last day they are back."""
    return person.away_until is not None and today < person.away_until


def deputies(facts: UnitFacts, person: Person) -> tuple[Person, ...]:
    """Who can stand in for a coordinator: the unit's other coordinators who have an account and are not away."""
    return tuple(
        one
        for one in coordinators(facts.people, facts.unit_id)
        if one.id != person.id and one.matrix_id is not None and not is_away(one, facts.today)
    )


def reader(facts: UnitFacts, case: Case) -> Person:
    """Who reads what is for a case's coordinator: they themselves, or their deputy while they are away.

    A deputy who has gone, or is away too, reads nothing: then it stays with the coordinator.
    """
    coordinator = facts.person(case.coordinator_id)
    if not is_away(coordinator, facts.today):
        return coordinator
    standing_in = [one for one in deputies(facts, coordinator) if one.id == coordinator.deputy_id]
    return standing_in[0] if standing_in else coordinator


def deputised(people: Iterable[Person], deputy: Person, today: date) -> tuple[Person, ...]:
    """For whom somebody stands in on a day."""
    return tuple(one for one in people if one.deputy_id == deputy.id and is_away(one, today))
