"""Rooms: added, opened, given up and left."""

from __future__ import annotations

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import NoResultFound

from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import member as members
from storage import room
from storage.person import People
from storage.tables import Room
from tests.storage.conftest import NOW, TODAY, World
from tests.storage.rows import room_at


def test_a_room_is_planned_opened_and_left(world: World) -> None:
    anna = world.person("anna")
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        found = room.of_case(session, case.id)
        assert found is not None
        assert (found.kind, found.state, found.matrix_room, found.scope) == (
            RoomKind.CASE,
            RoomState.PLANNED,
            None,
            frozenset(),
        )
        room.set_scope(session, found.id, ["school", "family"])
        room.mark_opened(session, found.id, "!case:s")
        opened = room_at(session, "!case:s")
        assert (opened.id, opened.state, opened.scope) == (found.id, RoomState.OPEN, frozenset({"family", "school"}))
        assert session.get_one(Room, found.id).encrypted
        members.note_membership(session, "bot", "!case:s", "@anna:s", "join", NOW)
        room.set_state(session, found.id, RoomState.LEFT)
        assert room.at(session, "bot", "!case:s") is None
        assert members.memberships(session, "!case:s") == {}
        assert found.id not in {row.id for row in room.rows(session)}


def test_side_rooms_are_numbered_once_and_for_all(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        store = world.store(session, case)
        first, second = store.add_side_room(frozenset({"school"})), store.add_side_room(frozenset({"family"}))
        assert [(where.kind, where.number) for where in store.rooms] == [("case", None), ("side", 1), ("side", 2)]
        assert first.scope == {"school"}
        store.close_side_room(second.id)
        assert [where.number for where in store.rooms] == [None, 1]
        assert store.add_side_room(frozenset({"family"})).number == 3
        with pytest.raises(LookupError):
            store.close_side_room(store.room.id)  # the case room is closed with its case
        with pytest.raises(LookupError):
            store.close_side_room(second.id)
        # Given up for a fresh one, it keeps its number
        assert store.alarms.replace(first.id).number == 1


def test_only_dirty_rooms_are_compared(world: World) -> None:
    anna = world.person("anna")
    cases = [world.case(code, anna) for code in ("K-7F2", "K-4MD")]
    with world.unit() as session:
        for row in room.rows(session):
            row.dirty = False
        session.flush()
        room.mark_dirty(session, case_id=cases[0].id)
        assert [row.case_id for row in room.rows(session, dirty=True)] == [cases[0].id]
        room.mark_dirty(session, unit_id="syd")
        assert {row.unit_id for row in room.rows(session, dirty=True)} == {"norr", "syd"}
        room.mark_dirty(session)
        assert len(room.rows(session, dirty=True)) == len(room.rows(session)) == 5


def test_an_office_belongs_to_its_unit(world: World) -> None:
    with world.unit() as session:
        assert room.office(session, "norr").unit_id == "norr"
        with pytest.raises(NoResultFound):
            room.office(session, "väst")
        assert room.at(session, "another account", "!r:s") is None


def test_kinds_and_states_are_read_as_words_of_their_enums(world: World) -> None:
    with world.unit() as session:
        where = world.office(session)
        assert (where.kind, where.state) == (RoomKind.OFFICE, RoomState.PLANNED)
        assert isinstance(where.kind, RoomKind)
        assert isinstance(where.state, RoomState)
        kept = session.execute(text("SELECT kind, state FROM room WHERE id = :id"), {"id": where.id}).one()
        assert tuple(kept) == ("office", "planned")
        session.execute(text("UPDATE room SET kind = 'hall' WHERE id = :id"), {"id": where.id})
        session.expire_all()
        with pytest.raises(ValueError, match="hall"):
            room.get(session, where.id)
        session.rollback()


def test_only_rooms_in_which_somebody_may_be_wanted_are_compared_for_them(world: World) -> None:
    anna, berit = world.person("anna"), world.person("berit")
    petra = world.person("petra", role=Role.ACTOR, function="police")
    named, other = world.case("K-7F2", anna), world.case("K-9WQ", berit)
    world.person("cia", "syd")
    with world.unit() as session:
        world.store(session, named).actors.assign("police", petra.id, TODAY)
        session.execute(update(Room).values(dirty=False))
    with world.unit() as session:
        People(session, "norr").bind(petra.id, "@petra:elsewhere")
        found = {(row.kind, row.unit_id, row.case_id or row.person_id) for row in room.rows(session, dirty=True)}
        assert found == {
            (RoomKind.OFFICE, "norr", None),
            (RoomKind.PAGE, "norr", petra.id),
            (RoomKind.CASE, "norr", named.id),
        }
        People(session, "norr").bind(berit.id, "@berit:elsewhere")
        assert (RoomKind.CASE, other.id) in {(row.kind, row.case_id) for row in room.rows(session, dirty=True)}
