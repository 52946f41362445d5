"""Shows the plan as one message (the card), a task as one line, and says what became of several tasks."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import Lines, T, Text, lines
from bot.messages import Edit, Pin, Say, Urgency
from bot.rules.plan import Task, TaskState, tally

_MARKS = {
    TaskState.ASKED: T("task.mark_asked"),
    TaskState.DOING: T("task.mark_doing"),
    TaskState.DONE: T("task.mark_done"),
    TaskState.STUCK: T("task.mark_stuck"),
    TaskState.DROPPED: T("task.mark_dropped"),
}

#: What the marks of those tasks mean that are not done, with how many there are.
_COUNTED = {
    TaskState.ASKED: "task.count_asked",
    TaskState.DOING: "task.count_doing",
    TaskState.STUCK: "task.count_stuck",
}


def plan(ctx: CaseCtx) -> Lines:
    """The plan as one message, edited in place as things change."""
    return plan_of(ctx, ctx.store.plan.all())


def plan_of(ctx: CaseCtx, every: Sequence[Task]) -> Lines:
    """The plan as one message, of all the case's tasks."""
    tasks = [task for task in every if task.state is not TaskState.DROPPED and task.room_id is None]
    if not tasks:
        return lines(T("task.card_empty", plan=ctx.profile.plan.text), T("task.no_tasks"))
    count = tally(tasks)
    title = T("task.card", plan=ctx.profile.plan.text, done=count[TaskState.DONE], n=len(tasks))
    counts = [T(key, n=count[state]) for state, key in _COUNTED.items() if count[state]]
    return lines(
        title,
        T("task.legend", counts=counts) if counts else None,
        *(task_line(ctx, task) for task in tasks),
    )


def refreshed(ctx: CaseCtx) -> Reply:
    """What brings the card up to date, if the room has one: an edit, or another card where somebody has come
    who cannot read the one there is."""
    tag = f"plan:{ctx.case.id}"
    if not ctx.store.is_shown(tag):
        return ()
    if not ctx.store.is_read_by_all(tag):
        return new(ctx)
    return (Edit(room_id=ctx.store.room.id, tag=tag, body=plan(ctx)),)


def new(ctx: CaseCtx) -> Reply:
    """A new card in the room, pinned in the place of an earlier one."""
    tag = f"plan:{ctx.case.id}"
    card = Say(room_id=ctx.store.room.id, body=plan(ctx), tag=tag, urgency=Urgency.DIGEST, to_all=True)
    return (card, Pin(room_id=ctx.store.room.id, tag=tag))


def about_tasks(numbers: Sequence[int], key: str) -> Text | None:
    """A text about some tasks, when there are any."""
    if not numbers:
        return None
    return T(key, numbers=list(numbers), n=len(numbers))


def task_line(ctx: CaseCtx, task: Task) -> Text:
    """A task as it stands in the card: number, what, who, by when, how it goes."""
    owner = T("task.nobody") if task.owner_id is None else ctx.facts.person(task.owner_id).name
    values = {"number": task.number, "text": task.text, "owner": owner, "mark": _MARKS[task.state]}
    if task.due_on is None:
        return T("task.line", **values)
    return T("task.line_due", day=task.due_on, **values)
