"""Somebody writes from another phone, or is not who the page belongs to: nothing sensitive is answered there until
the coordinator has spoken with them and knows which devices are theirs."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Somebody
from bot.conversation.command import Args, CaseCtx, Outcome, Reply, UnitCtx, command, refuse
from bot.conversation.youth import Intent, Wish
from bot.i18n import T
from bot.rules.person import Person
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import held_page
from bot.wording import names, youth


def hear(ctx: CaseCtx, wish: Wish, _text: str) -> Reply | None:
    """Hold the page back when somebody has another phone, or it is not them who writes; None for other words."""
    match wish.kind:
        case Intent.OTHER_PHONE:
            return _other_phone(ctx)
        case Intent.NOT_ME:
            return _not_me(ctx)
        case _:
            return None


def _other_phone(ctx: CaseCtx) -> Reply:
    held_page.hold(ctx.store, ctx.sender)
    told = T("held.told_other_phone", code=ctx.case.code, who=names.of_writer(ctx), handle=ctx.sender.handle)
    return (ctx.say(T("held.other_phone")), ctx.to_coordinator(told))


def _not_me(ctx: CaseCtx) -> Reply:
    held_page.hold(ctx.store, ctx.sender)
    told = T("held.told_not_me", code=ctx.case.code, who=names.of_writer(ctx), handle=ctx.sender.handle)
    return (
        ctx.say(T("held.not_me", emergency=ctx.profile.emergency)),
        youth.alarm(ctx, ctx.case, told),
    )


class Release(Args):
    """Whose page."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(sv="släpp sidan", en="release page", needs=Duty.BIND_PERSON, where=(RoomKind.OFFICE,))
def release(ctx: UnitCtx, args: Release) -> Outcome:
    """Answer as usual on somebody's page again, after having spoken with them."""
    if not args.person.held:
        raise refuse("held.is_not", name=names.in_office(args.person))
    asked = ctx.still_to_agree(
        T("held.release_preview", name=names.in_office(args.person), handle=args.person.handle)
    )
    if asked is not None:
        return asked
    held_page.release(ctx.store, args.person)
    return (ctx.say(T("held.released", name=names.in_office(args.person))),)
