"""What somebody took back on their own page and waits for a talk with the coordinator, alone: it is carried out after
the talk or after two working days, or was not their own choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, CaseCtx, Effect, Outcome, Reply, command, refuse, when_due
from bot.i18n import T
from bot.messages import Say
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import own_withdrawal, withdrawal
from bot.services.own_withdrawal import CarriedOut
from bot.wording import withdrawal as withdrawal_words
from bot.wording.consent import what_of

#: What the talk has come to.
_STANDS = (
    Term(id="yes", sv="gäller", en="stands", words=("stämmer",)),
    Term(id="no", sv="gäller inte", en="does not stand", words=("stämmer inte", "gäller ej")),
)


class Settle(Args):
    """Whether what was taken back stands, after the talk."""

    stands: Annotated[
        str, Arg(reads=OneOf(lambda _: _STANDS), ask="withdrawal.ask_stands", options=lambda _: _STANDS)
    ]


@command(sv="återkallat", en="taken back", needs=Duty.RECORD_CONSENT, where=(RoomKind.OFFICE,))
def settle(ctx: CaseCtx, args: Settle) -> Outcome:
    """After the talk alone: carry out what was taken back on a page, or say that it was not their own choice."""
    waiting = ctx.store.own_withdrawals.all()
    if not waiting:
        raise refuse("withdrawal.nothing_waits", code=ctx.case.code)
    what = [what_of(ctx.profile, each.function) for each in waiting]
    if args.stands == "yes":
        asked = ctx.still_to_agree(T("withdrawal.stands_preview", code=ctx.case.code, what=what))
        if asked is not None:
            return asked
        return _told_of(ctx, own_withdrawal.carry_out(ctx.store), "withdrawal.carried_out")
    preview = T("withdrawal.kept_preview", code=ctx.case.code, what=what)
    asked = ctx.still_to_agree(preview, second=True)
    if asked is not None:
        return asked
    assert ctx.approver is not None  # a second person has agreed
    own_withdrawal.take_back(ctx.store, approved_by=ctx.approver.id)
    # Nothing is said on their page: whoever threatens them may hold the phone
    return (ctx.say(T("withdrawal.kept", code=ctx.case.code, what=what)),)


@when_due(withdrawal.WAITS)
def follow_up(ctx: CaseCtx, _case: str) -> Reply:
    """Carry out what has waited for two working days, and remind the coordinator of what waits on."""
    carried_out, waiting = own_withdrawal.look_again(ctx.store)
    reminders = [
        ctx.to_coordinator(
            T(
                "withdrawal.waits_on",
                code=ctx.case.code,
                what=what_of(ctx.profile, each.function),
                day=each.due_on,
            )
        )
        for each in waiting
    ]
    return (*_told_of(ctx, carried_out, "withdrawal.time_is_over"), *reminders)


def _told_of(ctx: CaseCtx, carried_out: Sequence[CarriedOut], key: str) -> Reply:
    """What is said once something that waited is carried out: ``key`` to the office."""
    told: list[Effect] = []
    for each in carried_out:
        what = what_of(ctx.profile, each.waiting.function)
        if each.result is None:
            told.append(ctx.to_coordinator(T("withdrawal.renewed", code=ctx.case.code, what=what)))
            continue
        told += withdrawal_words.told_circle(ctx, each.waiting.function, each.result)
        told.append(
            ctx.to_coordinator(
                withdrawal_words.to_office(ctx, T(key, code=ctx.case.code, what=what), each.result)
            )
        )
        writer = ctx.facts.person(each.waiting.person_id)
        if writer.matrix_id is not None:
            told.append(Say(room_id=ctx.store.page(writer.id).id, body=T("withdrawal.done"), quiet=True))
    return tuple(told)
