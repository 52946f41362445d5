"""Whoever has not answered is asked once more on their own page, about all that waits over all their cases."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx, when_due
from bot.messages import Say, Urgency
from bot.services import silence
from bot.wording import waiting


@when_due(silence.NUDGE)
def nudge(ctx: UnitCtx, subject: str) -> Reply:
    """Ask somebody once more, privately; nothing where all is answered by now."""
    found = silence.take_nudge(ctx.store, subject)
    if not found:
        return ()
    page = ctx.store.page(subject)
    cases = tuple(one.case.id for one in found)
    body = waiting.nudge(ctx, found)
    return (
        Say(
            room_id=page.id, body=body, urgency=Urgency.QUESTION, person_id=subject, tag="beside", cases=cases
        ),
    )
