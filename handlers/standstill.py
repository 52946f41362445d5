"""Whether a case stands still: frozen, closing, or its consent has run out. Then nobody is reminded of anything."""

from __future__ import annotations

from bot.command import CaseCtx
from bot.rules import membership, protection
from bot.rules.case import State


def still(ctx: CaseCtx) -> bool:
    """Whether nothing is to be asked of people in this case today."""
    if ctx.case.state is not State.ACTIVE:
        return True
    facts = (ctx.store.consents.all(), ctx.store.actors.all(), ctx.profile, ctx.today)
    away = protection.away(ctx.store.people.all(), ctx.profile)
    return membership.freezes(ctx.store.room.place, ctx.case, *facts, away=away) is not None
