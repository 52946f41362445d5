"""A consent withdrawn by whoever records it for others."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, CaseCtx, Confirm, Outcome, command, refuse
from bot.i18n import Lines, T, lines
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import withdrawal
from bot.services.withdrawal import Forecast
from bot.wording import withdrawal as words
from bot.wording.consent import what_of


class Withdraw(Args):
    """Whose part ends; everything when nobody is named."""

    function: Annotated[str | None, Arg(reads=OneOf(lambda env: env.profile.recipients))] = None


@command(sv="samtycke återkalla", en="consent withdraw", needs=Duty.RECORD_CONSENT, where=(RoomKind.OFFICE,))
def withdraw(ctx: CaseCtx, args: Withdraw) -> Outcome:
    """Record that a consent is withdrawn, for one function or altogether: those concerned are out at once."""
    forecast = withdrawal.forecast(ctx.store, args.function, by=ctx.sender.id)
    if not forecast.marked:
        raise refuse("consent.nothing_to_withdraw", code=ctx.case.code)
    asked = Confirm(preview=_preview(ctx, args.function, forecast))
    if not ctx.has_agreed(asked):
        return asked
    result = withdrawal.withdraw(ctx.store, args.function, by=ctx.sender.id)
    return words.told(ctx, args.function, result)


def _preview(ctx: CaseCtx, function: str | None, forecast: Forecast) -> Lines:
    leaving = [ctx.facts.person(actor.person_id).name for actor in forecast.leaving]
    return lines(
        T("consent.withdraw_preview", code=ctx.case.code, what=what_of(ctx.profile, function)),
        T("consent.leaves", names=leaving) if leaving else None,
        T("consent.would_freeze") if forecast.freezes else None,
    )
