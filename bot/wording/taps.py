"""What somebody is told about their tap, on their own page."""

from __future__ import annotations

from bot.conversation.command import CaseCtx
from bot.i18n import Text
from bot.messages import Say


def to_tapper(ctx: CaseCtx, subject: str, words: Text) -> Say:
    """Quiet words to whoever tapped. ``subject``: what the message is about; by the tag, a tap gets them once."""
    return Say(room_id=ctx.store.page(ctx.sender.id).id, body=words, quiet=True, tag=f"{words.key}:{subject}")
