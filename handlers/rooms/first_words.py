"""When a youth first writes to the others on a day, the room hears that nobody reads there all the time."""

from __future__ import annotations

from bot.conversation.asked_in_room import FIRST_WORDS, first_words_tag
from bot.conversation.command import CaseCtx, Reply, when_due
from bot.i18n import T
from bot.messages import Say
from bot.services import circle, pause


@when_due(FIRST_WORDS)
def warn(ctx: CaseCtx, subject: str) -> Reply:
    """Say once a day whom to turn to when it cannot wait."""
    room = ctx.store.room
    tag = first_words_tag(subject, ctx.today)
    if pause.is_paused(ctx.store) or subject not in circle.members(ctx.store, room):
        return ()
    if ctx.store.is_shown(tag, room):
        return ()
    body = T("room.nobody_reads", emergency=ctx.profile.emergency)
    return (Say(room_id=room.id, body=body, quiet=True, tag=tag, to_all=True),)
