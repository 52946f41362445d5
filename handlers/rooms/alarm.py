"""A room under attack: what is said there and to the coordinator, and the command that ends the alarm.

The bot stops speaking in the room by itself, freezes it, and removes who must not be there; only a coordinator's word
lets it go on. A room that cannot be mended is given up, and a fresh one takes its place.
"""

from __future__ import annotations

from typing import Annotated

from bot.conversation.arguments import Arg, Rest
from bot.conversation.command import Args, Reply, UnitCtx, command, refuse, when_due
from bot.i18n import T, Text, lines, say
from bot.messages import Pin, Say, Urgency
from bot.rules import membership
from bot.rules.alarm import BEYOND_REPAIR, Cause
from bot.rules.audit import Action
from bot.rules.people import Person, coordinators
from bot.rules.roles import Duty, Role
from bot.rules.room import RoomKind, Why
from storage.alarm import REWOUND, TELL
from storage.room import RoomView


@when_due(TELL)
def tell(ctx: UnitCtx, subject: str) -> Reply:
    """Warn those in the room, after the stranger is out and nobody can write; tell the coordinator what to do."""
    where = ctx.store.alarms.get(subject)
    if where.alarm is None or where.kind is RoomKind.OLD:
        return ()
    cause = Cause(where.alarm)
    if cause is Cause.RESTORED:  # kontoret is told once for all rooms, by whoever restored us
        return (Say(room_id=where.id, body=T("alarm.room_restored"), urgency=Urgency.ALARM, tag=f"alarm:{where.id}"),)
    in_charge = responsible(ctx, where)
    do = T("alarm.do_fresh" if cause in BEYOND_REPAIR else "alarm.do_thaw", ref=_ref(ctx, where))
    body = lines(T(f"alarm.told_{cause}", place=called(ctx, where)), do)
    told = [Say(room_id=ctx.store.office.id, body=body, urgency=Urgency.ALARM, mentions=tuple(p.id for p in in_charge))]
    pages = [ctx.store.page(person.id) for person in in_charge]
    told += [Say(room_id=page.id, body=body, urgency=Urgency.ALARM) for page in pages if page.id != where.id]
    if cause is not Cause.OUT:
        told.insert(
            0, Say(room_id=where.id, body=_warning(ctx, where, cause), urgency=Urgency.ALARM, tag=f"alarm:{where.id}")
        )
    if cause in BEYOND_REPAIR and where.kind.of_case:
        # A frozen room cannot be trusted to stay so: they are told where only they can read it
        others = [person for person in _inside(ctx, where) if person.id not in {one.id for one in in_charge}]
        told += [
            Say(
                room_id=ctx.store.page(person.id).id,
                body=T("alarm.stay_away"),
                urgency=Urgency.QUESTION,
                person_id=person.id,
            )
            for person in others
        ]
    return tuple(told)


@when_due(REWOUND)
def rewound(ctx: UnitCtx, _unit: str) -> Reply:
    """Tell the office that the homeserver has forgotten what came after its last copy."""
    mentions = tuple(person.id for person in coordinators(ctx.store.people.all(), ctx.unit_id))
    return (Say(room_id=ctx.store.office.id, body=T("alarm.rewound"), urgency=Urgency.ALARM, mentions=mentions),)


class Which(Args):
    """Which room: a case code, kontoret, or whose page."""

    place: Annotated[str | None, Arg(reads=Rest())] = None


@command(sv="tina upp", en="thaw", needs=Duty.MANAGE_ROOM, where=(RoomKind.OFFICE, RoomKind.PAGE))
def thaw(ctx: UnitCtx, args: Which) -> Reply:
    """End the alarm in a room, or open a fresh one in its place when it is lost."""
    where = _which(ctx, args.place)
    place, alarms = called(ctx, where), ctx.store.alarms
    lost = Cause(where.alarm or "") in BEYOND_REPAIR
    if not lost and (alarms.has_removals(where.id) or len(_inside(ctx, where)) < len(alarms.inside(where.id))):
        raise refuse("alarm.still_in", place=place)
    names = [person.name for person in _inside(ctx, where)]
    inside = T("alarm.inside", names=names) if names else T("alarm.inside_nobody")
    preview = T("alarm.fresh_preview" if lost else "alarm.thaw_preview", place=place)
    ctx.confirm(lines(preview, None if lost else inside))
    ctx.store.audit(Action.ROOM_THAWED, room=where.id, fresh=lost)
    if lost:
        alarms.replace(where.id)
        return (ctx.say(T("alarm.fresh", place=place)),)
    alarms.end(where.id)
    why = _frozen_anyway(ctx, where)
    if why is not None:
        return (ctx.say(T("alarm.still_frozen", place=place, why=why.text)),)
    again = Say(room_id=where.id, body=T("alarm.thawed_page" if where.kind is RoomKind.PAGE else "alarm.thawed_room"))
    told = [ctx.say(T("alarm.thawed", place=place)), *([] if where.kind is RoomKind.OFFICE else [again])]
    # What others pinned was taken down, and what we had pinned with it
    return (*told, Pin(room_id=where.id, tag=f"plan:{where.case_id}")) if where.kind is RoomKind.CASE else tuple(told)


def _frozen_anyway(ctx: UnitCtx, where: RoomView) -> Why | None:
    """Why a room stays frozen though its alarm is over: its case does not go on, or no consent lives."""
    case = next((case for case in ctx.store.cases.all() if case.id == where.case_id), None)
    if case is None:
        return None
    return membership.freezes(where.place, ctx.store.of(case).facts)


def _which(ctx: UnitCtx, said: str | None) -> RoomView:
    stopped = ctx.store.alarms.all()
    if not stopped:
        raise refuse("alarm.none")
    if said is None and len(stopped) == 1:
        return stopped[0]
    meant = _plain(said or "")
    for where in stopped:
        known = ("kontoret", "office") if where.kind is RoomKind.OFFICE else (_plain(say(_ref(ctx, where), "sv")),)
        if meant in known:
            return where
    raise refuse("alarm.which", places=[_ref(ctx, where) for where in stopped])


def _plain(words: str) -> str:
    return words.strip().lower().removeprefix("@").replace("-", "")


def _ref(ctx: UnitCtx, where: RoomView) -> Text:
    """What to call a room in a command."""
    if where.kind is RoomKind.OFFICE:
        return T("alarm.office")
    if where.person_id is not None:
        return T("alarm.ref", ref=f"@{ctx.store.people.get(where.person_id).handle}")
    return T("alarm.ref", ref=_code(ctx, where))


def called(ctx: UnitCtx, where: RoomView) -> Text:
    """What a room of any kind is called in kontoret."""
    if where.person_id is None:
        return _ref(ctx, where)
    owner = ctx.store.people.get(where.person_id)
    return T("alarm.page", name=f"@{owner.handle}" if owner.role in (Role.YOUTH, Role.GUARDIAN) else owner.name)


def _code(ctx: UnitCtx, where: RoomView) -> str:
    code = next(case.code for case in ctx.store.cases.all() if case.id == where.case_id)
    return code if where.number is None else f"{code}/{where.number}"


def responsible(ctx: UnitCtx, where: RoomView) -> list[Person]:
    """Who acts on what happens to a room: the coordinator of the case, or all of the unit."""
    everybody = coordinators(ctx.store.people.all(), ctx.unit_id)
    its_own = [case.coordinator_id for case in ctx.store.cases.all() if case.id == where.case_id]
    return [person for person in everybody if not its_own or person.id in its_own] or list(everybody)


def _inside(ctx: UnitCtx, where: RoomView) -> list[Person]:
    """Those in a room whom we know."""
    there = ctx.store.alarms.inside(where.id)
    return [person for person in ctx.store.people.all() if person.matrix_id in there]


def _warning(ctx: UnitCtx, where: RoomView, cause: Cause) -> Text:
    if cause in BEYOND_REPAIR:
        return T("alarm.room_lost")
    if cause is Cause.SETTINGS:
        return T("alarm.room_settings")
    if where.kind is RoomKind.OFFICE:
        return T("alarm.room_office")
    if where.kind is RoomKind.PAGE:
        return T("alarm.room_page", emergency=ctx.profile.emergency)
    return T("alarm.room_stranger")
