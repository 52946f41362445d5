"""The words when a consent has been withdrawn: to the rooms, to those who leave, and to the office."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules.roles import Role
from bot.services.withdrawal import Withdrawn
from bot.wording import cards, farewell, names
from bot.wording.consent import what_of


def told(ctx: CaseCtx, function: str | None, result: Withdrawn) -> Reply:
    """Words to the rooms, to those who leave, and to the coordinator, who hears whose withdrawal it is."""
    what = what_of(ctx.profile, function)
    circle = told_circle(ctx, function, result)
    match ctx.sender.role:
        case Role.YOUTH:
            by = "consent.withdrawn_by_youth"
        case Role.GUARDIAN:
            by = "consent.withdrawn_by_guardian"
        case _:
            return (
                *circle,
                ctx.say(to_office(ctx, T("consent.withdrawn_told", code=ctx.case.code, what=what), result)),
            )
    body = lines(
        to_office(ctx, T(by, code=ctx.case.code, what=what), result),
        T("withdrawal.may_be_forced", who=names.of_writer(ctx)),
        T("withdrawal.ask_the_youth") if ctx.sender.role is Role.GUARDIAN else None,
    )
    return (*circle, Say(room_id=ctx.store.office.id, body=body, mentions=(ctx.reader.id,)))


def told_circle(ctx: CaseCtx, function: str | None, result: Withdrawn) -> Reply:
    """Words to the rooms and to those who leave; nothing tells whose withdrawal it is."""
    return farewell.told(ctx, result.departure, T("consent.gone", what=what_of(ctx.profile, function)))


def to_office(ctx: CaseCtx, said: Text, result: Withdrawn) -> Lines:
    """``said``, with the tasks that need somebody else and whether the case is frozen by it."""
    return lines(
        said,
        cards.about_tasks(result.departure.orphaned, "consent.orphans_told"),
        T("case.frozen_told", code=ctx.case.code) if result.froze else None,
    )
