"""Names people, their roles, and rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.conversation.command import CaseCtx, UnitCtx
from bot.i18n import T, Text
from bot.rules.consent import Actor
from bot.rules.person import CHECKS, Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage.room import RoomView

_ROLE_NAMES = {
    Role.COORDINATOR: T("person.role_coordinator"),
    Role.SECOND: T("person.role_second"),
    Role.LEAD: T("person.role_lead"),
    Role.ACTOR: T("person.role_actor"),
    Role.YOUTH: T("person.role_youth"),
    Role.GUARDIAN: T("person.role_guardian"),
    Role.GUEST: T("person.role_guest"),
    Role.OPERATOR: T("person.role_operator"),
}


def of_room(ctx: CaseCtx, room: RoomView) -> str:
    """The name of a room of the case: the case's code, with the number of a side room (``K-7F2/1``)."""
    if room.number is None:
        return ctx.case.code
    return f"{ctx.case.code}/{room.number}"


def with_role(ctx: CaseCtx, person_id: str, key: str) -> Text:
    """A text about somebody, with their name and their role in the case."""
    person = ctx.facts.person(person_id)
    return T(key, name=person.name, function=role_in_case(ctx, person))


def role_in_case(ctx: CaseCtx, person: Person) -> Text:
    """What somebody is in the case: the function they stand for, else their role in the unit."""
    if person.role is Role.COORDINATOR:
        return T("person.role_coordinator")
    actors = ctx.facts.actors_of(person.id)
    if not actors:
        return role_in_unit(person.role)
    return of_actor(ctx, actors[0])


def told_apart(ctx: CaseCtx) -> Mapping[str, str | Text]:
    """What those who take part in a case are called in lists, by person id: their names, with what they stand for
    where two have the same first name."""
    ids = dict.fromkeys((ctx.case.coordinator_id, *(actor.person_id for actor in ctx.facts.actors)))
    people = [ctx.facts.by_id[person_id] for person_id in ids if person_id in ctx.facts.by_id]
    count = Counter(_first_name(person) for person in people)
    return {
        person.id: person.name
        if count[_first_name(person)] == 1
        else with_role(ctx, person.id, "card.somebody")
        for person in people
    }


def _first_name(person: Person) -> str:
    return (person.name.split() or [""])[0].casefold()


def of_actor(ctx: UnitCtx, actor: Actor) -> Text:
    """The function of an actor: ``polis``, or ``polis, ersättare``."""
    function = ctx.profile.function(actor.function).text
    if actor.deputy:
        return T("deputy.role", function=function)
    return function


def role_in_unit(role: Role) -> Text:
    """The name of a role in the unit: ``samordnare``."""
    return _ROLE_NAMES[role]


def in_office(person: Person) -> str:
    """The name of somebody in the office: young people and guardians by their short name."""
    if person.role in (Role.YOUTH, Role.GUARDIAN):
        return f"@{person.handle}"
    return person.name


def of_writer(ctx: UnitCtx) -> Text:
    """Who has written, as the coordinator is told: the family by what they are, professionals by name."""
    match ctx.sender.role:
        case Role.YOUTH:
            return T("youth.is_youth")
        case Role.GUARDIAN:
            return T("youth.is_guardian")
        case _:
            return T("youth.is_other", name=ctx.sender.name)


def of_any_room(ctx: UnitCtx, room: RoomView) -> Text:
    """The name of any room in the office."""
    if room.person_id is None:
        return of_room_in_command(ctx, room)
    return T("alarm.page", name=in_office(ctx.store.people.get(room.person_id)))


def of_room_in_command(ctx: UnitCtx, room: RoomView) -> Text:
    """How a command refers to a room: by a case's code, by whose page it is, or as the office."""
    return of_rooms_in_command(ctx, [room])[0]


def of_rooms_in_command(ctx: UnitCtx, rooms: Sequence[RoomView]) -> list[Text]:
    """How commands refer to many rooms, in their order."""
    codes = ctx.store.cases.codes_of({room.case_id for room in rooms if room.case_id is not None})
    shown = []
    for room in rooms:
        if room.kind is RoomKind.OFFICE:
            shown.append(T("alarm.office"))
        elif room.kind is RoomKind.OPERATORS:
            shown.append(T("trouble.room"))
        elif room.person_id is not None:
            shown.append(T("alarm.ref", ref=f"@{ctx.store.facts.person(room.person_id).handle}"))
        else:
            assert room.case_id is not None  # every other room is of a case
            code = codes[room.case_id]
            shown.append(T("alarm.ref", ref=code if room.number is None else f"{code}/{room.number}"))
    return shown


def how_checked(checked: str | None) -> Text:
    """How it was checked who somebody is, or that nobody has noted it."""
    for check in CHECKS:
        if check.id == checked:
            return check.text
    return T("person.not_checked")
