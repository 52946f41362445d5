"""What people answer about a meeting: with a tap, or a youth or guardian in words on the own page, also later.

What professionals say in words is heard in :mod:`handlers.meetings.in_words`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from bot.conversation import answers, meeting_answers
from bot.conversation.answers import Weight
from bot.conversation.arguments import Arg, Env, Rest
from bot.conversation.command import Args, Ask, CaseCtx, Reply, command, when_due, when_tapped
from bot.conversation.youth import Intent, Reason, Wish
from bot.errors import Refused
from bot.i18n import Lines, T, Text, lines
from bot.messages import Edit, Say, Urgency
from bot.rules import calendar
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.page_answers import PageAnswers
from bot.rules.reactions import yes_no
from bot.rules.roles import OWN_WORDS, Duty, Role
from bot.services import meeting as meetings
from bot.services import meeting_answer, meeting_notice, page_answers
from bot.services.meeting_answer import Answers
from bot.wording import meeting as words
from bot.wording import meeting_answers as said
from bot.wording import names, ordinary
from bot.wording.meeting_answers import SICK
from bot.wording.taps import to_tapper
from storage.question import MEETING_ANSWER, SUGGEST_TIME
from storage.tap import Tap

#: What a yes, no or perhaps in plain words says of a meeting.
_MEANT = {Intent.YES: Answer.YES, Intent.NO: Answer.NO, Intent.MAYBE: Answer.MAYBE}


#: What the coordinator is told of an answer.
_TOLD = {
    Answer.YES: "meeting.told_yes",
    Answer.NO: "meeting.told_cannot",
    Answer.MAYBE: "meeting.told_maybe",
}


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
    meeting = _still_planned(ctx, args.meeting)
    if meeting is None:
        return (ctx.say(T("meeting.not_any_more")),)
    return _answered(ctx, meeting, args.can)


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
    meeting = _still_planned(ctx, args.meeting)
    if meeting is None:
        return (ctx.say(T("meeting.not_any_more")),)
    return _suggested(ctx, meeting, args.when)


def hear(ctx: CaseCtx, wish: Wish, _text: str) -> Reply | None:
    """Take what somebody says about the next meeting in plain words of their own: that they cannot come, and why,
    that they will be late, or when it would suit; None when it is not about one."""
    if wish.kind in _MEANT:
        return _said_to_question(ctx, _MEANT[wish.kind], wish.when)
    if wish.kind not in (Intent.CANNOT, Intent.SICK, Intent.LATE, Intent.OTHER_TIME):
        return None
    meeting = _meant(ctx)
    if wish.not_when and not _is_asked(ctx):
        # Another day than that of the meeting, perhaps
        told = T("meeting.told_cannot_then", code=ctx.case.code, who=names.of_writer(ctx), when=wish.not_when)
        return (ordinary.answer(ctx, T("ordinary.passed_on")), ordinary.to_coordinator(ctx, told))
    if meeting is None:
        return (ordinary.answer(ctx, T("ordinary.passed_on")), _told_without(ctx, wish))
    changed = _told_of_change(ctx, meeting)
    if changed:
        return changed
    match wish.kind:
        case Intent.LATE:
            return _is_late(ctx, meeting, wish)
        case Intent.OTHER_TIME:
            return _other_time(ctx, meeting, wish)
        case _:
            return _cannot(ctx, meeting, wish)


def _is_asked(ctx: CaseCtx) -> bool:
    """Whether the last question that is open to somebody is whether they can come."""
    waiting = ctx.store.open_questions(ctx.sender.id, ctx.room.id)
    return bool(waiting) and waiting[-1].command == MEETING_ANSWER


def _said_to_question(ctx: CaseCtx, can: Answer, when: str) -> Reply | None:
    """A yes, no or perhaps in more words than one, while it is asked whether they can come; None while it is not.

    ``when``: a time they say beside it.
    """
    meeting = _meant(ctx) if _is_asked(ctx) else None
    if meeting is None:
        return None
    before = meeting_answer.answers(ctx.store, meeting)
    meetings.take_words(ctx.store, meeting, can, by=ctx.sender.id)
    if can is not Answer.NO or not when:
        return _told(ctx, meeting, can, before)
    return _suggested(ctx, meeting, when, news=_answered_with(ctx, meeting, can))


def _meant(ctx: CaseCtx) -> Meeting | None:
    """The meeting that somebody's words are about: the one they were asked about last, else the next; None where
    there is none, or they may not hear of any.

    Of what they were asked they know, whatever else the page tells them; but another may have the phone by now.
    """
    hears_of_none = page_answers.about_meetings(ctx.store, ctx.sender) is PageAnswers.NOTHING
    if hears_of_none and (ctx.sender.role is not Role.GUARDIAN or ctx.sender.held):
        return None
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is not None and asked.command in (MEETING_ANSWER, SUGGEST_TIME):
        meeting = ctx.store.meetings.get(asked.words.get("meeting", ""))
        if meeting is not None and meeting.state is MeetingState.PLANNED and meeting.starts_at > ctx.now:
            return meeting
    return None if hears_of_none else meetings.coming(ctx.store)


def _cannot(ctx: CaseCtx, meeting: Meeting, wish: Wish) -> Reply:
    """Note that somebody cannot come, and tell the coordinator why, if they said so; ask when it would suit, unless
    they are sick."""
    before = meeting_answer.answers(ctx.store, meeting)
    reason = SICK if wish.kind is Intent.SICK else wish.reason or None
    meetings.take_words(ctx.store, meeting, Answer.NO, by=ctx.sender.id, reason=reason)
    told = _said_cannot(ctx, meeting, wish)
    if wish.when:
        return _suggested(ctx, meeting, wish.when, news=told)
    to_coordinator = _gathered(ctx, meeting, before, lines(told, _then_move(ctx, meeting)))
    if wish.kind is Intent.SICK:
        return (ordinary.answer(ctx, T("meeting.youth_sick")), *to_coordinator)
    return (_ask_when(ctx, meeting, quiet=True), *to_coordinator)


def _said_cannot(ctx: CaseCtx, meeting: Meeting, wish: Wish) -> Text:
    who = names.of_writer(ctx)
    if wish.kind is Intent.SICK:
        return T("meeting.told_sick", code=ctx.case.code, who=who, at=meeting.starts_at)
    if wish.reason:
        return T(
            "meeting.told_cannot_why",
            code=ctx.case.code,
            who=who,
            at=meeting.starts_at,
            why=words.REASONS[Reason(wish.reason)],
        )
    return T("meeting.told_cannot", code=ctx.case.code, who=who, at=meeting.starts_at)


def _other_time(ctx: CaseCtx, meeting: Meeting, wish: Wish) -> Reply:
    """Pass a time on that would suit; where none is named, that another is wanted, and ask which."""
    if wish.when:
        return _suggested(ctx, meeting, wish.when)
    told = T("meeting.told_other_time", code=ctx.case.code, who=names.of_writer(ctx), at=meeting.starts_at)
    ask_when = replace(_ask_when(ctx, meeting, quiet=True), body=T("meeting.ask_when_asks_on"))
    return (ask_when, ordinary.to_coordinator(ctx, lines(told, _then_move(ctx, meeting))))


def _is_late(ctx: CaseCtx, meeting: Meeting, wish: Wish) -> Reply:
    """Tell the coordinator that somebody will be late, and so means to come."""
    before = meeting_answer.answers(ctx.store, meeting)
    meetings.take_words(ctx.store, meeting, Answer.YES, by=ctx.sender.id)
    values = {"code": ctx.case.code, "who": names.of_writer(ctx), "at": meeting.starts_at}
    if wish.minutes is None:
        told = T("meeting.told_late", **values)
    else:
        told = T("meeting.told_late_minutes", n=wish.minutes, **values)
    to_coordinator = _gathered(ctx, meeting, before, told, is_news=True)
    return (ordinary.answer(ctx, T("meeting.youth_late")), *to_coordinator)


def _told_without(ctx: CaseCtx, wish: Wish) -> Say:
    """To the coordinator: what somebody says of a meeting, where none is planned or they are told of none."""
    values = {"code": ctx.case.code, "who": names.of_writer(ctx)}
    match wish.kind:
        case Intent.LATE:
            told = T("meeting.told_late_sometime", **values)
        case Intent.OTHER_TIME if wish.when:
            told = T("meeting.suggested_sometime", when=wish.when, **values)
        case Intent.OTHER_TIME:
            told = T("meeting.told_other_time_sometime", **values)
        case Intent.SICK:
            told = T("meeting.told_sick_sometime", **values)
        case _:
            told = T("meeting.told_cannot_sometime", **values)
    return ordinary.to_coordinator(ctx, told)


def hear_late(ctx: CaseCtx, text: str) -> Reply | None:
    """Take what a youth writes about a meeting after they have answered, or later; None when it is not about
    one."""
    asked = ctx.store.last_question(ctx.sender.id, ctx.room.id)
    if asked is None or asked.command not in (MEETING_ANSWER, SUGGEST_TIME):
        return None
    meeting = ctx.store.meetings.get(asked.words.get("meeting", "")) or meetings.coming(ctx.store)
    can = meeting_answers.can_come(text)
    short = answers.read(text)
    if short is not None and short.weight is Weight.COMING and can is Answer.NO:
        return None  # "kan inte", with nothing that is asked, may be said of life
    is_time = meeting_answers.is_time(text)
    if meeting is None or (can is None and not is_time):
        return None
    changed = _told_of_change(ctx, meeting)
    if changed:
        return changed
    if meeting.state is not MeetingState.PLANNED or meeting.starts_at <= ctx.now:
        return None
    if answers.yes_or_no(text) is not None and ctx.store.has_just_decided(ctx.sender.id, ctx.room.id):
        # "ok" may be to "Skickat"
        return (words.ask_again(ctx, meeting, T("meeting.about_time", at=meeting.starts_at)),)
    if can is not None:
        return _answered(ctx, meeting, can)
    return _suggested(ctx, meeting, text.strip())


def untapped(ctx: CaseCtx, tap: Tap) -> Reply:
    """A tap on the invitation that is taken back: what was answered before it counts again."""
    _, _, subject = tap.tag.partition(":")
    meeting = ctx.store.meetings.get(subject)
    if meeting is None or words.why_not_asked(ctx, meeting) is not None:
        return ()  # no answer counts any more
    before = meeting_answer.answers(ctx.store, meeting)
    if not meetings.take_back(ctx.store, meeting, tap):
        if not tap.is_newest:
            return ()  # what was tapped after it counts
        return (to_tapper(ctx, subject, T("meeting.untapped_late", number=meeting.number)),)
    if tap.before is not None:
        news: Text | Lines = _news(ctx, meeting, Answer(tap.before))
    else:
        news = T("meeting.told_back", code=ctx.case.code, who=names.of_writer(ctx), at=meeting.starts_at)
    return (*words.counted(ctx, meeting), *_gathered(ctx, meeting, before, news))


@when_tapped("meeting", back=untapped)
def tapped(ctx: CaseCtx, subject: str, key: str) -> Reply:
    """Note a tap on the invitation, which shows how many can come; the coordinator is told what the youth
    says.

    Whoever taps when nobody asks any more, or a sign nobody offered, is told so on their own page.
    """
    meeting = ctx.store.meetings.get(subject)
    can = words.TAPS.get(yes_no(key))
    if meeting is None:
        return ()
    why_not = words.why_not_asked(ctx, meeting)
    if can is None:
        if why_not is not None:
            return ()
        return (to_tapper(ctx, meeting.id, T("meeting.tap_unknown", number=meeting.number)),)
    if why_not is not None:
        return (to_tapper(ctx, meeting.id, why_not),)
    assert ctx.event_id is not None
    before = meeting_answer.answers(ctx.store, meeting)
    meetings.note_tap(ctx.store, meeting, can, by=ctx.sender.id, event_id=ctx.event_id)
    told = (*words.counted(ctx, meeting), *_gathered(ctx, meeting, before, _news(ctx, meeting, can)))
    known = before.replies.get(ctx.sender.id)
    is_new = known is None or known.answer is not Answer.NO
    is_asked = ctx.sender.id in {one.person_id for one in before.invited}
    if can is Answer.NO and is_new and is_asked:
        return (*told, said.ask_more(ctx, meeting))
    return told


@when_due("meeting.began")
def over(ctx: CaseCtx, subject: str) -> Reply:
    """Take away what was offered under the invitation to a meeting that has begun."""
    return words.no_more_offered(ctx, subject)


def _still_planned(ctx: CaseCtx, meeting_id: str) -> Meeting | None:
    """A meeting, unless it was moved or called off."""
    meeting = ctx.store.meetings.get(meeting_id)
    if meeting is None or meeting.state is not MeetingState.PLANNED:
        return None
    return meeting


def _answered(ctx: CaseCtx, meeting: Meeting, can: Answer) -> Reply:
    """Note what a youth or guardian answers, and tell the coordinator; after a no, ask when it would suit."""
    before = meeting_answer.answers(ctx.store, meeting)
    meetings.note_answer(ctx.store, meeting, can, by=ctx.sender.id)
    return _told(ctx, meeting, can, before)


def _told(ctx: CaseCtx, meeting: Meeting, can: Answer, before: Answers) -> Reply:
    """What is said to an answer, and to the coordinator; after a no, when it would suit is asked."""
    told = _gathered(ctx, meeting, before, _news(ctx, meeting, can))
    if can is not Answer.NO:
        key = "meeting.youth_yes" if can is Answer.YES else "meeting.youth_maybe"
        return (ctx.say(T(key, at=meeting.starts_at)), *told)
    return (_ask_when(ctx, meeting), *told)


def _ask_when(ctx: CaseCtx, meeting: Meeting, *, quiet: bool = False) -> Ask:
    """Ask when it would suit somebody instead."""
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=T("meeting.youth_no", at=meeting.starts_at),
        command=SUGGEST_TIME,
        field="when",
        given={"meeting": meeting.id},
        case_id=ctx.case.id,
        urgency=Urgency.ANSWER,
        quiet=quiet,
    )


def _suggested(ctx: CaseCtx, meeting: Meeting, when: str, *, news: Text | Lines | None = None) -> Reply:
    """Keep when a meeting would suit somebody, and tell the coordinator. ``news``: what they said before it."""
    times = meeting_answers.times(when, ctx.today, calendar.day_of(meeting.starts_at))
    found = meeting_answer.suggest(ctx.store, meeting, times, by=ctx.sender.id)
    values = {"code": ctx.case.code, "at": meeting.starts_at, "when": when, "who": names.of_writer(ctx)}
    told = lines(
        news,
        T("meeting.suggested", **values),
        None if found.proposals or news is None else _then_move(ctx, meeting),
    )
    to_coordinator = said.to_coordinator(ctx, meeting, found, told, is_news=True, urgency=Urgency.ANSWER)
    return (ctx.say(T("meeting.youth_asks_on")), to_coordinator)


def _told_of_change(ctx: CaseCtx, known: Meeting) -> Reply:
    """Who answers about a time that has changed since, and is to hear of it tomorrow, hears of it now."""
    meeting = meeting_notice.changed_since(ctx.store, known)
    if meeting is None:
        return ()
    notice = meeting_notice.take_waiting(ctx.store, meeting, ctx.sender, Urgency.ANSWER)
    return () if notice is None else words.changed(ctx, notice)


def _news(ctx: CaseCtx, meeting: Meeting, can: Answer) -> Text | Lines:
    """What somebody answered; after a no of the family, how to move the meeting a week."""
    told = _answered_with(ctx, meeting, can)
    if can is not Answer.NO or ctx.sender.role not in OWN_WORDS:
        return told
    return lines(told, _then_move(ctx, meeting))


def _answered_with(ctx: CaseCtx, meeting: Meeting, can: Answer) -> Text:
    return T(_TOLD[can], code=ctx.case.code, who=names.of_writer(ctx), at=meeting.starts_at)


def _gathered(
    ctx: CaseCtx, meeting: Meeting, before: Answers, news: Text | Lines, *, is_news: bool = False
) -> tuple[Say | Edit, ...]:
    """What the coordinator is told of an answer just noted, with all answers so far, unless it is their own."""
    if ctx.reader.id == ctx.sender.id:
        return ()
    given = meeting_answer.given(ctx.store, meeting, before, by=ctx.sender.id)
    urgency = Urgency.ANSWER if ctx.sender.role in OWN_WORDS else Urgency.QUESTION
    told = said.to_coordinator(
        ctx, meeting, given.answers, news, is_news=is_news or given.is_news, urgency=urgency
    )
    return (told,)


def _then_move(ctx: CaseCtx, meeting: Meeting) -> Text:
    """How to move a meeting a week."""
    next_week = calendar.day_of(meeting.starts_at) + timedelta(days=7)
    return T("meeting.then_move", code=ctx.case.code, day=next_week.isoformat())
