"""How one case stands: its goals and tasks, the next meeting, the end of the consent, and what happened last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from bot.conversation.command import CaseCtx
from bot.i18n import Brief, Items, T, Text, items
from bot.rules.calendar import day_of
from bot.rules.case import State
from bot.rules.goal import Goal
from bot.rules.overview import TaskHead
from bot.rules.plan import Happened, Task, TaskEvent, is_late
from bot.services import expiry
from bot.services import overview as service
from bot.services.overview import Standing
from bot.wording import overview

#: So many late tasks, and so many events, stand in the view of a case.
LATE_SHOWN, EVENTS_SHOWN = 3, 4

#: What is told of a task's history here. That somebody was asked is no news to whoever looks.
_HAPPENED: Mapping[Happened, Text] = MappingProxyType(
    {
        Happened.ADDED: T("overview.happened_added"),
        Happened.TAKEN: T("overview.happened_taken"),
        Happened.DECLINED: T("overview.happened_declined"),
        Happened.DOING: T("overview.happened_doing"),
        Happened.DONE: T("overview.happened_done"),
        Happened.STUCK: T("overview.happened_stuck"),
        Happened.MOVED: T("overview.happened_moved"),
        Happened.RENAMED: T("overview.happened_renamed"),
        Happened.HANDED_OVER: T("overview.happened_handed_over"),
        Happened.SPLIT: T("overview.happened_split"),
        Happened.STRUCK: T("overview.happened_struck"),
        Happened.SKIPPED: T("overview.happened_skipped"),
        Happened.LINKED: T("overview.happened_linked"),
        Happened.FREED: T("overview.happened_freed"),
        Happened.SNOOZED: T("overview.happened_snoozed"),
        Happened.TAKEN_BACK: T("overview.happened_taken_back"),
        Happened.LEFT: T("overview.happened_left"),
    }
)

_AT_WORK = (State.ACTIVE, State.FROZEN)


def plan(ctx: CaseCtx, one: Standing, tasks: Sequence[Task]) -> Iterable[Text | Items]:
    """The tally, each goal that is open, what is late, the next meeting and the end of the consent."""
    if ctx.case.state not in _AT_WORK:
        return
    yield T(
        "overview.plan", plan=ctx.profile.plan.text, tally=overview.tally(service.count(one.tasks, ctx.today))
    )
    yield items(*(_goal_line(ctx, goal, one.tasks) for goal in ctx.store.goals.all() if goal.is_open))
    yield items(*_late(ctx, one, tasks))
    if one.meetings:
        meeting = one.meetings[0]
        yield T("overview.coming", at=Brief(meeting.starts_at), who=overview.answers(meeting))
    else:
        yield T("overview.no_meeting")
    until = expiry.last_day(ctx.facts)
    if until is not None and until >= ctx.today:
        yield T("overview.consent_until", day=until)


def lately(ctx: CaseCtx, tasks: Sequence[Task]) -> Iterable[Text | Items]:
    """What happened last to the tasks, the newest first: ``Uppgift 1 Ringa mentorn: klar, Lisa, tor 26 nov``."""
    events = [event for event in ctx.store.plan.history() if event.what in _HAPPENED]
    if not events:
        return
    by_id = {task.id: task for task in tasks}
    yield T("overview.lately")
    yield items(*(_event(ctx, by_id[event.task_id], event) for event in reversed(events[-EVENTS_SHOWN:])))


# -------------------------------------------------------------------------------------------------------------- inside


def _goal_line(ctx: CaseCtx, goal: Goal, tasks: Sequence[TaskHead]) -> Text:
    theirs = [task for task in tasks if task.goal_id == goal.id]
    tally = overview.tally(service.count(theirs, ctx.today))
    return T("overview.goal_line", number=goal.number, text=goal.text, tally=tally)


def _late(ctx: CaseCtx, one: Standing, tasks: Sequence[Task]) -> list[Text]:
    words = {task.id: task.text for task in tasks}
    late = sorted(
        (task for task in one.tasks if is_late(task, ctx.today)), key=lambda task: (task.due_on, task.number)
    )
    shown = [_late_line(ctx, task, words[task.id]) for task in late[:LATE_SHOWN]]
    if len(late) > LATE_SHOWN:
        shown.append(T("overview.late_more", n=len(late) - LATE_SHOWN))
    return shown


def _late_line(ctx: CaseCtx, task: TaskHead, text: str) -> Text:
    assert task.due_on is not None  # it is late
    who = T("task.nobody") if task.owner_id is None else overview.people(ctx, [task.owner_id])
    return T("overview.late_task", day=Brief(task.due_on), number=task.number, text=text, who=who)


def _event(ctx: CaseCtx, task: Task, event: TaskEvent) -> Text:
    values = {
        "number": task.number,
        "text": task.text,
        "what": _HAPPENED[event.what],
        "at": Brief(day_of(event.at)),
    }
    if event.by is None:
        return T("overview.event_bot", **values)
    return T("overview.event", who=overview.people(ctx, [event.by]), **values)
