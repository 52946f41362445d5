"""The words to a youth or guardian whose case is closed: nobody reads their page any more, and whom to ring."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply, UnitCtx
from bot.i18n import T, Text
from bot.messages import Say
from bot.rules.person import Person
from bot.rules.roles import Role

#: The tag of the words that nobody reads there any more.
_FAREWELL = "farewell"


def farewells(ctx: CaseCtx) -> Reply:
    """The last words to the youth and the guardians of a case that has just been closed, unless they are in
    another."""
    told: list[Say] = []
    for person_id in dict.fromkeys(actor.person_id for actor in ctx.facts.actors):
        person = ctx.facts.person(person_id)
        if person.role not in (Role.YOUTH, Role.GUARDIAN) or person.matrix_id is None:
            continue
        others = [case for case in ctx.store.cases.of_person(person_id) if case.id != ctx.case.id]
        if not others:
            told.append(_farewell(ctx, person))
    return tuple(told)


def is_over(ctx: UnitCtx) -> bool:
    """Whether nobody reads any more what somebody writes on their page: their case was closed, and they are in no
    other."""
    if ctx.store.cases.of_person(ctx.sender.id):
        return False
    return ctx.store.is_told(ctx.sender.id, _FAREWELL)


def nobody_reads(ctx: UnitCtx) -> Text:
    """Said with the safe words, without an offer that nobody would take up."""
    return T("closing.nobody_reads", phone=ctx.profile.contact.phone)


def nobody_rings(ctx: UnitCtx) -> Text:
    """That nobody rings, and whom to ring instead."""
    return T("closing.nobody_rings", phone=ctx.profile.contact.phone, emergency=ctx.profile.emergency)


def _farewell(ctx: CaseCtx, person: Person) -> Say:
    band = ctx.case.age_band if person.role is Role.YOUTH else ctx.profile.bands[-1].id
    line = ctx.profile.help_line(band)
    body = T(
        "closing.farewell",
        phone=ctx.profile.contact.phone,
        help_line=line.name if line.name == line.phone else f"{line.name}, {line.phone}",
        when=line.label(person.language),
        emergency=ctx.profile.emergency,
    )
    return Say(room_id=ctx.store.page(person.id).id, body=body, quiet=True, tag=_FAREWELL)
