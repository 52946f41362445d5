"""Somebody leaves a room, or declines to come in, by themselves: the coordinator hears of it once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.command import CaseCtx, Reply, UnitCtx, when_member
from bot.i18n import T, Text, lines
from bot.messages import Say
from bot.rules.case import State
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.services import choices, circle, leaving
from bot.wording import cards, names, rounds
from bot.wording import youth as youth_words

#: What is said of how they went.
_WENT = {"left": "invitation.left", "declined": "invitation.declined"}


@when_member
def tell(ctx: UnitCtx, change: str) -> Reply:
    """Tell the coordinator, once, of somebody who went or declined by themselves. The youth has chosen the
    own page."""
    how, _, reason = change.partition(" ")
    if how not in _WENT or ctx.sender.role is Role.GUEST:
        return ()
    if ctx.room.kind is RoomKind.PAGE:
        return (Say(room_id=ctx.store.office.id, body=T("invitation.left_page", handle=ctx.sender.handle)),)
    if not isinstance(ctx, CaseCtx) or ctx.case.state not in (State.ACTIVE, State.FROZEN):
        return ()
    if not ctx.room.kind.of_case or ctx.sender.id not in circle.members(ctx.store, ctx.room):
        return ()  # on their way out anyway
    youth = ctx.facts.youth
    if youth is not None and youth.id == ctx.sender.id:
        return _choose_own_page(ctx, youth)
    office = ctx.store.office
    tag = f"left:{ctx.case.code}:{ctx.sender.id}:{ctx.today}"
    elsewhere = {room.id for room in ctx.store.left_rooms(ctx.sender)} - {ctx.room.id}
    is_told = bool(elsewhere) and ctx.store.is_shown(tag, office)
    orphaned = leaving.note(ctx.store, ctx.room, ctx.sender)
    tasks = _about_tasks(ctx, orphaned)
    card = (*rounds.of_left(ctx), *cards.refreshed(ctx)) if orphaned else ()
    if is_told:  # an account that is closed leaves all its rooms: told once
        return card if tasks is None else (ctx.to_coordinator(tasks), *card)
    person = ctx.facts.person(ctx.sender.id)
    went = T(
        _WENT[how],
        name=person.name,
        function=names.role_in_case(ctx, person),
        room=names.of_room(ctx, ctx.room),
    )
    standing = {actor.function for actor in ctx.store.actors.of(ctx.sender.id)}
    required = sorted(standing & set(ctx.profile.required_functions))
    told = lines(
        went,
        T("invitation.reason", name=person.name, reason=reason) if reason else None,
        *(T("invitation.required", function=ctx.profile.function(function).text) for function in required),
        tasks,
        T("invitation.ask_again", code=ctx.case.code, handle=ctx.sender.handle),
    )
    return (Say(room_id=office.id, body=told, tag=tag, mentions=(ctx.reader.id,)), *card)


def _about_tasks(ctx: CaseCtx, numbers: Sequence[int]) -> Text | None:
    """Which tasks have no owner any more, and what to write."""
    if not numbers:
        return None
    return T(
        "invitation.tasks_orphaned",
        numbers=[str(number) for number in numbers],
        first=numbers[0],
        code=ctx.case.code,
        n=len(numbers),
    )


def _choose_own_page(ctx: CaseCtx, youth: Person) -> Reply:
    """Leaving is a choice, and the youth's to make: nothing is asked."""
    choices.choose_page_by_leaving(ctx.store)
    coordinator = ctx.coordinator_page
    return (
        Say(room_id=ctx.store.page(youth.id).id, body=T("invitation.youth_left")),
        Say(room_id=coordinator.id, body=youth_words.chose_page(ctx, youth)),
    )
