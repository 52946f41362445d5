"""What the coordinator is told of the answers about a meeting: who has said what, why, for whom one still waits, and
which other times would suit most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.conversation.command import Ask, CaseCtx, UnitCtx
from bot.conversation.youth import Reason
from bot.i18n import ZONE, Lines, T, Text, lines
from bot.messages import Edit, Say, Urgency
from bot.rules import meeting as rules
from bot.rules import meeting_answers
from bot.rules.calendar import day_of
from bot.rules.meeting import Answer, Meeting, Reply
from bot.rules.meeting_answers import Invited, Proposal
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import OWN_WORDS
from bot.services import meeting as meetings
from bot.services import meeting_answer
from bot.services.meeting_answer import Answers, Instead, Open, Standing
from bot.wording import meeting as words
from bot.wording import names

#: So long a professional may say why they cannot come, without saying anew what it is about.
_ASKED_FOR = timedelta(days=1)
#: Stands for a reason of the closed list that no :class:`Reason` is.
SICK = "sick"

_MARKS = {Answer.YES: "answers.says_yes", Answer.NO: "answers.says_no", Answer.MAYBE: "answers.says_maybe"}
_WITH_REASON = {
    Answer.YES: "answers.says_yes_why",
    Answer.NO: "answers.says_no_why",
    Answer.MAYBE: "answers.says_maybe_why",
}
_INSTEAD = {
    Standing.UNKNOWN: "answers.instead_unknown",
    Standing.THERE: "answers.instead_there",
    Standing.COVERED: "answers.instead_covered",
    Standing.NOT_COVERED: "answers.instead_not_covered",
    Standing.KEPT_OUT: "answers.instead_kept_out",
    Standing.CANNOT: "answers.instead_cannot",
}


def tag_of(meeting: Meeting) -> str:
    """The tag of the message that gathers the answers about a meeting."""
    return f"answers:{meeting.id}"


def to_coordinator(
    ctx: CaseCtx, meeting: Meeting, found: Answers, news: Text | Lines, *, is_news: bool, urgency: Urgency
) -> Say | Edit:
    """The answers so far, to whoever reads for the coordinator: one message that is brought up to date, and a new one
    where they are to notice it."""
    page = ctx.coordinator_page
    tag = tag_of(meeting)
    body = lines(news, *report(ctx, meeting, found))
    if is_news:
        return Say(room_id=page.id, body=body, tag=tag, urgency=urgency, person_id=ctx.reader.id)
    return Edit(room_id=page.id, tag=tag, body=body)


def shown(ctx: CaseCtx, meeting: Meeting) -> Lines:
    """A meeting with who has answered what, as the coordinator sees it."""
    found = meeting_answer.answers(ctx.store, meeting)
    return lines(words.numbered(ctx, meeting, ctx.room.kind), *report(ctx, meeting, found))


def report(ctx: CaseCtx, meeting: Meeting, found: Answers) -> list[Text | Lines]:
    """Who has answered what, with the reasons, for whom one still waits, and the times that would suit most."""
    everybody = found.everybody
    if not everybody:
        return []
    said = [one for one in everybody if one.answer is not None]
    told: list[Text | Lines] = [
        T("answers.head", number=meeting.number, n=len(said), all=len(everybody)),
        *(_line(ctx, one, found.replies[one.person_id]) for one in said),
    ]
    waiting = meeting_answers.silent(everybody)
    if waiting:
        told.append(T("answers.waits", names=[who(ctx, one) for one in waiting]))
    return [*told, *proposed(ctx, meeting, found)]


def _line(ctx: CaseCtx, one: Invited, reply: Reply) -> Text | Lines:
    """What one person has said."""
    reason = reason_of(ctx, one, reply)
    if reason is None:
        line: Text = T(_MARKS[reply.answer], who=who(ctx, one))
    else:
        line = T(_WITH_REASON[reply.answer], who=who(ctx, one), why=reason)
    if reply.deputy_id is None or reply.deputy_id not in ctx.facts.by_id:
        return line
    return T("answers.with_instead", said=line, name=ctx.facts.person(reply.deputy_id).name)


def reason_of(ctx: CaseCtx, one: Invited, reply: Reply) -> Text | str | None:
    """Why somebody cannot come, as the coordinator reads it: a professional's words, or one of the closed list."""
    if reply.reason is None:
        return None
    if ctx.facts.person(one.person_id).role not in OWN_WORDS:
        return reply.reason
    return T("answers.sick") if reply.reason == SICK else words.REASONS[Reason(reply.reason)]


def who(ctx: CaseCtx, one: Invited) -> Text:
    """Somebody who is asked: the family by what they are, professionals by name and function."""
    if one.function == YOUTH:
        return T("youth.is_youth")
    if one.function == GUARDIAN:
        return T("youth.is_guardian")
    return names.with_role(ctx, one.person_id, "meeting.person")


def proposed(ctx: CaseCtx, meeting: Meeting, found: Answers) -> list[Text]:
    """The times that would suit most, each with the command that moves the meeting there, and what is known against
    it."""
    told: list[Text] = []
    by_id = {one.person_id: one for one in found.everybody}
    here = replace(ctx, room=ctx.coordinator_page)
    for each in found.proposals:
        people = [who(ctx, by_id[person_id]) for person_id in each.suits]
        told.append(
            T(
                "answers.proposed",
                at=each.starts_at,
                names=people,
                command=_moving(ctx, meeting, each),
            )
        )
        after = rules.moved(meeting, starts_at=each.starts_at, minutes=meeting.minutes, place=meeting.place)
        told += words.remarks(here, after, instead_of=meeting)
    return told


def _moving(ctx: CaseCtx, meeting: Meeting, proposal: Proposal) -> Text:
    """The command that moves a meeting to a time; with its number, where several are planned."""
    values = {
        "code": ctx.case.code,
        "day": day_of(proposal.starts_at).isoformat(),
        "hour": _clock(proposal.starts_at),
    }
    if len(meetings.planned(ctx.store)) == 1:
        return T("answers.move", **values)
    return T("answers.move_numbered", number=meeting.number, **values)


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H.%M}"


def instead(ctx: CaseCtx, meeting: Meeting, found: Instead) -> Text | Lines:
    """What the coordinator can do about somebody who is said to come instead."""
    function = ctx.profile.function(found.function).text if found.function else T("person.role_actor")
    told = T(
        _INSTEAD[found.standing],
        name=found.name,
        code=ctx.case.code,
        function=function,
        handle="" if found.person is None else found.person.handle,
        until=day_of(meeting.starts_at).isoformat(),
        why="" if found.why is None else found.why.text,
    )
    return told if found.refused is None else lines(told, found.refused.text)


def unanswered(ctx: UnitCtx, found: Sequence[Open]) -> Lines:
    """The meetings about which somebody has said nothing, over all their cases, and how to answer."""
    shown = [
        T("answers.at_in", code=each.case.code, number=each.meeting.number, at=each.meeting.starts_at)
        for each in found
    ]
    return lines(T("answers.week"), *shown, T("answers.week_how"))


def ask_more(ctx: CaseCtx, meeting: Meeting, before: Text | Lines | None = None) -> Ask:
    """Ask a professional who cannot come, on their own page, when it would suit, why, or who comes instead."""
    at = T("answers.noted_no", code=ctx.case.code, number=meeting.number, at=meeting.starts_at)
    return Ask(
        room_id=ctx.store.page(ctx.sender.id).id,
        person_id=ctx.sender.id,
        body=lines(at if before is None else before, T("answers.ask_more")),
        command=meeting_answer.IN_WORDS,
        field="more",
        given={"meeting": meeting.id},
        case_id=ctx.case.id,
        urgency=Urgency.ANSWER,
        lasts=_ASKED_FOR,
    )
