"""Meetings: call one, remind the youth discreetly, take answers and second thoughts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from bot.conversation import answers, meeting_answers
from bot.conversation.arguments import Arg, Day, Env, Hour, Length, Rest, Title
from bot.conversation.command import Args, Ask, CaseCtx, Reply, command, refuse, replied, when_due, when_tapped
from bot.errors import Refused
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.messages import Edit, Say, Urgency
from bot.rules import budget, calendar, protection
from bot.rules import meeting as rules
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.people import Person
from bot.rules.plan import yes_no
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import circle
from bot.services.pause import is_paused

#: What a tap on the meeting's message means.
TAPS = {"✅": Answer.YES, "❌": Answer.NO, "❓": Answer.MAYBE}


class New(Args):
    """What, when, how long, where."""

    title: Annotated[str, Arg(reads=Title((Day(),), lengths=True), ask="meeting.ask_title")]
    day: Annotated[date, Arg(reads=Day(), ask="meeting.ask_day")]
    at: Annotated[time, Arg(reads=Hour(), ask="meeting.ask_time")]
    place: Annotated[str, Arg(reads=Title((Length(),), lengths=True), ask="meeting.ask_place")]
    length: Annotated[timedelta, Arg(reads=Length())] = timedelta(hours=1)


def _can_call(ctx: CaseCtx) -> None:
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    if is_paused(ctx.store):
        raise refuse("meeting.still_new", code=ctx.case.code)


@command(sv="möte", en="meeting", needs=Duty.MEETING, where=(RoomKind.OFFICE, RoomKind.CASE), ready=_can_call)
def new(ctx: CaseCtx, args: New) -> Reply:
    """Call a meeting; the youth is asked on the own page ([Sk] "ungdomen alltid är delaktig")."""
    starts_at = calendar.moment(args.day, args.at)
    if starts_at <= ctx.now:
        raise refuse("meeting.past", at=starts_at)
    called = Meeting(
        id="",
        unit_id=ctx.unit_id,
        case_id=ctx.case.id,
        number=0,
        starts_at=starts_at,
        minutes=int(args.length.total_seconds() // 60),
        title=args.title,
        place=args.place,
    )
    preview = T("meeting.preview", code=ctx.case.code, what=what(ctx, called))
    ctx.confirm(lines(preview, unusual(called), *hear(ctx, called, None)))
    meeting = ctx.store.meetings.add(called)
    ctx.store.audit(Action.CASE_MEETING_CALLED, number=meeting.number)
    return call(ctx, meeting)


def call(ctx: CaseCtx, meeting: Meeting, *, instead_of: Meeting | None = None, told: Meeting | None = None) -> Reply:
    """Ask everybody whether they can come, and plan the reminders. ``instead_of``: the meeting it was before;
    ``told``: the meeting as the youth knows of it."""
    youth = ctx.facts.youth
    for at in rules.reminders(meeting.starts_at, ctx.now):
        ctx.store.schedule("meeting.reminder", f"{meeting.id}:{at:%m%d%H}", at)
    moved = None if instead_of is None else T("meeting.instead", number=instead_of.number, at=instead_of.starts_at)
    body = lines(moved, _invitation(ctx, meeting))
    invitation = Say(room_id=ctx.store.room.id, body=body, tag=f"meeting:{meeting.id}")
    asked = _nobody_asked(ctx, meeting) if youth is None else _youth_asked(ctx, meeting, youth, told)
    confirmed = (ctx.say(_shown(ctx, meeting, ctx.room.kind)),) if ctx.room.id != ctx.store.room.id else ()
    return (invitation, *asked, *confirmed)


def unusual(meeting: Meeting) -> Text | None:
    """What a preview says of an hour at which hardly anybody meets: "3 pm" may have been read as three at night."""
    return T("meeting.at_night") if rules.at_night(meeting.starts_at) else None


class Way(StrEnum):
    """How a youth hears of a meeting, or of its new time."""

    ASK = "ask"  # on the own page
    RING = "ring"  # somebody has to: no account, or too late in writing
    TELL = "tell"  # a new time, on the own page
    RING_MOVED = "ring_moved"  # a new time, too near to be told in writing alone
    LATER = "later"  # a new time; they have been told of one today


def hear(ctx: CaseCtx, meeting: Meeting, told: Meeting | None) -> tuple[Text, ...]:
    """Who would hear of a meeting, and how, in words for a preview."""
    youth = ctx.facts.youth
    inside = [who for who in circle.members(ctx.store, ctx.store.room) if youth is None or who != youth.id]
    names = sorted(ctx.store.people.get(who).name for who in inside)
    room = T("meeting.hear_room", names=names)
    if youth is None:
        return (room, T("meeting.hear_nobody", code=ctx.case.code))
    by_way = way(ctx, meeting, youth, told)
    return (room, T(f"meeting.hear_{by_way}"))


def way(ctx: CaseCtx, meeting: Meeting, youth: Person, told: Meeting | None) -> Way:
    """How the youth hears of it. One change a day is enough, and then the latest; but nobody shall turn up to a meeting
    that is not, or miss one that was moved, because it had to wait."""
    if told is None or told.starts_at == meeting.starts_at:
        return Way.ASK if reaches(ctx, meeting, youth) else Way.RING
    first = min(meeting, told, key=_starts)
    if not reaches(ctx, first, youth):
        return Way.RING_MOVED
    last = ctx.store.newest_tag(_notice(ctx, told), ctx.store.page(youth.id))
    changed_today = last is not None and last[0].endswith(f":{ctx.today}")
    return Way.LATER if changed_today and _tomorrow(ctx, youth) <= first.starts_at - rules.JUST_BEFORE else Way.TELL


def _tomorrow(ctx: CaseCtx, youth: Person) -> datetime:
    """When the first change of tomorrow may be told."""
    midnight = calendar.moment(ctx.today + timedelta(days=1), time(0))
    opens = budget.may_leave_at(Urgency.CHANGE, youth.role, midnight, 0)
    assert opens is not None  # changes wait, and are never dropped
    return opens


def _youth_asked(ctx: CaseCtx, meeting: Meeting, youth: Person, told: Meeting | None) -> tuple[Ask | Say, ...]:
    """The question on the own page; where it would come too late, or there is no page, somebody has to ring. Whoever
    has read of another time is told that it is this one now."""
    how = way(ctx, meeting, youth, told)
    if how is Way.ASK:
        return (_question(ctx, meeting, youth),)
    if told is None or how is Way.RING:
        return (_call_instead(ctx, meeting, youth),)
    if how is Way.LATER:
        ctx.store.schedule("meeting.change", _later(ctx, told, meeting), _tomorrow(ctx, youth))
        return ()
    return _change(ctx, meeting, youth, told)


def _nobody_asked(ctx: CaseCtx, meeting: Meeting) -> tuple[Say, ...]:
    """There is no youth to ask, and the coordinator knows."""
    words = T("meeting.no_youth", code=ctx.case.code, at=meeting.starts_at)
    return (Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=words, person_id=ctx.case.coordinator_id),)


def _change(
    ctx: CaseCtx, meeting: Meeting, youth: Person, told: Meeting, urgency: Urgency = Urgency.CHANGE
) -> tuple[Ask | Say, ...]:
    """Tell the youth that a meeting they know of is at another time, and ask anew; ring where writing is too late."""
    page = ctx.store.page(youth.id)
    moved = T("meeting.youth_moved", before=told.starts_at, at=meeting.starts_at)
    arrives = budget.may_leave_at(urgency, youth.role, ctx.now, 0) or ctx.now
    tag = f"{_notice(ctx, meeting)}{told.number}:{arrives.astimezone(ZONE).date()}"
    question = replace(_question(ctx, meeting, youth), body=moved, urgency=urgency, tag=tag, room_id=page.id)
    asked = (question,) if reaches(ctx, meeting, youth) or urgency is Urgency.ANSWER else ()
    if reaches(ctx, min(meeting, told, key=_starts), youth):
        return asked
    ring = T("meeting.call_youth_moved", code=ctx.case.code, before=told.starts_at, at=meeting.starts_at)
    coordinator = ctx.store.page(ctx.case.coordinator_id)
    return (*asked, Say(room_id=coordinator.id, body=ring, person_id=ctx.case.coordinator_id))


@when_due("meeting.change")
def change(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the youth, the day after, of the latest of the changes that came after the first of a day."""
    told, meeting = _parted(ctx, subject)
    youth = ctx.facts.youth
    if told is None or meeting is None or youth is None or ctx.case.state not in (State.ACTIVE, State.FROZEN):
        return ()
    if meeting.state is not MeetingState.PLANNED or meeting.starts_at <= ctx.now:
        return ()
    return _change(ctx, meeting, youth, told)


def let_go(ctx: CaseCtx, meeting: Meeting, youth: Person) -> Meeting | None:
    """Close what the youth was asked about a meeting that is not held as it was called. Returns it as they know of it,
    which may be an earlier time; None when nobody has told them of any. In doubt they know."""
    page = ctx.store.page(youth.id)
    waiting = _waiting(ctx, meeting)
    knows = youth.matrix_id is None or ctx.store.close_about(youth.id, page.id, answer.key, ("meeting", meeting.id))
    if waiting is not None:
        ctx.store.cancel_scheduled("changed again", kind="meeting.change", subject=_later(ctx, waiting, meeting))
        return waiting
    notice = ctx.store.newest_tag(_notice(ctx, meeting), page)
    if notice is not None and notice[1]:
        return _numbered(ctx, notice[0].split(":")[3])  # it never left: they know of what was before it
    return meeting if knows else None


def _waiting(ctx: CaseCtx, meeting: Meeting) -> Meeting | None:
    """The meeting as the youth knows of it while they have not been told yet that it is this one."""
    changes = (_parted(ctx, subject) for subject in ctx.store.pending_subjects("meeting.change"))
    return next((told for told, latest in changes if latest is not None and latest.id == meeting.id), None)


def _notice(ctx: CaseCtx, meeting: Meeting) -> str:
    """How the tag of the notice of a new time begins; the number of the meeting before it and the day follow."""
    return f"change:{ctx.case.id}:{meeting.number}:"


def _later(ctx: CaseCtx, told: Meeting, meeting: Meeting) -> str:
    """The subject of a change to be told later: what the youth knows of, and what it is now."""
    return f"{ctx.case.id}:{told.number}:{meeting.number}"


def _parted(ctx: CaseCtx, subject: str) -> tuple[Meeting | None, Meeting | None]:
    _, told, latest = subject.split(":")
    return _numbered(ctx, told), _numbered(ctx, latest)


def _numbered(ctx: CaseCtx, number: str) -> Meeting | None:
    return next((one for one in ctx.store.meetings.all() if str(one.number) == number), None)


@dataclass(frozen=True)
class CanCome:
    """Yes, no or maybe, in whatever short words."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> Answer:
        found = meeting_answers.can_come(text)
        if found is None:
            raise Refused(T("kit.yes_or_no"))
        return found


class Can(Args):
    """Which meeting, and whether one can come."""

    meeting: Annotated[str, Arg(reads=Rest())]
    can: Annotated[Answer, Arg(reads=CanCome(), ask="meeting.can_you")]


@command(sv="mötessvar", en="meeting answer", needs=Duty.ATTEND, evidence=False, hidden=True)
def answer(ctx: CaseCtx, args: Can) -> Reply:
    """Take a youth's answer about a meeting; the last one counts."""
    meeting = ctx.store.meetings.get(args.meeting)
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return (ctx.say(T("meeting.not_any_more")),)
    ctx.store.meetings.note_answer(meeting.id, ctx.sender.id, args.can, ctx.now)
    ctx.store.audit(Action.CASE_MEETING_ANSWERED, number=meeting.number, answer=str(args.can))
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
        if not meeting_answers.is_time(text):
            raise Refused(T("meeting.no_time"))
        return text.strip()


class Suggestion(Args):
    """Which meeting, and when it would suit."""

    meeting: Annotated[str, Arg(reads=Rest())]
    when: Annotated[str, Arg(reads=WhenSuits(), ask="meeting.ask_when")]


@command(sv="tidsförslag", en="suggest time", needs=Duty.ATTEND, evidence=False, hidden=True)
def suggest(ctx: CaseCtx, args: Suggestion) -> Reply:
    """Pass on when a meeting would suit the youth."""
    meeting = ctx.store.meetings.get(args.meeting)
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return (ctx.say(T("meeting.not_any_more")),)
    told = T("meeting.suggested", code=ctx.case.code, at=meeting.starts_at, when=args.when)
    return (ctx.say(T("meeting.youth_asks_on")), Say(room_id=ctx.store.page(ctx.case.coordinator_id).id, body=told))


def second_thoughts(ctx: CaseCtx, text: str) -> Reply | None:
    """What a youth writes about a meeting after they have answered, or later; None when it is not about one."""
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is None or asked.command not in (answer.key, suggest.key):
        return None
    meeting = ctx.store.meetings.get(asked.words.get("meeting", "")) or coming(ctx)
    can = meeting_answers.can_come(text)
    if meeting is not None and (can is not None or meeting_answers.is_time(text)):
        moved = _moved_meanwhile(ctx, meeting)
        if moved:
            return moved
    if meeting is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at <= ctx.now:
        return None
    if answers.yes_or_no(text) is not None and ctx.store.has_just_decided(ctx.sender.id, ctx.room.id):
        return (ctx.say(T("meeting.about_time", at=meeting.starts_at)),)  # "ok" may be to "Skickat"
    if can is not None:
        return replied(answer.run(ctx, Can(meeting=meeting.id, can=can)))
    if meeting_answers.is_time(text):
        return replied(suggest.run(ctx, Suggestion(meeting=meeting.id, when=text.strip())))
    return None


def _moved_meanwhile(ctx: CaseCtx, known: Meeting) -> Reply:
    """Who answers about a time that has changed since, and is to hear of it tomorrow, hears of it now."""
    waiting = (_parted(ctx, subject) for subject in ctx.store.pending_subjects("meeting.change"))
    of_both = ((latest, {one.id for one in (told, latest) if one is not None}) for told, latest in waiting)
    meeting = next((latest for latest, both in of_both if known.id in both), None)
    return () if meeting is None else _told_now(ctx, meeting, ctx.sender, Urgency.ANSWER)


def _told_now(ctx: CaseCtx, meeting: Meeting, youth: Person, urgency: Urgency) -> Reply:
    told = _waiting(ctx, meeting)
    assert told is not None  # asked before
    ctx.store.cancel_scheduled("told now", kind="meeting.change", subject=_later(ctx, told, meeting))
    return _change(ctx, meeting, youth, told, urgency)


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
    ctx.store.meetings.note_answer(meeting.id, ctx.sender.id, can, ctx.now)
    ctx.store.audit(Action.CASE_MEETING_TAPPED, number=meeting.number, answer=str(can))
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
    meeting, youth = ctx.store.meetings.get(subject.split(":")[0]), ctx.facts.youth
    if meeting is None or youth is None or meeting.state is not MeetingState.PLANNED or meeting.starts_at <= ctx.now:
        return ()
    if is_paused(ctx.store) or not youth.reminders:
        return ()
    if youth.matrix_id is None:
        return (_call_instead(ctx, meeting, youth, Urgency.REMINDER),)
    if ctx.store.meetings.answers(meeting.id).get(youth.id) is Answer.NO:
        return ()
    if _waiting(ctx, meeting) is not None:
        return _told_now(ctx, meeting, youth, Urgency.CHANGE)  # of the change, before they are reminded of it
    if ctx.store.has_standing_question(youth.id):
        # Whether their words may be passed on, or whom they do not want in it: yes and no belong to that
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
        tag="beside",  # what was asked before it stays what was asked last
    )


def reaches(ctx: CaseCtx, meeting: Meeting, youth: Person) -> bool:
    """Whether a question asked now gets to the youth well before the meeting: at night it waits for the morning."""
    arrives = budget.may_leave_at(Urgency.QUESTION, youth.role, ctx.now, 0)
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
    other = (meeting.starts_at.astimezone(ZONE) + timedelta(days=7)).date().isoformat()
    then = T("meeting.then_move", code=ctx.case.code, day=other) if can is Answer.NO else None
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
    youth = ctx.facts.youth
    answers = [can for who, can in ctx.store.meetings.answers(meeting.id).items() if youth is None or who != youth.id]
    count = {str(each): answers.count(each) for each in Answer}
    return lines(
        _shown(ctx, meeting, RoomKind.CASE), T("meeting.can_you"), T("meeting.answers", **count) if answers else None
    )


def _shown(ctx: CaseCtx, meeting: Meeting, room_kind: RoomKind) -> Text:
    return T("meeting.shown", number=meeting.number, what=what(ctx, meeting, room_kind))


def what(ctx: CaseCtx, meeting: Meeting, room_kind: RoomKind | None = None) -> Text:
    """What a meeting is, when and where, as the room it is said in may know."""
    ends = meeting.ends_at.astimezone(ZONE)
    shows = protection.shows_place(ctx.case, room_kind or ctx.room.kind)
    return T(
        "meeting.what",
        title=meeting.title,
        starts=meeting.starts_at,
        ends=T("meeting.clock", hour=f"{ends:%H}", minute=f"{ends:%M}"),
        place=meeting.place if shows else T("protected.place"),
    )
