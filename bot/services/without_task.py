"""Who of those at work in a case has no task, and who has said so (rule 28, [A] "alla aktörer äger gemensamt
insatsen")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules.facts import CaseFacts
from bot.rules.person import Person
from bot.rules.plan import OPEN, Task
from bot.rules.roles import Role
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


def is_asked(facts: CaseFacts, person: Person) -> bool:
    """Whether somebody is at work in the case, so that a task is expected of them: nobody who is there as a private
    person."""
    if person.role is not Role.ACTOR or person.function is None:
        return False
    return not facts.profile.function(person.function).private


def said_on(facts: CaseFacts, person: Person) -> date | None:
    """The day somebody said that they have no task, as long as it counts: until the next follow-up but one."""
    said = [actor.no_task_on for actor in facts.actors_of(person.id) if actor.no_task_on is not None]
    newest = max(said, default=None)
    if newest is None or newest + timedelta(days=facts.profile.followup_days) < facts.today:
        return None
    return newest
