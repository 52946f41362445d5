"""Somebody's own tasks, over all their cases."""

from __future__ import annotations

from bot.conversation.command import NoArgs, Reply, UnitCtx, command
from bot.i18n import T
from bot.rules.roles import OWN_WORDS, Consequence, Duty
from bot.services import card
from bot.wording import ordinary, own_tasks


@command(
    sv="mina",
    en="mine",
    needs=Duty.SEE_PLAN,
    consequence=Consequence.LOOK,
    evidence=False,
)
def show(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Show one's own open tasks, the most urgent first; in a room those that belong to it."""
    if ctx.sender.role in OWN_WORDS and not ctx.room.kind.of_case:
        case = ctx.store.cases.only_of_person(ctx.sender.id)
        if case is None:
            return (ctx.say(T("ordinary.no_case"), quiet=True),)
        return ordinary.with_safe_words(ctx, case, own_tasks.to_family(ctx.of(case)))
    mine = card.own_tasks(ctx.store, ctx.sender, ctx.room)
    if not mine:
        return (ctx.say(T("mine.none_here" if ctx.room.kind.of_case else "mine.none"), quiet=True),)
    codes = ctx.store.cases.codes_of({task.case_id for task in mine})
    return (ctx.say(own_tasks.of_professional(ctx, mine, codes), quiet=True),)
