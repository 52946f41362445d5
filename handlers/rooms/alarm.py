"""A room under attack: what is said there and to the coordinator, and the command that ends the alarm.

The bot stops speaking in the room by itself, freezes it, and removes who must not be there; only a
coordinator's word lets it go on. A room that cannot be mended is given up, and a fresh one takes its place.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from bot.conversation.arguments import Arg, Rest
from bot.conversation.command import Args, Outcome, Reply, UnitCtx, command, refuse, when_due
from bot.i18n import T, Text, lines, say
from bot.messages import Pin, Say, Urgency
from bot.rules.alarm import BEYOND_REPAIR, Cause
from bot.rules.person import coordinators
from bot.rules.roles import Duty
from bot.rules.room import RoomKind
from bot.services import alarm
from bot.wording import names
from storage.alarm import FRESH, REWOUND, TELL
from storage.room import RoomView

#: What the coordinator is told, by cause. Of a restored bot the office is told once for all rooms, by whoever
#: restored.
_TOLD = {
    Cause.SETTINGS: "alarm.told_settings",
    Cause.INVITED: "alarm.told_invited",
    Cause.STRANGER: "alarm.told_stranger",
    Cause.POWERLESS: "alarm.told_powerless",
    Cause.CREATOR: "alarm.told_creator",
    Cause.UPGRADED: "alarm.told_upgraded",
    Cause.OUT: "alarm.told_out",
}


@when_due(TELL)
def tell(ctx: UnitCtx, subject: str) -> Reply:
    """Warn those in the room, after the stranger is out and nobody can write; tell the coordinator what to
    do."""
    room = ctx.store.alarms.get(subject)
    if room.alarm is None or room.kind is RoomKind.OLD:
        return ()
    cause = Cause(room.alarm)
    if cause is Cause.RESTORED:
        return (_to_room(room, T("alarm.room_restored")),)
    if room.kind is RoomKind.OPERATORS:
        alarm.plan_fresh(ctx.store, room)
        return (_to_room(room, T("trouble.alarm")),)
    in_charge = {person.id: person for person in alarm.responsible(ctx.store, room)}
    do = "alarm.do_fresh" if cause in BEYOND_REPAIR else "alarm.do_thaw"
    body = lines(
        T(_TOLD[cause], place=names.of_any_room(ctx, room)), T(do, ref=names.of_room_in_command(ctx, room))
    )
    told: list[Say] = []
    if cause is not Cause.OUT:
        told.append(_to_room(room, _warning(ctx, room, cause)))
    told.append(Say(room_id=ctx.store.office.id, body=body, urgency=Urgency.ALARM, mentions=tuple(in_charge)))
    for person_id in in_charge:
        page = ctx.store.page(person_id)
        if page.id != room.id:
            told.append(Say(room_id=page.id, body=body, urgency=Urgency.ALARM))
    if cause in BEYOND_REPAIR and room.kind.of_case:
        told += _to_others(ctx, room, in_charge)
    return tuple(told)


@when_due(FRESH)
def replace_operators_room(ctx: UnitCtx, subject: str) -> Reply:
    """Open a fresh room for those who run the bot in place of one under alarm: they have no command for it."""
    alarm.replace(ctx.store, subject)
    return ()


@when_due(REWOUND)
def tell_rewound(ctx: UnitCtx, _unit: str) -> Reply:
    """Tell the office that the homeserver has forgotten what came after its last copy."""
    mentions = tuple(person.id for person in coordinators(ctx.store.facts.people, ctx.unit_id))
    return (
        Say(room_id=ctx.store.office.id, body=T("alarm.rewound"), urgency=Urgency.ALARM, mentions=mentions),
    )


class Which(Args):
    """Which room: a case code, the office, or whose page."""

    place: Annotated[str | None, Arg(reads=Rest())] = None


@command(sv="tina upp", en="thaw", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE, RoomKind.PAGE))
def thaw(ctx: UnitCtx, args: Which) -> Outcome:
    """End the alarm in a room, or open a fresh one in its place when it is lost."""
    room = _which(ctx, args.place)
    place = names.of_any_room(ctx, room)
    forecast = alarm.forecast(ctx.store, room)
    if not forecast.replaces and not forecast.is_cleared:
        raise refuse("alarm.still_in", place=place)
    if forecast.replaces:
        preview = lines(T("alarm.fresh_preview", place=place))
    else:
        inside = [person.name for person in forecast.inside]
        who = T("alarm.inside", names=inside) if inside else T("alarm.inside_nobody")
        preview = lines(T("alarm.thaw_preview", place=place), who)
    asked = ctx.still_to_agree(preview)
    if asked is not None:
        return asked
    ended = alarm.end(ctx.store, room)
    if ended.replaced:
        return (ctx.say(T("alarm.fresh", place=place)),)
    if ended.frozen is not None:
        return (ctx.say(T("alarm.still_frozen", place=place, why=ended.frozen.text)),)
    thawed = ctx.say(T("alarm.thawed", place=place))
    match room.kind:
        case RoomKind.OFFICE:
            return (thawed,)
        case RoomKind.PAGE:
            return (thawed, Say(room_id=room.id, body=T("alarm.thawed_page")))
        case RoomKind.CASE:
            # What others pinned was taken down, and what we had pinned with it
            pin = Pin(room_id=room.id, tag=f"plan:{room.case_id}")
            return (thawed, Say(room_id=room.id, body=T("alarm.thawed_room")), pin)
        case _:
            return (thawed, Say(room_id=room.id, body=T("alarm.thawed_room")))


def _which(ctx: UnitCtx, said: str | None) -> RoomView:
    """The room under alarm that is meant; the only one needs no name. Refused when it is none of them."""
    stopped = ctx.store.alarms.all()
    if not stopped:
        raise refuse("alarm.none")
    if said is None and len(stopped) == 1:
        return stopped[0]
    places = names.of_rooms_in_command(ctx, stopped)
    meant = _plain(said or "")
    for room, place in zip(stopped, places, strict=True):
        if meant in _names(room, place):
            return room
    raise refuse("alarm.which", places=places)


def _names(room: RoomView, place: Text) -> tuple[str, ...]:
    """What a coordinator may call a room, in plain letters."""
    if room.kind is RoomKind.OFFICE:
        return ("kontoret", "office")
    return (_plain(say(place, "sv")),)


def _plain(words: str) -> str:
    return words.strip().lower().removeprefix("@").replace("-", "")


def _to_room(room: RoomView, body: Text) -> Say:
    """Words that a room under alarm may still hear."""
    return Say(room_id=room.id, body=body, urgency=Urgency.ALARM, tag=f"alarm:{room.id}")


def _to_others(ctx: UnitCtx, room: RoomView, in_charge: Collection[str]) -> list[Say]:
    """Words to everybody else in a lost room, where only they read it: it cannot be trusted to stay
    frozen."""
    return [
        Say(
            room_id=ctx.store.page(person.id).id,
            body=T("alarm.stay_away"),
            urgency=Urgency.QUESTION,
            person_id=person.id,
        )
        for person in alarm.known_inside(ctx.store, room)
        if person.id not in in_charge
    ]


def _warning(ctx: UnitCtx, room: RoomView, cause: Cause) -> Text:
    if cause in BEYOND_REPAIR:
        return T("alarm.room_lost")
    if cause is Cause.SETTINGS:
        return T("alarm.room_settings")
    if room.kind is RoomKind.OFFICE:
        return T("alarm.room_office")
    if room.kind is RoomKind.PAGE:
        return T("alarm.room_page", emergency=ctx.profile.emergency)
    return T("alarm.room_stranger")
