"""Removing somebody from a case: what would follow, and doing it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import plan
from bot.rules.audit import Action
from bot.rules.consent import Actor
from bot.services import departure, pause
from bot.services.departure import Departure
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Removal:
    """What removing somebody would do: what they stand for, the numbers of the tasks they would lose, and the
    functions for want of which the case room freezes until somebody else is named."""

    standing: tuple[Actor, ...]
    tasks: tuple[int, ...]
    missing: tuple[str, ...]

    @property
    def functions(self) -> list[str]:
        """The functions they stand for."""
        return sorted({actor.function for actor in self.standing})

    @property
    def actor_ids(self) -> frozenset[str]:
        """The ids of what ends."""
        return frozenset(actor.id for actor in self.standing)


def forecast(store: CaseStore, person_id: str) -> Removal:
    """What would follow if somebody stood for nothing in the case any more."""
    facts = store.facts
    standing = store.actors.of(person_id)  # also from a day that has not come yet
    ending = {actor.id for actor in standing}
    after = facts.with_actors(actor for actor in facts.actors if actor.id not in ending)
    return Removal(
        standing=tuple(standing),
        tasks=tuple(
            task.number for task in store.plan.all() if task.owner_id == person_id and task.state in plan.OPEN
        ),
        missing=tuple(pause.lacking(store, after)),
    )


def remove(store: CaseStore, person_id: str) -> Departure:
    """End all that somebody stands for in the case; they are out at once, and their tasks are nobody's."""
    removal = forecast(store, person_id)
    before = departure.before(store, removal.standing[:1])
    store.actors.end(removal.actor_ids, store.facts.today)
    store.audit(Action.CASE_ACTOR_REMOVED, person=person_id, functions=removal.functions)
    return departure.finish(store, before)
