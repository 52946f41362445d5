"""Somebody wrote a personal number: it is taken away at once, and the writer is told why, alone."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx
from bot.i18n import T
from bot.messages import Redact, Say
from bot.rules.roles import Role
from handlers.youth.words import free_words


def written(ctx: UnitCtx, text: str, told: bool) -> Reply:
    """Take the message away and say what to write instead; once for all that is written in one go (``told``: it is
    said, and the message is being taken away). Nothing in it is carried out; but what a youth or guardian wrote on
    their own page (``text``, without the number) is answered like any other words of theirs, for it may be a cry for
    help."""
    assert ctx.event_id is not None
    page = ctx.store.page(ctx.sender.id)
    own_words = ctx.sender.role in (Role.YOUTH, Role.GUARDIAN) and ctx.room.id == page.id and text
    answered = tuple(free_words(ctx, text)) if own_words else ()
    if told:
        return answered
    if ctx.sender.role is Role.GUEST:
        refused = T("consultation.number", emergency=ctx.profile.emergency)
        return (Redact(room_id=ctx.room.id, event_id=ctx.event_id), Say(room_id=page.id, body=refused))
    quiet = ctx.sender.role in (Role.YOUTH, Role.GUARDIAN)
    said = "number.taken_away_youth" if quiet else "number.taken_away"
    notice = Say(room_id=page.id, body=T("number.taken_away_page" if answered else said))
    return (Redact(room_id=ctx.room.id, event_id=ctx.event_id), notice, *answered)
