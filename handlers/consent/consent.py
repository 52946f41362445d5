"""The consent ledger in words: record, extend, renew, narrow. Who is in a room follows from it; nobody is invited
here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, SomeOf
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse
from bot.i18n import Lines, T, Text, lines
from bot.rules import gate, ledger, membership
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.consent import GUARDIANS, Kinds
from bot.rules.facts import CaseFacts
from bot.rules.people import Person
from bot.rules.profile import YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import departure, expiry, pause, receipt
from bot.wording import cards, farewell, names
from handlers.case.case import standing
from handlers.consent import agreement
from handlers.consent.form import Recorded, Renewed
from storage.room import RoomView


def _can_record(ctx: CaseCtx) -> None:
    if ctx.case.state not in (State.PROPOSED, State.ACTIVE, State.FROZEN):
        raise refuse("case.past_that", code=ctx.case.code)
    gate.check_decided(ctx.case, ctx.profile)


def _can_extend(ctx: CaseCtx) -> None:
    _can_record(ctx)
    if not ctx.facts.heard:
        raise refuse("consent.nothing_to_extend", code=ctx.case.code)


def _can_renew(ctx: CaseCtx) -> None:
    _can_record(ctx)
    if not _renewable(ctx):
        raise refuse("consent.nothing_to_renew", code=ctx.case.code)


@command(
    sv="samtycke registrera",
    en="consent record",
    also=("samtycke", "consent"),
    needs=Duty.RECORD_CONSENT,
    where=(RoomKind.OFFICE,),
    ready=_can_record,
)
def record(ctx: CaseCtx, args: Recorded) -> Reply:
    """Record what youth and guardians agree to share, with whom, until when. A second person confirms it."""
    _check_functions(ctx, args.functions)
    kinds = agreement.kinds_of(ctx, args)
    draft = agreement.drafted(ctx, args, kinds, only=_only(ctx, kinds, args.only))
    left = agreement.settle(ctx, draft, args, _left_out(ctx, args.functions))
    return (*left, ctx.say(lines(T("consent.recorded", until=draft.until), _then(ctx))))


@command(
    sv="samtycke utöka",
    en="consent extend",
    also=("samtycke utvidga",),
    needs=Duty.RECORD_CONSENT,
    where=(RoomKind.OFFICE,),
    ready=_can_extend,
)
def extend(ctx: CaseCtx, args: Recorded) -> Reply:
    """Record that more functions may take part, or hear about more: beside what stands, and as long unless said."""
    _check_functions(ctx, args.functions)
    kinds, heard = agreement.kinds_of(ctx, args), ctx.facts.heard
    if args.until is None and all(each <= heard.get(function, frozenset()) for function, each in kinds.items()):
        raise refuse("consent.already_covered", code=ctx.case.code)
    draft = agreement.drafted(ctx, args, kinds, only=_only(ctx, kinds, args.only), until=_as_long(ctx, args))
    left = agreement.settle(ctx, draft, args, _not_asked(ctx, args.givers), _left_out(ctx, args.functions))
    return (*left, ctx.say(lines(T("consent.extended", until=draft.until), _then(ctx))))


@command(
    sv="samtycke förnya",
    en="consent renew",
    also=("samtycke förläng", "samtycke förlänga"),
    needs=Duty.RECORD_CONSENT,
    where=(RoomKind.OFFICE,),
    ready=_can_renew,
)
def renew(ctx: CaseCtx, args: Renewed) -> Reply:
    """Record that the same is agreed to anew, for longer. A room that froze because it ran out thaws by itself."""
    kinds = _renewable(ctx)
    _check_functions(ctx, kinds)
    only = ledger.only(ctx.store.consents.all(), kinds)
    draft = agreement.drafted(ctx, args, kinds, only=only)
    ends = expiry.last_days(ctx.facts)
    if all(draft.until <= ends[function] for function in kinds):
        raise refuse("consent.no_longer", code=ctx.case.code, until=min(ends[function] for function in kinds))
    left = agreement.settle(ctx, draft, args, _not_asked(ctx, args.givers), _left_out(ctx, kinds))
    return (*left, ctx.say(lines(T("consent.renewed", until=draft.until), _then(ctx))))


class Narrowed(Args):
    """Whose part becomes smaller, and what is left of it."""

    function: Annotated[
        str,
        Arg(
            reads=OneOf(lambda env: env.profile.recipients),
            ask="consent.ask_narrow",
            options=lambda env: env.profile.recipients,
        ),
    ]
    kept: Annotated[
        tuple[str, ...],
        Arg(
            reads=SomeOf(lambda env: env.profile.kinds),
            ask="consent.ask_kept",
            words=("om", "about"),
            options=lambda env: env.profile.kinds,
        ),
    ]


@command(sv="samtycke begränsa", en="consent narrow", needs=Duty.RECORD_CONSENT, where=(RoomKind.OFFICE,))
def narrow(ctx: CaseCtx, args: Narrowed) -> Reply:
    """Record that a function hears about less from now on: at once, like a withdrawal, and without a second person."""
    kept, heard = frozenset(args.kept), ctx.facts.heard.get(args.function)
    words = {"code": ctx.case.code, "function": ctx.profile.function(args.function).text}
    if heard is None:
        raise refuse("consent.nothing_to_narrow", **words)
    if not kept < heard:
        key = "consent.narrow_same" if kept == heard else "consent.narrow_wider"
        raise refuse(key, kinds=ctx.profile.kind_words(heard), **words)
    before = ctx.facts
    marked, again = ledger.narrowed(before.grants, args.function, kept, by=ctx.sender.id, now=ctx.now, today=ctx.today)
    after = before.with_grants(ledger.after(before.grants, marked, again))
    gone = {where.id: _out(where, before, after) for where in ctx.store.rooms}
    leaving = [one for one in ctx.store.actors.all() if any(one.person_id in out for out in gone.values())]
    freezing = pause.would_freeze(ctx.store, after)
    ctx.confirm(
        lines(
            T(
                "consent.narrow_preview",
                kinds=ctx.profile.kind_words(kept),
                gone=ctx.profile.kind_words(heard - kept),
                **words,
            ),
            *(_leaves(ctx, where, gone[where.id]) for where in ctx.store.rooms if gone[where.id]),
            T("consent.would_freeze") if freezing else None,
        )
    )
    seen = departure.look(ctx.store, leaving)
    ctx.store.consents.withdraw(marked)
    ctx.store.consents.add(again)
    ctx.store.audit(Action.CASE_CONSENT_NARROWED, function=args.function, kept=sorted(kept))
    left = departure.finish(ctx.store, seen)
    if freezing:
        pause.freeze(ctx.store, "a required function is covered for less")
    expiry.plan_prompts(ctx.store)
    receipt.plan_reminder(ctx.store)
    said = T("consent.gone", what=words["function"])
    parted = farewell.told(ctx, left, said) if leaving else ()
    told = lines(
        T("consent.narrowed", kinds=ctx.profile.kind_words(kept), **words),
        cards.about_tasks(left.orphaned, "consent.orphans_told"),
        T("case.frozen_told", code=ctx.case.code) if freezing else None,
        agreement.beside(ctx, args.function, kept) if leaving and not freezing else None,
    )
    return (*parted, ctx.say(told))


# -------------------------------------------------------------------------------------------------------------- inside


def _out(where: RoomView, before: CaseFacts, after: CaseFacts) -> Collection[str]:
    """Whom a changed ledger puts out of a room."""
    return membership.wanted(where.place, before).keys() - membership.wanted(where.place, after).keys()


def _leaves(ctx: CaseCtx, where: RoomView, people: Collection[str]) -> Text:
    leaving = sorted(ctx.store.people.get(person_id).name for person_id in people)
    return T("consent.leaves_room", room=names.of_room(ctx, where), names=leaving)


def _renewable(ctx: CaseCtx) -> dict[str, Kinds]:
    return ledger.renewable(ctx.facts)


def _check_functions(ctx: CaseCtx, functions: Iterable[str]) -> None:
    for function in functions:
        gate.check_named(ctx.case, function, ctx.profile)


def _only(ctx: CaseCtx, kinds: Mapping[str, Kinds], people: Iterable[Person]) -> dict[str, str]:
    """The one person meant by a function, where somebody is named: nobody else who stands for it hears anything."""
    found: dict[str, str] = {}
    for person in people:
        stands_for = {one.function for one in ctx.store.actors.all() if one.person_id == person.id} | {person.function}
        meant = [function for function in kinds if function in stands_for]
        if not meant:
            raise refuse("consent.only_whom", name=person.name)
        for function in meant:
            if found.setdefault(function, person.id) != person.id:
                raise refuse("consent.only_one", function=ctx.profile.function(function).text)
    return found


def _as_long(ctx: CaseCtx, args: Recorded) -> date | None:
    """As long as what stands, so that all of it is renewed together; shorter where the profile allows less."""
    end = expiry.last_day(ctx.facts)
    return None if end is None or end <= ctx.today else min(end, agreement.limit(ctx, args))


def _not_asked(ctx: CaseCtx, givers: Iterable[str]) -> Text | None:
    """Who gave what stands, or ran out last, and is not among those who say yes now."""
    now = {YOUTH if giver == YOUTH else "guardian" for giver in givers}
    stood = [grant for grant in ctx.store.consents.all() if grant.withdrawn_at is None]
    before = {YOUTH if grant.giver not in GUARDIANS else "guardian" for grant in stood}
    missing = [ctx.profile.function(function).text for function in sorted(before - now)]
    return T("consent.not_asked", givers=missing) if missing else None


def _then(ctx: CaseCtx) -> Text | Lines:
    """What a new consent changes, and the next step."""
    if ctx.case.state is State.PROPOSED:
        return standing(ctx, ctx.store, ctx.case)
    frozen = ctx.case.state is State.FROZEN
    return T("consent.recorded_frozen" if frozen else "consent.recorded_open", code=ctx.case.code)


def _left_out(ctx: CaseCtx, functions: Iterable[str]) -> Text | None:
    inside = {*functions, *ctx.facts.heard}
    others = [one.text for one in ctx.profile.recipients if one.id not in inside and not one.private]
    return T("consent.left_out", functions=others) if others else None
