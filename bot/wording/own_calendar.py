"""A youth's or guardian's meetings as a file for their own calendar."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import T
from bot.messages import Urgency
from bot.rules.page_answers import PageAnswers
from bot.services import calendar, meeting_notice, page_answers
from bot.services import meeting as meetings
from bot.wording import calendar as words
from bot.wording import meeting as meeting_words
from bot.wording import ordinary


def to_family(ctx: CaseCtx) -> Reply:
    """The next meetings as a file, to a youth or guardian, where their page may say when they are. A new time that the
    youth is to hear of later is told now."""
    if page_answers.about_meetings(ctx.store, ctx.sender) is PageAnswers.NOTHING:
        return (ordinary.orally(ctx),)
    coming = meetings.coming(ctx.store)
    if coming is None:
        return (ordinary.answer(ctx, T("ordinary.no_time")),)
    youth = ctx.facts.youth
    notice = None
    if youth is not None and youth.id == ctx.sender.id:
        notice = meeting_notice.take_waiting(ctx.store, coming, youth, Urgency.ANSWER)
    told = (
        (ordinary.answer(ctx, T("calendar.to_family")),)
        if notice is None
        else meeting_words.changed(ctx, notice)
    )
    return (*told, words.file_of(ctx, ctx.room.id, calendar.known_to_family(ctx.store)))
