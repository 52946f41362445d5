"""What a youth or guardian wants to have taken up at the next meeting: on the agenda once they have said yes."""

from __future__ import annotations

from bot.conversation.command import Ask, CaseCtx, Reply
from bot.conversation.youth import own_point
from bot.i18n import T
from bot.services import youth_words
from bot.wording import ordinary, youth


def hear(ctx: CaseCtx, text: str) -> Reply | None:
    """Offer to put on the agenda what plainly is for a meeting; None for any other words, which are met as words
    always are. Just behind a cry nothing is plain."""
    if not ctx.on_own_page or ctx.store.has_just_cried(ctx.sender.id) or own_point.topic(text) is None:
        return None
    return ordinary.with_safe_words(ctx, ctx.case, (_offer(ctx, text),))


def _offer(ctx: CaseCtx, text: str) -> Ask:
    """The offer: nobody reads the words before their writer says so."""
    until = ctx.now + ctx.kept_for
    is_kept_whole = youth_words.keep(ctx.store, ctx.sender.id, text, None, event_id=ctx.said_in, until=until)
    said = T("ordinary.own_point_offer", emergency=ctx.profile.emergency)
    return youth.offer_quietly(ctx, said, is_kept_whole=is_kept_whole)
