"""What is said when people leave rooms of a case: to each room, and the last words to those who are out."""

from __future__ import annotations

from bot.conversation.command import CaseCtx, Reply
from bot.i18n import Lines, T, Text, lines
from bot.messages import Say
from bot.rules.consent import Actor
from bot.rules.room import RoomKind, RoomState
from bot.services.departure import Departure
from bot.wording import cards


def told(ctx: CaseCtx, departure: Departure, said: Text) -> Reply:
    """Words to each room that somebody is no longer in (``said``), then to those who leave.

    Others hear nothing of it: that somebody was in a side room is for those who were there. Where people did not talk
    before the change, the rooms hear nothing more.
    """
    rooms = _to_rooms(ctx, departure, said) if departure.was_talking else []
    if ctx.case.opened_on is None:
        return tuple(rooms)
    card = cards.refreshed(ctx) if departure.orphaned and departure.was_talking else ()
    return (*rooms, *card, *_to_those_who_leave(ctx, departure))


def last_words(ctx: CaseCtx, actor: Actor, *, is_elsewhere: bool = False) -> tuple[Say, ...]:
    """The last words to somebody who is not in the case any more, if they can be reached; ``is_elsewhere``: they are in
    another room of it still."""
    if ctx.store.people.get(actor.person_id).matrix_id is None:
        return ()
    body: Text | Lines
    if is_elsewhere:
        body = T("side.elsewhere", code=ctx.case.code)
    else:
        body = lines(
            T("consent.you_are_out", code=ctx.case.code), still_bound(ctx, actor), T("consent.ask_coordinator")
        )
    return (Say(room_id=ctx.store.page(actor.person_id).id, body=body, quiet=True),)


def still_bound(ctx: CaseCtx, actor: Actor) -> Text | None:
    """What binds somebody who is out: an authority's secrecy, their own promise; nobody asks the family for one."""
    if actor.promised_on is not None:
        return T("consent.still_promised")
    if ctx.profile.function(actor.function).private:
        return None
    return T("consent.still_secret")


def _to_rooms(ctx: CaseCtx, departure: Departure, said: Text) -> list[Say]:
    found = []
    for room in ctx.store.rooms:
        if room.state is RoomState.FROZEN:
            continue
        is_case_room = room.kind is RoomKind.CASE
        gone = departure.before.get(room.id, frozenset()) - departure.after[room.id]
        about_them = gone or (is_case_room and not any(departure.before.values()))
        words = [
            said if about_them else None,
            cards.about_tasks(departure.orphaned, "consent.orphans") if is_case_room else None,
        ]
        if any(words):
            found.append(Say(room_id=room.id, body=lines(*words)))
    return found


def _to_those_who_leave(ctx: CaseCtx, departure: Departure) -> list[Say]:
    """Once to each, also to who stood for two functions; nothing to who is where they were, for another reason."""
    before = departure.before
    remaining = frozenset[str]().union(*departure.after.values())
    lost = frozenset[str]().union(*(before[room] - departure.after.get(room, frozenset()) for room in before))
    leaving = {
        actor.person_id: actor
        for actor in departure.leaving
        if actor.person_id in lost or actor.person_id not in remaining
    }
    found: list[Say] = []
    for person_id, actor in leaving.items():
        found += last_words(ctx, actor, is_elsewhere=person_id in remaining)
    return found
