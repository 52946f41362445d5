"""Cases that go over to another coordinator: handed over by one, or taken over from one who is away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, NoArgs, Outcome, UnitCtx, command, refuse
from bot.i18n import T, lines
from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import handover as service
from bot.wording import handover as words


class Taker(Args):
    """Who coordinates from now on."""

    taker: Annotated[Person, Arg(reads=Somebody(), ask="handover.ask_taker", words=("till", "to"))]


@command(
    sv="lämna över ärende",
    en="hand over case",
    needs=Duty.OPEN_CASE,
    where=(RoomKind.OFFICE,),
    also=("lämna över ärendet",),
)
def hand_over(ctx: CaseCtx, args: Taker) -> Outcome:
    """Give a case to another coordinator, who says yes to it."""
    return _hand_over(ctx, (ctx.case,), args.taker)


@command(
    sv="lämna över alla ärenden", en="hand over all cases", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,)
)
def hand_over_all(ctx: UnitCtx, args: Taker) -> Outcome:
    """Give all your cases to another coordinator, who says yes to it."""
    mine = ctx.store.cases.of_coordinator(ctx.sender.id)
    if not mine:
        raise refuse("handover.none")
    return _hand_over(ctx, mine, args.taker)


@command(sv="ta över", en="take over", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def take_over(ctx: CaseCtx, args: NoArgs) -> Outcome:
    """Take a case over from a coordinator who is away or gone; somebody else says yes to it."""
    return _hand_over(ctx, (ctx.case,), ctx.sender)


def _hand_over(ctx: UnitCtx, cases: Sequence[Case], taker: Person) -> Outcome:
    """Hand cases of one coordinator over once both have agreed, and tell all whom it concerns."""
    service.check(cases, taker)
    before = ctx.store.facts.person(cases[0].coordinator_id)
    preview = lines(
        words.preview(cases, before, taker),
        None if taker.id == ctx.sender.id else T("handover.their_yes", name=taker.name),
    )
    asked = ctx.still_to_agree(preview, second=True)
    if asked is not None:
        return asked
    assert ctx.approver is not None  # a second person has agreed
    result = service.hand_over(ctx.store, cases, taker, by=ctx.sender, approved_by=ctx.approver)
    done = T("handover.done", n=len(cases), codes=[case.code for case in cases], name=taker.name)
    return (ctx.say(done), *words.told(ctx, result))
