"""A meeting is moved or called off, cheaply (rule 43): whoever was asked hears of it.

What they answered about the old time does not count any more.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Hour, Length, Number, Title
from bot.conversation.command import Args, CaseCtx, Missing, Outcome, Reply, command, refuse, when_due
from bot.i18n import T, Text, lines
from bot.messages import Attach, Edit, Offer, Say, Urgency
from bot.rules import calendar, lock_screen
from bot.rules import meeting as rules
from bot.rules.case import State
from bot.rules.meeting import Meeting
from bot.rules.roles import Consequence, Duty
from bot.rules.room import RoomKind
from bot.services import meeting as meetings
from bot.services import meeting_notice
from bot.services.meeting import CalledOff
from bot.services.pause import is_paused
from bot.wording import calendar as calendars
from bot.wording import meeting as words

Which = Annotated[
    int | None,
    Arg(reads=Number(), ask="meeting.ask_number", words=("nr", "nummer", "number"), only_after_word=True),
]


def _can_move(ctx: CaseCtx) -> None:
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    _check_planned(ctx)
    if is_paused(ctx.store):
        raise refuse("meeting.still", code=ctx.case.code)


def _can_call_off(ctx: CaseCtx) -> None:
    _check_planned(ctx)


class To(Args):
    """When instead; where and how long, if that changes too; which, where there are several."""

    day: Annotated[date, Arg(reads=Day(), ask="meeting.ask_day", words=("till", "to"))]
    at: Annotated[time, Arg(reads=Hour(bare=True), ask="meeting.ask_time")]
    place: Annotated[str | None, Arg(reads=Title((Day(), Hour(), Length()), lengths=True))] = None
    length: Annotated[timedelta | None, Arg(reads=Length())] = None
    number: Which = None


@command(
    sv="flytta möte",
    en="move meeting",
    also=("flytta mötet",),
    needs=Duty.MEETING,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE),
    ready=_can_move,
)
def move(ctx: CaseCtx, args: To) -> Outcome:
    """Move a meeting to another time; everybody is asked anew, and what they answered before counts no
    more."""
    before = _which(ctx, args.number)
    if before is None:
        return Missing(field="number")
    starts_at = calendar.moment(args.day, args.at)
    if starts_at <= ctx.now:
        raise refuse("meeting.past", at=starts_at)
    place = args.place or before.place
    minutes = before.minutes if args.length is None else int(args.length.total_seconds() // 60)
    if (starts_at, place, minutes) == (before.starts_at, before.place, before.minutes):
        raise refuse("meeting.same_time", number=before.number, at=starts_at)
    after = rules.moved(before, starts_at=starts_at, minutes=minutes, place=place)
    asked = ctx.still_to_agree(
        lines(
            T("meeting.move_preview", code=ctx.case.code, number=before.number, at=before.starts_at),
            T("meeting.then", what=words.what(ctx, after)),
            *words.hearers(ctx, after, meeting_notice.known(ctx.store, before)),
            *words.remarks(ctx, after, instead_of=before),
        )
    )
    if asked is not None:
        return asked
    called = meetings.move(ctx.store, before, after)
    moved = T("meeting.moved", number=before.number, title=before.title, at=before.starts_at, to=starts_at)
    instead = T("meeting.instead", number=before.number, at=before.starts_at)
    return (*_struck(ctx, before, moved), *words.told(ctx, called, moved=instead))


@when_due(meeting_notice.CHANGE)
def change(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the youth, the day after, of the latest of the changes that came after the first of a day."""
    notice = meeting_notice.due(ctx.store, subject)
    return () if notice is None else words.changed(ctx, notice)


class Off(Args):
    """Which, where there are several."""

    number: Annotated[
        int | None, Arg(reads=Number(), ask="meeting.ask_number", words=("nr", "nummer", "number"))
    ] = None


@command(
    sv="ställ in möte",
    en="cancel meeting",
    also=("ställ in mötet", "avboka möte", "avboka mötet"),
    needs=Duty.MEETING,
    consequence=Consequence.FAR,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE),
    ready=_can_call_off,
)
def call_off(ctx: CaseCtx, args: Off) -> Outcome:
    """Call a meeting off: the room and the youth hear that it is not held."""
    meeting = _which(ctx, args.number)
    if meeting is None:
        return Missing(field="number")
    preview = lines(
        T("meeting.off_preview", code=ctx.case.code, number=meeting.number, what=words.what(ctx, meeting)),
        *words.hearers_of_calling_off(ctx, meetings.forecast_calling_off(ctx.store, meeting)),
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    result = meetings.call_off(ctx.store, meeting)
    off = T("meeting.off", number=meeting.number, title=meeting.title, at=meeting.starts_at)
    said: list[Attach | Edit | Offer | Say] = []
    if result.is_talking:
        said += _struck(ctx, meeting, off)
        said.append(Say(room_id=ctx.store.room.id, body=off, news=lock_screen.NEWS))
        said.append(calendars.file_of(ctx, ctx.store.room.id, [meeting]))
    said += _to_youth(ctx, result)
    said += words.called_off_for_guardians(ctx, result, meeting)
    if ctx.room.id != ctx.store.room.id or not result.is_talking:
        said.append(ctx.say(off))
    return tuple(said)


def _to_youth(ctx: CaseCtx, result: CalledOff) -> tuple[Say, ...]:
    """In words any lock screen may show; by telephone where those would not come in time."""
    youth = ctx.facts.youth
    if youth is None or result.known is None:
        return ()  # nobody has told them of it
    at = result.known.starts_at
    if not result.is_in_time:
        ring = T("meeting.call_off_youth", code=ctx.case.code, at=at)
        return (Say(room_id=ctx.coordinator_page.id, body=ring),)
    off = T("meeting.youth_off", at=at)
    return (Say(room_id=ctx.store.page(youth.id).id, body=off, urgency=Urgency.CHANGE, person_id=youth.id),)


def _check_planned(ctx: CaseCtx) -> None:
    if not meetings.planned(ctx.store):
        raise refuse("meeting.none_planned", code=ctx.case.code)


def _which(ctx: CaseCtx, number: int | None) -> Meeting | None:
    """The planned meeting with a number, or the only one; None when there are several, and no number."""
    planned = meetings.planned(ctx.store)
    if number is None:
        return planned[0] if len(planned) == 1 else None
    for meeting in planned:
        if meeting.number == number:
            return meeting
    raise refuse("meeting.no_such", number=number, numbers=[str(meeting.number) for meeting in planned])


def _struck(ctx: CaseCtx, meeting: Meeting, instead: Text) -> tuple[Edit, Offer]:
    """What stands in the room where people were asked whether they can come; nothing is offered there any more."""
    tag = f"meeting:{meeting.id}"
    return (Edit(room_id=ctx.store.room.id, tag=tag, body=instead), Offer(room_id=ctx.store.room.id, tag=tag))
