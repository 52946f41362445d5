"""Matrix accounts of people we know: bound anew with two people's yes, or let go at once."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, MatrixId, OneOf, Somebody
from bot.conversation.command import Args, Outcome, Reply, UnitCtx, command, refuse, when_due
from bot.i18n import Lines, T, Text, items, lines
from bot.messages import Say, Urgency
from bot.rules import person as rules
from bot.rules.person import CHECKS, Person
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import person as service
from bot.services.person import Away
from bot.wording import names


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
def change(ctx: UnitCtx, args: Change) -> Outcome:
    """Bind somebody to another Matrix account: the one before is out everywhere at once. Takes two, neither
    of them the person."""
    whose = args.person
    if whose.id == ctx.sender.id or (ctx.approver is not None and whose.id == ctx.approver.id):
        raise refuse("account.not_oneself")
    if whose.matrix_id == args.matrix_id:
        raise refuse("account.the_same", name=names.in_office(whose))
    rules.check_server(args.matrix_id, ctx.own_server, ctx.profile)
    if ctx.store.people.find(args.matrix_id) is not None:
        raise refuse("person.matrix_taken", matrix_id=args.matrix_id)
    asked = ctx.still_to_agree(_change_preview(args), second=True)
    if asked is not None:
        return asked
    assert ctx.approver is not None  # a second person has agreed
    service.bind(ctx.store, whose, args.matrix_id, checked=args.checked, approved_by=ctx.approver.id)
    done = T("account.changed", name=names.in_office(whose), who=ctx.sender.name, second=ctx.approver.name)
    # The page keeps its room, but what was said there before stays unread: keys go to the new account from
    # now on, and the first words are said to it anew when it comes
    return (ctx.say(done),)


class Release(Args):
    """Whose account."""

    person: Annotated[Person, Arg(reads=Somebody(), ask="case.ask_person")]


@command(sv="släpp konto", en="release account", needs=Duty.BIND_PERSON, where=(RoomKind.OFFICE,))
def release(ctx: UnitCtx, args: Release) -> Outcome:
    """Let an account go that is in wrong hands or not used any more: out of every room at once."""
    whose = args.person
    if whose.matrix_id is None:
        raise refuse("account.none", name=names.in_office(whose))
    rules.check_not_last(whose, ctx.store.facts.people)
    led = [case.code for case in ctx.store.cases.of_coordinator(whose.id)]
    preview = lines(
        T("account.release_preview", name=names.in_office(whose), matrix_id=whose.matrix_id),
        T("account.leads", name=names.in_office(whose), codes=led) if led else None,
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    service.release(ctx.store, whose)
    done = lines(
        T("account.released", name=names.in_office(whose)),
        T("person.no_matrix", name=names.in_office(whose)),
        T("account.bind_again", handle=whose.handle),
    )
    return (ctx.say(done),)


@when_due("servers.struck")
def tell_away(ctx: UnitCtx, _unit: str) -> Reply:
    """Tell the office who is out of every room because their server is not on the list any more, and in which
    cases."""
    away = service.away(ctx.store)
    if not away:
        return ()
    mentions = tuple(one.id for one in rules.coordinators(ctx.store.facts.people, ctx.unit_id))
    body = lines(
        T("account.servers_struck"), items(*(_away_line(one) for one in away)), T("account.struck_then")
    )
    return (Say(room_id=ctx.store.office.id, body=body, mentions=mentions, urgency=Urgency.ALARM),)


def _change_preview(args: Change) -> Lines:
    name = names.in_office(args.person)
    before = args.person.matrix_id
    if before is None:
        head = T("account.preview", name=name, matrix_id=args.matrix_id)
    else:
        head = T("account.preview_instead", name=name, before=before, matrix_id=args.matrix_id)
    return lines(
        head,
        T("person.capitals") if rules.has_capitals(args.matrix_id) else None,
        T("person.preview_checked", how=names.how_checked(args.checked)),
        None if before is None else T("account.before_is_out"),
    )


def _away_line(away: Away) -> Text:
    name = names.in_office(away.person)
    if away.codes:
        return T("account.struck", name=name, codes=list(away.codes))
    return T("account.struck_free", name=name)
