"""The facts the rules decide on: of a unit on a day, and of one case in it. Loaded once and handed to every
rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from bot.rules import age
from bot.rules.case import Case
from bot.rules.consent import Actor, Grant, Kinds, covered_functions
from bot.rules.person import Person
from bot.rules.profile import YOUTH, Profile


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """The people of a unit and its way of working, on a day (Swedish date)."""

    unit_id: str
    people: tuple[Person, ...]
    profile: Profile
    today: date

    @cached_property
    def by_id(self) -> Mapping[str, Person]:
        """The people by their ids; nobody of another unit."""
        return {person.id: person for person in self.people if person.unit_id == self.unit_id}

    def person(self, person_id: str) -> Person:
        """Somebody of the unit. Raises ``LookupError`` for anybody else."""
        if person_id not in self.by_id:
            raise LookupError("no such person in this unit")
        return self.by_id[person_id]


@dataclass(frozen=True, kw_only=True)
class CaseFacts(UnitFacts):
    """One case with its consents and who is named in it, as all of it counts on that day.

    The youth's age is part of that: ``case`` is in the band of the day, and ``grants`` are as birthdays leave
    them. Make it with :func:`as_they_count`, and change it with the methods here, which keep that true.
    """

    case: Case
    grants: tuple[Grant, ...]
    actors: tuple[Actor, ...]

    @property
    def heard(self) -> dict[str, Kinds]:
        """What each function may hear, whoever stands for it; functions that may hear nothing are left
        out."""
        return covered_functions(self.grants, self.case.age_band, self.profile, self.case.id, self.today)

    @property
    def youth(self) -> Person | None:
        """The young person the case is about, when one is named."""
        for actor in self.actors:
            if actor.function == YOUTH:
                return self.person(actor.person_id)
        return None

    def holder_of(self, function: str) -> str | None:
        """Who stands for a function today (person id): no deputy, unless there is nobody else; None when there is
        nobody, or several."""
        named = [actor for actor in self.actors if actor.function == function and actor.standing(self.today)]
        principals = [actor for actor in named if not actor.deputy] or named
        people = {actor.person_id for actor in principals}
        return people.pop() if len(people) == 1 else None

    def actors_of(self, person_id: str) -> list[Actor]:
        """Everything somebody is named for in the case."""
        return [actor for actor in self.actors if actor.person_id == person_id]

    def on(self, day: date) -> CaseFacts:
        """The same rows, as they count on another day. Whoever is named only from a later day is missing."""
        return as_they_count(replace(self, today=day))

    def with_case(self, case: Case) -> CaseFacts:
        """With the case as it would be after a change of anything but its month of birth, which has cut the
        grants."""
        return as_they_count(replace(self, case=case))

    def born_in(self, month: str) -> CaseFacts:
        """As if the youth were born in another month (``2011-05``). What an earlier month has ended stays
        ended."""
        return as_they_count(replace(self, case=replace(self.case, born=month)))

    def with_grants(self, grants: Iterable[Grant]) -> CaseFacts:
        """With the ledger as it would be after a change."""
        return as_they_count(replace(self, grants=tuple(grants)))

    def with_actors(self, actors: Iterable[Actor]) -> CaseFacts:
        """With other people named in the case."""
        return replace(self, actors=tuple(actors))


def as_they_count(facts: CaseFacts) -> CaseFacts:
    """The facts as the youth's age leaves them, also after a birthday nobody was awake for."""
    case = age.in_todays_band(facts.case, facts.profile, facts.today)
    return replace(facts, case=case, grants=age.cut_at_birthdays(facts.grants, facts.case, facts.profile))
