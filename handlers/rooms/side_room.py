"""Side rooms: for what only some of the circle may share. Who is in one is computed from the ledger, as
everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from bot.conversation.arguments import Arg, Number, SomeOf
from bot.conversation.command import Args, CaseCtx, Outcome, command, refuse
from bot.i18n import T, items, lines
from bot.messages import Say
from bot.rules import side_room as rules
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import circle
from bot.services import side_room as side_rooms
from bot.services.pause import is_paused
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


def _check_active(ctx: CaseCtx) -> None:
    if ctx.case.state is not State.ACTIVE:
        raise refuse("case.not_active", code=ctx.case.code)
    if is_paused(ctx.store):
        raise refuse("side.still", code=ctx.case.code)


@command(sv="sidorum", en="side room", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,), ready=_check_active)
def new(ctx: CaseCtx, args: New) -> Outcome:
    """Open a room about less, or something else, than the case room: for those whose consent covers it."""
    said = None if args.scope is None else frozenset(args.scope)
    scope = rules.scope_for(args.functions, said, ctx.facts)
    kinds = ctx.profile.kind_words(scope)
    if scope == ctx.case.scope:
        raise refuse("side.as_case_room", code=ctx.case.code, kinds=kinds)
    for room in side_rooms.living(ctx.store):
        if room.scope == scope:
            raise refuse("side.there_already", room=names.of_room(ctx, room), kinds=kinds)
    preview = lines(
        T("side.opening", code=ctx.case.code, kinds=kinds),
        items(*admission.who_would_be_in(ctx, side_rooms.forecast(ctx.store, scope), ctx.facts)),
    )
    if args.show:
        return (ctx.say(lines(preview, T("room.dry_run"))),)
    asked = ctx.still_to_agree(preview, second=bool(ctx.case.protected))
    if asked is not None:
        return asked
    added = side_rooms.add(ctx.store, scope)
    told = ctx.say(T("side.opened", room=names.of_room(ctx, added)))
    youth = ctx.facts.youth
    if youth is None or youth.matrix_id is None:
        return (told,)
    return (told, Say(room_id=ctx.store.page(youth.id).id, body=T("side.youth", kinds=kinds), quiet=True))


class Which(Args):
    """Which one."""

    number: Annotated[int, Arg(reads=Number(), ask="side.ask_number")]


@command(sv="stäng sidorum", en="close side room", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def close(ctx: CaseCtx, args: Which) -> Outcome:
    """Close a side room: everybody is out of it; the case room goes on."""
    room = _numbered(ctx, args.number)
    leaving = [ctx.facts.person(person_id).name for person_id in circle.members(ctx.store, room)]
    preview = lines(
        T("side.closing", room=names.of_room(ctx, room)),
        T("consent.leaves", names=leaving) if leaving else None,
    )
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    left = side_rooms.close(ctx.store, room)
    return (ctx.say(T("side.closed", room=names.of_room(ctx, room))), *_to_those_who_left(ctx, room, left))


def _numbered(ctx: CaseCtx, number: int) -> RoomView:
    """The side room with a number. Refused when there is none."""
    rooms = side_rooms.living(ctx.store)
    for room in rooms:
        if room.number == number:
            return room
    if not rooms:
        raise refuse("side.none", code=ctx.case.code)
    raise refuse("side.no_such", code=ctx.case.code, numbers=[str(room.number) for room in rooms])


def _to_those_who_left(ctx: CaseCtx, room: RoomView, left: Iterable[str]) -> tuple[Say, ...]:
    """Words to those who were in it, on their own pages: the room itself is given up."""
    body = T("side.closed_told", code=ctx.case.code, number=room.number or 0)
    return tuple(
        Say(room_id=ctx.store.page(person_id).id, body=body, quiet=True)
        for person_id in left
        if person_id != ctx.case.coordinator_id
    )
