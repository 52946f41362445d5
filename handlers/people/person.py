"""People: who the bot talks with. Binding a Matrix id to a person takes a second person's yes, and says how it was made
sure whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bot.conversation.arguments import Arg, Env, MatrixId, OneOf, ShortName, Title
from bot.conversation.command import Args, Lacks, NoArgs, Reply, UnitCtx, command, refuse
from bot.i18n import T, lines
from bot.rules import people
from bot.rules.audit import Action
from bot.rules.people import CHECKS, Person
from bot.rules.profile import GUARDIAN, LEAD, YOUTH
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind
from bot.services import consultation
from bot.wording import devices, names
from bot.wording.people import greeting, how_checked

#: What somebody is, by the function they are added for; everybody else takes part as an actor.
ROLES = {YOUTH: Role.YOUTH, GUARDIAN: Role.GUARDIAN, LEAD: Role.LEAD}


@dataclass(frozen=True)
class Name(Title):
    """What somebody is called: one line, and nothing but a name."""

    def value(self, text: str, env: Env) -> str:
        return people.parse_name(super().value(text, env))


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
def new(ctx: UnitCtx, args: New) -> Reply:
    """Add a person and bind their Matrix id, when they have one."""
    if ctx.store.people.has_handle(args.handle):
        raise refuse("person.handle_taken", handle=args.handle)
    if args.matrix_id is not None:
        people.check_server(args.matrix_id, ctx.own_server, ctx.profile)
        if ctx.store.people.find(args.matrix_id) is not None:
            raise refuse("person.matrix_taken", matrix_id=args.matrix_id)
        if args.checked is None:
            raise Lacks("checked")
    function = ctx.profile.function(args.function).text
    preview = lines(
        T(
            "person.preview" if args.matrix_id else "person.preview_without",
            name=args.name,
            handle=args.handle,
            function=function,
            matrix_id=args.matrix_id or "",
        ),
        None if args.matrix_id is None else T("person.preview_checked", how=how_checked(args.checked)),
    )
    ctx.confirm(preview)
    if args.matrix_id is not None:
        ctx.confirm_second(preview)
        consultation.make_way(ctx.store, args.matrix_id)
    added = ctx.store.people.add(
        Person(
            id="",
            unit_id=ctx.unit_id,
            handle=args.handle,
            name=args.name,
            role=ROLES.get(args.function, Role.ACTOR),
            function=args.function,
            matrix_id=args.matrix_id,
            language=ctx.unit_language,
            added_by=ctx.sender.id,
            approved_by=None if ctx.approver is None else ctx.approver.id,
            checked=None if args.matrix_id is None else args.checked,
        ),
        now=ctx.now,
    )
    ctx.store.audit(Action.PERSON_ADDED, person=added.id, approved_by=added.approved_by, how=added.checked)
    told = ctx.say(T("person.added", name=added.name, handle=added.handle))
    if added.matrix_id is None:
        return (told, ctx.say(T("person.no_matrix", name=added.name)))
    return (told, greeting(ctx, added))


@command(sv="personer", en="people", needs=Duty.BIND_PERSON, evidence=False, where=(RoomKind.OFFICE,))
def show_all(ctx: UnitCtx, args: NoArgs) -> Reply:
    """List the unit's people by the short names commands use, and who of them cannot read yet."""
    people = [one for one in ctx.store.people.all() if one.active and one.role is not Role.GUEST]
    shown = [
        T(
            "person.line",
            handle=one.handle,
            name=one.name,
            role=ctx.profile.function(one.function).text if one.function else names.role_in_unit(one.role),
            matrix=one.matrix_id or "–",
            how="–" if one.matrix_id is None else how_checked(one.checked),
        )
        for one in people
    ]
    return (ctx.say(lines(*shown, *devices.cannot_read(ctx, people, why=True))),)
