"""Tasks in other words, on another day, repeated otherwise, or left out once; as easy as writing them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from bot.conversation.arguments import (
    DEPUTY,
    GOAL,
    After,
    Arg,
    Day,
    Holder,
    Number,
    OneOf,
    Owner,
    Phrase,
    Repeats,
    Title,
    kinds,
)
from bot.conversation.command import Args, CaseCtx, Confirm, Effect, Missing, Outcome, Reply, command, refuse
from bot.i18n import Lines, T, Text, lines
from bot.rules import case as case_rules
from bot.rules import plan as rules
from bot.rules import recurrence
from bot.rules import series as days
from bot.rules.plan import Task, TaskKind
from bot.rules.recurrence import Recurrence
from bot.rules.roles import Duty, may
from bot.rules.room import RoomKind
from bot.services import plan, series
from bot.wording import goals, tasks

#: Where tasks are changed.
PLACES = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE)


def _can_change(ctx: CaseCtx) -> None:
    case_rules.check_can_change_plan(ctx.case)


TaskNumber = Annotated[int, Arg(reads=Number(), ask="task.ask_number")]


class Change(Args):
    """Which task, and what is to be otherwise: its words, its day, how often, whose it is, its goal."""

    number: TaskNumber
    text: Annotated[str | None, Arg(reads=Title((Repeats(), Day(), GOAL, DEPUTY)), ask="task.ask_change")] = (
        None
    )
    owner: Annotated[Holder | None, Arg(reads=Owner())] = None
    repeats: Annotated[Recurrence | None, Arg(reads=Repeats())] = None
    day: Annotated[date | None, Arg(reads=Day(), words=("till", "senast", "to", "by"))] = None
    goal: Annotated[int | None, Arg(reads=GOAL)] = None
    deputy: Annotated[Holder | None, Arg(reads=DEPUTY)] = None
    kind: Annotated[str | None, Arg(reads=OneOf(kinds))] = None


@command(sv="ändra uppgift", en="change task", needs=Duty.PLAN, where=PLACES, ready=_can_change)
def change(ctx: CaseCtx, args: Change) -> Outcome:
    """Change whatever is said of a task, and leave the rest as it is."""
    task = tasks.numbered(ctx, args.number)
    rules.check_open(task)
    said = (args.text, args.owner, args.repeats, args.day, args.goal, args.deputy, args.kind)
    if all(each is None for each in said):
        return Missing(field="text")
    owner = None if args.owner is None else tasks.holder(ctx, args.owner)
    if owner is not None:
        case_rules.check_can_ask_of_plan(ctx.case, is_paused=False)
        tasks.check_owner(ctx, owner, tasks.place(ctx, task))
    holder = owner or (None if task.owner_id is None else ctx.facts.person(task.owner_id))
    deputy = None if args.deputy is None else tasks.deputy(ctx, args.deputy, holder, tasks.place(ctx, task))
    goal = None if args.goal is None else goals.numbered(ctx, args.goal)
    if args.repeats is not None:
        asked = _still_to_agree(ctx, task, args.repeats)
        if asked is not None:
            return asked
    told: list[Text | Lines] = []
    if args.text is not None and args.text != task.text:
        told.append(T("task.renamed", number=task.number, text=args.text, before=task.text))
        task = plan.rename(ctx.store, task, args.text, ctx.by())
    if args.repeats is not None:
        task = plan.repeat(ctx.store, task, args.repeats, ctx.by())
        told.append(
            T("task.repeats_now", number=task.number, text=task.text, when=_rhythm(ctx, args.repeats))
        )
    elif args.day is not None:
        task, words = _put_off(ctx, task, args.day)
        told.append(words)
    if goal is not None:
        told.append(T("task.under_goal", number=task.number, goal=goal.number, text=goal.text))
    if deputy is not None:
        told.append(T("task.has_deputy", number=task.number, name=deputy.name))
    if args.kind is not None:
        kind = T(rules.KIND_TEXTS[TaskKind(args.kind)])
        told.append(T("task.has_kind", number=task.number, kind=kind))
    task = plan.describe(
        ctx.store,
        task,
        ctx.by(),
        goal_id=None if goal is None else goal.id,
        deputy_id=None if deputy is None else deputy.id,
        kind=None if args.kind is None else TaskKind(args.kind),
    )
    given: tuple[Effect, ...] = ()
    if args.owner is not None and owner is not None:
        task = plan.hand_over(ctx.store, task, owner_id=owner.id, by=ctx.by(), function=args.owner.function)
        given = tasks.ask_whether_taken(ctx, task, owner)
    if not told:
        return (*tasks.shown_again(ctx, task, asking=()), *given) if given else _unchanged(ctx, task)
    return (*tasks.told(ctx, task, lines(*told)), *given)


def _unchanged(ctx: CaseCtx, task: Task) -> Reply:
    return (ctx.say(T("task.unchanged", number=task.number, text=task.text), quiet=True),)


class Move(Args):
    """Which task, and to which day; of one that repeats, which time, or the whole series."""

    number: TaskNumber
    since: Annotated[date | None, Arg(reads=After(("från", "from"), Day()))] = None
    repeats: Annotated[Recurrence | None, Arg(reads=Repeats())] = None
    day: Annotated[date | None, Arg(reads=Day(), ask="task.ask_day", words=("till", "to", "på", "on"))] = None
    whole: Annotated[
        bool, Arg(reads=Phrase(("hela serien", "alla gånger", "serien", "the whole series", "whole series")))
    ] = False


@command(sv="flytta uppgift", en="move task", needs=Duty.STATUS, ready=_can_change)
def move(ctx: CaseCtx, args: Move) -> Outcome:
    """Move a task to another day; its owner may, too. Of a task that repeats one time moves, unless the whole series is
    meant."""
    task = tasks.numbered(ctx, args.number)
    _check_may_change(ctx, task)
    if args.day is None and args.repeats is None:
        return Missing(field="day")
    if args.day is not None:
        rules.check_day(args.day, ctx.today)
    repeats = args.repeats
    if args.whole and repeats is None and args.day is not None and task.repeats is not None:
        repeats = days.shifted(recurrence.restored(task.repeats), args.day)
        if repeats is None:
            raise refuse("task.say_rhythm", number=task.number)
    if repeats is None:
        assert args.day is not None
        moved, words = _put_off(ctx, task, args.day, since=args.since)
        return tasks.told(ctx, moved, words)
    if not may(ctx.sender.role, Duty.PLAN):
        raise refuse("task.series_is_theirs", number=task.number)
    asked = _still_to_agree(ctx, task, repeats)
    if asked is not None:
        return asked
    changed = plan.repeat(ctx.store, task, repeats, ctx.by())
    said = T("task.repeats_now", number=task.number, text=task.text, when=_rhythm(ctx, repeats))
    return tasks.told(ctx, changed, said)


class Skip(Args):
    """Which task that repeats, and which time."""

    number: TaskNumber
    day: Annotated[date | None, Arg(reads=Day(), words=("på", "den", "on"))] = None


@command(
    sv="hoppa över", en="skip", also=("hoppa över uppgift", "skip task"), needs=Duty.STATUS, ready=_can_change
)
def skip(ctx: CaseCtx, args: Skip) -> Reply:
    """Leave one time of a task that repeats out; the series stays."""
    task = tasks.numbered(ctx, args.number)
    _check_may_change(ctx, task)
    if task.repeats is None:
        raise refuse("task.is_once", number=task.number)
    left_out = series.chosen(ctx.store, task, args.day)
    skipped = series.skip_occurrence(ctx.store, task, ctx.by(), day=left_out.on)
    following = series.upcoming(ctx.store, skipped)
    words = T("task.skipped", number=task.number, text=task.text, day=left_out.on)
    after = None if following is None else T("task.next_time", day=following)
    return tasks.told(ctx, skipped, lines(words, after))


def _check_may_change(ctx: CaseCtx, task: Task) -> None:
    """Refuse to move what is done or struck, and somebody else's task, unless one plans for all."""
    rules.check_open(task)
    if not may(ctx.sender.role, Duty.PLAN):
        rules.check_status(task, ctx.sender)


def _put_off(ctx: CaseCtx, task: Task, to: date, *, since: date | None = None) -> tuple[Task, Lines]:
    """Move a task, or one time of it, and what is said then."""
    if task.repeats is None:
        moved = plan.put_off(ctx.store, task, to, ctx.by())
        if task.due_on is None:
            return moved, lines(T("task.has_day", number=task.number, text=task.text, day=to))
        values = {"number": task.number, "text": task.text, "day": to, "before": task.due_on}
        return moved, lines(T("task.moved", **values))
    before = series.chosen(ctx.store, task, since)
    moved = series.move_occurrence(ctx.store, task, to, ctx.by(), day=before.on)
    values = {"number": task.number, "text": task.text, "day": to, "before": before.on}
    hint = T("task.move_whole", number=task.number) if may(ctx.sender.role, Duty.PLAN) else None
    return moved, lines(T("task.moved_once", **values), hint)


def _still_to_agree(ctx: CaseCtx, task: Task, repeats: Recurrence) -> Confirm | None:
    """A change of a whole series is shown before it is made."""
    plan.first_day(ctx.store, repeats)
    before = tasks.day_or_rhythm(ctx, task)
    values = {"number": task.number, "text": task.text, "when": _rhythm(ctx, repeats)}
    head = T("task.series_preview", **values)
    return ctx.still_to_agree(lines(head, None if before is None else T("task.series_before", before=before)))


def _rhythm(ctx: CaseCtx, repeats: Recurrence) -> Text:
    return recurrence.in_words(repeats, today=ctx.today)
