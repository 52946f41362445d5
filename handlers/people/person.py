"""People: who the bot talks with. Binding a Matrix id to a person takes a second person's yes, and says how
it was made sure whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bot.conversation.arguments import Arg, Env, MatrixId, OneOf, ShortName, Title
from bot.conversation.command import Args, Missing, NoArgs, Outcome, Reply, UnitCtx, command, refuse
from bot.i18n import Lines, T, Text, items, lines
from bot.rules import person as rules
from bot.rules.person import CHECKS, Person
from bot.rules.roles import Consequence, Duty, Role
from bot.rules.room import RoomKind
from bot.services import person as service
from bot.wording import devices, names


@dataclass(frozen=True)
class Name(Title):
    """What somebody is called: one line, and nothing but a name."""

    def value(self, text: str, env: Env) -> str:
        return rules.parse_name(super().value(text, env))


class New(Args):
    """Who it is."""

    handle: Annotated[str, Arg(reads=ShortName(), ask="person.ask_handle")]
    function: Annotated[
        str,
        Arg(
            reads=OneOf(lambda env: env.profile.functions),
            ask="person.ask_function",
            options=lambda env: env.profile.functions,
        ),
    ]
    matrix_id: Annotated[str | None, Arg(reads=MatrixId())] = None
    # An "@" ends the name: a Matrix id in the wrong place must never become part of it
    name: Annotated[str, Arg(reads=Name(ends=(), name=True), ask="person.ask_name")]
    checked: Annotated[
        str | None,
        Arg(
            reads=OneOf(lambda _: CHECKS),
            ask="person.ask_checked",
            words=("kontrollerad", "checked"),
            only_after_word=True,
            options=lambda _: CHECKS,
        ),
    ] = None


@command(sv="person ny", en="person new", needs=Duty.BIND_PERSON, where=(RoomKind.OFFICE,))
def new(ctx: UnitCtx, args: New) -> Outcome:
    """Add a person and bind their Matrix id, when they have one."""
    if ctx.store.people.has_handle(args.handle):
        raise refuse("person.handle_taken", handle=args.handle)
    if args.matrix_id is not None:
        rules.check_server(args.matrix_id, ctx.own_server, ctx.profile)
        if ctx.store.people.find(args.matrix_id) is not None:
            raise refuse("person.matrix_taken", matrix_id=args.matrix_id)
        if args.checked is None:
            return Missing(field="checked")
    asked = ctx.still_to_agree(_preview(ctx, args), second=args.matrix_id is not None)
    if asked is not None:
        return asked
    added = service.add(ctx.store, _person(ctx, args))
    done = ctx.say(T("person.added", name=added.name, handle=added.handle))
    if added.matrix_id is None:
        return (done, ctx.say(T("person.no_matrix", name=added.name)))
    return (done,)


@command(
    sv="personer",
    en="people",
    needs=Duty.BIND_PERSON,
    consequence=Consequence.LOOK,
    evidence=False,
    where=(RoomKind.OFFICE,),
)
def show_all(ctx: UnitCtx, args: NoArgs) -> Reply:
    """List the unit's people by the short names commands use, and who of them cannot read yet."""
    shown = [one for one in ctx.store.facts.people if one.active and one.role is not Role.GUEST]
    accounts = ctx.store.devices.of_all(shown)
    return (
        ctx.say(
            lines(items(*(_line(ctx, one) for one in shown)), *devices.cannot_read(accounts, shown, why=True))
        ),
    )


def _person(ctx: UnitCtx, args: New) -> Person:
    """The person who is added; the store makes the id."""
    return Person(
        id="",
        unit_id=ctx.unit_id,
        handle=args.handle,
        name=args.name,
        role=rules.role_for(args.function),
        function=args.function,
        matrix_id=args.matrix_id,
        language=ctx.unit_language,
        added_by=ctx.sender.id,
        approved_by=None if ctx.approver is None else ctx.approver.id,
        checked=None if args.matrix_id is None else args.checked,
    )


def _preview(ctx: UnitCtx, args: New) -> Lines:
    function = ctx.profile.function(args.function).text
    if args.matrix_id is None:
        return lines(T("person.preview_without", name=args.name, handle=args.handle, function=function))
    return lines(
        T(
            "person.preview",
            name=args.name,
            handle=args.handle,
            function=function,
            matrix_id=args.matrix_id,
        ),
        T("person.capitals") if rules.has_capitals(args.matrix_id) else None,
        T("person.preview_checked", how=names.how_checked(args.checked)),
    )


def _line(ctx: UnitCtx, one: Person) -> Text:
    """Somebody as they stand in the list of people."""
    return T(
        "person.line",
        handle=one.handle,
        name=one.name,
        role=ctx.profile.function(one.function).text if one.function else names.role_in_unit(one.role),
        matrix=one.matrix_id or "–",
        how="–" if one.matrix_id is None else names.how_checked(one.checked),
    )
