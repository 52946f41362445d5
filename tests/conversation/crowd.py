"""Units of any size, in which every list is as long as the unit is large."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.core import ACCOUNT
from bot.rules.alarm import Cause
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.consultation import State as Asking
from bot.rules.meeting import Answer
from bot.rules.note import Note
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomState
from storage import consultation, room
from storage import member as members
from storage.scoped import CaseStore, UnitStore
from storage.tables import Identity, Room
from tests.bot.desk import Desk
from tests.rules.making import CASE, goal, grant, meeting, task
from tests.rules.making import person as somebody
from tests.services.devices import show
from tests.services.shared_case import opened
from tests.services.stores import unit_store

#: The case that commands are about. It has as many of everything as the unit has cases.
CODE = "K-7F2"

#: A case has few side rooms, and what changes a case looks at each of its rooms.
SIDE_ROOMS = 3

#: The states of the other cases, over and over, and whether their room is frozen.
STATES = (
    (State.PROPOSED, False),
    (State.ACTIVE, False),
    (State.ACTIVE, True),
    (State.FROZEN, True),
    (State.CLOSING, True),
    (State.CLOSED, True),
)


def crowd(desk: Desk, size: int) -> None:
    """Fill the unit ``norr``: ``size`` of everything there may be many of, in the unit and in its case
    :data:`CODE`."""
    desk.add("tom", Role.ACTOR, "trainer")
    focal = opened(desk)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session).of(focal)
        store.actors.assign("trainer", known(store, "tom").id, store.facts.today)
        for number in range(size):
            _add_to_case(session, desk, store, number)
            _add_case(session, desk, number)
            _add_guest(session, desk, number)
        _come_in(session, desk)


def known(store: UnitStore, handle: str) -> Person:
    """Somebody of the unit."""
    found = store.people.find(handle)
    assert found is not None
    return found


def _add_person(session: Session, store: CaseStore, handle: str, function: str) -> Person:
    """Somebody with one device that counts and one that does not, who is in no room yet."""
    new = somebody(handle, Role.ACTOR, function, id="", unit_id="norr", matrix_id=f"@{handle}:s")
    added = store.people.add(new, now=store.now)
    show(session, added, ["PHONE"], ["TABLET"])
    return added


def _add_to_case(session: Session, desk: Desk, store: CaseStore, number: int) -> None:
    """One more of everything that a case may have many of: somebody at school with a task, a meeting they
    answered, a consent that was taken back, a side room, and a line of its history."""
    now, today = store.now, desk.clock.today()
    added = _add_person(session, store, f"larare{number}", "school")
    store.actors.assign("school", added.id, today, beside=True)
    store.plan.add(task(0, owner_id=added.id), now=now)
    lisas = known(store, "lisa").id
    store.plan.add(task(0, owner_id=lisas), now=now)
    store.goals.add(goal(0))
    called = store.meetings.add(meeting(starts_at=now + timedelta(days=1 + number)))
    for person_id in (lisas, added.id):
        store.meetings.note_answer(called.id, person_id, Answer.YES, now)
    at = now + timedelta(seconds=number)
    given = grant("leisure", "school", starts_on=today, given_on=today, recorded_at=at, paper=f"SN {number}")
    gone = replace(given, unit_id="norr", case_id=store.case_id, withdrawn_at=at, withdrawn_by=added.id)
    store.consents.add([replace(gone, recorded_by=lisas)])
    if number < SIDE_ROOMS:
        store.add_side_room(frozenset({"school"}))
    store.audit(Action.CASE_NOTED, kind="savry", day=today.isoformat())


def _add_case(session: Session, desk: Desk, number: int) -> None:
    """One more case, with sealed words, people of its own, and lisa."""
    unit = unit_store(desk, session)
    state, is_frozen = STATES[number % len(STATES)]
    today = desk.clock.today()
    anna = known(unit, "anna")
    begun = replace(CASE, unit_id="norr", code=f"K-{100 + number}", coordinator_id=anna.id, created_on=today)
    store = unit.of(unit.cases.add(begun))
    noted = Note(kind="savry", day=today, by=anna.id)
    changed = replace(store.case, state=state, notes=(noted,), born="2010-05", information_meeting_held=True)
    if state is not State.PROPOSED:
        changed = replace(changed, opened_on=today, scope=frozenset({"school"}), reason="mål nått")
    store.save(replace(changed, dispose_on=today + timedelta(days=30) if state is State.CLOSED else None))
    youth = _add_person(session, store, f"ungdom{number}", "youth")
    for function, person in (("youth", youth), ("school", known(store, "lisa")), ("trainer", known(store, "tom"))):
        store.actors.assign(function, person.id, today)
    given = grant("trainer", "school", starts_on=today, given_on=today, recorded_at=store.now, witness="Lena")
    store.consents.add([replace(given, unit_id="norr", case_id=store.case_id)])
    store.plan.add(task(0, owner_id=known(store, "lisa").id), now=store.now)
    store.goals.add(goal(0))
    if state is not State.PROPOSED:
        room.mark_opened(session, store.room.id, f"!{store.room.alias}")
        if is_frozen:
            room.set_state(session, store.room.id, RoomState.FROZEN)
            session.get_one(Room, store.room.id).alarm = Cause.SETTINGS


def _add_guest(session: Session, desk: Desk, number: int) -> None:
    """One more who asks without saying whom it is about."""
    consultation.begin(
        session,
        "norr",
        f"@gast{number}:s",
        state=Asking.OPEN,
        language="sv",
        new_code=lambda _taken: f"A-{100 + number}",
        now=desk.clock.now(),
        today=desk.clock.today(),
    )


def _come_in(session: Session, desk: Desk) -> None:
    """Everybody is where they are wanted, and nothing is left to be compared or looked up."""
    for row in session.scalars(select(Room).where(Room.unit_id == "norr", Room.state != RoomState.LEFT)).all():
        wanted = desk.core.reconciler.wanted(session, row)
        if row.matrix_room is None and wanted:
            room.mark_opened(session, row.id, f"!{row.alias}")
        if row.matrix_room is not None:
            for user_id in sorted(wanted):
                members.note_membership(session, ACCOUNT, row.matrix_room, user_id, "join", desk.clock.now())
    session.execute(update(Room).values(dirty=False))
    session.execute(update(Identity).values(stale=False))
