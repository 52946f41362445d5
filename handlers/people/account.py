"""Matrix accounts of people we know: bound anew with two people's yes, or let go at once."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, MatrixId, OneOf, Somebody
from bot.conversation.command import Args, Reply, UnitCtx, command, refuse, when_due
from bot.i18n import T, lines
from bot.messages import Say, Urgency
from bot.rules import people, protection
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.people import CHECKS, Person
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import consultation
from bot.wording import names
from bot.wording.people import greeting, how_checked
from handlers.people import device


class Change(Args):
    """Whose account, the new one, and how it was made sure that it is theirs."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]
    matrix_id: Annotated[str, Arg(reads=MatrixId(), ask="account.ask_matrix_id", words=("till", "to"))]
    checked: Annotated[
        str,
        Arg(
            reads=OneOf(lambda _: CHECKS),
            ask="person.ask_checked",
            words=("kontrollerad", "checked"),
            options=lambda _: CHECKS,
        ),
    ]


@command(
    sv="byt konto",
    en="change account",
    needs=Duty.BIND_PERSON,
    where=(RoomKind.OFFICE,),
    also=("koppla konto", "bind account"),
)
def change(ctx: UnitCtx, args: Change) -> Reply:
    """Bind somebody to another Matrix account: the one before is out everywhere at once. Takes two, neither of them the
    person."""
    whose, before = args.person, args.person.matrix_id
    if whose.id == ctx.sender.id or (ctx.approver is not None and whose.id == ctx.approver.id):
        raise refuse("account.not_oneself")
    if before == args.matrix_id:
        raise refuse("account.the_same", name=names.in_office(whose))
    people.check_server(args.matrix_id, ctx.own_server, ctx.profile)
    if ctx.store.people.find(args.matrix_id) is not None:
        raise refuse("person.matrix_taken", matrix_id=args.matrix_id)
    preview = lines(
        T("account.preview", name=names.in_office(whose), matrix_id=args.matrix_id)
        if before is None
        else T("account.preview_instead", name=names.in_office(whose), before=before, matrix_id=args.matrix_id),
        T("person.preview_checked", how=how_checked(args.checked)),
        None if before is None else T("account.before_is_out"),
    )
    ctx.confirm(preview)
    ctx.confirm_second(preview)
    assert ctx.approver is not None  # confirm_second returns only with one
    consultation.make_way(ctx.store, args.matrix_id)
    ctx.store.people.bind(whose.id, args.matrix_id, checked=args.checked, approved_by=ctx.approver.id)
    device.watch(ctx, whose)
    ctx.store.audit(Action.PERSON_ACCOUNT_CHANGED, person=whose.id, approved_by=ctx.approver.id, how=args.checked)
    told = T("account.changed", name=names.in_office(whose), who=ctx.sender.name, second=ctx.approver.name)
    # The page keeps its room, but what was said there before stays unread: keys go to the new account from now on
    return (ctx.say(told), greeting(ctx, whose))


class Release(Args):
    """Whose account."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(sv="släpp konto", en="release account", needs=Duty.BIND_PERSON, where=(RoomKind.OFFICE,))
def release(ctx: UnitCtx, args: Release) -> Reply:
    """Let an account go that is in wrong hands or not used any more: out of every room at once."""
    whose = args.person
    if whose.matrix_id is None:
        raise refuse("account.none", name=names.in_office(whose))
    people.check_not_last(whose, ctx.store.people.all())
    led = [case.code for case in ctx.store.cases.of_coordinator(whose.id)]
    ctx.confirm(
        lines(
            T("account.release_preview", name=names.in_office(whose), matrix_id=whose.matrix_id),
            T("account.leads", name=names.in_office(whose), codes=led) if led else None,
        )
    )
    ctx.store.people.bind(whose.id, None)
    ctx.store.audit(Action.PERSON_ACCOUNT_RELEASED, person=whose.id)
    again = T("account.bind_again", handle=whose.handle)
    return (
        ctx.say(
            lines(
                T("account.released", name=names.in_office(whose)),
                T("person.no_matrix", name=names.in_office(whose)),
                again,
            )
        ),
    )


@when_due("servers.struck")
def struck(ctx: UnitCtx, _unit: str) -> Reply:
    """Tell kontoret who is out of every room because their server is not on the list any more, and in which cases."""
    cases = {
        case.code: {actor.person_id for actor in ctx.of(case).store.actors.all()}
        for case in ctx.store.cases.all()
        if case.state not in (State.CLOSED, State.DISPOSED)
    }
    away, out = protection.away(ctx.store.people.all(), ctx.profile), []
    for person in ctx.store.people.all():
        if person.active and person.id in away:
            codes = [code for code, circle in cases.items() if person.id in circle]
            out.append(
                T("account.struck" if codes else "account.struck_free", name=names.in_office(person), codes=codes)
            )
    if not out:
        return ()
    mentions = tuple(one.id for one in people.coordinators(ctx.store.people.all(), ctx.unit_id))
    body = lines(T("account.servers_struck"), *out, T("account.struck_then"))
    return (Say(room_id=ctx.store.office.id, body=body, mentions=mentions, urgency=Urgency.ALARM),)
