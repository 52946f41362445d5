"""Side rooms: for what only some of the circle may share. Who is in one is computed from the ledger, as everywhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.conversation.arguments import Arg, Number, SomeOf
from bot.conversation.command import Args, CaseCtx, Reply, command, refuse
from bot.i18n import T, lines
from bot.messages import Say
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.consent import Kinds
from bot.rules.roles import Duty
from bot.rules.room import RoomKind, RoomState
from bot.services import circle
from bot.wording import admission, names
from storage.room import RoomView


class New(Args):
    """For which functions, and about what."""

    functions: Annotated[
        tuple[str, ...],
        Arg(
            reads=SomeOf(lambda env: env.profile.recipients),
            ask="side.ask_functions",
            options=lambda env: env.profile.recipients,
        ),
    ]
    scope: Annotated[
        tuple[str, ...] | None, Arg(reads=SomeOf(lambda env: env.profile.kinds), words=("om", "about"))
    ] = None
    show: Annotated[bool, Arg(reads=admission.SHOW)] = False


def _is_open(ctx: CaseCtx) -> None:
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)


@command(sv="sidorum", en="side room", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,), ready=_is_open)
def new(ctx: CaseCtx, args: New) -> Reply:
    """Open a room about less, or something else, than the case room: for those whose consent covers it."""
    scope = _scope(ctx, args)
    if scope == ctx.case.scope:
        raise refuse("side.as_case_room", code=ctx.case.code, kinds=ctx.profile.kind_words(scope))
    same = next((where for where in ctx.store.rooms if where.number is not None and where.scope == scope), None)
    if same is not None:
        raise refuse("side.there_already", room=names.of_room(ctx, same), kinds=ctx.profile.kind_words(scope))
    place = replace(ctx.store.room.place, kind=RoomKind.SIDE, scope=scope, state=RoomState.OPEN)
    preview = lines(
        T("side.opening", code=ctx.case.code, kinds=ctx.profile.kind_words(scope)),
        *admission.who_would_be_in(ctx, place, ctx.facts),
    )
    if args.show:
        return (ctx.say(lines(preview, T("room.dry_run"))),)
    ctx.confirm(preview)
    if ctx.case.protected:
        ctx.confirm_second(preview)
    made = ctx.store.add_side_room(scope)
    ctx.store.audit(Action.CASE_SIDE_OPENED, number=made.number, scope=sorted(scope))
    told = ctx.say(T("side.opened", room=names.of_room(ctx, made)))
    youth = ctx.facts.youth
    if youth is None or youth.matrix_id is None:
        return (told,)
    about = T("side.youth", kinds=ctx.profile.kind_words(scope))
    return (told, Say(room_id=ctx.store.page(youth.id).id, body=about, quiet=True))


class Which(Args):
    """Which one."""

    number: Annotated[int, Arg(reads=Number(), ask="side.ask_number")]


@command(sv="stäng sidorum", en="close side room", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def close(ctx: CaseCtx, args: Which) -> Reply:
    """Close a side room: everybody is out of it; the case room goes on."""
    rooms = [where for where in ctx.store.rooms if where.number is not None]
    where = next((one for one in rooms if one.number == args.number), None)
    if where is None:
        numbers = [str(one.number) for one in rooms]
        raise refuse("side.no_such" if rooms else "side.none", code=ctx.case.code, numbers=numbers)
    inside = circle.members(ctx.store, where)
    leaving = [ctx.store.people.get(person_id).name for person_id in inside]
    ctx.confirm(
        lines(
            T("side.closing", room=names.of_room(ctx, where)),
            T("consent.leaves", names=leaving) if leaving else None,
        )
    )
    ctx.store.close_side_room(where.id)
    ctx.store.audit(Action.CASE_SIDE_CLOSED, number=args.number)
    return (ctx.say(T("side.closed", room=names.of_room(ctx, where))), *_goodbye(ctx, where, list(inside)))


def _scope(ctx: CaseCtx, args: New) -> Kinds:
    """What the room is about: as said, or all that those it is for may share. Refused where their consent ends."""
    covered = ctx.facts.heard
    shared = frozenset.intersection(*(covered.get(function, frozenset()) for function in args.functions))
    scope = shared if args.scope is None else frozenset(args.scope)
    named = {actor.function for actor in ctx.store.actors.all()}
    for function in args.functions:
        words = {"function": ctx.profile.function(function).text, "code": ctx.case.code}
        if function not in covered:
            raise refuse("side.no_consent", **words)
        if not covered[function] >= scope:
            lacking = ctx.profile.kind_words(scope - covered[function])
            raise refuse("side.narrower", kinds=lacking, may=ctx.profile.kind_words(covered[function]), **words)
        if function not in named:
            raise refuse("side.nobody", **words)
    if not scope:
        raise refuse("side.nothing_shared", functions=[ctx.profile.function(one).text for one in args.functions])
    return scope


def _goodbye(ctx: CaseCtx, where: RoomView, inside: list[str]) -> tuple[Say, ...]:
    """Words to those who were in it, on their own pages: the room itself is given up."""
    return tuple(
        Say(
            room_id=ctx.store.page(person_id).id,
            body=T("side.closed_told", code=ctx.case.code, number=where.number or 0),
            quiet=True,
        )
        for person_id in inside
        if person_id != ctx.case.coordinator_id
    )
