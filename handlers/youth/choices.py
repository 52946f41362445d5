"""What a youth or guardian chooses on their own page: reminders or none, and the youth's place."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, NoArgs, Outcome, Reply, UnitCtx, command
from bot.i18n import T
from bot.messages import Say
from bot.rules.case import State
from bot.rules.roles import Duty
from bot.rules.room import RoomKind, RoomState
from bot.services import choices
from bot.wording import youth as words


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
    """The youth chooses the group's room."""
    if ctx.case.youth_choice == "room":
        return (ctx.say(T("youth.already_room")),)
    asked = ctx.still_to_agree(T("youth.choose_room"))
    if asked is not None:
        return asked
    choices.choose_place(ctx.store, "room", ctx.sender)
    is_open = ctx.case.state is State.ACTIVE and ctx.store.room.state is RoomState.OPEN
    now = T("youth.now_room_open") if is_open else T("youth.now_room")
    to_coordinator = T("youth.chose_room", code=ctx.case.code)
    return (ctx.say(now), Say(room_id=ctx.coordinator_page.id, body=to_coordinator))


@command(sv="egen sida", en="own page", needs=Duty.CHOOSE_PLACE, evidence=False, where=(RoomKind.PAGE,))
def own_page(ctx: CaseCtx, args: NoArgs) -> Outcome:
    """The youth chooses the own page only, and is out of the group's room at once."""
    if ctx.case.youth_choice == "page":
        return (ctx.say(T("youth.already_page")),)
    asked = ctx.still_to_agree(T("youth.choose_page"))
    if asked is not None:
        return asked
    choices.choose_place(ctx.store, "page", ctx.sender)
    to_coordinator = Say(room_id=ctx.coordinator_page.id, body=words.chose_page(ctx, ctx.sender))
    return (ctx.say(T("youth.now_page")), to_coordinator)
