"""Where the youth is: in the group's room or on their own page only, as they have told the coordinator alone."""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, OneOf
from bot.conversation.command import Args, CaseCtx, Outcome, command, refuse
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


class Chosen(Args):
    """The place that the youth has chosen in the talk."""

    choice: Annotated[
        str, Arg(reads=OneOf(lambda _: words.PLACES), ask="room.ask_place", options=lambda _: words.PLACES)
    ]


@command(sv="ungdomens plats", en="youth place", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE,))
def place(ctx: CaseCtx, args: Chosen) -> Outcome:
    """After a talk alone with the youth: their place is the group's room, or their own page."""
    youth = ctx.facts.youth
    if youth is None:
        raise refuse("youth.nobody_named", code=ctx.case.code)
    if ctx.case.youth_choice == args.choice:
        raise refuse(_ALREADY[args.choice], code=ctx.case.code)
    asked = ctx.still_to_agree(T(_PREVIEW[args.choice], code=ctx.case.code))
    if asked is not None:
        return asked
    choices.choose_place(ctx.store, args.choice, youth)
    told = ctx.say(T("youth.place_noted", code=ctx.case.code))
    if youth.matrix_id is None:
        return (told,)
    if args.choice == "page":
        to_youth = T("youth.now_page")
    elif ctx.case.state is State.ACTIVE and ctx.store.room.state is RoomState.OPEN:
        to_youth = T("youth.now_room_open")
    else:
        to_youth = T("youth.now_room")
    return (told, Say(room_id=ctx.store.page(youth.id).id, body=to_youth, quiet=True))
