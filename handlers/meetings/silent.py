"""Whoever has not answered about a meeting: asked once more on their own page, two working days before; then the
coordinator is shown who is silent."""

from __future__ import annotations

from bot.conversation.command import Ask, CaseCtx, Reply, when_due
from bot.i18n import T, lines
from bot.messages import Edit, Offer, Say, Urgency
from bot.rules import meeting_answers
from bot.rules.room import RoomKind
from bot.services import meeting_answer
from bot.wording import meeting as words
from bot.wording import meeting_answers as said


@when_due(meeting_answer.NUDGE)
def nudge(ctx: CaseCtx, subject: str) -> Reply:
    """Ask those who are silent once more: professionals with a tap or words, guardians in words that any lock screen
    may show. A youth is reminded in their own way."""
    found = meeting_answer.silence(ctx.store, subject)
    if found is None:
        return ()
    asked: list[Ask | Offer | Say] = []
    for person in found.professionals:
        page = ctx.store.page(person.id)
        tag = f"meeting:{found.meeting.id}"
        body = lines(
            T("answers.nudge", code=ctx.case.code, what=words.numbered(ctx, found.meeting, RoomKind.PAGE)),
            T("answers.how"),
        )
        asked.append(Say(room_id=page.id, body=body, tag=tag, urgency=Urgency.REMINDER, person_id=person.id))
        asked.append(Offer(room_id=page.id, tag=tag, keys=tuple(words.TAPS)))
    asked += [words.question(ctx, found.meeting, person, Urgency.REMINDER) for person in found.guardians]
    return tuple(asked)


@when_due(meeting_answer.SILENT)
def show_silent(ctx: CaseCtx, subject: str) -> Reply:
    """Show the coordinator who has said nothing, the working day before."""
    meeting = meeting_answer.still_open(ctx.store, subject)
    if meeting is None:
        return ()
    found = meeting_answer.answers(ctx.store, meeting)
    waiting = meeting_answers.silent(found.everybody)
    if not waiting:
        return ()
    news = T("answers.silent", code=ctx.case.code, n=len(waiting), at=meeting.starts_at)
    told: Say | Edit = said.to_coordinator(ctx, meeting, found, news, is_news=True, urgency=Urgency.QUESTION)
    return (told,)
