"""Protected identity of the youth or a guardian: the smallest circle, each in it approved by two (R10)."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, Somebody, Word
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules import promise, protection
from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.rules.consent import Actor
from bot.rules.people import Person
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import circle, pause
from bot.wording import farewell, names

WHOSE = (
    Term(id=YOUTH, sv="ungdomen", en="the youth", words=("ungdom", "ungdomens", "den unge", "youth")),
    Term(
        id=GUARDIAN,
        sv="vårdnadshavaren",
        en="the guardian",
        words=("vårdnadshavare", "vårdnadshavares", "vårdnadshavarens", "förälder", "vh", "guardian"),
    ),
)


class Protect(Args):
    """Whose, and that it is over."""

    whose: Annotated[str, Arg(reads=OneOf(lambda _: WHOSE), ask="protected.ask_whose", options=lambda _: WHOSE)]
    over: Annotated[bool, Arg(reads=Word(("slut", "over", "end")))] = False


@command(
    sv="skyddade uppgifter",
    en="protected identity",
    needs=Duty.OPEN_CASE,
    where=(RoomKind.OFFICE,),
    also=("skyddad identitet", "skyddade personuppgifter"),
)
def protect(ctx: CaseCtx, args: Protect) -> Reply:
    """Let only whom two have approved into a case, and keep names and places out of what is written about it."""
    if ctx.case.state in (State.CLOSED, State.DISPOSED):
        raise refuse("case.past_that", code=ctx.case.code)
    if args.over:
        return _over(ctx, args.whose)
    whose = _words(args.whose)
    if args.whose in ctx.case.protected:
        raise refuse("protected.already", code=ctx.case.code, whose=whose)
    after = replace(ctx.case, protected=ctx.case.protected | {args.whose})
    leaving = _kept_out(ctx, after)
    names = [_named(ctx, actor, after) for actor in leaving]
    there = frozenset[str]().union(*circle.seats(ctx.store, {actor.person_id for actor in leaving}).values())
    ctx.confirm(
        lines(
            T("protected.preview", code=ctx.case.code, whose=whose),
            T("protected.out_until", names=names) if names else None,
            _freezes(ctx, after),
        )
    )
    ctx.store.save(after)
    ctx.store.audit(Action.CASE_PROTECTED, whose=args.whose)
    told = ctx.say(
        lines(T("protected.begun", code=ctx.case.code, whose=whose), T("protected.then", code=ctx.case.code))
    )
    if ctx.case.opened_on is None:
        return (told,)
    return (told, *(said for actor in leaving if actor.person_id in there for said in _waits(ctx, actor)))


def _over(ctx: CaseCtx, whose: str) -> Reply:
    """Whoever was kept out comes in again: that takes a second person."""
    if whose not in ctx.case.protected:
        raise refuse("protected.not_so", code=ctx.case.code, whose=_words(whose))
    after = replace(ctx.case, protected=ctx.case.protected - {whose})
    coming = {actor.id for actor in _kept_out(ctx, ctx.case)} - {actor.id for actor in _kept_out(ctx, after)}
    names = [_named(ctx, actor, ctx.case) for actor in ctx.store.actors.all() if actor.id in coming]
    preview = lines(
        T("protected.preview_over", code=ctx.case.code, whose=_words(whose)),
        T("protected.comes_again", names=names) if names else None,
    )
    ctx.confirm(preview)
    ctx.confirm_second(preview)
    assert ctx.approver is not None  # confirm_second returns only with one
    ctx.store.save(after)
    ctx.store.audit(Action.CASE_PROTECTED_OVER, whose=whose, approved_by=ctx.approver.id)
    return (ctx.say(T("protected.over", code=ctx.case.code, whose=_words(whose))),)


class Approve(Args):
    """Whom."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(sv="godkänn", en="approve", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def approve(ctx: CaseCtx, args: Approve) -> Reply:
    """Let one person take part in a case where an identity is protected; a second person says yes to each."""
    if not ctx.case.protected:
        raise refuse("protected.not_needed", code=ctx.case.code)
    theirs = ctx.store.actors.of(args.person.id)
    waiting = [actor for actor in theirs if not protection.approved(ctx.case, actor)]
    if not theirs:
        raise refuse("protected.not_named", name=args.person.name, code=ctx.case.code)
    if not waiting:
        raise refuse("protected.approved_already", name=args.person.name, code=ctx.case.code)
    protection.check_server(ctx.case, args.person, ctx.profile)
    functions = [ctx.profile.function(actor.function).text for actor in waiting]
    private = any(promise.binds(actor.function, ctx.profile) for actor in waiting)
    preview = lines(
        T("protected.approve", name=args.person.name, functions=functions, code=ctx.case.code),
        T("protected.private") if private else None,
    )
    ctx.confirm(preview)
    ctx.confirm_second(preview)
    assert ctx.approver is not None  # confirm_second returns only with one
    for actor in waiting:
        ctx.store.actors.approve(actor.id, ctx.approver.id)
    ctx.store.audit(Action.CASE_ACTOR_APPROVED, person=args.person.id, approved_by=ctx.approver.id)
    return (ctx.say(T("protected.approved", name=args.person.name, code=ctx.case.code)),)


def _kept_out(ctx: CaseCtx, case: Case) -> list[Actor]:
    """Who is named, and not in the case's rooms as long as this stands."""
    found = []
    for actor in ctx.store.actors.all():
        if protection.keeps_out(case, actor, ctx.store.people.get(actor.person_id), ctx.profile) is not None:
            found.append(actor)
    return found


def _named(ctx: CaseCtx, actor: Actor, case: Case) -> Text:
    """Somebody by name; who is protected by what they are."""
    if actor.function in case.protected:
        return ctx.profile.function(actor.function).text
    name = ctx.store.people.get(actor.person_id).name
    return T("protected.named", name=name, function=names.of_actor(ctx, actor))


def _freezes(ctx: CaseCtx, after: Case) -> Text | None:
    """What is said when the room cannot be used until those are approved whom the profile requires."""
    if pause.why_frozen(ctx.store, ctx.facts.with_case(after)) is None or pause.why_frozen(ctx.store) is not None:
        return None
    waiting = {actor.function for actor in ctx.store.actors.all() if not protection.approved(after, actor)}
    required = [one for one in ctx.profile.required_functions if one in waiting] or sorted(waiting)
    return T("protected.would_freeze", functions=[ctx.profile.function(one).text for one in required])


def _waits(ctx: CaseCtx, actor: Actor) -> tuple[Say, ...]:
    """What somebody reads who is out until approved: not why."""
    if ctx.store.people.get(actor.person_id).matrix_id is None:
        return ()
    page = ctx.store.page(actor.person_id)
    body = lines(T("protected.you_wait", code=ctx.case.code), farewell.still_bound(ctx, actor))
    return (Say(room_id=page.id, body=body, quiet=True),)


def _words(whose: str) -> Text:
    return next(term.text for term in WHOSE if term.id == whose)
