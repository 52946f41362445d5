"""The first words on somebody's own page."""

from __future__ import annotations

from bot.conversation.command import UnitCtx
from bot.i18n import T, lines
from bot.messages import Say
from bot.rules.person import Person
from bot.rules.roles import Role


def greeting(ctx: UnitCtx, added: Person) -> Say:
    """The first words on somebody's own page: what the page is, and that previews should be hidden."""
    contact = ctx.profile.contact
    if added.role in (Role.YOUTH, Role.GUARDIAN):
        # Without whose number it is: on a lock screen that would tell what this is about
        body = lines(T("person.greeting_youth"), T("help.contact_phone", phone=contact.phone))
    else:
        reach = T("help.contact", who=contact.label(added.language), phone=contact.phone)
        body = lines(T("person.greeting_professional"), reach)
    return Say(room_id=ctx.store.page(added.id).id, body=body, tag=f"greeting:{added.id}")
