"""What professionals say of a meeting in words of their own: that they cannot come, and why; who comes instead; that
they will be late; when it would suit better.

The coordinator reads it, and nobody else: in the room only a count changes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from bot.conversation import answers, meeting_answers
from bot.conversation.answers import Meaning
from bot.conversation.arguments import Arg, AsWritten, Code, Env
from bot.conversation.command import Args, Ask, CaseCtx, Outcome, Reply, UnitCtx, command, refuse
from bot.conversation.meeting_answers import InWords
from bot.errors import Refused
from bot.i18n import Lines, T, Text, lines
from bot.messages import React, Say, Urgency
from bot.rules import calendar
from bot.rules.case import Case
from bot.rules.meeting import Answer, Meeting
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import meeting_answer
from bot.services.meeting_answer import Answers, Open
from bot.wording import meeting as words
from bot.wording import meeting_answers as said
from bot.wording import names

_TOLD = {
    Answer.YES: "meeting.told_yes",
    Answer.NO: "meeting.told_cannot",
    Answer.MAYBE: "meeting.told_maybe",
}
_NOTED = {
    Answer.YES: "answers.noted_yes",
    Answer.NO: "answers.noted_no",
    Answer.MAYBE: "answers.noted_maybe",
}


#: Words that are said of a meeting, and hardly of a task.
_OF_MEETING = re.compile(
    r"\b(?:\w*möte\w*|komm(?:er|a)|vara med|delta\w*|närvara|meeting|come|attend)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class WhichOne:
    """One of those that were shown, by its number."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> int:
        found = re.fullmatch(r"(?:nr|nummer|number)?\s*(\d{1,2})[.)]?", text.strip().lower())
        if found is None:
            raise Refused(T("answers.which_number"))
        return int(found[1])


@dataclass(frozen=True)
class More:
    """Why somebody cannot come, who can instead, or when it would suit: any words but a question, and what is plainly
    said of another meeting."""

    def take(self, words: Sequence[str], env: Env) -> int:
        return len(words)

    def value(self, text: str, env: Env) -> str:
        read = meeting_answers.read(text, env.today)
        is_of_another = read is not None and (read.names_meeting or read.late is not None)
        has_code = any(Code().take([word], env) for word in text.split())
        if is_of_another or has_code or text.rstrip().endswith("?"):
            raise Refused(T("answers.ask_more"))
        return text


class Heard(Args):
    """What was said; of which meeting, or of which case, where that is known; ``more``: what was said after a no.
    ``among``: the meetings of which one, ``which``, is meant."""

    text: Annotated[str, Arg(reads=AsWritten())] = ""
    meeting: Annotated[str | None, Arg(reads=AsWritten())] = None
    case: Annotated[str | None, Arg(reads=AsWritten())] = None
    more: Annotated[str | None, Arg(reads=More())] = None
    among: Annotated[str | None, Arg(reads=AsWritten())] = None
    which: Annotated[int | None, Arg(reads=WhichOne())] = None


@command(
    sv="mötesord",
    en="meeting words",
    needs=Duty.ATTEND,
    evidence=False,
    hidden=True,
    where=(RoomKind.CASE, RoomKind.PAGE),
)
def hear(ctx: UnitCtx, args: Heard) -> Outcome:
    """Note what a professional says of a meeting; the coordinator reads why."""
    heard = _heard(ctx, args)
    if heard is None:
        return _nothing_more(ctx, args)
    if args.meeting is not None:
        return _about(ctx, args.meeting, heard, args.more or args.text)
    found = meeting_answer.open_to(ctx.store, ctx.sender.id, _cases(ctx, args))
    if args.among is not None and args.which is not None:
        return _one_of(ctx, args, found, heard)
    if heard.is_sick and not heard.names_meeting:
        found = meeting_answer.near(found, ctx.store)
    meant = _named(ctx, found, heard)
    if not meant and heard.answer is Answer.YES and heard.day is not None:
        heard = _as_suggestion(args.text, heard)  # "kan torsdagen", where the meeting is on another day
        meant = list(found)
    if not meant:
        raise refuse("answers.none_then", meetings=[_shown(ctx, each) for each in found])
    if heard.suits and len(meant) > 1:
        meant = [each for each in meant if each.is_answered] or meant
    if heard.is_bare and heard.answer is Answer.YES:
        meant = [each for each in meant if not each.is_answered] or meant
    if len(meant) > 1:
        return (_ask_which(ctx, args, meant),)
    [one] = meant
    if _may_be_of_task(ctx, args.text, heard):
        sure = ctx.still_to_agree(T("answers.meant", what=_shown(ctx, one)))
        if sure is not None:
            return sure
    return _noted(ctx.of(one.case), one.meeting, heard, args.text)


def _heard(ctx: UnitCtx, args: Heard) -> InWords | None:
    """What was said; None where nothing is added to a no."""
    if args.more is None:
        return meeting_answers.read(args.text, ctx.today)
    short = answers.read(args.more, leniently=True)
    if short is None or short.meaning not in (Meaning.THANKS, Meaning.NO, Meaning.YES, Meaning.LATER):
        return meeting_answers.more(args.more, ctx.today)
    read = meeting_answers.read(args.more, ctx.today)
    return read if short.meaning is Meaning.YES else None


def _nothing_more(ctx: UnitCtx, args: Heard) -> Reply:
    """What is said to a bare answer where it was asked why, or when it would suit."""
    short = None if args.more is None else answers.read(args.more, leniently=True)
    key = "answers.still_no" if short is not None and short.meaning is Meaning.YES else "answers.no_more"
    return (ctx.say(T(key), quiet=True),)


def _may_be_of_task(ctx: UnitCtx, text: str, heard: InWords) -> bool:
    """Whether words that name no meeting may be about a task, of which the speaker is asked too."""
    if heard.names_meeting or heard.instead or heard.suits or _OF_MEETING.search(text):
        return False
    return meeting_answer.is_asked_of_tasks(ctx.store, ctx.sender.id)


def _cases(ctx: UnitCtx, args: Heard) -> list[Case]:
    if ctx.room.case_id is not None:
        return [ctx.store.one_case(ctx.room.case_id)]
    theirs = ctx.store.cases.of_person(ctx.sender.id)
    return [case for case in theirs if args.case in (None, case.id)]


def _named(ctx: UnitCtx, found: Sequence[Open], heard: InWords) -> list[Open]:
    """Those of some meetings that may be meant. By a weekday it is the next on one, or one of the next two if the first
    is today."""
    if heard.day is None or not heard.is_any:
        return [each for each in found if _is_named(each.meeting, heard)]
    weekday = heard.day.weekday()
    then = [each for each in found if calendar.day_of(each.meeting.starts_at).weekday() == weekday]
    of_today = [each for each in then if calendar.day_of(each.meeting.starts_at) == ctx.today]
    first = [each for each in then if _is_same_day(each, then[0])]
    return then[: len(first) + 1] if of_today else first


def _is_same_day(one: Open, other: Open) -> bool:
    return calendar.day_of(one.meeting.starts_at) == calendar.day_of(other.meeting.starts_at)


def _is_named(meeting: Meeting, heard: InWords) -> bool:
    day = calendar.day_of(meeting.starts_at)
    if heard.number is not None and meeting.number != heard.number:
        return False
    if heard.day is not None and day != heard.day:
        return False
    return heard.hour is None or calendar.moment(day, heard.hour) == meeting.starts_at


def _as_suggestion(text: str, heard: InWords) -> InWords:
    """A day on which there is no meeting, as one that would suit."""
    suits = re.sub(r"^(?:\S+ )*?(?:kan|kommer|can)\s+", "", text.strip(), flags=re.IGNORECASE)
    return InWords(answer=heard.answer, suits=suits)


def _about(ctx: UnitCtx, meeting_id: str, heard: InWords, written: str) -> Reply:
    """What is said of the one meeting that was asked about."""
    for case in _cases(ctx, Heard()):
        here = ctx.of(case)
        meeting = here.store.meetings.get(meeting_id)
        if meeting is None:
            continue
        why_not = words.why_not_asked(here, meeting)
        if why_not is not None:
            return (Say(room_id=ctx.store.page(ctx.sender.id).id, body=why_not, quiet=True),)
        return _noted(here, meeting, heard, written)
    return (ctx.say(T("meeting.not_any_more")),)


# ----------------------------------------------------------------------- which of several is meant


def _ask_which(ctx: UnitCtx, args: Heard, meant: Sequence[Open]) -> Ask:
    """Ask which of several meetings is meant, by the numbers before them."""
    shown = [T("answers.choice", place=place, what=_shown(ctx, each)) for place, each in enumerate(meant, 1)]
    return Ask(
        room_id=ctx.room.id,
        person_id=ctx.sender.id,
        body=T("answers.which", meetings=shown),
        command=hear.key,
        field="which",
        given={"text": args.text, "among": " ".join(each.meeting.id for each in meant)},
        urgency=Urgency.ANSWER,
    )


def _shown(ctx: UnitCtx, one: Open) -> Text:
    """A meeting by its time; with its case where it stands alone with the bot, for they may have several."""
    if ctx.room.kind.of_case:
        return T("answers.at", number=one.meeting.number, at=one.meeting.starts_at)
    return T("answers.at_in", code=one.case.code, number=one.meeting.number, at=one.meeting.starts_at)


def _one_of(ctx: UnitCtx, args: Heard, found: Sequence[Open], heard: InWords) -> Reply:
    """What is said of the meeting that was chosen of those shown; it may be gone by now."""
    among = (args.among or "").split()
    which = args.which or 0
    if not 1 <= which <= len(among):
        raise refuse("answers.which_number")
    for each in found:
        if each.meeting.id == among[which - 1]:
            return _noted(ctx.of(each.case), each.meeting, heard, args.text)
    return (ctx.say(T("meeting.not_any_more")),)


# ------------------------------------------------------------------------------------------- noted


def _noted(ctx: CaseCtx, meeting: Meeting, heard: InWords, written: str) -> Reply:
    """Note what was said of a meeting, show the count, and tell the coordinator and whoever said it.

    ``written``: the words themselves, which stand by the yes of whoever will be late.
    """
    if heard.suits and heard.answer is Answer.YES:
        return _only_suggested(ctx, meeting, heard)
    known = meeting_answer.answers(ctx.store, meeting).replies.get(ctx.sender.id)
    person = meeting_answer.called(ctx.store, heard.instead) if heard.instead else None
    reasons = [heard.reason if heard.late is None else written, heard.instead if person is None else ""]
    reason = ", ".join(each for each in reasons if each) or None
    deputy_id = None if person is None else person.id
    if (
        known is not None and known.answer is heard.answer
    ):  # what was said before stands, unless it is said anew
        reason = reason or known.reason
        deputy_id = deputy_id or known.deputy_id
    given = meeting_answer.give(
        ctx.store, meeting, heard.answer, by=ctx.sender.id, reason=reason, deputy_id=deputy_id
    )
    found = _kept(ctx, meeting, heard) if heard.suits else given.answers
    news: list[Text | Lines] = [_news(ctx, meeting, heard)]
    if heard.instead:
        stands_in = meeting_answer.instead(ctx.store, person, heard.instead, of=ctx.sender.id)
        news.append(said.instead(ctx, meeting, stands_in))
    if heard.suits:
        news.append(_suggested(ctx, meeting, heard))
    adds = bool(heard.reason or heard.instead or heard.suits) or heard.late is not None
    told = _told(ctx, meeting, found, lines(*news), is_news=given.is_news or adds)
    said_back = _said_back(ctx, meeting, heard, asks=heard.answer is Answer.NO and not adds)
    return (*words.counted(ctx, meeting), *told, *said_back)


def _only_suggested(ctx: CaseCtx, meeting: Meeting, heard: InWords) -> Reply:
    """Keep that another day suits, which is neither a yes nor a no to this one."""
    told = _told(ctx, meeting, _kept(ctx, meeting, heard), _suggested(ctx, meeting, heard), is_news=True)
    noted = T("answers.suits_told", when=heard.suits)
    return (*told, *_to_own_page(ctx, noted))


def _kept(ctx: CaseCtx, meeting: Meeting, heard: InWords) -> Answers:
    """The answers, with the times that suit whoever speaks kept."""
    times = meeting_answers.times(heard.suits, ctx.today, calendar.day_of(meeting.starts_at))
    return meeting_answer.suggest(ctx.store, meeting, times, by=ctx.sender.id)


def _told(ctx: CaseCtx, meeting: Meeting, found: Answers, news: Text | Lines, *, is_news: bool) -> Reply:
    """What the coordinator is told, unless they said it themselves."""
    if ctx.reader.id == ctx.sender.id:
        return ()
    return (said.to_coordinator(ctx, meeting, found, news, is_news=is_news, urgency=Urgency.QUESTION),)


def _news(ctx: CaseCtx, meeting: Meeting, heard: InWords) -> Text:
    """What the coordinator is told first."""
    values = {"code": ctx.case.code, "who": names.of_writer(ctx), "at": meeting.starts_at}
    if heard.late:
        return T("meeting.told_late_minutes", n=heard.late, **values)
    if heard.late is not None:
        return T("meeting.told_late", **values)
    if heard.reason:
        return T("answers.told_why", said=T(_TOLD[heard.answer], **values), why=heard.reason)
    return T(_TOLD[heard.answer], **values)


def _suggested(ctx: CaseCtx, meeting: Meeting, heard: InWords) -> Text:
    values = {"code": ctx.case.code, "who": names.of_writer(ctx), "at": meeting.starts_at}
    return T("meeting.suggested", when=heard.suits, **values)


def _said_back(ctx: CaseCtx, meeting: Meeting, heard: InWords, *, asks: bool) -> Reply:
    """What was understood, on the own page of whoever said it: nobody else reads why. In the room a sign is enough."""
    noted = lines(
        _what_was_noted(ctx, meeting, heard),
        T("answers.why_told", why=heard.reason) if heard.reason else None,
        T("answers.instead_told", name=heard.instead) if heard.instead else None,
        T("answers.suits_told", when=heard.suits) if heard.suits else None,
    )
    return _to_own_page(ctx, noted, asks=meeting if asks else None)


def _to_own_page(ctx: CaseCtx, noted: Text | Lines, *, asks: Meeting | None = None) -> Reply:
    """Words to whoever spoke, on their own page; in the room only a sign. ``asks``: they are asked what would suit them
    better than that meeting."""
    signs: list[React] = []
    if ctx.room.kind.of_case and ctx.event_id is not None:
        signs.append(React(room_id=ctx.room.id, event_id=ctx.event_id, key="👍"))
    if asks is not None:
        return (*signs, said.ask_more(ctx, asks, noted))
    page = ctx.store.page(ctx.sender.id)
    return (*signs, Say(room_id=page.id, body=noted, person_id=ctx.sender.id, quiet=bool(signs)))


def _what_was_noted(ctx: CaseCtx, meeting: Meeting, heard: InWords) -> Text:
    values = {"code": ctx.case.code, "number": meeting.number, "at": meeting.starts_at}
    if heard.late:
        return T("answers.noted_late", n=heard.late, **values)
    if heard.late is not None:
        return T("answers.noted_late_sometime", **values)
    return T(_NOTED[heard.answer], **values)
