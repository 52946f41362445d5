"""Follow-up: every month the circle is asked how it goes."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.services import followup
from bot.wording import cards


@when_due("followup.prompt")
def prompt(ctx: CaseCtx, subject: str) -> Reply:
    """Ask the circle for status; the next time is planned."""
    asked = followup.prompt(ctx.store)
    if asked is None:
        return ()
    to_room = Say(
        room_id=ctx.store.room.id,
        body=lines(T("followup.room"), cards.plan_of(ctx, asked.tasks), T("followup.how")),
        mentions=tuple(sorted(asked.owners)),
        urgency=Urgency.QUESTION,
    )
    return (to_room,)
