"""Fills a bot's database with open cases, as the commands that open one leave it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversation.contexts import BOT
from bot.core import Core
from bot.rules import case as rules
from bot.rules import retention
from bot.rules.calendar import morning
from bot.rules.case import Case, State
from bot.rules.consent import Grant
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import person
from storage.scoped import UnitStore
from storage.tables import Case as CaseRow
from storage.tables import Room

_KINDS = frozenset({"school", "crime_and_company"})
_ACTORS = {"petra": "police", "sven": "social_services"}
_AT_ONCE = 50


def add(core: Core, *, first: int, last: int) -> None:
    """Add the cases numbered from ``first`` up to ``last``, open and with a task each.

    A police officer and a social worker are in all of them, and each has a youth of its own; they have no Matrix
    account, so that the coordinator and the bot are alone in the room.
    """
    clock = core.clock
    unit_id = core.settings.units[0].id
    with core.db.unit() as session:
        people = person.People(session, unit_id)
        for handle, function in _ACTORS.items():
            if people.find(handle) is None:
                people.add(_person(unit_id, handle, Role.ACTOR, function), now=clock.now())
    for begin in range(first, last, _AT_ONCE):
        with core.db.unit() as session:
            for number in range(begin, min(begin + _AT_ONCE, last)):
                _add(session, core, unit_id, number)


def rooms(session: Session) -> dict[str, tuple[str, str]]:
    """The id of each case room, with its alias and the code of its case; in the order of their codes."""
    query = select(Room.id, Room.alias, CaseRow.code).join(CaseRow, CaseRow.id == Room.case_id)
    query = query.where(Room.kind == RoomKind.CASE).order_by(CaseRow.code)
    return {room_id: (alias, code) for room_id, alias, code in session.execute(query)}


def code(number: int) -> str:
    """The code of a case."""
    return f"K-{number:04d}"


def _add(session: Session, core: Core, unit_id: str, number: int) -> None:
    clock: Clock = core.clock
    today = clock.today()
    profile = core.profile_of(unit_id)
    coordinator, second = core.settings.units[0].coordinators
    people = person.People(session, unit_id)
    owner = people.find(coordinator.handle)
    approver = people.find(second.handle)
    assert owner is not None
    assert approver is not None
    store = UnitStore(session, unit_id, owner.id, clock.now(), profile=profile)
    youth = store.people.add(_person(unit_id, f"alex{number}", Role.YOUTH, "youth"), now=clock.now())
    case = store.cases.add(
        Case(
            id="",
            unit_id=unit_id,
            code=code(number),
            key_id="",
            state=State.PROPOSED,
            age_band="15-17",
            initiator="school",
            coordinator_id=owner.id,
            created_on=today,
            information_meeting_on=today,
            information_meeting_held=True,
        )
    )
    own = store.of(case)
    for handle, function in _ACTORS.items():
        somebody = people.find(handle)
        assert somebody is not None
        own.actors.assign(function, somebody.id, today)
    own.actors.assign("youth", youth.id, today)
    own.consents.add(
        [
            Grant(
                id="",
                unit_id=unit_id,
                case_id=case.id,
                giver="youth",
                capacity="youth",
                function=function,
                kinds=_KINDS,
                starts_on=today,
                until=today + timedelta(days=180),
                method="paper",
                given_on=today,
                recorded_by=owner.id,
                approved_by=approver.id,
                recorded_at=clock.now(),
            )
            for function in _ACTORS.values()
        ]
    )
    own.save(rules.opened(case, scope=_KINDS, youth_choice="room", today=today))
    own.open_room(_KINDS)
    own.schedule("followup.prompt", case.id, morning(retention.followup_on(today, profile)))


def _person(unit_id: str, handle: str, role: Role, function: str) -> Person:
    return Person(
        id="",
        unit_id=unit_id,
        handle=handle,
        name=handle.capitalize(),
        role=role,
        function=function,
        matrix_id=None,
        language="sv",
        added_by=BOT,
        approved_by=BOT,
    )
