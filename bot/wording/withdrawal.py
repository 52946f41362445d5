"""The words when a consent has been withdrawn: to the rooms, to those who leave, and to the office."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import T, lines
from bot.messages import Say
from bot.rules.roles import Role
from bot.services.withdrawal import Withdrawn
from bot.wording import cards, farewell
from bot.wording.consent import what_of


def told(ctx: CaseCtx, function: str | None, result: Withdrawn) -> Reply:
    """Words to the rooms, to those who leave, and to the coordinator, who hears whose withdrawal it is."""
    what = what_of(ctx.profile, function)
    orphaned = result.departure.orphaned
    match ctx.sender.role:
        case Role.YOUTH:
            by = "consent.withdrawn_by_youth"
        case Role.GUARDIAN:
            by = "consent.withdrawn_by_guardian"
        case _:
            by = "consent.withdrawn_told"
    to_office = lines(
        T(by, code=ctx.case.code, what=what),
        cards.about_tasks(orphaned, "consent.orphans_told"),
        T("case.frozen_told", code=ctx.case.code) if result.froze else None,
    )
    words = farewell.told(ctx, result.departure, T("consent.gone", what=what))
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        return (*words, Say(room_id=ctx.store.office.id, body=to_office, mentions=(ctx.reader.id,)))
    return (*words, ctx.say(to_office))
