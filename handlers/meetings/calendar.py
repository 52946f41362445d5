"""Somebody's own meetings, as a file for their calendar."""

from __future__ import annotations

from bot.conversation.command import NoArgs, Reply, UnitCtx, command
from bot.i18n import T, lines
from bot.rules.roles import OWN_WORDS, Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import calendar
from bot.wording import calendar as words
from bot.wording import ordinary, own_calendar


@command(
    sv="kalender",
    en="calendar",
    also=("kalendern", "min kalender", "kalenderfil", "ics", "my calendar"),
    needs=Duty.SEE_PLAN,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.PAGE,),
)
def show(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Get one's own meetings as a file for the calendar."""
    if ctx.sender.role in OWN_WORDS:
        case = ctx.store.cases.only_of_person(ctx.sender.id)
        if case is None:
            return (ctx.say(T("ordinary.no_case"), quiet=True),)
        return ordinary.with_safe_words(ctx, case, own_calendar.to_family(ctx.of(case)))
    own = calendar.own(ctx.store, ctx.sender)
    if not own.meetings:
        return (ctx.say(T("calendar.none"), quiet=True),)
    body = lines(
        T("calendar.here", n=len(own.meetings)), T("calendar.here_protected") if own.is_protected else None
    )
    return (ctx.say(body, quiet=True), words.file_of(ctx, ctx.room.id, own.meetings))
