"""Which case a command is about, and whether somebody may speak of it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation import contexts
from bot.conversation.command import UnitCtx
from bot.conversation.parse import ParsedCommand
from bot.errors import Refused
from bot.i18n import T
from bot.rules.case import Case
from bot.rules.roles import OWN_WORDS, Duty, may


def case_id(ctx: UnitCtx, parsed: ParsedCommand) -> str | None:
    """The case a command is about; None when it is about none, or when the person has to be asked which.

    Refused for a case that does not exist, that the person may not see, or that is not the one of this room.
    """
    if not parsed.command.of_case:
        return None
    if parsed.code is not None:
        return _named(ctx, parsed.code, parsed.command.needs)
    if ctx.room.case_id is not None:
        return ctx.room.case_id
    involved = ctx.store.cases.of_person(ctx.sender.id)
    if len(involved) == 1:
        return involved[0].id
    takes_alarm = parsed.command.needs is Duty.TAKE_ALARM and may(ctx.sender.role, Duty.TAKE_ALARM)
    if not involved and not takes_alarm and not may(ctx.sender.role, Duty.SEE_CASES):
        raise Refused(T("kit.no_case"))
    possible = narrowed(ctx, parsed)
    return next(iter(possible)) if len(possible) == 1 else None


def narrowed(ctx: UnitCtx, parsed: ParsedCommand) -> Mapping[str, str]:
    """The ids of the only cases a command of a professional can be about, each with what to show beside its
    code; empty when it may be about any."""
    if parsed.command.narrow is None or ctx.sender.role in OWN_WORDS:
        return {}
    fields = parsed.command.fields()
    env = contexts.env(ctx)
    said = {
        name: fields[name].reads.value(text, env) for name, text in parsed.words.items() if name in fields
    }
    return parsed.command.narrow(ctx, said)


def in_case(ctx: UnitCtx, case_id: str | None) -> UnitCtx:
    """The same context, for a case if the command is about one."""
    if case_id is None:
        return ctx
    return ctx.of(ctx.store.one_case(case_id))


def _named(ctx: UnitCtx, code: str, duty: Duty) -> str:
    """The case of a code. The refusal is always the same, so that nobody learns by asking which cases there
    are."""
    case = ctx.store.cases.find(code)
    # People of a case read what is said in its room: there, only that case may be spoken of
    is_elsewhere = ctx.room.case_id is not None and case is not None and case.id != ctx.room.case_id
    if case is None or is_elsewhere or not may_speak_of(ctx, case, duty):
        raise Refused(T("kit.no_such_case", code=code))
    return case.id


def may_speak_of(ctx: UnitCtx, case: Case, duty: Duty) -> bool:
    """Whether somebody may say commands about a case that need this duty."""
    if may(ctx.sender.role, Duty.SEE_CASES):
        return True
    if duty is Duty.TAKE_ALARM and may(ctx.sender.role, duty):
        # a second person was told of the alarm by the case's code, and of nothing else
        return bool(ctx.store.youth_alarms.of_case(case.id))
    actors = ctx.store.of(case).facts.actors
    return any(actor.person_id == ctx.sender.id for actor in actors)
