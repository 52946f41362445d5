"""What a professional wrote that nothing was made of: sent on to the coordinator of the case, if they say so."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, AsWritten
from bot.conversation.command import Args, CaseCtx, Reply, command
from bot.i18n import T, Words
from bot.messages import Say
from bot.rules.roles import Duty
from bot.rules.room import RoomKind


class PassOn(Args):
    """What was written."""

    text: Annotated[str, Arg(reads=AsWritten())]


@command(
    sv="skicka till samordnaren",
    en="pass to coordinator",
    needs=Duty.STATUS,
    hidden=True,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def pass_on(ctx: CaseCtx, args: PassOn) -> Reply:
    """Send the coordinator what a professional wrote; it is kept nowhere else."""
    wrote = T("passed.wrote", code=ctx.case.code, name=ctx.sender.name, text=Words(args.text))
    page = ctx.coordinator_page
    return (ctx.say(T("passed.sent", code=ctx.case.code)), Say(room_id=page.id, body=wrote))
