"""Changes the tasks of a case's plan: gives them, moves them on, hands them over, strikes them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from bot.rules import plan as rules
from bot.rules import reactions
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.plan import Task, TaskState
from bot.rules.reactions import Question, TaskAnswer
from bot.services import card, circle, pause
from storage.scoped import CaseStore
from storage.tap import Tap


def add(store: CaseStore, text: str, *, owner_id: str, due_on: date | None) -> Task:
    """Give somebody (by person id) a new task, and plan to ask how it goes on the day it is due; returns the
    task."""
    new = Task(
        id="",
        unit_id=store.unit_id,
        case_id=store.case_id,
        number=0,
        text=text,
        owner_id=owner_id,
        due_on=due_on,
        changed_at=store.now,
    )
    task = store.plan.add(new, now=store.now)
    if due_on is not None:
        store.schedule("task.due", task.id, morning(due_on))
    card.plan_late(store, task)
    store.audit(Action.CASE_TASK_ADDED, number=task.number)
    return task


def move(store: CaseStore, task: Task, to: TaskState) -> Task:
    """Move a task on, as its owner says; nobody asks about one that is done."""
    moved = rules.moved(task, to, store.now)
    store.plan.save(moved, now=store.now)
    if to is TaskState.DONE:
        store.cancel_scheduled("the task is done", kind="task.due", subject=task.id)
    store.audit(Action.CASE_TASK_MOVED, number=task.number, state=str(to))
    return moved


def note_obstacle(store: CaseStore, task: Task, obstacle: str | None) -> Task:
    """Note that something stands in the way of a task, and what it is, if that was told."""
    stuck = rules.with_obstacle(rules.moved(task, TaskState.STUCK, store.now), obstacle)
    store.plan.save(stuck, now=store.now)
    store.audit(Action.CASE_TASK_STUCK, number=task.number)
    return stuck


def hand_over(store: CaseStore, task: Task, *, owner_id: str) -> Task:
    """Give a task to somebody else (by person id), who is asked to take it."""
    given = rules.given_to(task, owner_id, store.now)
    store.plan.save(given, now=store.now)
    if given.due_on is not None and store.facts.today <= given.due_on:
        # If the owner before has left the case, the question of that day was cancelled
        store.schedule("task.due", given.id, morning(given.due_on))
    store.audit(Action.CASE_TASK_HANDED_OVER, number=task.number)
    return given


def strike(store: CaseStore, task: Task) -> Task:
    """Take a task off the plan; it stays in the export as struck."""
    struck = rules.moved(task, TaskState.DROPPED, store.now)
    store.plan.save(struck, now=store.now)
    store.cancel_scheduled("the task is struck", kind="task.due", subject=task.id)
    store.audit(Action.CASE_TASK_STRUCK, number=task.number)
    return struck


def note_answer(
    store: CaseStore, task: Task, answer: TaskAnswer, question: Question, event_id: str
) -> Task | None:
    """Note what the owner of a task answered with a tap (``event_id``) on a question about it; None when the task
    already is as they say."""
    assert task.owner_id is not None
    answered = reactions.answered(task, answer, store.now)
    if answered == task:
        return None
    store.plan.save(answered, now=store.now)
    store.taps.note(
        event_id,
        task.owner_id,
        f"{question}:{task.id}",
        said=answer,
        before=task.state,
        now=answered.changed_at,
    )
    store.audit(Action.CASE_TASK_TAPPED, number=task.number, state=str(answered.state))
    return answered


def take_back(store: CaseStore, task: Task, tap: Tap) -> Task | None:
    """Take an answer back that was given with a tap; None when the task is not as it said any more.

    Whoever is not in the room any more gets no task back.
    """
    store.taps.forget(tap, store.now)
    answer = TaskAnswer(tap.said)
    if not reactions.stands(task, answer, tap.at, tap.person_id):
        return None
    if tap.person_id not in circle.members(store, store.room):
        return None
    restored = reactions.taken_back(task, TaskState(str(tap.before)), tap.person_id, store.now)
    store.plan.save(restored, now=store.now)
    store.audit(Action.CASE_TASK_UNTAPPED, number=task.number, state=str(restored.state))
    return restored


def take_due(store: CaseStore, task_id: str) -> Task | None:
    """Take a task that is due; returns it when its owner is to be asked today how it goes.

    While the case is paused nobody is asked: unless the case is over, the question is planned for tomorrow.
    """
    task = store.plan.get(task_id)
    if task is None or task.owner_id is None or task.state not in rules.OPEN:
        return None
    if not pause.is_paused(store):
        return task
    if store.case.state in (State.ACTIVE, State.FROZEN):
        store.schedule("task.due", task.id, morning(store.facts.today + timedelta(days=1)))
    return None


def take_from(store: CaseStore, people: Collection[str]) -> list[int]:
    """Take the open tasks from people who leave; returns the numbers of the tasks."""
    taken = []
    for task in store.plan.all():
        if task.owner_id in people and task.state in rules.OPEN:
            store.plan.save(rules.without_owner(task, store.now), now=store.now)
            store.cancel_scheduled("nobody owns the task", kind="task.due", subject=task.id)
            for question in Question:
                store.end_offer(f"{question}:{task.id}")
            taken.append(task.number)
    return taken
