"""The words when people leave rooms of a case: to each room, and the last words to those who are out."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules.consent import Actor
from bot.rules.room import RoomKind, RoomState
from bot.services import circle
from bot.services.departure import Departure
from bot.wording import cards


def told(ctx: CaseCtx, departure: Departure, said: Text) -> Reply:
    """``said`` to each room that somebody has left, then the last words to those who leave.

    Other rooms hear nothing: that somebody was in a side room is only for those who were there. Where people
    did not talk before the change, no room hears anything.
    """
    rooms = _to_rooms(ctx, departure, said) if departure.was_talking else []
    if ctx.case.opened_on is None:
        return tuple(rooms)
    card: Reply = ()
    if departure.orphaned and departure.was_talking:
        card = cards.refreshed(ctx)
    return (*rooms, *card, *_to_leavers(ctx, departure))


def last_words(ctx: CaseCtx, actor: Actor, *, is_elsewhere: bool = False) -> tuple[Say, ...]:
    """The last words to somebody who is out, if they have an account; ``is_elsewhere``: they are still in
    another room of the case."""
    if ctx.store.people.get(actor.person_id).matrix_id is None:
        return ()
    body: Text | Lines
    if is_elsewhere:
        body = T("side.elsewhere", code=ctx.case.code)
    else:
        body = lines(
            T("consent.you_are_out", code=ctx.case.code),
            still_bound(ctx, actor),
            T("consent.ask_coordinator"),
        )
    return (Say(room_id=ctx.store.page(actor.person_id).id, body=body, quiet=True),)


def still_bound(ctx: CaseCtx, actor: Actor) -> Text | None:
    """What still binds somebody who is out: their promise, or the secrecy of their authority; nothing else
    does."""
    if actor.promised_on is not None:
        return T("consent.still_promised")
    if ctx.profile.function(actor.function).private:
        return None
    return T("consent.still_secret")


def _to_rooms(ctx: CaseCtx, departure: Departure, said: Text) -> list[Say]:
    """To each room that is not frozen: that somebody has left it, and in the case room which tasks have no
    owner."""
    was_anybody_in = any(departure.before.values())
    messages = []
    for room in ctx.store.rooms:
        if room.state is RoomState.FROZEN:
            continue
        is_case_room = room.kind is RoomKind.CASE
        words: list[Text] = []
        has_leavers = bool(departure.before.get(room.id, frozenset()) - departure.after[room.id])
        # Whoever was in no room has left the case all the same, and the case room hears of it
        if has_leavers or (is_case_room and not was_anybody_in):
            words.append(said)
        orphans = cards.about_tasks(departure.orphaned, "consent.orphans")
        if is_case_room and orphans is not None:
            words.append(orphans)
        if words:
            messages.append(Say(room_id=room.id, body=lines(*words)))
    return messages


def _to_leavers(ctx: CaseCtx, departure: Departure) -> list[Say]:
    """The last words, once to each, also when they stood for two functions. Whoever may stay in all the rooms
    they were in, for another reason, gets none."""
    remaining = frozenset[str]().union(*departure.after.values())
    leavers = circle.leavers(departure.before, departure.after)
    leaving = {
        actor.person_id: actor
        for actor in departure.leaving
        if actor.person_id in leavers or actor.person_id not in remaining
    }
    messages: list[Say] = []
    for person_id, actor in leaving.items():
        messages += last_words(ctx, actor, is_elsewhere=person_id in remaining)
    return messages
