"""A meeting is moved or called off, cheaply (rule 43): whoever was asked hears of it, and what they answered about the
old time counts for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Annotated

from bot.conversation.arguments import Arg, Day, Hour, Length, Number, Title
from bot.conversation.command import Args, CaseCtx, Lacks, Reply, command, refuse
from bot.i18n import T, Text, lines
from bot.messages import Edit, Say, Urgency
from bot.rules import calendar
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import circle
from bot.services.pause import is_paused
from handlers.meetings import meeting as meetings

Which = Annotated[
    int | None, Arg(reads=Number(), ask="meeting.ask_number", words=("nr", "nummer", "number"), only_after_word=True)
]


def _can_move(ctx: CaseCtx) -> None:
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    _planned(ctx)
    if is_paused(ctx.store):
        raise refuse("meeting.still", code=ctx.case.code)


def _can_call_off(ctx: CaseCtx) -> None:
    _planned(ctx)


class To(Args):
    """When instead; where and how long, if that changes too; which, where there are several."""

    day: Annotated[date, Arg(reads=Day(), ask="meeting.ask_day", words=("till", "to"))]
    at: Annotated[time, Arg(reads=Hour(), ask="meeting.ask_time")]
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
def move(ctx: CaseCtx, args: To) -> Reply:
    """Move a meeting to another time; everybody is asked anew, and what they answered before counts no more."""
    before = _which(ctx, args.number)
    starts_at = calendar.moment(args.day, args.at)
    if starts_at <= ctx.now:
        raise refuse("meeting.past", at=starts_at)
    place = args.place or before.place
    minutes = before.minutes if args.length is None else int(args.length.total_seconds() // 60)
    if (starts_at, place, minutes) == (before.starts_at, before.place, before.minutes):
        raise refuse("meeting.same_time", number=before.number, at=starts_at)
    youth = ctx.facts.youth
    told = None if youth is None else meetings.let_go(ctx, before, youth)
    moving = replace(before, starts_at=starts_at, minutes=minutes, place=place)
    ctx.confirm(
        lines(
            T("meeting.move_preview", code=ctx.case.code, number=before.number, at=before.starts_at),
            T("meeting.then", what=meetings.what(ctx, moving)),
            meetings.unusual(moving),
            *meetings.hear(ctx, moving, told),
        )
    )
    ctx.store.meetings.set_state(before.id, MeetingState.MOVED)
    after = ctx.store.meetings.add(moving)
    ctx.store.audit(Action.CASE_MEETING_MOVED, number=after.number, old=before.number)
    moved = T("meeting.moved", number=before.number, title=before.title, at=before.starts_at, to=after.starts_at)
    return (_struck(ctx, before, moved), *meetings.call(ctx, after, instead_of=before, told=told))


class Off(Args):
    """Which, where there are several."""

    number: Annotated[int | None, Arg(reads=Number(), ask="meeting.ask_number", words=("nr", "nummer", "number"))] = (
        None
    )


@command(
    sv="ställ in möte",
    en="cancel meeting",
    also=("ställ in mötet", "avboka möte", "avboka mötet"),
    needs=Duty.MEETING,
    where=(RoomKind.OFFICE, RoomKind.CASE, RoomKind.PAGE),
    ready=_can_call_off,
)
def call_off(ctx: CaseCtx, args: Off) -> Reply:
    """Call a meeting off: the room and the youth hear that it is not held."""
    meeting = _which(ctx, args.number)
    open_now = circle.is_talking(ctx.store)
    preview = "meeting.off_preview" if open_now else "meeting.off_preview_still"
    ctx.confirm(T(preview, code=ctx.case.code, number=meeting.number, at=meeting.starts_at))
    ctx.store.meetings.set_state(meeting.id, MeetingState.CANCELLED)
    ctx.store.audit(Action.CASE_MEETING_CANCELLED, number=meeting.number)
    off = T("meeting.off", number=meeting.number, title=meeting.title, at=meeting.starts_at)
    done = () if ctx.room.id == ctx.store.room.id else (ctx.say(off),)
    room = (_struck(ctx, meeting, off), Say(room_id=ctx.store.room.id, body=off)) if open_now else ()
    return (*room, *_youth_told(ctx, meeting), *done)


def _youth_told(ctx: CaseCtx, meeting: Meeting) -> tuple[Say, ...]:
    """In words any lock screen may show; by telephone where those would not come in time."""
    youth = ctx.facts.youth
    told = None if youth is None else meetings.let_go(ctx, meeting, youth)
    if youth is None or told is None:
        return ()  # nobody has told them of it
    if not meetings.reaches(ctx, told, youth):
        words = T("meeting.call_off_youth", code=ctx.case.code, at=told.starts_at)
        return (Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=words),)
    words = T("meeting.youth_off", at=told.starts_at)
    return (Say(room_id=ctx.store.page(youth.id).id, body=words, urgency=Urgency.CHANGE, person_id=youth.id),)


def _planned(ctx: CaseCtx) -> list[Meeting]:
    """The meetings that are still to be."""
    found = [one for one in ctx.store.meetings.all() if one.state is MeetingState.PLANNED and one.starts_at > ctx.now]
    if not found:
        raise refuse("meeting.none_planned", code=ctx.case.code)
    return found


def _which(ctx: CaseCtx, number: int | None) -> Meeting:
    planned = _planned(ctx)
    if number is None and len(planned) > 1:
        raise Lacks("number")
    found = [one for one in planned if number in (None, one.number)]
    if not found:
        raise refuse("meeting.no_such", number=number, numbers=[str(one.number) for one in planned])
    return found[0]


def _struck(ctx: CaseCtx, meeting: Meeting, words: Text) -> Edit:
    """What stands in the room where people were asked whether they can come."""
    return Edit(room_id=ctx.store.room.id, tag=f"meeting:{meeting.id}", body=words)
