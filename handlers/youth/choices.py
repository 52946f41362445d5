"""What a youth or guardian chooses on their own page: reminders or none, and the youth's place.

The own page instead of the room is at once. The room instead of the own page goes through a talk: somebody else
may hold the phone.
"""

from __future__ import annotations

from bot.conversation.command import CaseCtx, NoArgs, Outcome, Reply, UnitCtx, command
from bot.i18n import T
from bot.messages import Say
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
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
    to_coordinator = Say(room_id=ctx.coordinator_page.id, body=words.chose_page(ctx, ctx.sender))
    return (ctx.say(T("youth.now_page")), to_coordinator)
