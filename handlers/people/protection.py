"""Protected identity of the youth or a guardian: the smallest circle, each in it approved by two (R10)."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf, Somebody, Word
from bot.conversation.command import Args, CaseCtx, Outcome, command, refuse
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules import promise
from bot.rules import protection as rules
from bot.rules.case import Case, State
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.rules.profile import GUARDIAN, YOUTH
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.rules.words import Term
from bot.services import protection as service
from bot.services.protection import Forecast
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

    whose: Annotated[
        str, Arg(reads=OneOf(lambda _: WHOSE), ask="protected.ask_whose", options=lambda _: WHOSE)
    ]
    over: Annotated[bool, Arg(reads=Word(("slut", "over", "end")))] = False


@command(
    sv="skyddade uppgifter",
    en="protected identity",
    needs=Duty.OPEN_CASE,
    where=(RoomKind.OFFICE,),
    also=("skyddad identitet", "skyddade personuppgifter"),
)
def protect(ctx: CaseCtx, args: Protect) -> Outcome:
    """Let only whom two have approved into a case, and keep names and places out of what is written about
    it."""
    if ctx.case.state in (State.CLOSED, State.DISPOSED):
        raise refuse("case.past_that", code=ctx.case.code)
    if args.over:
        return _end(ctx, args.whose)
    whose = _words(args.whose)
    if args.whose in ctx.case.protected:
        raise refuse("protected.already", code=ctx.case.code, whose=whose)
    asked = ctx.still_to_agree(_preview(ctx, args.whose, service.forecast(ctx.store, args.whose)))
    if asked is not None:
        return asked
    result = service.protect(ctx.store, args.whose)
    answer = lines(
        T("protected.begun", code=ctx.case.code, whose=whose), T("protected.then", code=ctx.case.code)
    )
    if ctx.case.opened_on is None:
        return (ctx.say(answer),)
    return (ctx.say(answer), *_to_those_who_leave(ctx, result))


class Approve(Args):
    """Whom."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(sv="godkänn", en="approve", needs=Duty.OPEN_CASE, where=(RoomKind.OFFICE,))
def approve(ctx: CaseCtx, args: Approve) -> Outcome:
    """Let one person take part in a case where an identity is protected; a second person says yes to each."""
    name = args.person.name
    if not ctx.case.protected:
        raise refuse("protected.not_needed", code=ctx.case.code)
    if not ctx.store.actors.of(args.person.id):
        raise refuse("protected.not_named", name=name, code=ctx.case.code)
    waiting = service.unapproved(ctx.store, args.person.id)
    if not waiting:
        raise refuse("protected.approved_already", name=name, code=ctx.case.code)
    rules.check_server(ctx.case, args.person, ctx.profile)
    functions = [ctx.profile.function(actor.function).text for actor in waiting]
    private = any(promise.binds(actor.function, ctx.profile) for actor in waiting)
    preview = lines(
        T("protected.approve", name=name, functions=functions, code=ctx.case.code),
        T("protected.private") if private else None,
    )
    asked = ctx.still_to_agree(preview, second=True)
    if asked is not None:
        return asked
    assert ctx.approver is not None  # a second person has agreed
    service.approve(ctx.store, args.person.id, approved_by=ctx.approver.id)
    return (ctx.say(T("protected.approved", name=name, code=ctx.case.code)),)


def _end(ctx: CaseCtx, whose: str) -> Outcome:
    """End the protection: whoever was kept out comes in again, so it takes a second person."""
    code = ctx.case.code
    if whose not in ctx.case.protected:
        raise refuse("protected.not_so", code=code, whose=_words(whose))
    coming = [_named(ctx, actor, ctx.case) for actor in service.coming_again(ctx.store, whose)]
    preview = lines(
        T("protected.preview_over", code=code, whose=_words(whose)),
        T("protected.comes_again", names=coming) if coming else None,
    )
    asked = ctx.still_to_agree(preview, second=True)
    if asked is not None:
        return asked
    assert ctx.approver is not None  # a second person has agreed
    service.end(ctx.store, whose, approved_by=ctx.approver.id)
    return (ctx.say(T("protected.over", code=code, whose=_words(whose))),)


def _preview(ctx: CaseCtx, whose: str, forecast: Forecast) -> Lines:
    out = [_named(ctx, actor, forecast.after) for actor in forecast.kept_out]
    lacking = [ctx.profile.function(function).text for function in forecast.lacking]
    return lines(
        T("protected.preview", code=ctx.case.code, whose=_words(whose)),
        T("protected.out_until", names=out) if out else None,
        T("protected.would_freeze", functions=lacking) if forecast.freezes else None,
    )


def _named(ctx: CaseCtx, actor: Actor, case: Case) -> Text:
    """Somebody by name; who is protected by what they are."""
    if actor.function in case.protected:
        return ctx.profile.function(actor.function).text
    name = ctx.facts.person(actor.person_id).name
    return T("protected.named", name=name, function=names.of_actor(ctx, actor))


def _to_those_who_leave(ctx: CaseCtx, result: Forecast) -> list[Say]:
    """What those read who are out until approved: not why."""
    found = []
    for actor in result.leaving:
        if ctx.facts.person(actor.person_id).matrix_id is None:
            continue
        body = lines(T("protected.you_wait", code=ctx.case.code), farewell.still_bound(ctx, actor))
        found.append(Say(room_id=ctx.store.page(actor.person_id).id, body=body, quiet=True))
    return found


def _words(whose: str) -> Text:
    """Whose identity it is, in words."""
    return next(term.text for term in WHOSE if term.id == whose)
