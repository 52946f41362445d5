"""Each authority acknowledges the consent for itself: nobody does it for another. Private people need not."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, NoArgs, Reply, command, refuse, when_due
from bot.i18n import T
from bot.messages import Say, Urgency
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import receipt


@command(
    sv="samtycke mottaget",
    en="consent received",
    needs=Duty.RECEIVE,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.SIDE, RoomKind.PAGE),
)
def note(ctx: CaseCtx, args: NoArgs) -> Reply:
    """Note that one's own authority has the consent it works on ([Sk]: each its own)."""
    standing = receipt.standing(ctx.facts, ctx.sender.id)
    if not standing.authorities:
        raise refuse("ledger.need_not", code=ctx.case.code)
    if not standing.covered:
        raise refuse("ledger.none_received", code=ctx.case.code)
    noted = receipt.acknowledge(ctx.store, standing.covered, by=ctx.sender.id)
    words = [ctx.profile.function(function).text for function in standing.covered]
    return (ctx.say(T("ledger.received" if noted else "ledger.received_before", functions=words)),)


@when_due("consent.receipts")
def remind(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the authorities that have not noted it whether they have the consent, each on its own page, once.

    Who says nothing stands in the coordinator's overview. While the case is frozen nobody is asked.
    """
    if ctx.case.state is State.FROZEN:
        receipt.ask_tomorrow(ctx.store)
        return ()
    if ctx.case.state not in (State.PROPOSED, State.ACTIVE):
        return ()
    asked: Reply = ()
    for person, functions in receipt.to_ask(ctx.store):
        words = [ctx.profile.function(function).text for function in functions]
        question = Say(
            room_id=ctx.store.page(person.id).id,
            body=T("ledger.ask_receipt", code=ctx.case.code, functions=words),
            urgency=Urgency.QUESTION,
            person_id=person.id,
        )
        asked += (question,)
    return asked
