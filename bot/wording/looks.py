"""Answers to looks at the plan: quiet, and not the same again where it stands just above."""

from __future__ import annotations

from datetime import timedelta

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import Lines, T, say

#: So long what was shown in a room is known to stand just above.
JUST = timedelta(minutes=10)


def shown(ctx: CaseCtx, body: Lines) -> Reply:
    """What somebody wanted to see, without a sound; where others read it, the same is not said twice in a row."""
    if not ctx.room.kind.of_case:
        return (ctx.say(body, quiet=True),)
    tag = f"look:{ctx.store.keyed_hash(ctx.room, say(body, ctx.language))}"
    if ctx.store.was_said_since(ctx.room, tag, ctx.now - JUST):
        return just_above(ctx)
    return (ctx.say(body, quiet=True, tag=tag),)


def just_above(ctx: CaseCtx) -> Reply:
    """That what somebody wants to see is still on the screen."""
    return (ctx.say(T("card.just_shown"), quiet=True),)
