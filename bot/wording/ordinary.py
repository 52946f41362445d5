"""What is said to ordinary words on a youth's or guardian's own page.

All of it is quiet: whoever asked looks at the page already, and a lock screen may be in another's hand.
"""

from __future__ import annotations

from bot.conversation.command import CaseCtx, UnitCtx
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say, Urgency
from bot.rules.roles import Role


def answer(ctx: UnitCtx, body: Text | Lines) -> Say:
    """A quiet answer."""
    return ctx.say(body, quiet=True)


def sensitive(ctx: UnitCtx, body: Text | Lines) -> Say:
    """A quiet answer that names people, places or what is agreed, and so is taken away again after a while."""
    return Say(room_id=ctx.room.id, body=body, quiet=True, person_id=ctx.sender.id, fades=ctx.on_own_page)


def orally(ctx: UnitCtx) -> Say:
    """That it is told face to face. It is the same words whether there is anything to tell or not."""
    return answer(ctx, T("ordinary.orally"))


def menu(ctx: UnitCtx) -> Say:
    """What a youth or guardian can write on their page."""
    contact = ctx.profile.contact
    key = "help.youth" if ctx.sender.role is Role.YOUTH else "help.guardian"
    return answer(ctx, lines(T(key), T("help.contact", who=contact.label(ctx.language), phone=contact.phone)))


def to_coordinator(ctx: CaseCtx, body: Text | Lines) -> Say:
    """What the case's coordinator hears of somebody's ordinary words: on their page, or in the office when they
    have none."""
    coordinator = ctx.facts.person(ctx.case.coordinator_id)
    if coordinator.matrix_id is None or not coordinator.active:
        return Say(room_id=ctx.store.office.id, body=body, urgency=Urgency.ANSWER)
    return Say(room_id=ctx.store.page(coordinator.id).id, body=body, urgency=Urgency.ANSWER)
