"""The bot's rooms: the offices, own pages, case rooms and side rooms."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, bindparam, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, object_session

from bot.rules.room import Room as Place
from bot.rules.room import RoomKind, RoomState
from storage import sealed
from storage.memory import PASSING, Part, recall, recall_all
from storage.news import Awaited, note
from storage.tables import Account, Actor, Case, Member, Outbox, Room
from storage.tables.messages import is_unsent
from storage.tables.rooms import IS_LIVING, is_compared, is_uncompared

#: The kinds of rooms in which it is told what happens to a unit's rooms and people: each unit has one.
OFFICES = tuple(kind for kind in RoomKind if kind.is_office)


@dataclass(frozen=True, kw_only=True)
class RoomView:
    """A room, as everybody but storage and the reconciler sees it."""

    id: str
    unit_id: str
    kind: RoomKind
    case_id: str | None
    person_id: str | None
    matrix_room: str | None
    alias: str
    state: RoomState
    scope: frozenset[str]
    account_id: str
    key_id: str
    encrypted: bool  # seen in the room's state; never unset
    alarm: str | None = None  # why the bot says nothing there
    number: int | None = None  # of a side room within its case
    listens: bool = False  # somebody's next words there may answer what they were asked
    picture: str | None = None  # the digest of the one it has

    @property
    def place(self) -> Place:
        """As the rules see it."""
        return Place(
            id=self.id,
            kind=self.kind,
            unit_id=self.unit_id,
            case_id=self.case_id,
            person_id=self.person_id,
            scope=self.scope,
            state=self.state,
        )


def view(row: Room) -> RoomView:
    """A row as a frozen view."""
    return RoomView(
        id=row.id,
        unit_id=row.unit_id,
        kind=row.kind,
        case_id=row.case_id,
        person_id=row.person_id,
        matrix_room=row.matrix_room,
        alias=row.alias,
        state=row.state,
        scope=_scope_of(row),
        account_id=row.account_id,
        key_id=row.key_id,
        encrypted=row.encrypted,
        alarm=row.alarm,
        number=row.number,
        listens=row.listens,
        picture=row.picture,
    )


def _scope_of(row: Room) -> frozenset[str]:
    if row.scope_sealed is None:
        return frozenset()
    session = object_session(row)
    assert session is not None
    return frozenset(
        sealed.unseal_facts(session, row.key_id, row.scope_sealed, f"room.scope:{row.id}")["scope"]
    )


def _seal_scope(session: Session, row: Room, scope: Collection[str]) -> None:
    """Seal what a room is about. Offices and pages are about nothing in particular."""
    row.scope_sealed = None
    if scope:
        facts = {"scope": sorted(scope)}
        row.scope_sealed = sealed.seal_facts(session, row.key_id, facts, f"room.scope:{row.id}")


def add(
    session: Session,
    *,
    account_id: str,
    unit_id: str,
    kind: RoomKind,
    key_id: str,
    case_id: str | None = None,
    person_id: str | None = None,
    scope: Collection[str] = (),
    number: int | None = None,
) -> RoomView:
    """Add a room; the reconciler opens it when somebody is wanted in it."""
    row = Room(
        id=secrets.token_hex(16),
        account_id=account_id,
        unit_id=unit_id,
        kind=kind,
        case_id=case_id,
        person_id=person_id,
        key_id=key_id,
        alias=secrets.token_hex(12),
        state=RoomState.PLANNED,
        number=number,
        encrypted=False,
        dirty=True,
    )
    _seal_scope(session, row, scope)
    session.add(row)
    session.flush()
    return view(row)


def get(session: Session, room_id: str) -> RoomView:
    """One room."""
    parts = (Part(Room, "id", room_id),)
    return recall(session, ("room", room_id), parts, lambda: view(session.get_one(Room, room_id)))


def office(session: Session, unit_id: str) -> RoomView:
    """The office of a unit; of those who run the bot, their room."""

    def read() -> RoomView:
        query = select(Room).where(Room.unit_id == unit_id, Room.kind.in_(OFFICES))
        return view(session.scalars(query).one())

    return recall(session, ("office", unit_id), (Part(Room, "unit_id", unit_id),), read)


def page(session: Session, person_id: str) -> RoomView:
    """Somebody's own page."""

    def read() -> RoomView:
        query = select(Room).where(Room.person_id == person_id, Room.kind == RoomKind.PAGE)
        return view(session.scalars(query).one())

    return recall(session, ("page", person_id), (Part(Room, "person_id", person_id),), read)


def of_case(session: Session, case_id: str) -> RoomView | None:
    """The case room of a case."""
    return next((room for room in _of_case(session, case_id) if room.kind is RoomKind.CASE), None)


def of_cases(session: Session, case_ids: Collection[str]) -> dict[str, RoomView]:
    """The case rooms of many cases, by case id; at most one statement."""
    return {
        case_id: room
        for case_id, rooms in _of_cases(session, case_ids).items()
        for room in rooms
        if room.kind is RoomKind.CASE
    }


def living_of_cases(session: Session, case_ids: Collection[str]) -> dict[str, list[RoomView]]:
    """The living rooms of many cases as in :func:`living`, by case id; at most one statement."""
    return {case_id: _living(rooms) for case_id, rooms in _of_cases(session, case_ids).items()}


def living(session: Session, case_id: str) -> list[RoomView]:
    """The rooms of a case that are not given up or left: the case room, then its side rooms by number."""
    return _living(_of_case(session, case_id))


def _living(found: Iterable[RoomView]) -> list[RoomView]:
    living_rooms = (
        room
        for room in found
        if room.kind in (RoomKind.CASE, RoomKind.SIDE) and room.state is not RoomState.LEFT
    )
    return sorted(living_rooms, key=lambda one: one.number or 0)


def ever(session: Session, case_id: str) -> list[RoomView]:
    """Every room a case has had, also those given up: the case room, then its side rooms by number.

    Where a room took the place of another, only the newer one is listed.
    """
    had = [
        room
        for room in _of_case(session, case_id)
        if room.kind is not RoomKind.OLD or room.number is not None
    ]
    found = sorted(had, key=lambda one: one.kind is not RoomKind.OLD)
    return sorted({one.number: one for one in found}.values(), key=lambda one: one.number or 0)


def _of_case(session: Session, case_id: str) -> Sequence[RoomView]:
    """Every room of a case, in no order that means anything."""
    return _of_cases(session, [case_id])[case_id]


def _of_cases(session: Session, case_ids: Collection[str]) -> Mapping[str, Sequence[RoomView]]:
    """Every room of many cases, by case id."""

    def read(missing: Collection[str]) -> Mapping[str, Sequence[RoomView]]:
        found: dict[str, list[RoomView]] = {case_id: [] for case_id in missing}
        query = select(Room).where(Room.case_id.in_(missing)).order_by(Room.id)
        theirs = session.scalars(query).all()
        sealed.take_keys(session, {row.key_id for row in theirs if row.scope_sealed is not None})
        for row in theirs:
            if row.case_id is not None:
                found[row.case_id].append(view(row))
        return found

    wanted = {
        case_id: (("rooms of case", case_id), (Part(Room, "case_id", case_id),)) for case_id in case_ids
    }
    return recall_all(session, wanted, read)


def add_side_room(session: Session, *, beside: str, scope: Sequence[str]) -> RoomView:
    """Add a side room to the case of a room, with the next number; a number is never used twice."""
    case_room = session.get_one(Room, beside)
    last = session.scalar(select(func.max(Room.number)).where(Room.case_id == case_room.case_id)) or 0
    return add(
        session,
        account_id=case_room.account_id,
        unit_id=case_room.unit_id,
        kind=RoomKind.SIDE,
        key_id=case_room.key_id,
        case_id=case_room.case_id,
        scope=scope,
        number=last + 1,
    )


def give_up(session: Session, room_id: str) -> None:
    """Give up a room: nobody is wanted there any more."""
    row = session.get_one(Room, room_id)
    row.kind = RoomKind.OLD
    row.dirty = True
    session.flush()


def at(session: Session, account_id: str, matrix_room: str) -> Room | None:
    """The row of a Matrix room that an account has not left."""
    query = select(Room).where(
        Room.account_id == account_id, Room.matrix_room == matrix_room, Room.state != RoomState.LEFT
    )
    return session.scalars(query).first()


def all_at(session: Session, account_id: str, matrix_rooms: Collection[str]) -> dict[str, Room]:
    """The rows of those of some Matrix rooms that are an account's and not left, by Matrix room."""
    if not matrix_rooms:
        return {}
    query = select(Room).where(
        Room.account_id == account_id, Room.matrix_room.in_(matrix_rooms), Room.state != RoomState.LEFT
    )
    return {str(row.matrix_room): row for row in session.scalars(query)}


def adopt(session: Session, account_id: str, matrix_room: str) -> None:
    """Store a room that somebody else made as open. Only the stage's embedded people join such rooms."""
    row = session.scalars(
        select(Room).where(Room.account_id == account_id, Room.matrix_room == matrix_room)
    ).first()
    if row is None:
        key_id = session.get_one(Account, account_id).key_id
        row = session.get_one(
            Room, add(session, account_id=account_id, unit_id="", kind=RoomKind.PAGE, key_id=key_id).id
        )
        row.matrix_room = matrix_room
    row.state = RoomState.OPEN
    session.flush()


def left_for_good(session: Session, account_id: str) -> set[str]:
    """The Matrix rooms an account has left for good."""
    query = select(Room.matrix_room).where(Room.account_id == account_id, Room.state == RoomState.LEFT)
    return {matrix_room for matrix_room in session.scalars(query) if matrix_room is not None}


def rows(session: Session, *, dirty: bool | None = None) -> Sequence[Room]:
    """The rooms that are not left; with ``dirty``, only those whose members are, or are not, to be
    compared at once."""
    query = select(Room).where(IS_LIVING).order_by(Room.id)
    if dirty is not None:
        query = query.where(Room.dirty == dirty)
    return session.scalars(query).all()


def unit_ids(session: Session) -> set[str]:
    """The units that have rooms which are not left."""
    return set(session.scalars(select(Room.unit_id).where(IS_LIVING).distinct()))


def uncompared(session: Session, today: date, *, most: int) -> Sequence[Room]:
    """Some of the rooms that are to be compared before anything new is said there; first those where
    something waits."""
    waits = Room.id.in_(select(Outbox.room_id).where(is_unsent(Outbox)))
    query = select(Room).where(is_uncompared(bindparam("today", today, Date())))
    return session.scalars(query.order_by(waits.desc(), Room.id).limit(most)).all()


def compared_before(session: Session, day: date, *, most: int) -> Sequence[Room]:
    """Some of the rooms that were last compared before a day and need not be, those first where it is longest
    ago."""
    query = select(Room).where(IS_LIVING, Room.compared_on < day, is_compared(bindparam("day", day, Date())))
    return session.scalars(query.order_by(Room.compared_on, Room.id).limit(most)).all()


def mark_uncompared(session: Session, *, unit_id: str | None = None, alarm: str | None = None) -> None:
    """Have rooms compared in their turn before anything new is said there: of a unit, or under an alarm."""
    statement = update(Room).where(IS_LIVING)
    if unit_id is not None:
        statement = statement.where(Room.unit_id == unit_id)
    if alarm is not None:
        statement = statement.where(Room.alarm == alarm)
    session.execute(statement.values(compared_on=None), execution_options={PASSING: True})
    _note_uncertain(session)


def _note_uncertain(session: Session) -> None:
    """Have the desk compare rooms, and the outbox look again what may go to them until then."""
    note(session, Awaited.DESK)
    note(session, Awaited.OUTBOX)


def has_office(session: Session, unit_id: str) -> bool:
    """Whether a unit has its office; those who run the bot, their room."""
    found = exists().where(Room.unit_id == unit_id, Room.kind.in_(OFFICES), IS_LIVING)
    return bool(session.scalar(select(found)))


def mark_dirty(
    session: Session,
    *,
    case_id: str | None = None,
    unit_id: str | None = None,
    matrix_room: str | None = None,
) -> None:
    """Have the reconciler compare the members of rooms at once: of a case, of a unit, of one Matrix room, or
    of all rooms."""
    statement = update(Room)
    if case_id is not None:
        statement = statement.where(Room.case_id == case_id)
    if unit_id is not None:
        statement = statement.where(Room.unit_id == unit_id)
    if matrix_room is not None:
        statement = statement.where(Room.matrix_room == matrix_room)
    session.execute(statement.values(dirty=True), execution_options={PASSING: True})
    _note_uncertain(session)


def mark_dirty_for(session: Session, unit_id: str, person_id: str) -> None:
    """Have the rooms compared at once in which somebody may be wanted: the office, their own page, and those of
    the cases that they are named in or coordinate."""
    named = select(Actor.case_id).where(Actor.person_id == person_id)
    coordinated = select(Case.id).where(Case.unit_id == unit_id, Case.coordinator_id == person_id)
    theirs = or_(
        Room.kind == RoomKind.OFFICE,
        Room.person_id == person_id,
        Room.case_id.in_(named),
        Room.case_id.in_(coordinated),
    )
    statement = update(Room).where(Room.unit_id == unit_id, theirs)
    # Not in Python: the session need not hold what the conditions look up
    options = {PASSING: True, "synchronize_session": "fetch"}
    session.execute(statement.values(dirty=True), execution_options=options)
    _note_uncertain(session)


def mark_opened(session: Session, room_id: str, matrix_room: str) -> None:
    """Mark a room open, with the id the homeserver gave it."""
    row = session.get_one(Room, room_id)
    row.matrix_room = matrix_room
    row.state = RoomState.OPEN
    row.encrypted = True
    row.dirty = True


def set_state(session: Session, room_id: str, state: RoomState) -> None:
    """Set a room's state. The members of a room that is left are forgotten."""
    row = session.get_one(Room, room_id)
    row.state = state
    if state is RoomState.LEFT and row.matrix_room is not None:
        session.execute(delete(Member).where(Member.matrix_room == row.matrix_room))


def set_scope(session: Session, room_id: str, scope: Sequence[str]) -> None:
    """Set the kinds of information a room is about."""
    row = session.get_one(Room, room_id)
    _seal_scope(session, row, scope)
    row.dirty = True
