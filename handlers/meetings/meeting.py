"""A meeting is called: everybody is asked whether they can come."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Hour, Length, Title
from bot.conversation.command import Args, CaseCtx, Outcome, command, refuse
from bot.i18n import T, lines
from bot.rules import calendar
from bot.rules.case import State
from bot.rules.meeting import Meeting
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.services.pause import is_paused
from bot.wording import meeting as words


class New(Args):
    """What, when, how long, where."""

    title: Annotated[str, Arg(reads=Title((Day(hour_first=True),), lengths=True), ask="meeting.ask_title")]
    day: Annotated[date, Arg(reads=Day(), ask="meeting.ask_day")]
    at: Annotated[time, Arg(reads=Hour(bare=True), ask="meeting.ask_time")]
    place: Annotated[str, Arg(reads=Title((Length(),), lengths=True), ask="meeting.ask_place")]
    length: Annotated[timedelta, Arg(reads=Length())] = timedelta(hours=1)


def _can_call(ctx: CaseCtx) -> None:
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    if is_paused(ctx.store):
        raise refuse("meeting.still_new", code=ctx.case.code)


@command(sv="möte", en="meeting", needs=Duty.MEETING, where=(RoomKind.OFFICE, RoomKind.CASE), ready=_can_call)
def new(ctx: CaseCtx, args: New) -> Outcome:
    """Call a meeting; the youth is asked on the own page ([Sk] "ungdomen alltid är delaktig")."""
    starts_at = calendar.moment(args.day, args.at)
    if starts_at <= ctx.now:
        raise refuse("meeting.past", at=starts_at)
    meeting = Meeting(
        id="",
        unit_id=ctx.unit_id,
        case_id=ctx.case.id,
        number=0,
        starts_at=starts_at,
        minutes=int(args.length.total_seconds() // 60),
        title=args.title,
        place=args.place,
    )
    preview = lines(
        T("meeting.preview", code=ctx.case.code, what=words.what(ctx, meeting)),
        *words.hearers(ctx, meeting, None),
        *words.remarks(ctx, meeting),
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    return words.told(ctx, meetings.call(ctx.store, meeting))
