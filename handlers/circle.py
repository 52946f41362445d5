"""Who is in which room of a case today, as the rules compute it, and how that is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from bot.conversation.arguments import Word
from bot.conversation.command import CaseCtx, UnitCtx
from bot.i18n import T, Text
from bot.rules import membership
from bot.rules.case import Case, State
from bot.rules.consent import Actor, Kinds, covered_functions
from bot.rules.membership import Room, Why
from bot.rules.people import Person
from bot.rules.roles import Role
from bot.rules.room import RoomState
from handlers.people import device
from storage.room import RoomView

#: Said with a command that changes who is in a room: only show what it would do.
SHOW = Word(("--visa", "--show", "visa", "show"))

#: By room: which of some people may be in it.
Seats = Mapping[str, frozenset[str]]


def inside(ctx: CaseCtx, where: RoomView, beside: Sequence[Actor] = (), day: date | None = None) -> Mapping[str, Why]:
    """Who may be in a room today (or that ``day``), by person id; as if those ``beside`` stood for something too."""
    return _inside(ctx, (where,), beside, day)[where.id]


def outside(ctx: CaseCtx, where: RoomView) -> Mapping[str, Why]:
    """Who stands for something and is not in a room today, by person id, and why."""
    facts = (ctx.store.consents.all(), ctx.store.actors.all(), ctx.store.people.all(), ctx.profile, ctx.today)
    return membership.excluded(where.place, ctx.store.case, *facts)


def seats(ctx: CaseCtx, people: Collection[str], beside: Sequence[Actor] = (), day: date | None = None) -> Seats:
    """Where some people may be today: asked before and after a change, it tells who leaves what."""
    found = _inside(ctx, ctx.store.rooms, beside, day)
    return {room_id: frozenset(people) & those.keys() for room_id, those in found.items()}


def heard(ctx: CaseCtx) -> Mapping[str, Kinds]:
    """What each function may hear in the case today, whoever stands for it."""
    return covered_functions(ctx.store.consents.all(), ctx.case.age_band, ctx.profile, ctx.case.id, ctx.today)


def talks(ctx: CaseCtx) -> bool:
    """Whether people talk in the case room: the case goes on, and the room is not still."""
    return ctx.case.state is State.ACTIVE and ctx.store.room.state is not RoomState.FROZEN


def called(ctx: CaseCtx, where: RoomView) -> str:
    """What a room of the case is called: its code, with the number of a side room."""
    return ctx.case.code if where.number is None else f"{ctx.case.code}/{where.number}"


def shown(ctx: CaseCtx, place: Room, case: Case, without: Collection[str] = ()) -> list[Text]:
    """Who would come into a room, who would not and why, and who of them cannot read yet; ``without`` these actors."""
    actors = [actor for actor in ctx.store.actors.all() if actor.id not in without]
    facts = (ctx.store.consents.all(), actors, ctx.store.people.all(), ctx.profile, ctx.today)
    coming = membership.wanted(place, case, *facts)
    staying = membership.excluded(place, case, *facts)
    return [
        *(named(ctx, person_id, "room.comes") for person_id in coming),
        *(stays(ctx, subject, why) for subject, why in staying.items()),
        *device.cannot_read(ctx, map(ctx.store.people.get, coming), why=True),
    ]


def named(ctx: CaseCtx, person_id: str, key: str) -> Text:
    """A text about somebody, with their name and what they are in the case."""
    person = ctx.store.people.get(person_id)
    return T(key, name=person.name, function=role(ctx, person))


def stays(ctx: CaseCtx, subject: str, why: Why) -> Text:
    """Why somebody, or whoever stands for a function, does not come in."""
    try:
        name = ctx.store.people.get(subject).name
    except LookupError:
        return T("room.stays_function", why=why.text)
    return T("room.stays", name=name, why=why.text)


def role(ctx: CaseCtx, person: Person) -> Text:
    """What somebody is in the case: the function they stand for, else what they are here."""
    if person.role is Role.COORDINATOR:
        return T("person.role_coordinator")
    found = next((actor for actor in ctx.store.actors.all() if actor.person_id == person.id), None)
    if found is None:
        return T(f"person.role_{person.role}")
    return stands_for(ctx, found)


def stands_for(ctx: UnitCtx, actor: Actor) -> Text:
    """What somebody is named for: ``polis``, or ``polis, ersättare``."""
    function = ctx.profile.function(actor.function).text
    return T("deputy.role", function=function) if actor.deputy else function


def _inside(
    ctx: CaseCtx, rooms: Sequence[RoomView], beside: Sequence[Actor], day: date | None
) -> dict[str, Mapping[str, Why]]:
    """By room. What is known of the case is read once for all of them: everybody's name is opened for it."""
    actors = [*ctx.store.actors.all(), *beside]
    facts = (ctx.store.consents.all(), actors, ctx.store.people.all(), ctx.profile, day or ctx.today)
    case = ctx.store.case
    return {where.id: membership.wanted(where.place, case, *facts) for where in rooms}
