"""A question about a task that nobody has answered goes on: to the deputy, then to a second person.

Only somebody who may be in the room of the task today is asked about it. Of a deputy who may not, the coordinator is
told instead. What goes on is kept in the history of the task, with the day since which nobody has answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.rules import away, escalation, working_day
from bot.rules import plan as plan_rules
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.escalation import Step, Waiting
from bot.rules.person import Person
from bot.rules.plan import BY_ITSELF, Happened, Task
from bot.rules.roles import OWN_WORDS, Role
from bot.rules.youth_alarm import seconds
from bot.services import circle, pause, silence
from bot.services.coordinator import answering
from bot.services.task_history import UNANSWERED, note
from storage.scoped import CaseStore


class To(StrEnum):
    """To whom a question goes on, and as what."""

    DEPUTY = "deputy"
    COORDINATOR = "coordinator"  # told that the deputy may not be asked
    SECOND = "second"


@dataclass(frozen=True, kw_only=True)
class PassedOn:
    """A question that has gone on to somebody; ``since``: nobody has answered since that day.

    ``deputy``: who would be asked, but may not be.
    """

    task: Task
    owner: Person
    to: To
    person: Person
    since: date
    deputy: Person | None = None


def take(store: CaseStore, task_id: str) -> tuple[PassedOn, ...]:
    """Take the step that the question about a task is at, if nobody has answered by now, and those of the other tasks
    of the case that are due too, so that each person is told of theirs at once; the next steps are planned."""
    others = {subject for _, subject in store.take_due_now((UNANSWERED,), "it goes on together with another")}
    asked: set[str] = set()
    taken = []
    for each in (task_id, *sorted(others - {task_id})):
        found = _take(store, each, frozenset(asked))
        if found is not None:
            asked.add(found.person.id)
            taken.append(found)
    return tuple(taken)


def _take(store: CaseStore, task_id: str, asked: frozenset[str]) -> PassedOn | None:
    """One of them; ``asked``: who is told of another one in the same message."""
    task = store.plan.get(task_id)
    if task is None or task.owner_id is None or task.state not in plan_rules.OPEN:
        return None
    owner = store.facts.person(task.owner_id)
    found = escalation.waiting(store.plan.history(task.id))
    if found is None or owner.role in OWN_WORDS or task.id in store.status_rounds.snoozed(store.facts.today):
        return None
    if _waits(store, task):
        return None
    deputies = _deputies(store, task)
    step = escalation.step(
        found, store.facts.today, store.facts.profile.escalation, has_deputy=bool(deputies)
    )
    if step is None:
        _plan_next(store, task, found, has_deputy=bool(deputies))
        return None
    passed = _to(store, task, owner, step, found.since, deputies)
    on = store.facts.today if passed.person.id in asked else _may_be_asked_on(store, passed.person)
    if on > store.facts.today:
        store.schedule(UNANSWERED, task.id, morning(on))
        return None
    return _passed(store, passed)


def _may_be_asked_on(store: CaseStore, who: Person) -> date:
    """The first day on which somebody may be asked for another: of people in several cases only one case a day."""
    today = store.facts.today
    if who.role is Role.ACTOR and store.is_disturbed_today(who):
        return working_day.following(today)
    return silence.may_be_asked_on(store, who, today)


def _waits(store: CaseStore, task: Task) -> bool:
    """Whether nothing goes on today, because the case is paused or people are free; it is planned for later."""
    if store.case.state not in (State.ACTIVE, State.FROZEN):
        return True
    if not pause.is_paused(store) and working_day.is_working_day(store.facts.today):
        return False
    store.schedule(UNANSWERED, task.id, morning(working_day.following(store.facts.today)))
    return True


def _plan_next(store: CaseStore, task: Task, found: Waiting, *, has_deputy: bool) -> None:
    if found.passed >= (2 if has_deputy else 1):
        return
    step = Step.SECOND if found.passed or not has_deputy else Step.DEPUTY
    on = escalation.day_of_step(found.since, step, store.facts.profile.escalation)
    store.schedule(UNANSWERED, task.id, morning(on))


def _deputies(store: CaseStore, task: Task) -> list[Person]:
    """Who stands in for the owner of a task: whoever was named for it, then the deputies of their functions."""
    facts = store.facts
    functions = {actor.function for actor in facts.actors_of(task.owner_id or "")}
    named = [] if task.deputy_id is None else [task.deputy_id]
    named += [actor.person_id for actor in facts.actors if actor.deputy and actor.function in functions]
    people = [facts.person(one) for one in dict.fromkeys(named) if one != task.owner_id]
    return [one for one in people if one.active and one.role not in OWN_WORDS]


def _to(
    store: CaseStore, task: Task, owner: Person, step: Step, since: date, deputies: Sequence[Person]
) -> PassedOn:
    if step is Step.SECOND:
        return PassedOn(task=task, owner=owner, to=To.SECOND, person=_second(store), since=since)
    room = circle.room_of(store, task)
    inside = {} if room is None else circle.members(store, room)
    for one in deputies:
        if one.id in inside and one.matrix_id is not None:
            return PassedOn(task=task, owner=owner, to=To.DEPUTY, person=one, since=since)
    told = answering(store)
    return PassedOn(task=task, owner=owner, to=To.COORDINATOR, person=told, since=since, deputy=deputies[0])


def _second(store: CaseStore) -> Person:
    """Another coordinator of the unit, else its second person, else whoever answers for the case."""
    reader = answering(store)
    others = away.deputies(store.facts, reader)
    return next(iter((*others, *seconds(store.facts.people, store.unit_id), reader)))


def _passed(store: CaseStore, passed: PassedOn) -> PassedOn:
    """Note that a question has gone on. A deputy may answer for the task from now on."""
    task = passed.task
    if passed.to is To.DEPUTY and task.deputy_id != passed.person.id:
        task = replace(task, deputy_id=passed.person.id)
        store.plan.save(task, now=store.now)
    note(store, task, Happened.PASSED_ON, BY_ITSELF, day=passed.since, about=passed.person.id)
    store.audit(Action.CASE_TASK_PASSED_ON, number=task.number, person=passed.person.id)
    if passed.to is not To.SECOND:
        second = escalation.day_of_step(passed.since, Step.SECOND, store.facts.profile.escalation)
        on = max(second, working_day.following(store.facts.today))
        store.schedule(UNANSWERED, task.id, morning(on))
    return replace(passed, task=task)
