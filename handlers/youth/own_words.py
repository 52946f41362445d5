"""What a youth wants to have in the plan in their own words: offered to the coordinator first, who places them."""

from __future__ import annotations

from bot.conversation.command import Ask, CaseCtx, Reply
from bot.conversation.youth import own_words
from bot.i18n import T
from bot.rules.roles import Role
from bot.services import youth_words
from bot.wording import ordinary, own_tasks, youth


def hear(ctx: CaseCtx, text: str) -> Reply | None:
    """Offer to pass on words for the plan that are plainly that, or show those that stand there; None for any other
    words, which are met as words always are. Just behind a cry nothing is plain."""
    if ctx.sender.role is not Role.YOUTH or ctx.store.has_just_cried(ctx.sender.id):
        return None
    if own_words.asks_to_see(text):
        return ordinary.with_safe_words(ctx, ctx.case, own_tasks.own_words(ctx))
    if not own_words.is_plain(text):
        return None
    return ordinary.with_safe_words(ctx, ctx.case, (_offer(ctx, text),))


def _offer(ctx: CaseCtx, text: str) -> Ask:
    """The offer: nobody reads the words before the youth says so."""
    until = ctx.now + ctx.kept_for
    is_kept_whole = youth_words.keep(ctx.store, ctx.sender.id, text, None, event_id=ctx.said_in, until=until)
    said = T("ordinary.own_words_offer", emergency=ctx.profile.emergency)
    return youth.offer_quietly(ctx, said, is_kept_whole=is_kept_whole)
