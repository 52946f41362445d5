"""Tasks are given, handed over, shared and struck."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from bot.conversation.arguments import (
    DEPUTY,
    GOAL,
    Arg,
    Day,
    Holder,
    Number,
    OneOf,
    Owner,
    Repeats,
    Title,
    kinds,
)
from bot.conversation.command import (
    Args,
    CaseCtx,
    Outcome,
    Reply,
    command,
    refuse,
    when_due,
)
from bot.i18n import T
from bot.messages import Say, Urgency
from bot.rules import case as case_rules
from bot.rules import plan as rules
from bot.rules.plan import TaskKind, TaskState
from bot.rules.recurrence import Recurrence
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import circle, pause, plan
from bot.wording import cards, goals, rounds, tasks

#: Where tasks are given: in kontoret, and in the rooms of the case.
PLACES = (RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE)


def _can_ask(ctx: CaseCtx) -> None:
    case_rules.check_can_ask_of_plan(ctx.case, is_paused=pause.is_paused(ctx.store))


def _can_change(ctx: CaseCtx) -> None:
    case_rules.check_can_change_plan(ctx.case)


TaskNumber = Annotated[int, Arg(reads=Number(), ask="task.ask_number")]
OwnerArg = Annotated[Holder, Arg(reads=Owner(), ask="case.ask_person")]


class New(Args):
    """Who does what by when, or how often; under which goal, and who steps in."""

    text: Annotated[str, Arg(reads=Title((Repeats(), Day(), GOAL, DEPUTY)), ask="task.ask_text")]
    owner: OwnerArg
    repeats: Annotated[Recurrence | None, Arg(reads=Repeats())] = None
    day: Annotated[date | None, Arg(reads=Day(), words=("senast", "by"))] = None
    goal: Annotated[int | None, Arg(reads=GOAL)] = None
    deputy: Annotated[Holder | None, Arg(reads=DEPUTY)] = None
    kind: Annotated[str | None, Arg(reads=OneOf(kinds))] = None


@command(sv="uppgift", en="task", needs=Duty.PLAN, where=PLACES, ready=_can_ask, numbered="visa uppgift")
def new(ctx: CaseCtx, args: New) -> Outcome:
    """Give somebody in the case a task; they say whether they take it ([Sk] R70)."""
    owner = tasks.holder(ctx, args.owner)
    room = tasks.room_for(ctx, owner)
    if args.day is not None:
        rules.check_day(args.day, ctx.today)
    if args.day is not None and args.repeats is not None:
        raise refuse("task.day_and_series")
    if args.repeats is not None:
        plan.first_day(ctx.store, args.repeats)
    goal = None if args.goal is None else goals.numbered(ctx, args.goal)
    deputy = None if args.deputy is None else tasks.deputy(ctx, args.deputy, owner, room)
    text, kind = _from_catalogue(ctx, args.text, args.kind)
    same = tasks.same(ctx, text, owner.id)
    if same is not None:
        asked = ctx.still_to_agree(
            T("task.same_preview", number=same.number, text=same.text, name=owner.name)
        )
        if asked is not None:
            return asked
    task = plan.add(
        ctx.store,
        text,
        owner_id=owner.id,
        due_on=args.day,
        by=ctx.by(),
        repeats=args.repeats,
        function=args.owner.function,
        deputy_id=None if deputy is None else deputy.id,
        kind=None if kind is None else TaskKind(kind),
        goal_id=None if goal is None else goal.id,
        room_id=None if room.kind is RoomKind.CASE else room.id,
    )
    return tasks.ask_whether_taken(ctx, task, owner)


def _from_catalogue(ctx: CaseCtx, text: str, kind: str | None) -> tuple[str, str | None]:
    """The words of a task and what it is there for, where it is named by one word of the catalogue. Several words stay
    as they were written."""
    entry = next((each for each in ctx.profile.catalogue if each.known_as(text)), None)
    if entry is None or " " in text.strip():
        return text, kind
    label = entry.label(ctx.unit_language)
    return label[:1].upper() + label[1:], kind or entry.kind


class One(Args):
    """Which task."""

    number: TaskNumber


class HandOver(Args):
    """Which task, and who has it from now on."""

    number: TaskNumber
    owner: Annotated[Holder, Arg(reads=Owner(), ask="case.ask_person", words=("till", "to"))]


@command(sv="lämna över", en="hand over", needs=Duty.PLAN, where=PLACES, ready=_can_ask)
def hand_over(ctx: CaseCtx, args: HandOver) -> Reply:
    """Give a task to somebody else in the case; they say whether they take it."""
    task = tasks.numbered(ctx, args.number)
    rules.check_open(task)
    owner = tasks.holder(ctx, args.owner)
    tasks.check_owner(ctx, owner, tasks.place(ctx, task))
    given = plan.hand_over(ctx.store, task, owner_id=owner.id, by=ctx.by(), function=args.owner.function)
    tally = rounds.shown_again(ctx, [given.id])
    return (
        *tasks.shown_again(ctx, given, asking=()),
        *tally,
        *tasks.ask_whether_taken(ctx, given, owner),
    )


class Split(Args):
    """Which task, what part of it becomes one of its own, and whose."""

    number: TaskNumber
    text: Annotated[str, Arg(reads=Title((Day(),)), ask="task.ask_part")]
    owner: OwnerArg


@command(sv="dela uppgift", en="split task", also=("dela",), needs=Duty.PLAN, where=PLACES, ready=_can_ask)
def split(ctx: CaseCtx, args: Split) -> Reply:
    """Make a part of a task one of its own, which somebody else takes."""
    task = tasks.numbered(ctx, args.number)
    rules.check_open(task)
    owner = tasks.holder(ctx, args.owner)
    tasks.check_owner(ctx, owner, tasks.place(ctx, task))
    part = plan.split(
        ctx.store, task, args.text, owner_id=owner.id, by=ctx.by(), function=args.owner.function
    )
    return tasks.ask_whether_taken(ctx, part, owner)


@command(
    sv="stryk", en="strike", needs=Duty.PLAN, consequence=Consequence.FAR, where=PLACES, ready=_can_change
)
def strike(ctx: CaseCtx, args: One) -> Outcome:
    """Take a task off the plan. It stays in the export as struck."""
    task = tasks.numbered(ctx, args.number)
    rules.check_move(task, TaskState.DROPPED)
    asked = ctx.still_to_agree(T("task.strike_preview", number=task.number, text=task.text))
    if asked is not None:
        return asked
    struck = plan.strike(ctx.store, task, ctx.by())
    return tasks.told(ctx, struck, T("task.struck", number=task.number), cards.task_line(ctx, struck))


class Waits(Args):
    """Which task waits, and for which."""

    number: TaskNumber
    first: Annotated[int, Arg(reads=Number(), ask="task.ask_first")]


@command(
    sv="uppgift efter",
    en="task after",
    also=("efter uppgift", "after task"),
    needs=Duty.PLAN,
    where=PLACES,
    ready=_can_change,
)
def wait_for(ctx: CaseCtx, args: Waits) -> Reply:
    """Have a task wait for another; whoever has it hears when that one is done."""
    task, first = tasks.numbered(ctx, args.number), tasks.numbered(ctx, args.first)
    waiting = plan.wait_for(ctx.store, task, first, ctx.by())
    words = T("task.waits", number=task.number, first=first.number, text=first.text)
    return tasks.told(ctx, waiting, words)


@when_due("task.freed")
def tell_freed(ctx: CaseCtx, subject: str) -> Reply:
    """Tell whoever has a task, on their own page, that what came before it is done."""
    task = ctx.store.plan.get(subject)
    if task is None or task.owner_id is None or task.state not in rules.OPEN or pause.is_paused(ctx.store):
        return ()
    room = circle.room_of(ctx.store, task)
    if room is None or task.owner_id not in circle.members(ctx.store, room):
        return ()
    body = T("task.freed", code=ctx.case.code, number=task.number, text=task.text)
    page = ctx.store.page(task.owner_id)
    return (Say(room_id=page.id, body=body, urgency=Urgency.QUESTION, person_id=task.owner_id),)


@when_due("task.offer")
def offer(ctx: CaseCtx, subject: str) -> Reply:
    """Ask whoever stands for a function now whether they take a task that went over with it."""
    task = plan.take_offer(ctx.store, subject)
    if task is None:
        return ()
    assert task.owner_id is not None
    return tasks.ask_whether_taken(ctx, task, ctx.facts.person(task.owner_id))


class UnderGoal(Args):
    """Which task, and under which goal."""

    number: TaskNumber
    goal: Annotated[int, Arg(reads=Number(), ask="goal.ask_number")]


@command(
    sv="uppgift under mål",
    en="task under goal",
    also=("under mål", "under goal"),
    needs=Duty.PLAN,
    where=PLACES,
    ready=_can_change,
)
def under_goal(ctx: CaseCtx, args: UnderGoal) -> Reply:
    """Put a task under a goal."""
    task = tasks.numbered(ctx, args.number)
    goal = goals.numbered(ctx, args.goal)
    described = plan.describe(ctx.store, task, ctx.by(), goal_id=goal.id)
    words = T("task.under_goal", number=task.number, goal=goal.number, text=goal.text)
    return tasks.told(ctx, described, words)


class Substitute(Args):
    """Which task, and who steps in."""

    number: TaskNumber
    deputy: OwnerArg


@command(
    sv="uppgift ersättare",
    en="task deputy",
    also=("ersättare för uppgift", "deputy for task"),
    needs=Duty.PLAN,
    where=PLACES,
    ready=_can_change,
)
def set_deputy(ctx: CaseCtx, args: Substitute) -> Reply:
    """Say who steps in for the owner of a task, and may say how it goes."""
    task = tasks.numbered(ctx, args.number)
    owner = None if task.owner_id is None else ctx.facts.person(task.owner_id)
    deputy = tasks.deputy(ctx, args.deputy, owner, tasks.place(ctx, task))
    described = plan.describe(ctx.store, task, ctx.by(), deputy_id=deputy.id)
    return tasks.told(ctx, described, T("task.has_deputy", number=task.number, name=deputy.name))
