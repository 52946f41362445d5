"""Each authority takes in the consent itself, and notes that it has: nobody does it for another. Private people need
not."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, NoArgs, Reply, command, refuse, when_due
from bot.i18n import T
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services.receipt import unacknowledged


@command(
    sv="samtycke mottaget",
    en="consent received",
    needs=Duty.RECEIVE,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE, RoomKind.PAGE),
)
def note(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Note that one's own authority has the consent it works on ([Sk]: each its own)."""
    mine = [actor.function for actor in ctx.store.actors.all() if actor.person_id == ctx.sender.id]
    covered = ctx.facts.heard
    authorities = [function for function in mine if not ctx.profile.function(function).private]
    concerned = [function for function in authorities if function in covered]
    if not concerned:
        raise refuse("ledger.none_received" if authorities else "ledger.need_not", code=ctx.case.code)
    missing = unacknowledged(ctx.store)
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
    missing = unacknowledged(ctx.store)
    if not missing or ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        return ()
    words = [ctx.profile.function(function).text for function in missing]
    return (ctx.to_coordinator(T("ledger.not_received", code=ctx.case.code, functions=words)),)
