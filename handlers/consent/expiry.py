"""A consent that has run out: the room freezes, and people leave after the profile's days. A renewed one thaws it.
That one comes near its end the coordinator hears in the morning (:mod:`handlers.case.week`). (D: expiry freezes)."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T, lines
from bot.rules.case import State
from bot.services import expiry, pause
from bot.services.expiry import Ending
from bot.wording import cards, farewell


@when_due("consent.ending")
def tell(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator that a consent has run out."""
    ending = expiry.ending(ctx.facts, subject)
    return () if ending is None else _over(ctx, ending)


def _over(ctx: CaseCtx, ending: Ending) -> Reply:
    end = ending.end
    if ctx.case.state is State.PROPOSED and ctx.case.opened_on is None:
        return (ctx.to_coordinator(T("expiry.over_planned", code=ctx.case.code, until=end)),)
    if pause.why_frozen(ctx.store) is not None:
        leave = end + timedelta(days=ctx.profile.expiry_leave_days + 1)
        return (ctx.to_coordinator(T("expiry.over", code=ctx.case.code, until=end, leave=leave)),)
    # The room goes on without them
    departure = expiry.let_go(ctx.store, ending.functions, end)
    words = [ctx.profile.function(function).text for function in ending.functions]
    told = lines(
        T("expiry.over_some", code=ctx.case.code, until=end, functions=words),
        cards.about_tasks(departure.orphaned, "consent.orphans_told"),
    )
    return (*farewell.told(ctx, departure, T("consent.gone", what=words)), ctx.to_coordinator(told))
