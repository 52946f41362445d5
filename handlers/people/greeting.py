"""Somebody comes to their own page for the first time: the first words."""

from __future__ import annotations

from bot.conversation.command import Reply, UnitCtx, when_member
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.services import greeting as service
from bot.wording.greeting import greeting


@when_member
def greet(ctx: UnitCtx, change: str) -> Reply:
    """Say the first words to whoever comes to their own page, once. A guest is met by what they come for."""
    if change != "join" or ctx.room.kind is not RoomKind.PAGE or ctx.room.person_id != ctx.sender.id:
        return ()
    if ctx.sender.role is Role.GUEST or not service.take(ctx.store, ctx.sender):
        return ()
    return (greeting(ctx),)
