"""One task is shown, with what has happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from bot.conversation.arguments import Arg, Number
from bot.conversation.command import EVERYWHERE, Args, CaseCtx, Reply, UnitCtx, command, refuse
from bot.rules import card as rules
from bot.rules.page_answers import PageAnswers
from bot.rules.plan import OPEN
from bot.rules.roles import OWN_WORDS, Consequence, Duty
from bot.services import card, page_answers
from bot.wording import looks, ordinary, own_tasks, task_history


def _cases_with(ctx: UnitCtx, said: Mapping[str, Any]) -> Mapping[str, str]:
    """The cases in which an open task of somebody's own has that number."""
    own = ctx.store.task_numbers_of(ctx.sender.id, OPEN)
    return {case_id: str(said["number"]) for case_id, numbers in own.items() if said.get("number") in numbers}


class Look(Args):
    """Which task."""

    number: Annotated[int, Arg(reads=Number(), ask="task.ask_number")]


@command(
    sv="visa uppgift",
    en="show task",
    needs=Duty.SEE_PLAN,
    consequence=Consequence.LOOK,
    evidence=False,
    where=EVERYWHERE,
    narrow=_cases_with,
)
def show(ctx: CaseCtx, args: Look) -> Reply:
    """Show one task, and what has happened to it."""
    of_family = ctx.sender.role in OWN_WORDS and not ctx.room.kind.of_case
    if of_family and page_answers.agreed_for(ctx.store, ctx.sender) is PageAnswers.NOTHING:
        return ordinary.with_safe_words(ctx, ctx.case, (ordinary.orally(ctx),))
    if ctx.room.kind.of_case:
        part = card.in_room(ctx.store, ctx.room, struck=True)
    else:
        part = card.for_person(ctx.store, ctx.sender, struck=True)
    task = next((one for one in part.tasks if one.number == args.number), None)
    if task is None:
        # The same words whether there is none or it belongs to a room they are not in
        raise refuse("task.no_such", number=args.number)
    if of_family:
        return ordinary.with_safe_words(ctx, ctx.case, own_tasks.one_to_family(ctx, task))
    hears = rules.hears_obstacles(ctx.sender, ctx.facts, ctx.room.kind)
    history = ctx.store.plan.history(task.id)
    return looks.shown(ctx, task_history.told(ctx, task, history, part, hears_obstacles=hears))
