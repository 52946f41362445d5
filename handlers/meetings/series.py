"""A series of meetings goes on by itself: people are asked about each, and the coordinator for more before it ends."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T
from bot.messages import Say, Urgency
from bot.services import meeting_series
from bot.wording import meeting as words
from bot.wording import meeting_series as series_words


@when_due(meeting_series.ASK)
def ask(ctx: CaseCtx, subject: str) -> Reply:
    """Ask people, a week before, whether they can come to a later meeting of a series."""
    called = meeting_series.take_asking(ctx.store, subject)
    if called is None:
        return ()
    to_room, *others = words.to_all(ctx, called, filed=())
    assert isinstance(to_room, Say)
    # The bot asks by itself: not where the case has ended or stands still before it is sent
    return (replace(to_room, urgency=Urgency.QUESTION), *others)


@when_due(meeting_series.ENDS)
def ending(ctx: CaseCtx, subject: str) -> Reply:
    """Tell the coordinator that one meeting of a series is left, and how to call more."""
    last = meeting_series.take_end(ctx.store, subject)
    if last is None:
        return ()
    body = T(
        "meeting.series_ending",
        code=ctx.case.code,
        title=last.title,
        last=last.starts_at,
        again=series_words.again(ctx, last),
    )
    return (Say(room_id=ctx.coordinator_page.id, body=body, urgency=Urgency.DIGEST, person_id=ctx.reader.id),)
