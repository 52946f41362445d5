"""The end of a case: freeze, export, receipt, everybody out, and in time disposal. Reminders stop at once."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Rest
from bot.conversation.command import Args, CaseCtx, Outcome, Reply, UnitCtx, command, refuse, when_due
from bot.i18n import Lines, T, Text, lines
from bot.messages import Attach, Say
from bot.rules import case as rules
from bot.rules import goal as goal_rules
from bot.rules import retention
from bot.rules.case import Case, State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import closing
from bot.wording import closed


class Close(Args):
    """Why."""

    reason: Annotated[str, Arg(reads=Rest(), ask="closing.ask_reason", words=("skäl", "reason"))]


def _can_close(ctx: CaseCtx) -> None:
    rules.check_move(ctx.case, State.CLOSING)
    rules.check_closing(ctx.case, ctx.store.plan.all(), ctx.store.meetings.all(), ctx.profile, ctx.now)
    if ctx.profile.goals_judged:
        goal_rules.check_judged(ctx.store.goals.all(), ctx.case.code)


@command(sv="avsluta", en="close", needs=Duty.CLOSE, where=(RoomKind.OFFICE,), ready=_can_close)
def close(ctx: CaseCtx, args: Close) -> Outcome:
    """Close a case: the room is frozen and the export made; nobody leaves before its receipt."""
    case = rules.closing(ctx.case, reason=args.reason, today=ctx.today)
    asked = ctx.still_to_agree(_preview(ctx, case))
    if asked is not None:
        return asked
    closing.begin(ctx.store, args.reason)
    page = ctx.store.page(case.coordinator_id)
    export = Attach(
        room_id=page.id,
        name=f"{case.code} export.json",
        mime="application/json",
        make="export",
        about={"case_id": case.id},
    )
    return (
        ctx.say(T("closing.begun", code=case.code)),
        *(Say(room_id=room.id, body=T("closing.room", code=case.code)) for room in ctx.store.rooms),
        export,
        Say(room_id=page.id, body=T("closing.acknowledge", code=case.code)),
        *_goodbye(ctx),
    )


def _preview(ctx: CaseCtx, case: Case) -> Lines:
    dispose = retention.dispose_on(ctx.today, ctx.profile)
    preserved = [str(day) for day in ctx.profile.preserve_born_on]
    return lines(
        T("closing.preview", code=case.code, days=ctx.profile.leave_days, dispose=dispose),
        T("closing.because", reason=case.reason),
        _goals(ctx),
        T("closing.preserve", days=preserved) if preserved else None,
    )


def _goals(ctx: CaseCtx) -> Text | None:
    """That goals are not judged yet, which is asked for and keeps nobody from closing."""
    numbers = [str(number) for number in goal_rules.not_judged(ctx.store.goals.all())]
    if not numbers:
        return None
    return T("closing.goals", code=ctx.case.code, numbers=numbers, n=len(numbers), first=numbers[0])


def _goodbye(ctx: CaseCtx) -> tuple[Say, ...]:
    """To the youth, on the own page."""
    youth = ctx.facts.youth
    if youth is None or youth.matrix_id is None:
        return ()
    return (Say(room_id=ctx.store.page(youth.id).id, body=T("closing.youth"), quiet=True),)


class Acknowledge(Args):
    """The number under which the export is filed."""

    receipt: Annotated[str, Arg(reads=Rest(any_word=True), ask="closing.ask_receipt")]


@command(sv="kvittera", en="acknowledge", needs=Duty.CLOSE, where=(RoomKind.OFFICE, RoomKind.PAGE))
def acknowledge(ctx: CaseCtx, args: Acknowledge) -> Reply:
    """Say that the export lies in the personal file: then everybody leaves after the profile's days."""
    if ctx.case.state is not State.CLOSING:
        raise refuse("closing.not_closing", code=ctx.case.code)
    if ctx.store.youth_alarms.of_case(ctx.case.id):
        raise refuse("closing.alarm", code=ctx.case.code)  # else nobody would be left to take it
    case = closing.acknowledge(ctx.store, args.receipt)
    done = T("closing.done", code=case.code, leave=case.leave_on, dispose=case.dispose_on)
    return (ctx.say(lines(done)), *closed.farewells(ctx))


@when_due("case.leave")
def leave(ctx: CaseCtx, subject: str) -> Reply:
    """The day has come: nobody is wanted in the rooms any more, so everybody is out, the bot last."""
    if not closing.leave(ctx.store):
        return ()
    return (ctx.say(T("closing.left", code=ctx.case.code)),)


@when_due("case.dispose")
def dispose(ctx: CaseCtx, subject: str) -> Reply:
    """Erase what the case held; its code and the pseudonymous audit stay."""
    if not closing.dispose(ctx.store):
        return ()
    return (ctx.say(T("closing.disposed", code=ctx.case.code)),)


@when_due(closing.ERASE)
def erase_person(ctx: UnitCtx, subject: str) -> Reply:
    """Erase somebody whose case is erased, once they have left their page."""
    closing.erase_person(ctx.store, subject)
    return ()
