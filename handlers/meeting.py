"""Meetings: call one, remind the youth discreetly, take answers and second thoughts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated

from bot.arguments import Arg, Day, Env, Hour, Length, Rest, Title
from bot.command import Args, Ask, CaseCtx, Reply, command, refuse, when_due, when_tapped
from bot.errors import Refused
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.messages import Edit, Say, Urgency
from bot.rules import budget, calendar, protection
from bot.rules import meeting as rules
from bot.rules.case import State
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.people import Person
from bot.rules.plan import yes_no
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty
from handlers.case import youth_of
from handlers.standstill import still

#: What a tap on the meeting's message means.
TAPS = {"✅": Answer.YES, "❌": Answer.NO, "❓": Answer.MAYBE}


class New(Args):
    """What, when, how long, where."""

    title: Annotated[str, Arg(reads=Title((Day(),), lengths=True), ask="meeting.ask_title")]
    day: Annotated[date, Arg(reads=Day(), ask="meeting.ask_day")]
    at: Annotated[time, Arg(reads=Hour(), ask="meeting.ask_time")]
    place: Annotated[str, Arg(reads=Title((Length(),), lengths=True), ask="meeting.ask_place")]
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
    return call(ctx, meeting)


def call(ctx: CaseCtx, meeting: Meeting, *, instead_of: Meeting | None = None) -> Reply:
    """Ask everybody whether they can come, and plan the reminders. ``instead_of``: the meeting it was before."""
    youth = youth_of(ctx.store)
    for at in rules.reminders(meeting.starts_at, ctx.now):
        ctx.store.plan_due("meeting.reminder", f"{meeting.id}:{at:%m%d%H}", at)
    moved = None if instead_of is None else T("meeting.instead", number=instead_of.number, at=instead_of.starts_at)
    body = lines(moved, _invitation(ctx, meeting))
    invitation = Say(room_id=ctx.store.room.id, body=body, tag=f"meeting:{meeting.id}")
    asked = () if youth is None else _youth_asked(ctx, meeting, youth, instead_of)
    confirmed = (ctx.say(_shown(ctx, meeting, ctx.room.kind)),) if ctx.room.id != ctx.store.room.id else ()
    return (invitation, *asked, *confirmed)


def _youth_asked(ctx: CaseCtx, meeting: Meeting, youth: Person, before: Meeting | None) -> tuple[Ask | Say, ...]:
    """The question on the own page; where it would come too late, or there is no page, somebody has to ring. Whoever
    has read of the time before is told that it is another now."""
    knows = before is not None and is_over(ctx, before, youth)
    if before is None or not knows:
        return (_question(ctx, meeting, youth) if reaches(ctx, meeting, youth) else _call_instead(ctx, meeting, youth),)
    told = T("meeting.youth_moved", before=before.starts_at, at=meeting.starts_at)
    question = replace(_question(ctx, meeting, youth), body=told, urgency=Urgency.CHANGE)
    asked = (question,) if reaches(ctx, meeting, youth) else ()
    if reaches(ctx, min(meeting, before, key=_starts), youth):
        return asked
    ring = T("meeting.call_youth_moved", code=ctx.case.code, before=before.starts_at, at=meeting.starts_at)
    page = ctx.store.page(ctx.case.coordinator_id)
    return (*asked, Say(room_id=page.id, body=ring, person_id=ctx.case.coordinator_id))


def is_over(ctx: CaseCtx, meeting: Meeting, youth: Person) -> bool:
    """A meeting is not held as it was called: what the youth was asked about it is closed. Whether they may know of
    it: in doubt they do, for nobody shall go to a meeting that is not."""
    if youth.matrix_id is None:
        return True  # somebody has rung
    return ctx.store.over(youth.id, ctx.store.page(youth.id).id, answer.key, ("meeting", meeting.id))


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
        return (ctx.say(T(f"meeting.youth_{args.can}", at=meeting.starts_at)), _told(ctx, meeting, args.can))
    return (
        Ask(
            room_id=ctx.room.id,
            person_id=ctx.sender.id,
            body=T("meeting.youth_no", at=meeting.starts_at),
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
    """Words about a time and nothing else. Anything more is not taken for one: it may be a cry for help."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> str:
        if not rules.is_time(text):
            raise Refused(T("meeting.no_time"))
        return text.strip()


class Suggestion(Args):
    """Which meeting, and when it would suit."""

    meeting: Annotated[str, Arg(reads=Rest())]
    when: Annotated[str, Arg(reads=WhenSuits(), ask="meeting.ask_when")]


@command(sv="tidsförslag", en="suggest time", needs=Duty.ATTEND, hidden=True)
def suggest(ctx: CaseCtx, args: Suggestion) -> Reply:
    """Pass on when a meeting would suit the youth."""
    meeting = ctx.store.meetings.get(args.meeting)
    if meeting is None:
        return (ctx.say(T("meeting.not_any_more")),)
    told = T("meeting.suggested", code=ctx.case.code, at=meeting.starts_at, when=args.when)
    return (ctx.say(T("meeting.youth_asks_on")), Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told))


def second_thoughts(ctx: CaseCtx, text: str) -> Reply | None:
    """What a youth writes about a meeting after they have answered, or later; None when it is not about one."""
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is None or asked.command not in (answer.key, suggest.key):
        return None
    meeting = ctx.store.meetings.get(asked.words.get("meeting", "")) or coming(ctx)
    if meeting is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at <= ctx.now:
        return None
    can = rules.answer_word(text)
    if can is not None:
        return answer.run(ctx, Can(meeting=meeting.id, can=can))
    if rules.is_time(text):
        return suggest.run(ctx, Suggestion(meeting=meeting.id, when=text.strip()))
    return None


@when_tapped("meeting")
def tapped(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """A tap on the invitation: who can come. The invitation counts; what the youth says is told the coordinator. Who
    taps when nobody asks any more, or a sign nobody offered, hears so on their own page."""
    meeting, can = ctx.store.meetings.get(subject), TAPS.get(yes_no(key))
    if meeting is None:
        return ()
    why_not = _asks_no_more(ctx, meeting)
    if can is None:
        return (_to_page(ctx, T("meeting.tap_unknown", number=meeting.number)),) if why_not is None else ()
    if why_not is not None:
        return (_to_page(ctx, why_not),)
    ctx.store.meetings.answer(meeting.id, ctx.sender.id, can, ctx.now)
    ctx.store.audit("case:meeting:tapped", number=meeting.number, answer=str(can))
    told = (_told(ctx, meeting, can),) if ctx.sender.function == YOUTH else ()
    return (Edit(room_id=ctx.store.room.id, tag=f"meeting:{meeting.id}", body=_invitation(ctx, meeting)), *told)


def _to_page(ctx: CaseCtx, words: Text) -> Say:
    """To the one who tapped, and nobody else."""
    return Say(room_id=ctx.store.page(ctx.sender.id).id, body=words, quiet=True)


def _asks_no_more(ctx: CaseCtx, meeting: Meeting) -> Text | None:
    """Why an answer about a meeting does not count; None while it does."""
    if meeting.state is MeetingState.MOVED:
        return T("meeting.tap_moved", number=meeting.number)
    if meeting.state is not MeetingState.PLANNED:
        return T("meeting.tap_off", number=meeting.number)
    if meeting.starts_at <= ctx.now:
        return T("meeting.tap_past", number=meeting.number)
    return T("meeting.tap_still", code=ctx.case.code) if ctx.case.state is not State.ACTIVE else None


@when_due("meeting.reminder")
def remind(ctx: CaseCtx, subject: str) -> Reply:
    """Remind the youth: evening before and two hours before, in words that any lock screen may show."""
    meeting, youth = ctx.store.meetings.get(subject.split(":")[0]), youth_of(ctx.store)
    if meeting is None or youth is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at <= ctx.now:
        return ()
    if still(ctx) or not youth.reminders:
        return ()
    if youth.matrix_id is None:
        return (_call_instead(ctx, meeting, youth, Urgency.REMINDER),)
    if ctx.store.meetings.answers(meeting.id).get(youth.id) is Answer.NO:
        return ()
    if ctx.store.holds_words(youth.id):
        # They are asked whether their words may be passed on, and yes and no belong to that
        return (_statement(ctx, meeting, youth),)
    return (_question(ctx, meeting, youth, urgency=Urgency.REMINDER),)


def _statement(ctx: CaseCtx, meeting: Meeting, youth: Person) -> Say:
    """A reminder that asks nothing."""
    local = meeting.starts_at.astimezone(ZONE)
    key = {0: "meeting.tell_today", 1: "meeting.tell_tomorrow"}.get(
        (local.date() - ctx.today).days, "meeting.tell_later"
    )
    return Say(
        room_id=ctx.store.page(youth.id).id,
        body=T(key, day=local.date(), at=local.time()),
        urgency=Urgency.REMINDER,
        person_id=youth.id,
    )


def reaches(ctx: CaseCtx, meeting: Meeting, youth: Person) -> bool:
    """Whether a question asked now gets to the youth well before the meeting: at night it waits for the morning."""
    arrives = budget.when(Urgency.QUESTION, youth.role, ctx.now, 0)
    return youth.matrix_id is not None and arrives is not None and arrives <= meeting.starts_at - rules.JUST_BEFORE


def _question(ctx: CaseCtx, meeting: Meeting, youth: Person, urgency: Urgency = Urgency.QUESTION) -> Ask:
    local = meeting.starts_at.astimezone(ZONE)
    key = "meeting.remind_later"
    if urgency is Urgency.REMINDER:
        # A question may wait for the morning, and "tomorrow" would be today by then; reminders come when they are due
        key = {0: "meeting.remind_today", 1: "meeting.remind_tomorrow"}.get((local.date() - ctx.today).days, key)
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
    told = T(key, code=ctx.case.code, at=meeting.starts_at)
    then = T("meeting.then_move", code=ctx.case.code) if can is Answer.NO else None
    return Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=lines(told, then))


def _starts(meeting: Meeting) -> datetime:
    return meeting.starts_at


def _call_instead(ctx: CaseCtx, meeting: Meeting, youth: Person, urgency: Urgency = Urgency.ANSWER) -> Say:
    """A youth without Matrix, or a meeting too soon to ask in writing: somebody has to ring."""
    key = "meeting.call_youth" if youth.matrix_id is None else "meeting.call_youth_soon"
    return Say(
        room_id=ctx.store.page(ctx.case.coordinator_id).id,
        body=T(key, code=ctx.case.code, at=meeting.starts_at),
        urgency=urgency,
        person_id=ctx.case.coordinator_id,
    )


def coming(ctx: CaseCtx) -> Meeting | None:
    """The next meeting that is still to be."""
    found = [one for one in ctx.store.meetings.all() if one.state is MeetingState.PLANNED and one.starts_at > ctx.now]
    return min(found, key=lambda one: one.starts_at, default=None)


def _invitation(ctx: CaseCtx, meeting: Meeting) -> Lines:
    """The meeting, the question, and how many have answered: all but the youth, whose answer is not for the room."""
    youth = youth_of(ctx.store)
    answers = [can for who, can in ctx.store.meetings.answers(meeting.id).items() if youth is None or who != youth.id]
    count = {str(each): answers.count(each) for each in Answer}
    return lines(_shown(ctx, meeting, "case"), T("meeting.can_you"), T("meeting.answers", **count) if answers else None)


def _shown(ctx: CaseCtx, meeting: Meeting, room_kind: str) -> Text:
    ends = meeting.ends_at.astimezone(ZONE)
    return T(
        "meeting.shown",
        number=meeting.number,
        title=meeting.title,
        starts=meeting.starts_at,
        ends=T("meeting.clock", hour=f"{ends:%H}", minute=f"{ends:%M}"),
        place=T("meeting.place", place=meeting.place)
        if protection.shows_place(ctx.case, room_kind)
        else T("protected.place"),
    )
