"""Whether a case stands still: frozen, closing, or its consent has run out. Then nobody is reminded of anything."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import CaseCtx
from bot.rules import membership, protection
from bot.rules.case import Case, State
from bot.rules.consent import Actor
from bot.rules.room import Room, Why


def still(ctx: CaseCtx) -> bool:
    """Whether nothing is to be asked of people in this case today."""
    return ctx.case.state is not State.ACTIVE or freezes(ctx) is not None


def freezes(
    ctx: CaseCtx, *, place: Room | None = None, case: Case | None = None, actors: Sequence[Actor] | None = None
) -> Why | None:
    """Why a room of the case freezes today, as the reconciler sees it: the case room, with the case and the actors as
    they are, unless others are given."""
    standing = ctx.store.actors.all() if actors is None else actors
    away = protection.away(ctx.store.people.all(), ctx.profile)
    facts = (ctx.store.consents.all(), standing, ctx.profile, ctx.today)
    return membership.freezes(place or ctx.store.room.place, case or ctx.case, *facts, away=away)
