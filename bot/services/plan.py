"""Changes the tasks of a case's plan: gives them, moves them on, hands them over, strikes them.

Whatever happens to a task is noted with who said it and how (:class:`bot.rules.plan.By`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from bot.rules import plan as rules
from bot.rules import reactions, recurrence, working_day
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.plan import BY_ITSELF, By, Happened, Task, TaskKind, TaskState
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.recurrence import Recurrence
from bot.services import circle, pause, series
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
        _free(store, task)
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
    _free(store, task)
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


def rename(store: CaseStore, task: Task, text: str, by: By) -> Task:
    """Put a task into other words."""
    rules.check_open(task)
    renamed = replace(task, text=text)
    store.plan.save(renamed, now=task.changed_at)
    note(store, task, Happened.RENAMED, by, words=task.text)
    store.audit(Action.CASE_TASK_CHANGED, number=task.number)
    return renamed


def put_off(store: CaseStore, task: Task, day: date, by: By) -> Task:
    """Have a task be due on another day."""
    rules.check_open(task)
    rules.check_day(day, store.facts.today)
    before = None if task.due_on is None else task.due_on.isoformat()
    moved = replace(task, due_on=day, repeats=None)
    store.plan.save(moved, now=task.changed_at)
    note(store, task, Happened.MOVED, by, day=day, about=before)
    store.audit(Action.CASE_TASK_CHANGED, number=task.number)
    return series.reschedule(store, moved)


def repeat(store: CaseStore, task: Task, repeats: Recurrence, by: By) -> Task:
    """Have a task repeat, or repeat otherwise; days that were moved or skipped before count no more."""
    rules.check_open(task)
    before = None if task.due_on is None else task.due_on.isoformat()
    changed = replace(task, repeats=repeats.stored, due_on=first_day(store, repeats))
    store.plan.save(changed, now=task.changed_at)
    note(store, task, Happened.MOVED, by, day=changed.due_on, about=before)
    store.audit(Action.CASE_TASK_CHANGED, number=task.number)
    return series.reschedule(store, changed)


def first_day(store: CaseStore, repeats: Recurrence) -> date:
    """The first day of a series. Refused where it has none."""
    found = recurrence.first(repeats, store.facts.profile.school_breaks)
    return rules.some_day(found)


def describe(
    store: CaseStore,
    task: Task,
    by: By,
    *,
    goal_id: str | None = None,
    kind: TaskKind | None = None,
    deputy_id: str | None = None,
) -> Task:
    """Say under which goal a task stands, what it is good for, or who is its deputy, as far as given."""
    rules.check_open(task)
    described = replace(
        task,
        goal_id=goal_id or task.goal_id,
        kind=kind or task.kind,
        deputy_id=deputy_id or task.deputy_id,
    )
    if described == task:
        return task
    store.plan.save(described, now=task.changed_at)
    if described.goal_id != task.goal_id:
        note(store, task, Happened.LINKED, by, about=goal_id)
    store.audit(Action.CASE_TASK_CHANGED, number=task.number)
    return described


def part_from_goal(store: CaseStore, task: Task, by: By) -> Task:
    """Leave a task without a goal, as its goal is struck."""
    parted = replace(task, goal_id=None)
    store.plan.save(parted, now=task.changed_at)
    note(store, task, Happened.LINKED, by)
    return parted


def split(
    store: CaseStore, task: Task, text: str, *, owner_id: str, by: By, function: str | None = None
) -> Task:
    """Make a part of a task one of its own, for the same day and goal; returns it. The rest stays as it is."""
    rules.check_open(task)
    part = add(
        store,
        text,
        owner_id=owner_id,
        due_on=task.due_on,
        by=by,
        repeats=None if task.repeats is None else recurrence.restored(task.repeats),
        function=function,
        kind=task.kind,
        goal_id=task.goal_id,
        room_id=task.room_id,
    )
    note(store, task, Happened.SPLIT, by, about=part.id)
    return part


def wait_for(store: CaseStore, task: Task, first: Task, by: By) -> Task:
    """Have a task wait for another, which is to be done before it. Refused in a circle."""
    rules.check_open(task)
    rules.check_can_wait(task, first, store.plan.all())
    waiting = replace(task, waits_for=first.id)
    store.plan.save(waiting, now=task.changed_at)
    note(store, task, Happened.LINKED, by, about=first.id)
    store.audit(Action.CASE_TASK_CHANGED, number=task.number)
    return waiting


def _free(store: CaseStore, task: Task) -> None:
    """Have those told whose tasks waited for one that is done or struck; each task once."""
    for waiting in store.plan.waiting_for(task.id):
        if waiting.state in rules.OPEN and not _was_freed(store, waiting):
            note(store, waiting, Happened.FREED, BY_ITSELF, about=task.id)
            store.schedule("task.freed", waiting.id, store.now)


def _was_freed(store: CaseStore, task: Task) -> bool:
    return any(event.what is Happened.FREED for event in store.plan.history(task.id))


def follow(store: CaseStore, function: str, by: By = BY_ITSELF) -> tuple[Task, ...]:
    """Give the open tasks of a function to whoever stands for it today, where those who had them do not any more;
    returns them. Their new owners are asked once they are there."""
    holder = store.facts.holder_of(function)
    if holder is None:
        return ()
    standing = {actor.person_id for actor in store.facts.actors if actor.function == function}
    given = []
    for task in store.plan.all():
        if task.function != function or task.state not in rules.OPEN or task.owner_id in standing:
            continue
        room = circle.room_of(store, task)
        if room is None or holder not in circle.members(store, room):
            continue
        given.append(hand_over(store, task, owner_id=holder, by=by, function=function))
        store.schedule("task.offer", task.id, store.now)
    return tuple(given)


def follow_newcomer(store: CaseStore, person_id: str) -> None:
    """Give somebody who came into a room of the case the tasks of their functions that nobody has, and have them asked
    now about those that went over to them before they were there."""
    for function in sorted({actor.function for actor in store.facts.actors_of(person_id)}):
        follow(store, function)
    for task_id in store.pending_subjects("task.offer"):
        task = store.plan.get(task_id)
        if task is not None and task.owner_id == person_id:
            store.schedule("task.offer", task_id, store.now)


def take_offer(store: CaseStore, task_id: str) -> Task | None:
    """Take a task that went over with its function; returns it when its new owner is to be asked now whether they take
    it. Who is not in the room yet, or while the case is paused, is asked on another day."""
    task = store.plan.get(task_id)
    if task is None or task.owner_id is None or task.state is not TaskState.ASKED:
        return None
    room = circle.room_of(store, task)
    if room is None or store.case.state not in (State.ACTIVE, State.FROZEN):
        return None
    if task.owner_id not in circle.members(store, room) and not pause.is_paused(store):
        return None
    if pause.is_paused(store) or task.owner_id not in circle.presence(store, room).inside:
        store.schedule("task.offer", task.id, morning(working_day.following(store.facts.today)))
        return None
    return task


def strike(store: CaseStore, task: Task, by: By) -> Task:
    """Take a task off the plan; it stays in the export as struck."""
    struck = rules.moved(task, TaskState.DROPPED, store.now)
    store.plan.save(struck, now=store.now)
    store.cancel_scheduled("the task is struck", kind="task.due", subject=task.id)
    note(store, task, Happened.STRUCK, by)
    _free(store, task)
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
    if answered.state is TaskState.DONE:
        _free(store, task)
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
    room = circle.room_of(store, task)
    if room is None or tap.person_id not in circle.members(store, room):
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
    return _take(store, lambda task, person_id: person_id in people and _is_in(store, task, room))


def take_where_gone(store: CaseStore, people: Collection[str]) -> list[int]:
    """Take the open tasks from those of some people who are no longer in the room of the task; returns the
    numbers."""
    seats = circle.seats(store, people)

    def is_gone(task: Task, person_id: str) -> bool:
        room_id = task.room_id or store.room.id
        return person_id in people and person_id not in seats.get(room_id, frozenset())

    return _take(store, is_gone)


def _is_in(store: CaseStore, task: Task, room: RoomView | None) -> bool:
    return room is None or (task.room_id or store.room.id) == room.id


def _take(store: CaseStore, is_gone: Callable[[Task, str], bool]) -> list[int]:
    taken = []
    for task in store.plan.all():
        if task.state not in rules.OPEN:
            continue
        if task.deputy_id is not None and is_gone(task, task.deputy_id):
            task = replace(task, deputy_id=None)
            store.plan.save(task, now=task.changed_at)
        if task.owner_id is not None and is_gone(task, task.owner_id):
            store.plan.save(rules.without_owner(task, store.now), now=store.now)
            store.cancel_scheduled("nobody owns the task", kind="task.due", subject=task.id)
            for question in Question:
                store.end_offer(f"{question}:{task.id}")
            note(store, task, Happened.LEFT, BY_ITSELF, about=task.owner_id)
            taken.append(task.number)
    return taken
