"""The first words on somebody's own page, by what they are."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import UnitCtx
from bot.i18n import Lines, T, Text, items, lines
from bot.messages import Say
from bot.rules.roles import Role
from bot.wording import further, youth


def greeting(ctx: UnitCtx) -> Say:
    """The first words on the speaker's own page: what the page is, what the bot does, and whom to turn to."""
    body = lines(_words(ctx), *further.first(ctx))
    return Say(room_id=ctx.room.id, body=body, tag=f"greeting:{ctx.sender.id}")


def _words(ctx: UnitCtx) -> Lines:
    contact = ctx.profile.contact
    # Without whose number it is: on a lock screen that would tell what this is about
    phone = T("help.contact_phone", phone=contact.phone)
    reach = T("help.contact", who=contact.label(ctx.language), phone=contact.phone)
    match ctx.sender.role:
        case Role.YOUTH:
            return lines(T("person.greeting_youth"), *_on_own_page(ctx), phone)
        case Role.GUARDIAN:
            return lines(T("person.greeting_youth"), *_on_own_page(ctx), *_for_guardians(ctx), phone)
        case Role.SECOND:
            return lines(T("person.greeting_second"), T("person.hide_previews"), reach)
        case Role.COORDINATOR:
            commands = items(*(T(key) for key in _COORDINATORS))
            return lines(T("person.greeting_coordinator"), commands, T("person.hide_previews"))
        case _:
            return lines(T("person.greeting_actor"), *_in_a_room(), T("person.hide_previews"), reach)


#: Five commands, each with what it is for.
_COORDINATORS = (
    "person.first_cases",
    "person.first_new",
    "person.first_person",
    "person.first_consent",
    "person.first_help",
)


def _on_own_page(ctx: UnitCtx) -> Sequence[Text]:
    """That nobody reads along, and whether anybody can open what they write without their yes."""
    return (
        T("person.no_human_reads"),
        youth.who_may_open(ctx.profile),
        T("person.does"),
        T("person.hide_previews"),
        T("person.stop_or_call"),
    )


def _for_guardians(ctx: UnitCtx) -> Sequence[Text]:
    """Whom a guardian can turn to at once, and how to get an interpreter."""
    line = ctx.profile.help_lines.guardian
    first = T("person.emergency", emergency=ctx.profile.emergency)
    if line is None:
        return (first, T("person.interpreter"))
    help_line = T("person.help_line", help_line=line.name, phone=line.phone, when=line.label(ctx.language))
    return (first, help_line, T("person.interpreter"))


def _in_a_room() -> Sequence[Text]:
    return (T("person.what_a_room_is"), T("person.your_tasks"), T("person.secrecy"))
