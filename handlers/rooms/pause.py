"""A room pauses, and goes on: those in it hear of it before it falls silent.

The reason is the same whatever the cause, so that nobody can tell from it who has taken a consent back. Of a
case that is closed, and of an alarm, other words tell.
"""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import T
from bot.messages import Say, Urgency
from bot.rules.case import FROZEN_STATES, State
from bot.rules.roles import OWN_WORDS
from bot.services import circle
from bot.wording import cards, names
from storage.room import RoomView

#: How the tags of what is said of pauses begin; the newest of a room says whether it was told to pause.
_TAG = "still:"
_PAUSED = f"{_TAG}on"
_GOES_ON = f"{_TAG}off"


def tell(ctx: CaseCtx, room: RoomView, is_still: bool) -> Reply:
    """Say in a room that it pauses, before it freezes, or that it goes on, once it has thawed."""
    return _pauses(ctx, room) if is_still else _goes_on(ctx, room)


def _pauses(ctx: CaseCtx, room: RoomView) -> Reply:
    if ctx.facts.case.state in FROZEN_STATES - {State.FROZEN}:
        return ()
    emergency = ctx.profile.emergency
    to_room = Say(room_id=room.id, body=T("room.pauses", emergency=emergency), quiet=True, tag=_PAUSED)
    tag = f"{_PAUSED}:{ctx.case.id}:{ctx.today}"
    to_pages = []
    for person_id in sorted(circle.lingering(ctx.store, room)):
        person = ctx.facts.person(person_id)
        page = ctx.store.page(person_id)
        if ctx.store.is_shown(tag, page):
            continue
        body = T(
            "room.pauses_own" if person.role in OWN_WORDS else "room.pauses_page",
            room=names.of_room(ctx, room),
        )
        to_pages.append(
            Say(room_id=page.id, body=body, quiet=True, tag=tag, person_id=person_id, urgency=Urgency.CHANGE)
        )
    return (to_room, *to_pages)


def _goes_on(ctx: CaseCtx, room: RoomView) -> Reply:
    last = ctx.store.newest_tag(_TAG, room)
    if last is None or last.tag != _PAUSED:
        return ()
    card = cards.refreshed(ctx, rooms=(room,))  # what was changed meanwhile
    return (Say(room_id=room.id, body=T("room.goes_on"), quiet=True, tag=_GOES_ON), *card)
