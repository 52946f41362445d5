"""What a youth or guardian chooses on their own page: reminders or none, and the youth's place.

The own page instead of the room is at once. The room instead of the own page goes through a talk: somebody else
may hold the phone.
"""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, CaseCtx, NoArgs, Outcome, Reply, UnitCtx, command, refuse
from bot.i18n import T
from bot.messages import Say
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind, RoomState
from bot.services import choices
from bot.wording import youth as words

#: What the coordinator is shown and refused, by the youth's place.
_PREVIEW = {"room": "youth.place_room_preview", "page": "youth.place_page_preview"}
_ALREADY = {"room": "youth.place_already_room", "page": "youth.place_already_page"}


@command(sv="stopp", en="stop", needs=Duty.STOP_REMINDERS, evidence=False, where=(RoomKind.PAGE,))
def stop(ctx: UnitCtx, args: NoArgs) -> Reply:
    """No more reminders. It means only that."""
    choices.stop_reminders(ctx.store, ctx.sender.id)
    return (ctx.say(T("youth.stopped")),)


@command(sv="starta", en="start", needs=Duty.STOP_REMINDERS, evidence=False, where=(RoomKind.PAGE,))
def start(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Reminders again."""
    choices.start_reminders(ctx.store, ctx.sender.id)
    return (ctx.say(T("youth.started")),)


@command(sv="rummet", en="room", needs=Duty.CHOOSE_PLACE, where=(RoomKind.PAGE,))
def in_room(ctx: CaseCtx, args: NoArgs) -> Outcome:
    """The youth wants to be in the group's room: the coordinator talks with them first."""
    if ctx.case.youth_choice == "room":
        return (ctx.say(T("youth.already_room")),)
    asked = ctx.still_to_agree(T("youth.choose_room"))
    if asked is not None:
        return asked
    choices.ask_for_room(ctx.store)
    return (
        ctx.say(T("youth.room_after_talk")),
        ctx.to_coordinator(T("youth.wants_room", code=ctx.case.code)),
    )


@command(sv="egen sida", en="own page", needs=Duty.CHOOSE_PLACE, evidence=False, where=(RoomKind.PAGE,))
def own_page(ctx: CaseCtx, args: NoArgs) -> Outcome:
    """The youth chooses the own page only, and is out of the group's room at once."""
    if ctx.case.youth_choice == "page":
        return (ctx.say(T("youth.already_page")),)
    asked = ctx.still_to_agree(T("youth.choose_page"))
    if asked is not None:
        return asked
    choices.choose_place(ctx.store, "page", ctx.sender)
    to_coordinator = Say(
        room_id=ctx.store.page(ctx.case.coordinator_id).id, body=words.chose_page(ctx, ctx.sender)
    )
    return (ctx.say(T("youth.now_page")), to_coordinator)


class Place(Args):
    """The place that the youth has chosen in the talk."""

    place: Annotated[
        str, Arg(reads=OneOf(lambda _: words.PLACES), ask="room.ask_place", options=lambda _: words.PLACES)
    ]


@command(sv="ungdomens plats", en="youth place", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def place(ctx: CaseCtx, args: Place) -> Outcome:
    """After a talk alone with the youth: their place is the group's room, or their own page."""
    youth = ctx.facts.youth
    if youth is None:
        raise refuse("youth.nobody_named", code=ctx.case.code)
    if ctx.case.youth_choice == args.place:
        raise refuse(_ALREADY[args.place], code=ctx.case.code)
    asked = ctx.still_to_agree(T(_PREVIEW[args.place], code=ctx.case.code))
    if asked is not None:
        return asked
    choices.choose_place(ctx.store, args.place, youth)
    told = ctx.say(T("youth.place_noted", code=ctx.case.code))
    if youth.matrix_id is None:
        return (told,)
    if args.place == "page":
        to_youth = T("youth.now_page")
    elif ctx.case.state is State.ACTIVE and ctx.store.room.state is RoomState.OPEN:
        to_youth = T("youth.now_room_open")
    else:
        to_youth = T("youth.now_room")
    return (told, Say(room_id=ctx.store.page(youth.id).id, body=to_youth, quiet=True))
