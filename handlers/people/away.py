"""A coordinator who is away for some days: another stands in, and gets the alarms and questions meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Somebody, Word
from bot.conversation.command import Args, Missing, Outcome, UnitCtx, command, refuse
from bot.i18n import T
from bot.messages import Say, Urgency
from bot.rules.away import LONGEST
from bot.rules.person import Person
from bot.rules.roles import Consequence, Duty, Role
from bot.rules.room import RoomKind
from bot.services import away as service


class Away(Args):
    """Until which day, and who stands in; or that one is back."""

    ends: Annotated[bool, Arg(reads=Word(("slut", "tillbaka", "over", "back")))] = False
    until: Annotated[date | None, Arg(reads=Day(), ask="away.ask_until", words=("till", "tom", "until"))] = (
        None
    )
    deputy: Annotated[Person | None, Arg(reads=Somebody(), ask="away.ask_deputy")] = None


@command(
    sv="borta",
    en="away",
    needs=Duty.BIND_PERSON,
    consequence=Consequence.TELL,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def away(ctx: UnitCtx, args: Away) -> Outcome:
    """Be away until a day, while somebody else stands in; refused when nobody can."""
    if ctx.sender.role is not Role.COORDINATOR:
        raise refuse("kit.may_not")
    if args.ends:
        return _back(ctx)
    able = service.reachable(ctx.store, ctx.sender)
    if not able:
        raise refuse("away.no_deputy")
    if args.until is None:
        return Missing(field="until")
    if not ctx.today < args.until <= ctx.today + timedelta(days=LONGEST):
        raise refuse("away.no_such_day", most=LONGEST)
    deputy = args.deputy
    if deputy is None and len(able) > 1:
        return Missing(field="deputy", values={"names": [one.name for one in able]})
    if deputy is None:
        deputy = able[0]
    if deputy.id not in {one.id for one in able}:
        raise refuse("away.not_deputy", name=deputy.name, names=[one.name for one in able])
    service.leave(ctx.store, ctx.sender, args.until, deputy)
    noted = ctx.say(T("away.noted", day=args.until, name=deputy.name))
    told = T("away.you_stand_in", name=ctx.sender.name, day=args.until)
    to_deputy = Say(room_id=ctx.store.page(deputy.id).id, body=told, urgency=Urgency.QUESTION)
    if ctx.room.id == ctx.store.office.id:
        return (noted, to_deputy)
    in_office = T("away.in_office", name=ctx.sender.name, deputy=deputy.name, day=args.until)
    return (noted, to_deputy, Say(room_id=ctx.store.office.id, body=in_office, quiet=True))


def _back(ctx: UnitCtx) -> Outcome:
    deputy = service.come_back(ctx.store, ctx.sender)
    if deputy is None:
        raise refuse("away.not_away")
    told = T("away.deputy_ends", name=ctx.sender.name)
    return (
        ctx.say(T("away.back")),
        Say(room_id=ctx.store.page(deputy.id).id, body=told, urgency=Urgency.QUESTION),
    )
