"""The next meeting is called in one line: counted from the last one, at its hour and place (rules 37 and 75)."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Length
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, command, refuse
from bot.conversation.meeting_arguments import MeetingHour, NextDay, NextWhen, Place, Where
from bot.i18n import T, Text, lines, say
from bot.rules import calendar
from bot.rules.case import State
from bot.rules.meeting import Meeting, MeetingKind
from bot.rules.roles import Consequence, Duty, may
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.services import meetings_ahead, next_meeting
from bot.services.next_meeting import Proposal
from bot.services.pause import is_paused
from bot.wording import meeting as words
from bot.wording import meeting_place as places
from bot.wording import meeting_series as series_words
from bot.wording import presence as presence_words


class Next(Args):
    """When, if not as it is proposed; and what is not as it was last time."""

    when: Annotated[NextDay | None, Arg(reads=NextWhen(), ask="meeting.ask_next")] = None
    at: Annotated[time | None, Arg(reads=MeetingHour(bare=True), ask="meeting.ask_time")] = None
    place: Annotated[Place | None, Arg(reads=Where((Length(),), lengths=True), ask="meeting.ask_place")] = (
        None
    )
    length: Annotated[timedelta | None, Arg(reads=Length())] = None


def _can_call(ctx: CaseCtx) -> None:
    if ctx.case.state is State.PROPOSED:
        raise refuse("meeting.before_open", code=ctx.case.code)
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    if is_paused(ctx.store):
        raise refuse("meeting.still_new", code=ctx.case.code)


@command(
    sv="nästa möte",
    en="next meeting",
    needs=Duty.SEE_MEETINGS,
    consequence=Consequence.TELL,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE),
    ready=_can_call,
    narrow=presence_words.lately,
)
def call_next(ctx: CaseCtx, args: Next) -> Outcome:
    """Call the next meeting: counted from the last one held, at the same hour and place, unless something else is
    said."""
    is_bare = args.when is None and args.at is None and args.place is None and args.length is None
    coming = meetings.coming(ctx.store)
    if not may(ctx.sender.role, Duty.MEETING):
        if not is_bare:
            raise refuse("meeting.may_not_call")
        return (ctx.say(_shown(ctx), quiet=True),)
    if args.when is not None and args.when.is_later:
        return (ctx.say(T("meeting.next_later", code=ctx.case.code)),)
    if is_bare and coming is not None:
        return (ctx.say(T("meeting.next_is", what=words.numbered(ctx, coming, ctx.room.kind)), quiet=True),)
    proposal = next_meeting.propose(ctx.store, None if args.when is None else args.when.words)
    at = args.at or (None if args.when is None else args.when.at) or proposal.at
    if at is None:
        return Missing(field="at")
    if args.place is None and proposal.like is None:
        return Missing(field="place")
    meeting = _meeting(ctx, args, proposal, at)
    if meeting.starts_at <= ctx.now:
        raise refuse("meeting.past", at=meeting.starts_at)
    asked = ctx.still_to_agree(
        lines(
            T("meeting.preview", code=ctx.case.code, what=words.what(ctx, meeting)),
            *words.about(meeting),
            None if proposal.last_on is None else T("meeting.next_after", day=proposal.last_on),
            *words.hearers(ctx, meeting, None),
            None
            if coming is None
            else T("meeting.next_planned", what=words.numbered(ctx, coming, ctx.room.kind)),
            *words.remarks(ctx, meeting),
            *series_words.clashes(ctx, (meeting,)),
        ),
        fixed=_fixed(proposal.day, at),
    )
    if asked is not None:
        return asked
    return words.told(ctx, meetings.call(ctx.store, meeting))


def _shown(ctx: CaseCtx) -> Text:
    """The next meeting, for somebody who calls none."""
    ahead = meetings_ahead.of_person(ctx.store, ctx.sender, only=ctx.case)
    if not ahead.meetings:
        return T("meeting.ahead_none_of", code=ctx.case.code)
    return words.numbered(ctx, ahead.meetings[0], ctx.room.kind)


def _fixed(day: date, at: time) -> dict[str, str]:
    """What was shown, which a yes on a later day is to."""
    return {"when": day.isoformat(), "at": at.isoformat("minutes")}


def _meeting(ctx: CaseCtx, args: Next, proposal: Proposal, at: time) -> Meeting:
    like = proposal.like
    is_followup = like is not None and like.kind is MeetingKind.FOLLOWUP
    title = like.title if like is not None and is_followup else None
    if args.place is not None:
        place, link = places.meant(ctx, args.place)
    else:
        assert like is not None
        place, link = like.place, like.link
    return Meeting(
        id="",
        unit_id=ctx.unit_id,
        case_id=ctx.case.id,
        number=0,
        starts_at=calendar.moment(proposal.day, at),
        minutes=next_meeting.length(proposal, args.length),
        title=title or say(T("meeting.followup"), ctx.unit_language),
        place=place,
        link=link,
        kind=MeetingKind.FOLLOWUP,
        agenda=like.agenda if like is not None and is_followup else (),
    )
