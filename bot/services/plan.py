"""Changes the tasks of a case's plan: gives them, moves them on, hands them over, strikes them.

Whatever happens to a task is noted with who said it and how (:class:`bot.rules.plan.By`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.rules import plan as rules
from bot.rules import reactions, recurrence
from bot.rules.audit import Action
from bot.rules.plan import BY_ITSELF, By, Happened, Task, TaskKind, TaskState
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.recurrence import Recurrence
from bot.services import circle, series
from bot.services.task_history import note
from storage.room import RoomView
from storage.scoped import CaseStore
from storage.tap import Tap

#: What each answer is in the history.
_ANSWERED = {
    TaskAnswer.TAKES: Happened.TAKEN,
    TaskAnswer.DECLINES: Happened.DECLINED,
    TaskAnswer.DONE: Happened.DONE,
    TaskAnswer.DOING: Happened.DOING,
    TaskAnswer.STUCK: Happened.STUCK,
}
_MOVED = {
    TaskState.DOING: Happened.DOING,
    TaskState.DONE: Happened.DONE,
    TaskState.STUCK: Happened.STUCK,
    TaskState.DROPPED: Happened.STRUCK,
}


def add(
    store: CaseStore,
    text: str,
    *,
    owner_id: str | None,
    due_on: date | None,
    by: By,
    repeats: Recurrence | None = None,
    function: str | None = None,
    deputy_id: str | None = None,
    kind: TaskKind | None = None,
    goal_id: str | None = None,
    room_id: str | None = None,
) -> Task:
    """Give somebody (by person id) a new task, and plan to ask how it goes on the day it is due; returns the task.

    ``function``: the owner has it as whoever stands for this. ``room_id``: the room that may see it; None: the case
    room.
    """
    first = None if repeats is None else recurrence.first(repeats, store.facts.profile.school_breaks)
    new = Task(
        id="",
        unit_id=store.unit_id,
        case_id=store.case_id,
        number=0,
        text=text,
        owner_id=owner_id,
        due_on=first or due_on,
        changed_at=store.now,
        repeats=None if repeats is None else repeats.stored,
        function=function,
        deputy_id=deputy_id,
        kind=kind,
        goal_id=goal_id,
        room_id=room_id,
    )
    task = store.plan.add(new, now=store.now)
    note(store, task, Happened.ADDED, by, day=task.due_on, about=owner_id)
    store.audit(Action.CASE_TASK_ADDED, number=task.number)
    return task if task.due_on is None else series.reschedule(store, task)


def move(store: CaseStore, task: Task, to: TaskState, by: By, *, day: date | None = None) -> Task:
    """Move a task on, as its owner says; nobody asks about one that is done.

    Of a task that repeats it is one of its days: the one on ``day``, else the current one.
    """
    about = _about(store, task, day)
    moved = _moved(store, task, to, day)
    note(store, task, _MOVED[to], by, day=about)
    store.audit(Action.CASE_TASK_MOVED, number=task.number, state=str(to))
    return moved


def _moved(
    store: CaseStore, task: Task, to: TaskState, day: date | None = None, obstacle: str | None = None
) -> Task:
    if task.repeats is not None:
        return series.answer_occurrence(store, task, to, day=day, obstacle=obstacle)
    moved = rules.with_obstacle(rules.moved(task, to, store.now), obstacle)
    store.plan.save(moved, now=store.now)
    if to is TaskState.DONE:
        store.cancel_scheduled("the task is done", kind="task.due", subject=task.id)
    return moved


def _about(store: CaseStore, task: Task, day: date | None) -> date | None:
    """The day of a series that an answer is about, as the history keeps it; None where nothing repeats."""
    found = None if task.repeats is None else series.current(store, task, day)
    return None if found is None else found.on


def finish(store: CaseStore, task: Task, by: By) -> Task:
    """Say that a task that repeats is done for good."""
    done = rules.moved(task, TaskState.DONE, store.now)
    store.plan.save(done, now=store.now)
    store.cancel_scheduled("the task is done", kind="task.due", subject=task.id)
    note(store, task, Happened.DONE, by)
    store.audit(Action.CASE_TASK_MOVED, number=task.number, state=str(TaskState.DONE))
    return done


def note_obstacle(
    store: CaseStore, task: Task, obstacle: str | None, by: By, *, day: date | None = None
) -> Task:
    """Note that something stands in the way of a task, and what it is, if that was told."""
    about = _about(store, task, day)
    stuck = _moved(store, task, TaskState.STUCK, day, obstacle)
    note(store, task, Happened.STUCK, by, day=about, words=obstacle)
    store.audit(Action.CASE_TASK_STUCK, number=task.number)
    return stuck


def hand_over(store: CaseStore, task: Task, *, owner_id: str, by: By, function: str | None = None) -> Task:
    """Give a task to somebody else (by person id), who is asked to take it; ``function``: as whoever stands for it."""
    given = replace(rules.given_to(task, owner_id, store.now), function=function)
    if given.deputy_id == owner_id:
        given = replace(given, deputy_id=None)
    store.plan.save(given, now=store.now)
    note(store, task, Happened.HANDED_OVER, by, about=owner_id)
    store.audit(Action.CASE_TASK_HANDED_OVER, number=task.number)
    if given.due_on is None:
        return given
    # If the owner before has left the case, the question of that day was cancelled
    return series.reschedule(store, given)


def strike(store: CaseStore, task: Task, by: By) -> Task:
    """Take a task off the plan; it stays in the export as struck."""
    struck = rules.moved(task, TaskState.DROPPED, store.now)
    store.plan.save(struck, now=store.now)
    store.cancel_scheduled("the task is struck", kind="task.due", subject=task.id)
    note(store, task, Happened.STRUCK, by)
    store.audit(Action.CASE_TASK_STRUCK, number=task.number)
    return struck


def note_answer(
    store: CaseStore, task: Task, answer: TaskAnswer, question: Question, event_id: str, by: By
) -> Task | None:
    """Note what the owner of a task answered with a tap (``event_id``) on a question about it; None when the task
    already is as they say."""
    assert task.owner_id is not None
    about = _about(store, task, None)
    if task.repeats is not None and answer in (TaskAnswer.DOING, TaskAnswer.DONE, TaskAnswer.STUCK):
        answered = series.answer_occurrence(store, task, reactions.BECOMES[answer])
    else:
        answered = reactions.answered(task, answer, store.now)
    if answered == task:
        if not store.status_rounds.is_waiting(task.id):
            return None
        answered = replace(task, changed_at=store.now)  # it is under way still, and that answers the question
    store.plan.save(answered, now=store.now)
    store.taps.note(
        event_id,
        task.owner_id,
        f"{question}:{task.id}",
        said=answer,
        before=task.state,
        now=answered.changed_at,
    )
    note(store, task, _ANSWERED[answer], by, day=about)
    store.audit(Action.CASE_TASK_TAPPED, number=task.number, state=str(answered.state))
    return answered


def take_back(store: CaseStore, task: Task, tap: Tap, by: By) -> Task | None:
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
    if task.repeats is not None:
        restored = series.reopen(store, restored, tap.at)
    note(store, task, Happened.TAKEN_BACK, by)
    store.audit(Action.CASE_TASK_UNTAPPED, number=task.number, state=str(restored.state))
    return restored


def take_from(store: CaseStore, people: Collection[str], *, room: RoomView | None = None) -> list[int]:
    """Take the open tasks from people who leave; returns the numbers of the tasks.

    ``room``: only those that belong to it, as they leave that room alone.
    """
    taken = []
    for task in store.plan.all():
        if task.state not in rules.OPEN:
            continue
        if room is not None and (task.room_id or store.room.id) != room.id:
            continue
        if task.deputy_id in people:
            task = replace(task, deputy_id=None)
            store.plan.save(task, now=task.changed_at)
        if task.owner_id in people:
            store.plan.save(rules.without_owner(task, store.now), now=store.now)
            store.cancel_scheduled("nobody owns the task", kind="task.due", subject=task.id)
            for question in Question:
                store.end_offer(f"{question}:{task.id}")
            note(store, task, Happened.LEFT, BY_ITSELF, about=task.owner_id)
            taken.append(task.number)
    return taken
