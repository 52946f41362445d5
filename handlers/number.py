"""Somebody wrote a personal number: it is taken away at once, and the writer is told why, alone."""

from __future__ import annotations

from bot.command import Reply, UnitCtx
from bot.i18n import T
from bot.messages import Redact, Say, Wordless
from bot.rules.number import without_numbers
from bot.rules.roles import Role
from handlers import consultation
from handlers.youth import free_words, unreadable


def written(ctx: UnitCtx, text: str) -> Reply:
    """Take the message away and say what to write instead. Nothing in it is carried out; but what a youth or guardian
    wrote on their own page is answered like any other words of theirs, for it may be a cry for help."""
    assert ctx.event_id is not None
    if ctx.sender.role is Role.GUEST:
        return consultation.number(ctx)
    gone = Redact(room_id=ctx.room.id, event_id=ctx.event_id)
    page = ctx.store.page(ctx.sender.id)
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        told = Say(room_id=page.id, body=T("number.taken_away_youth"))
        if ctx.room.id != page.id:
            return (gone, told)
        return (gone, told, *(free_words(ctx, without_numbers(text)) if text else unreadable(ctx, Wordless.OTHER)))
    return (gone, Say(room_id=page.id, body=T("number.taken_away")))
