"""Says who would come into a room of a case, and who would not and why."""

from __future__ import annotations

from collections.abc import Collection

from bot.conversation.arguments import Word
from bot.conversation.command import CaseCtx
from bot.i18n import T, Text
from bot.rules import membership
from bot.rules.facts import CaseFacts
from bot.rules.room import Room, Why
from bot.wording import devices, names

#: Said with a command that changes who is in a room: only show what it would do.
SHOW = Word(("--visa", "--show", "visa", "show"))


def who_would_be_in(
    ctx: CaseCtx, room: Room, facts: CaseFacts, *, without: Collection[str] = ()
) -> list[Text]:
    """Who would come into a room, who would not and why, and who of them cannot read yet.

    ``without``: as if these (by actor id) were not actors of the case.
    """
    facts = facts.with_actors(actor for actor in facts.actors if actor.id not in without)
    coming = membership.wanted(room, facts)
    staying = membership.excluded(room, facts)
    people = [ctx.facts.person(person_id) for person_id in coming]
    return [
        *(names.with_role(ctx, person_id, "room.comes") for person_id in coming),
        *(_stays(ctx, subject, why) for subject, why in staying.items()),
        *devices.cannot_read(ctx.store.devices.of_all(people), people, why=True),
    ]


def _stays(ctx: CaseCtx, subject: str, why: Why) -> Text:
    """Why somebody does not come in: a person by id, or whoever stands for a function."""
    try:
        name = ctx.facts.person(subject).name
    except LookupError:
        return T("room.stays_function", why=why.text)
    return T("room.stays", name=name, why=why.text)
