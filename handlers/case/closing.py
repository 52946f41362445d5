"""The end of a case: freeze, export, receipt, everybody out, and in time disposal. Reminders stop at once."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Rest
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse, when_due
from bot.i18n import T, lines
from bot.messages import Attach, Say
from bot.rules import case as rules
from bot.rules import retention
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from handlers.case.case import youth_of


class Close(Args):
    """Why."""

    reason: Annotated[str, Arg(reads=Rest(), ask="closing.ask_reason", words=("skäl", "reason"))]


def _can_close(ctx: CaseCtx) -> None:
    rules.check_move(ctx.case, State.CLOSING)
    rules.check_closing(ctx.case, ctx.store.plan.all(), ctx.store.meetings.all(), ctx.profile, ctx.now)


@command(sv="avsluta", en="close", needs=Duty.CLOSE, where=(RoomKind.OFFICE,), ready=_can_close)
def close(ctx: CaseCtx, args: Close) -> Reply:
    """Close a case: the room is frozen and the export made; nobody leaves before its receipt."""
    case = rules.closing(ctx.case, reason=args.reason, today=ctx.today)
    preserved = [str(day) for day in ctx.profile.preserve_born_on]
    ctx.confirm(
        lines(
            T(
                "closing.preview",
                code=case.code,
                days=ctx.profile.leave_days,
                dispose=retention.dispose_on(ctx.today, ctx.profile),
            ),
            T("closing.because", reason=case.reason),
            T("closing.preserve", days=preserved) if preserved else None,
        )
    )
    ctx.store.save(case)
    ctx.store.cancel_scheduled("the case is closing")
    ctx.store.audit(Action.CASE_CLOSING)
    page = ctx.store.page(case.coordinator_id)
    youth = youth_of(ctx.store)
    goodbye = (
        (Say(room_id=ctx.store.page(youth.id).id, body=T("closing.youth"), quiet=True),)
        if youth is not None and youth.matrix_id is not None
        else ()
    )
    return (
        ctx.say(T("closing.begun", code=case.code)),
        *(Say(room_id=where.id, body=T("closing.room", code=case.code)) for where in ctx.store.rooms),
        Attach(
            room_id=page.id,
            name=f"{case.code} export.json",
            mime="application/json",
            make="export",
            about={"case_id": case.id},
        ),
        Say(room_id=page.id, body=T("closing.acknowledge", code=case.code)),
        *goodbye,
    )


class Acknowledge(Args):
    """The number under which the export is filed."""

    receipt: Annotated[str, Arg(reads=Rest(any_word=True), ask="closing.ask_receipt")]


@command(sv="kvittera", en="acknowledge", needs=Duty.CLOSE, where=(RoomKind.OFFICE, RoomKind.PAGE))
def acknowledge(ctx: CaseCtx, args: Acknowledge) -> Reply:
    """Say that the export lies in the personal file: then everybody leaves after the profile's days."""
    if ctx.case.state is not State.CLOSING:
        raise refuse("closing.not_closing", code=ctx.case.code)
    case = rules.closed(ctx.case, receipt=args.receipt, profile=ctx.profile, today=ctx.today)
    assert case.leave_on is not None
    assert case.dispose_on is not None
    ctx.store.save(case)
    ctx.store.schedule("case.leave", case.id, morning(case.leave_on))
    ctx.store.schedule("case.dispose", case.id, morning(case.dispose_on))
    ctx.store.audit(Action.CASE_CLOSED)
    return (ctx.say(lines(T("closing.done", code=case.code, leave=case.leave_on, dispose=case.dispose_on))),)


@when_due("case.leave")
def leave(ctx: CaseCtx, subject: str) -> Reply:
    """The day has come: nobody is wanted in the rooms any more, so everybody is out, the bot last."""
    if ctx.case.state is not State.CLOSED:
        return ()
    ctx.store.save(ctx.case)
    ctx.store.audit(Action.CASE_LEFT)
    return (ctx.say(T("closing.left", code=ctx.case.code)),)


@when_due("case.dispose")
def dispose(ctx: CaseCtx, subject: str) -> Reply:
    """Erase what the case held; its code and the pseudonymous audit stay."""
    if ctx.case.state is not State.CLOSED:
        return ()
    ctx.store.dispose(rules.moved(ctx.case, State.DISPOSED))
    ctx.store.audit(Action.CASE_DISPOSED)
    return (ctx.say(T("closing.disposed", code=ctx.case.code)),)
