"""Follow-up: every month somebody asks how it goes, and when the next meeting is ([A] "cirka 1
gång/månad")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.rules import meeting, plan, retention
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.rules.plan import Task
from bot.services import circle, pause, without_task
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What the circle and the coordinator are asked about: the tasks, who has something to do (person ids),
    which of the authorities in the room have not, and the next meeting."""

    tasks: tuple[Task, ...]
    owners: frozenset[str]
    idle: tuple[Person, ...]
    coming: Meeting | None


def plan_next(store: CaseStore, last: date) -> None:
    """Plan the next follow-up, counted from the last one (or from the opening)."""
    facts = store.facts
    store.schedule("followup.prompt", facts.case.id, morning(retention.followup_on(last, facts.profile)))


def prompt(store: CaseStore) -> Prompt | None:
    """Follow an open case up, and plan the next time; None where nobody is to be asked now.

    A paused case is asked about when the next time comes.
    """
    facts = store.facts
    if facts.case.state is not State.ACTIVE:
        return None
    plan_next(store, facts.today)
    if pause.is_paused(store):
        return None
    store.audit(Action.CASE_FOLLOWUP_PROMPTED)
    tasks = store.plan.all()
    owners = frozenset(
        task.owner_id for task in tasks if task.state in plan.OPEN and task.owner_id is not None
    )
    return Prompt(
        tasks=tuple(tasks),
        owners=owners,
        idle=tuple(_idle(store, owners)),
        coming=meeting.coming(store.meetings.all(), store.now),
    )


def _idle(store: CaseStore, owners: frozenset[str]) -> list[Person]:
    """Who of the authorities in the room has nothing to do, and has not said so (rule 28, [A] "alla aktörer äger
    gemensamt insatsen")."""
    facts = store.facts
    inside = (facts.person(person_id) for person_id in circle.members(store, store.room))
    return [
        person
        for person in inside
        if person.id not in owners
        and without_task.is_asked(facts, person)
        and without_task.said_on(facts, person) is None
    ]
