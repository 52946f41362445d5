"""Tasks are given, handed over and struck."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Number, Somebody, Title
from bot.conversation.command import (
    Args,
    CaseCtx,
    Outcome,
    Reply,
    command,
    refuse,
)
from bot.i18n import T
from bot.messages import Say
from bot.rules import case as case_rules
from bot.rules import plan as rules
from bot.rules.person import Person
from bot.rules.plan import TaskState
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import circle, pause, plan
from bot.wording import cards, tasks


def _can_ask(ctx: CaseCtx) -> None:
    case_rules.check_can_ask_of_plan(ctx.case, is_paused=pause.is_paused(ctx.store))


def _can_change(ctx: CaseCtx) -> None:
    case_rules.check_can_change_plan(ctx.case)


class New(Args):
    """Who does what by when."""

    text: Annotated[str, Arg(reads=Title((Day(),)), ask="task.ask_text")]
    owner: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    day: Annotated[date | None, Arg(reads=Day(), words=("senast", "by"))] = None


@command(
    sv="uppgift",
    en="task",
    needs=Duty.PLAN,
    where=(RoomKind.OFFICE, RoomKind.CASE),
    ready=_can_ask,
    numbered="visa uppgift",
)
def new(ctx: CaseCtx, args: New) -> Reply:
    """Give somebody in the case a task; they say whether they take it ([Sk] R70)."""
    _check_owner(ctx, args.owner)
    if args.day is not None and args.day < ctx.today:
        raise refuse("task.day_past", day=args.day)
    task = plan.add(ctx.store, args.text, owner_id=args.owner.id, due_on=args.day)
    return tasks.ask_whether_taken(ctx, task, args.owner)


class One(Args):
    """Which task."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]


class HandOver(Args):
    """Which task, and who has it from now on."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]
    owner: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person", words=("till", "to"))]


@command(
    sv="lämna över",
    en="hand over",
    needs=Duty.PLAN,
    where=(RoomKind.OFFICE, RoomKind.CASE),
    ready=_can_ask,
)
def hand_over(ctx: CaseCtx, args: HandOver) -> Reply:
    """Give a task to somebody else in the case; they say whether they take it."""
    task = tasks.numbered(ctx, args.number)
    _check_owner(ctx, args.owner)
    given = plan.hand_over(ctx.store, task, owner_id=args.owner.id)
    return (*tasks.shown_again(ctx, given, asking=()), *tasks.ask_whether_taken(ctx, given, args.owner))


@command(
    sv="stryk",
    en="strike",
    needs=Duty.PLAN,
    consequence=Consequence.FAR,
    where=(RoomKind.OFFICE, RoomKind.CASE),
    ready=_can_change,
)
def strike(ctx: CaseCtx, args: One) -> Outcome:
    """Take a task off the plan. It stays in the export as struck."""
    task = tasks.numbered(ctx, args.number)
    rules.check_move(task, TaskState.DROPPED)
    asked = ctx.still_to_agree(T("task.strike_preview", number=task.number, text=task.text))
    if asked is not None:
        return asked
    struck = plan.strike(ctx.store, task)
    to_room: tuple[Say, ...] = ()
    if ctx.room.kind is not RoomKind.CASE:
        to_room = (Say(room_id=ctx.store.room.id, body=cards.task_line(ctx, struck), quiet=True),)
    return (
        ctx.say(tasks.unseen(ctx, T("task.struck", number=task.number)), quiet=True),
        *to_room,
        *tasks.shown_again(ctx, struck),
        *cards.refreshed(ctx),
    )


def _check_owner(ctx: CaseCtx, owner: Person) -> None:
    """Refuse to give a task to somebody who is not in the case or in its room."""
    people = {ctx.case.coordinator_id, *(actor.person_id for actor in ctx.facts.actors)}
    if owner.id not in people:
        raise refuse("task.not_in_case", name=owner.name)
    there = circle.presence(ctx.store, ctx.store.room)
    if owner.id in there.left:
        raise refuse("task.has_left", name=owner.name, code=ctx.case.code, handle=owner.handle)
    if owner.matrix_id is not None and owner.id not in (*there.inside, *there.awaited):
        raise refuse("task.not_in_room", name=owner.name)
