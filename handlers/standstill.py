"""Whether a case stands still: frozen, closing, or its consent has run out. Then nobody is reminded of anything."""

from __future__ import annotations

from bot.command import CaseCtx
from bot.rules import membership
from bot.rules.case import State


def still(ctx: CaseCtx) -> bool:
    """Whether nothing is to be asked of people in this case today."""
    if ctx.case.state is not State.ACTIVE:
        return True
    grants, actors = ctx.store.consents.all(), ctx.store.actors.all()
    return membership.freezes(ctx.store.room.place, ctx.case, grants, actors, ctx.profile, ctx.today) is not None
