"""Each authority takes in the consent itself, and notes that it has: nobody does it for another. Private people need
not."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.command import CaseCtx, NoArgs, Reply, command, refuse, when_due
from bot.i18n import T
from bot.rules import ledger
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from handlers import circle

#: Days until the coordinator is reminded of those who have not.
REMINDED_AFTER = 7


@command(
    sv="samtycke mottaget",
    en="consent received",
    needs=Duty.RECEIVE,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE, RoomKind.PAGE),
)
def note(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Note that one's own authority has the consent it works on ([Sk]: each its own)."""
    mine = [actor.function for actor in ctx.store.actors.all() if actor.person_id == ctx.sender.id]
    covered = circle.heard(ctx)
    authorities = [function for function in mine if not ctx.profile.function(function).private]
    concerned = [function for function in authorities if function in covered]
    if not concerned:
        raise refuse("ledger.none_received" if authorities else "ledger.need_not", code=ctx.case.code)
    missing = waiting(ctx)
    for function in concerned:
        if function in missing:
            ctx.store.receipts.put(function, by=ctx.sender.id, now=ctx.now)
            ctx.store.audit(Action.CASE_CONSENT_RECEIVED, function=function)
    words = [ctx.profile.function(function).text for function in concerned]
    noted = any(function in missing for function in concerned)
    return (ctx.say(T("ledger.received" if noted else "ledger.received_before", functions=words)),)


@when_due("consent.receipts")
def remind(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator, once, which authorities have not noted that they have the consent."""
    missing = waiting(ctx)
    if not missing or ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        return ()
    words = [ctx.profile.function(function).text for function in missing]
    return (ctx.to_coordinator(T("ledger.not_received", code=ctx.case.code, functions=words)),)


def plan(ctx: CaseCtx) -> None:
    """Plan the reminder, for a consent that has just been recorded."""
    ctx.store.schedule("consent.receipts", ctx.case.id, morning(ctx.today + timedelta(days=REMINDED_AFTER)))


def waiting(ctx: CaseCtx) -> list[str]:
    """The authorities that somebody stands for, and that have not noted that they have the consent as it stands."""
    named = {actor.function for actor in ctx.store.actors.all()}
    missing = ledger.waiting(
        ctx.store.consents.all(),
        ctx.store.receipts.all(),
        ctx.case.age_band,
        ctx.profile,
        ctx.case.id,
        ctx.today,
    )
    return [function for function in missing if function in named]
