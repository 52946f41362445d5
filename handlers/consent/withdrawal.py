"""A consent taken back: one mark in the ledger, the same for whoever does it; who is out at once follows from that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules import consent as rules
from bot.rules import ledger
from bot.rules.audit import Action
from bot.rules.case import Case, State, moved
from bot.rules.consent import Actor, Grant
from bot.rules.profile import Function, Profile
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind, RoomState
from handlers import circle, plan
from handlers.circle import Seats


class Withdraw(Args):
    """Whose part ends; everything when nobody is named."""

    function: Annotated[str | None, Arg(reads=OneOf(lambda env: env.profile.recipients))] = None


@command(sv="samtycke återkalla", en="consent withdraw", needs=Duty.RECORD_CONSENT, where=(RoomKind.OFFICE,))
def withdraw(ctx: CaseCtx, args: Withdraw) -> Reply:
    """Record that a consent is withdrawn, for one function or altogether: those concerned are out at once."""
    changed = _changed(ctx, args.function)
    leaving = [ctx.store.people.get(actor.person_id).name for actor in _leaving(ctx, changed)]
    ctx.confirm(
        lines(
            T("consent.withdraw_preview", code=ctx.case.code, what=what_of(ctx.profile, args.function)),
            T("consent.leaves", names=leaving) if leaving else None,
            T("consent.would_freeze") if freezes(ctx, ledger.after(ctx.store.consents.all(), changed)) else None,
        )
    )
    return withdrawn(ctx, args.function)


def taking_part(ctx: CaseCtx) -> list[Function]:
    """The functions somebody has consented to and nobody has withdrawn."""
    standing = {grant.function for grant in ctx.store.consents.all() if grant.withdrawn_at is None}
    return [function for function in ctx.profile.recipients if function.id in standing]


def withdrawn(ctx: CaseCtx, function: str | None) -> Reply:
    """Carry it out: one mark in the ledger; then words to the room, to those who leave, to the coordinator."""
    was_open = circle.talks(ctx)
    changed = _changed(ctx, function)
    leaving, freezing = _leaving(ctx, changed), freezes(ctx, ledger.after(ctx.store.consents.all(), changed))
    before = circle.seats(ctx, {actor.person_id for actor in leaving})
    ctx.store.consents.withdraw(changed)
    ctx.store.audit(Action.CASE_CONSENT_WITHDRAWN, functions=sorted({grant.function for grant in changed}))
    orphans = left_behind(ctx, leaving)
    case = freeze(ctx, "a required function is no longer covered") if freezing else ctx.case
    what = what_of(ctx.profile, function)
    words = parted(ctx, leaving, before, T("consent.gone", what=what), orphans, was_open=was_open)
    # What they have heard stays with them; should anybody agree to it anew, they are asked anew
    ctx.store.actors.note_promise({actor.id for actor in leaving if actor.promised_on is not None}, None)
    by = f"withdrawn_by_{ctx.sender.role}" if _personally(ctx) else "withdrawn_told"
    told = lines(
        T(f"consent.{by}", code=case.code, what=what),
        plan.numbers("consent.orphans_told", orphans),
        T("case.frozen_told", code=case.code) if freezing else None,
    )
    to_office = Say(room_id=ctx.store.office.id, body=told, mentions=(case.coordinator_id,))
    return (*words, to_office if _personally(ctx) else ctx.say(told))


def parted(
    ctx: CaseCtx, leaving: Sequence[Actor], before: Seats, said: Text, orphans: Sequence[int], *, was_open: bool
) -> Reply:
    """Words to each room that somebody is no longer in (``before``: where they were), then to those who leave.

    Others hear nothing of it: that somebody was in a side room is for those who were there. A room that is frozen
    already (not ``was_open``) hears nothing more.
    """
    after = circle.seats(ctx, {actor.person_id for actor in leaving})
    told = []
    for where in ctx.store.rooms if was_open else ():
        case_room = where.kind is RoomKind.CASE
        gone = before.get(where.id, frozenset()) - after[where.id]
        theirs = [
            said if gone or (case_room and not any(before.values())) else None,
            plan.numbers("consent.orphans", orphans) if case_room else None,
        ]
        if where.state is not RoomState.FROZEN and any(theirs):
            told.append(Say(room_id=where.id, body=lines(*theirs)))
    if ctx.case.opened_on is None:
        return tuple(told)
    remaining = frozenset[str]().union(*after.values())
    lost = frozenset[str]().union(*(before[each] - after.get(each, frozenset()) for each in before))
    # Once to each, also to who stood for two functions; nothing to who is where they were, for another reason
    goodbye = {
        actor.person_id: actor for actor in leaving if actor.person_id in lost or actor.person_id not in remaining
    }
    card = plan.shown_again(ctx) if orphans and was_open else ()
    words = (one for who, actor in goodbye.items() for one in out(ctx, actor, elsewhere=who in remaining))
    return (*told, *card, *words)


def out(ctx: CaseCtx, actor: Actor, *, elsewhere: bool = False) -> tuple[Say, ...]:
    """The last words to somebody who is not in the case any more, if they can be reached; ``elsewhere``: they are in
    another room of it still."""
    if ctx.store.people.get(actor.person_id).matrix_id is None:
        return ()
    body: Text | Lines = lines(
        T("consent.you_are_out", code=ctx.case.code), still_bound(ctx, actor), T("consent.ask_coordinator")
    )
    if elsewhere:
        body = T("side.elsewhere", code=ctx.case.code)
    return (Say(room_id=ctx.store.page(actor.person_id).id, body=body, quiet=True),)


def still_bound(ctx: CaseCtx, actor: Actor) -> Text | None:
    """What binds somebody who is out: an authority's secrecy, their own promise; nobody asks the family for one."""
    if actor.promised_on is not None:
        return T("consent.still_promised")
    return None if ctx.profile.function(actor.function).private else T("consent.still_secret")


def left_behind(ctx: CaseCtx, leaving: Sequence[Actor]) -> list[int]:
    """Take their tasks from those who leave, once the change is written; who is in the case room still, by duty or for
    another function, keeps theirs. Returns the numbers."""
    people = {actor.person_id for actor in leaving}
    return plan.orphaned(ctx, people - circle.seats(ctx, people).get(ctx.store.room.id, frozenset()))


def freezes(ctx: CaseCtx, after: Sequence[Grant]) -> bool:
    """Whether an open case lacks somebody the profile requires once the ledger is ``after``: then it freezes, and a
    person decides."""
    case = ctx.case
    return case.state is State.ACTIVE and bool(
        ledger.lacking(after, case.scope, case.age_band, ctx.profile, case.id, ctx.today)
    )


def freeze(ctx: CaseCtx, cause: str) -> Case:
    """Freeze an open case; ``cause`` is for the audit log."""
    frozen = moved(ctx.store.case, State.FROZEN)
    ctx.store.save(frozen)
    ctx.store.audit(Action.CASE_FROZEN, cause=cause)
    return frozen


def who_is(ctx: CaseCtx) -> Text:
    """How the coordinator is told who has written: by what they are, professionals by name."""
    if ctx.sender.role in (Role.YOUTH, Role.GUARDIAN):
        return T(f"youth.is_{ctx.sender.role}")
    return T("youth.is_other", name=ctx.sender.name)


# -------------------------------------------------------------------------------------------------------------- inside


def _personally(ctx: CaseCtx) -> bool:
    return ctx.sender.role in (Role.YOUTH, Role.GUARDIAN)


def _changed(ctx: CaseCtx, function: str | None) -> tuple[Grant, ...]:
    changed = rules.withdraw(ctx.store.consents.all(), function, by=ctx.sender.id, now=ctx.now)
    if not changed:
        raise refuse("consent.nothing_to_withdraw", code=ctx.case.code)
    return changed


def _leaving(ctx: CaseCtx, changed: Sequence[Grant]) -> list[Actor]:
    """Who stands for a function that is withdrawn."""
    functions = {grant.function for grant in changed}
    return [actor for actor in ctx.store.actors.all() if actor.function in functions]


def what_of(profile: Profile, function: str | None) -> Text:
    """What a consent is about: a function, or everybody."""
    return T("consent.everybody") if function is None else profile.function(function).text
