"""Meetings: call one, remind the youth discreetly, take answers and second thoughts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated

from bot.arguments import Arg, Day, Env, Hour, Length, Rest, Title
from bot.command import Args, Ask, CaseCtx, Reply, command, refuse, when_due, when_tapped
from bot.errors import Refused
from bot.i18n import ZONE, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules import calendar
from bot.rules import meeting as rules
from bot.rules.case import State
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.people import Person
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty
from handlers.case import youth_of

#: What a tap on the meeting's message means.
TAPS = {"✅": Answer.YES, "❌": Answer.NO, "❓": Answer.MAYBE}


class New(Args):
    """What, when, how long, where."""

    title: Annotated[str, Arg(reads=Title((Day(),)), ask="meeting.ask_title")]
    day: Annotated[date, Arg(reads=Day(), ask="meeting.ask_day")]
    at: Annotated[time, Arg(reads=Hour(), ask="meeting.ask_time")]
    place: Annotated[str, Arg(reads=Title((Length(),)), ask="meeting.ask_place")]
    length: Annotated[timedelta, Arg(reads=Length())] = timedelta(hours=1)


@command(sv="möte", en="meeting", needs=Duty.MEETING, where=("office", "case"))
def new(ctx: CaseCtx, args: New) -> Reply:
    """Call a meeting; the youth is asked on the own page ([Sk] "ungdomen alltid är delaktig")."""
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    starts_at = calendar.moment(args.day, args.at)
    if starts_at <= ctx.now:
        raise refuse("meeting.past", at=starts_at)
    meeting = ctx.store.meetings.add(
        Meeting(
            id="",
            unit_id=ctx.unit_id,
            case_id=ctx.case.id,
            number=0,
            starts_at=starts_at,
            minutes=int(args.length.total_seconds() // 60),
            title=args.title,
            place=args.place,
        )
    )
    ctx.store.audit("case:meeting:called", number=meeting.number)
    youth = youth_of(ctx.store)
    for at in rules.reminders(starts_at, ctx.now):
        ctx.store.plan_due("meeting.reminder", f"{meeting.id}:{at:%m%d%H}", at)
    invitation = Say(
        room_id=ctx.store.room.id,
        body=lines(_shown(meeting), T("meeting.can_you")),
        tag=f"meeting:{meeting.id}",
    )
    asked: tuple[Ask | Say, ...] = ()
    if youth is not None:
        asked = (_question(ctx, meeting, youth) if youth.matrix_id else _call_instead(ctx, meeting),)
    confirmed = (ctx.say(_shown(meeting)),) if ctx.room.id != ctx.store.room.id else ()
    return (invitation, *asked, *confirmed)


@dataclass(frozen=True)
class CanCome:
    """Yes, no or maybe, in whatever short words."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> Answer:
        found = rules.answer_word(text)
        if found is None:
            raise Refused(T("kit.yes_or_no"))
        return found


class Can(Args):
    """Which meeting, and whether one can come."""

    meeting: Annotated[str, Arg(reads=Rest())]
    can: Annotated[Answer, Arg(reads=CanCome(), ask="meeting.can_you")]


@command(sv="mötessvar", en="meeting answer", needs=Duty.ATTEND, hidden=True)
def answer(ctx: CaseCtx, args: Can) -> Reply:
    """Take a youth's answer about a meeting; the last one counts."""
    meeting = ctx.store.meetings.get(args.meeting)
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return (ctx.say(T("meeting.not_any_more")),)
    ctx.store.meetings.answer(meeting.id, ctx.sender.id, args.can, ctx.now)
    ctx.store.audit("case:meeting:answered", number=meeting.number, answer=str(args.can))
    if args.can is not Answer.NO:
        return (ctx.say(T(f"meeting.youth_{args.can}")), _told(ctx, meeting, args.can))
    return (
        Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=T("meeting.youth_no"),
            command=suggest.key,
            field="when",
            given={"meeting": meeting.id},
            case_id=ctx.case.id,
            urgency=Urgency.ANSWER,
        ),
        _told(ctx, meeting, args.can),
    )


@dataclass(frozen=True)
class WhenSuits:
    """Words about a time. Anything else a youth writes is not taken for one: it may be a cry for help."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> str:
        known = (
            r"\d|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|monday|tuesday|wednesday|thursday|friday|saturday"
            r"|sunday|imorgon|i morgon|tomorrow|vecka|week|morgon|eftermiddag|kväll|lunch|morning|afternoon|evening"
        )
        if len(text) > 120 or re.search(known, text.casefold()) is None:
            raise Refused(T("meeting.no_time"))
        return text.strip()


class Suggestion(Args):
    """Which meeting, and when it would suit."""

    meeting: Annotated[str, Arg(reads=Rest())]
    when: Annotated[str, Arg(reads=WhenSuits(), ask="meeting.youth_no")]


@command(sv="tidsförslag", en="suggest time", needs=Duty.ATTEND, hidden=True)
def suggest(ctx: CaseCtx, args: Suggestion) -> Reply:
    """Pass on when a meeting would suit the youth."""
    meeting = ctx.store.meetings.get(args.meeting)
    if meeting is None:
        return (ctx.say(T("meeting.not_any_more")),)
    told = T("meeting.suggested", code=ctx.case.code, at=meeting.starts_at, when=args.when)
    return (ctx.say(T("meeting.youth_asks_on")), Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told))


@when_tapped("meeting")
def tapped(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """A tap on the invitation: who can come."""
    meeting, can = ctx.store.meetings.get(subject), TAPS.get(key.rstrip("\ufe0f"))
    if meeting is None or can is None or meeting.state is not MeetingState.PLANNED:
        return ()
    ctx.store.meetings.answer(meeting.id, ctx.sender.id, can, ctx.now)
    return ()


@when_due("meeting.reminder")
def remind(ctx: CaseCtx, subject: str) -> Reply:
    """Remind the youth: evening before and two hours before, in words that any lock screen may show."""
    meeting, youth = ctx.store.meetings.get(subject.split(":")[0]), youth_of(ctx.store)
    if meeting is None or youth is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at <= ctx.now:
        return ()
    if ctx.case.state is not State.ACTIVE or not youth.reminders:
        return ()
    if youth.matrix_id is None:
        return (_call_instead(ctx, meeting),)
    if ctx.store.meetings.answers(meeting.id).get(youth.id) is Answer.NO:
        return ()
    return (_question(ctx, meeting, youth, urgency=Urgency.REMINDER),)


def _question(ctx: CaseCtx, meeting: Meeting, youth: Person, urgency: Urgency = Urgency.QUESTION) -> Ask:
    local = meeting.starts_at.astimezone(ZONE)
    days = (local.date() - ctx.today).days
    key = {0: "meeting.remind_today", 1: "meeting.remind_tomorrow"}.get(days, "meeting.remind_later")
    return Ask(
        room_id=ctx.store.page(youth.id).id,
        person_id=youth.id,
        body=T(key, day=local.date(), at=local.time()),
        command=answer.key,
        field="can",
        given={"meeting": meeting.id},
        case_id=ctx.case.id,
        urgency=urgency,
    )


def _told(ctx: CaseCtx, meeting: Meeting, can: Answer) -> Say:
    key = f"meeting.told_{can}" if ctx.sender.function == YOUTH else "meeting.told_other"
    return Say(
        room_id=ctx.store.page(ctx.case.coordinator_id).id, body=T(key, code=ctx.case.code, at=meeting.starts_at)
    )


def _call_instead(ctx: CaseCtx, meeting: Meeting) -> Say:
    """A youth without Matrix: somebody has to ring."""
    return Say(
        room_id=ctx.store.page(ctx.case.coordinator_id).id,
        body=T("meeting.call_youth", code=ctx.case.code, at=meeting.starts_at),
        urgency=Urgency.REMINDER,
        person_id=ctx.case.coordinator_id,
    )


def _shown(meeting: Meeting) -> Text:
    return T(
        "meeting.shown",
        number=meeting.number,
        title=meeting.title,
        starts=meeting.starts_at,
        ends=meeting.ends_at.astimezone(ZONE).time(),
        place=meeting.place,
    )
