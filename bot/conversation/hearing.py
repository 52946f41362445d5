"""Where somebody hears the answer to what they say: in the same room, or on their own page.

Nothing is said in a room that is frozen, and nobody who is on their way out hears what is said there. So that
nobody meets silence, they are answered on their own page.
"""

from __future__ import annotations

from bot.conversation.command import CaseCtx, UnitCtx
from bot.errors import Refused
from bot.i18n import T
from bot.services import circle, pause
from storage.room import RoomView


def place(ctx: UnitCtx) -> RoomView:
    """The room in which the speaker hears an answer."""
    here = _in_case(ctx)
    if here is None:
        return ctx.room
    is_heard = ctx.sender.id in circle.members(here.store, ctx.room) and not pause.is_still(
        here.store, ctx.room
    )
    return ctx.room if is_heard else ctx.store.page(ctx.sender.id)


def check_belongs(ctx: UnitCtx) -> None:
    """Refuse whoever speaks in a room of a case in which they may not be any more: they are not shown what is
    there, and change nothing."""
    here = _in_case(ctx)
    if here is not None and circle.is_in_no_way(here.store, ctx.room, ctx.sender.id):
        raise Refused(T("room.not_in_it"))


def _in_case(ctx: UnitCtx) -> CaseCtx | None:
    """The context of the case in whose room somebody speaks; None elsewhere."""
    if not ctx.room.kind.of_case or ctx.room.case_id is None:
        return None
    return ctx if isinstance(ctx, CaseCtx) else ctx.of(ctx.store.one_case(ctx.room.case_id))
