"""The coordinator sees who has answered what about a meeting, and why."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Number
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, command, refuse
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.wording import meeting_answers as said


class WhichMeeting(Args):
    """Which, where there are several."""

    number: Annotated[
        int | None,
        Arg(reads=Number(), ask="meeting.ask_number", words=("möte", "meeting", "nr", "nummer", "number")),
    ] = None


@command(
    sv="vem kommer",
    en="who comes",
    also=(
        "vilka kommer",
        "vem kan komma",
        "vilka kan komma",
        "vem har svarat",
        "vilka har svarat",
        "mötessvaren",
    ),
    needs=Duty.SEE_CASES,
    evidence=False,
    consequence=Consequence.LOOK,
    where=(RoomKind.OFFICE, RoomKind.PAGE),
)
def show(ctx: CaseCtx, args: WhichMeeting) -> Outcome:
    """Show who has answered what about a meeting, why, and for whom one still waits."""
    planned = meetings.planned(ctx.store)
    if not planned:
        raise refuse("meeting.none_planned", code=ctx.case.code)
    if args.number is None and len(planned) > 1:
        return Missing(field="number")
    meant = [one for one in planned if args.number in (None, one.number)]
    if not meant:
        numbers = [str(one.number) for one in planned]
        raise refuse("meeting.no_such", number=args.number, numbers=numbers)
    return (ctx.say(said.shown(ctx, meant[0])),)
