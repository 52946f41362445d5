"""The meetings that somebody has before them."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Code, Word
from bot.conversation.command import Args, Reply, UnitCtx, command, refuse
from bot.i18n import Brief, T, Text, items, lines
from bot.rules import protection
from bot.rules.case import Case, State
from bot.rules.meeting import Meeting
from bot.rules.roles import Consequence, Duty, may
from bot.rules.room import RoomKind
from bot.services import meetings_ahead
from bot.wording import meeting_place

#: So many meetings are listed, unless all are asked for.
SHOWN = 10


class Shown(Args):
    """Of which case, if not of all; and all of them instead of the next."""

    code: Annotated[str | None, Arg(reads=Code())] = None
    in_full: Annotated[bool, Arg(reads=Word(("allt", "alla", "mer", "all", "everything", "more")))] = False


@command(
    sv="möten",
    en="meetings",
    needs=Duty.SEE_MEETINGS,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE),
)
def show(ctx: UnitCtx, args: Shown) -> Reply:
    """Show the meetings one has before one, in all of one's cases; in a case room those of the case."""
    only = _only(ctx, args.code)
    ahead = meetings_ahead.of_person(ctx.store, ctx.sender, only=only)
    shown = ahead.meetings if args.in_full else ahead.meetings[:SHOWN]
    left = len(ahead.meetings) - len(shown)
    if not ahead.meetings and not ahead.informing:
        return (ctx.say(_none(ctx, only), quiet=True),)
    told = lines(
        T("meeting.ahead", n=len(ahead.meetings) + len(ahead.informing)),
        items(
            *(_information(case) for case in ahead.informing),
            *(_line(ctx, meeting, ahead.cases[meeting.case_id]) for meeting in shown),
        ),
        T("meeting.ahead_more", n=left) if left else None,
    )
    return (ctx.say(told, quiet=True),)


def _only(ctx: UnitCtx, code: str | None) -> Case | None:
    """The case of the room, or the one that is named, if the reader may see it."""
    if ctx.room.case_id is not None:
        return ctx.store.one_case(ctx.room.case_id)
    if code is None:
        return None
    if may(ctx.sender.role, Duty.SEE_CASES):
        found = next((case for case in ctx.store.cases.all() if case.code == code), None)
    else:
        found = next((case for case in ctx.store.cases.of_person(ctx.sender.id) if case.code == code), None)
    if found is None:
        raise refuse("kit.no_such_case", code=code)
    return found


def _none(ctx: UnitCtx, only: Case | None) -> Text:
    if only is None:
        return T("meeting.ahead_none")
    if only.state is State.ACTIVE and may(ctx.sender.role, Duty.MEETING):
        key = "meeting.ahead_none_call_room" if ctx.room.kind.of_case else "meeting.ahead_none_call"
        return T(key, code=only.code)
    return T("meeting.ahead_none_of", code=only.code)


def _line(ctx: UnitCtx, meeting: Meeting, case: Case) -> Text:
    shows_place = protection.shows_place(case, ctx.room.kind)
    values = {
        "at": Brief(meeting.starts_at),
        "number": meeting.number,
        "title": meeting.title,
        "place": meeting_place.named(meeting) if shows_place else T("protected.place"),
    }
    if ctx.room.kind.of_case:
        return T("meeting.ahead_line", **values)
    return T("meeting.ahead_line_of", code=case.code, **values)


def _information(case: Case) -> Text:
    if case.information_at is None:
        return T("meeting.ahead_information_day", code=case.code, at=_day(case))
    return T("meeting.ahead_information", code=case.code, at=Brief(case.information_at))


def _day(case: Case) -> Brief:
    assert case.information_meeting_on is not None
    return Brief(case.information_meeting_on)
