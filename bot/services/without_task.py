"""Who of those at work in a case has no task, and who has said so (rule 28, [A] "alla aktörer äger gemensamt
insatsen")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.rules.person import Person
from bot.rules.plan import OPEN, Task
from bot.rules.without_task import is_asked, said_on
from bot.services import circle
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Without:
    """Somebody without a task, and the day they said so; None: they have said nothing since the follow-up before."""

    person: Person
    said_on: date | None


def open_tasks(store: CaseStore, person: Person) -> list[Task]:
    """The tasks of somebody in the case that are not done or struck."""
    return [task for task in store.plan.all() if task.owner_id == person.id and task.state in OPEN]


def note(store: CaseStore, person: Person) -> None:
    """Note that somebody says today that they have no task in the case."""
    store.actors.note_no_task(person.id, store.facts.today)


def without(store: CaseStore) -> list[Without]:
    """Those of the authorities in the case room who have no open task, by name."""
    owners = {task.owner_id for task in store.plan.all() if task.state in OPEN}
    facts = store.facts
    inside = [facts.person(person_id) for person_id in circle.members(store, store.room)]
    found = [person for person in inside if person.id not in owners and is_asked(facts, person)]
    return [
        Without(person=person, said_on=said_on(facts, person))
        for person in sorted(found, key=lambda each: each.name)
    ]
