"""The bot takes its own words away from somebody's page: sensitive answers after a while, all of them on STÄDA."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from bot.conversation import own_page
from bot.conversation.command import Ask, Reply, UnitCtx, when_due
from bot.i18n import ZONE, T, Text
from bot.messages import Redact
from bot.services import fading
from bot.wording import ordinary
from storage.question import MEETING_ANSWER, OFFER, OWN_WITHDRAWAL, SUGGEST_TIME, TALK, Asked


@when_due("page.fade")
def fade(ctx: UnitCtx, subject: str) -> Reply:
    """Take the sensitive answers away that have stood long enough on a page."""
    return tuple(Redact(room_id=subject, event_id=event_id) for event_id in fading.take(ctx.store, subject))


def clear(ctx: UnitCtx) -> Reply:
    """Take away all that the bot has said on the writer's page. What it still asks is asked again."""
    asked = ctx.store.open_questions(ctx.sender.id, ctx.room.id)
    events = fading.take_all(ctx.store, ctx.room.id)
    gone = tuple(Redact(room_id=ctx.room.id, event_id=event_id) for event_id in events)
    return (*gone, ordinary.answer(ctx, T("ordinary.cleared")), *_asked_again(ctx, asked))


#: How a question is asked again where the words above it are gone: so that it says no more than it must.
_AGAIN = MappingProxyType(
    {
        OFFER: T("youth.send_or_not"),
        TALK: T("ordinary.talk_again"),
        SUGGEST_TIME: T("meeting.ask_when"),
    }
)


def _asked_again(ctx: UnitCtx, waiting: Sequence[Asked]) -> Iterator[Ask]:
    for asked in waiting:
        if asked.field is not None and asked.command in (*_AGAIN, MEETING_ANSWER, OWN_WITHDRAWAL):
            yield own_page.ask_again(ctx, asked, _again(ctx, asked))


def _again(ctx: UnitCtx, asked: Asked) -> Text:
    if asked.command == OWN_WITHDRAWAL:
        return T("youth.your_choice" if "function" in asked.words else "youth.whom_again")
    if asked.command == MEETING_ANSWER and asked.case_id is not None:
        in_case = ctx.of(ctx.store.one_case(asked.case_id))
        meeting = in_case.store.meetings.get(asked.words["meeting"])
        if meeting is not None:
            local = meeting.starts_at.astimezone(ZONE)
            return T("meeting.remind_later", day=local.date(), at=local.time())
    return _AGAIN.get(asked.command, T("meeting.can_you"))
