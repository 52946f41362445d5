"""A guest is kept as little as possible, and forgotten altogether."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.rules import consultation as rules
from bot.rules.case import new_code
from bot.rules.consultation import Consultation, State
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import consultation, due, inbox, outbox, room
from storage import member as members
from storage.person import by_matrix
from storage.tables import Base, Device, Due, Identity, Person, Room, SealedKey
from storage.tables import Consultation as Row
from tests.bodies import say_body
from tests.storage.conftest import NOW, TODAY, World
from tests.storage.making import said

WHO = "@larare:s"


def first(taken: Collection[str]) -> str:
    return new_code(taken, lambda letters: letters[0], rules.PREFIX)


def begin(session: Session, who: str = WHO, *, code: str = "A-4QX", unit: str = "norr") -> Consultation:
    return consultation.begin(
        session, unit, who, state=State.NEW, language="sv", new_code=lambda _: code, now=NOW, today=TODAY
    )


def asked(session: Session, world: World, found: Consultation) -> Consultation:
    """With the page open, the guest in it, something said there and something on its way."""
    open_one = replace(found, state=State.OPEN)
    world.unit_store(session).consultations.save(open_one)
    page = session.get_one(Room, room.page(session, found.person_id).id)
    room.mark_opened(session, page.id, "!page:s")
    members.note_membership(session, "bot", "!page:s", WHO, "join", NOW)
    inbox.add(
        session,
        page,
        said(
            "$1",
            "hej",
            sender=WHO,
        ),
    )
    outbox.put(session, page, say_body("svar"), now=NOW)
    session.add(
        Device(account_id="bot", user_id=WHO, device_id="D", ed25519="e", curve25519="c", trusted=True, lost=False)
    )
    session.merge(Identity(account_id="bot", user_id=WHO, stale=False))
    session.flush()
    return open_one


def holds(session: Session, what: str) -> list[str]:
    """The tables in which a word stands in clear."""
    found = []
    for table in Base.metadata.sorted_tables:
        rows = session.execute(text(f'SELECT * FROM "{table.name}"')).all()
        if any(what in str(value) for row in rows for value in row):
            found.append(table.name)
    return found


def test_a_guest_has_a_page_a_code_and_no_name(world: World) -> None:
    with world.unit() as session:
        found = begin(session)
        guest = by_matrix(session, WHO, "norr")
        assert guest is not None
        assert (guest.role, guest.handle, guest.name, guest.function) == (Role.GUEST, "gast-4qx", "gast-4qx", None)
        assert room.page(session, guest.id).state == RoomState.PLANNED
        store = world.unit_store(session)
        assert store.consultations.of(guest.id) == found
        assert store.consultations.in_progress() == []  # nothing is asked yet
        assert store.people.find("gast-4qx") is store.people.find(WHO) is None  # no command can name them
        assert due.scheduled_at(session, consultation.PURGE, found.id) is not None


def test_what_is_erased_is_gone_and_the_code_stays_taken(world: World) -> None:
    with world.unit() as session:
        found = asked(session, world, begin(session))
        page_key = session.get_one(Person, found.person_id).key_id
        world.unit_store(session).consultations.erase(found)
    with world.unit() as session:
        assert holds(session, WHO) == ["member"]  # until they are out of the page
        assert session.get(SealedKey, page_key) is None
        person = session.get_one(Person, found.person_id)
        assert (person.active, person.matrix_id) == (False, None)
        assert world.unit_store(session).people.get(person.id).name == ""
        assert [row.kind for row in session.scalars(select(Room).where(Room.person_id == person.id))] == ["old"]
        assert [row.state for row in session.scalars(select(Due))] == ["cancelled"]
        assert session.get_one(Row, found.id).code == "A-4QX"
        again = consultation.begin(
            session, "syd", WHO, state=State.NEW, language="sv", new_code=first, now=NOW, today=TODAY
        )
        assert again.code != "A-4QX"
        room.set_state(session, session.scalars(select(Room.id).where(Room.kind == RoomKind.OLD)).one(), RoomState.LEFT)
    with world.unit() as session:
        assert sorted(holds(session, WHO)) == ["identity", "person"]  # of the new one


def test_of_whoever_never_wrote_nothing_stays(world: World) -> None:
    with world.unit() as session:
        found = begin(session)
        world.unit_store(session).consultations.erase(found)
    with world.unit() as session:
        assert session.get(Row, found.id) is None
        assert session.get(Person, found.person_id) is None
        assert holds(session, WHO) == []
        assert [row.state for row in room.rows(session)] == ["planned", "planned"]  # the offices


def test_a_lost_device_stays_lost(world: World) -> None:
    with world.unit() as session:
        found = asked(session, world, begin(session))
        session.scalars(select(Device)).one().lost = True
        world.unit_store(session).consultations.erase(found)
        assert session.scalars(select(Device.lost)).all() == [True]


def test_another_unit_sees_and_reaches_nothing(world: World) -> None:
    with world.unit() as session:
        found = asked(session, world, begin(session))
        other = world.unit_store(session, "syd").consultations
        assert (other.in_progress(), other.find("A-4QX"), other.get(found.id), other.of(found.person_id)) == (
            [],
            None,
            None,
            None,
        )
        for reach in (other.save, other.erase):
            with pytest.raises(LookupError):
                reach(found)


def test_a_guest_who_chose_is_the_other_units(world: World) -> None:
    with world.unit() as session:
        found = begin(session)
        world.unit_store(session).consultations.move(found, "syd", NOW)
        moved = world.unit_store(session, "syd").consultations.get(found.id)
        assert moved == replace(found, unit_id="syd")
        assert by_matrix(session, WHO, "norr") is None
        assert room.page(session, found.person_id).unit_id == "syd"
        pending = select(Due.unit_id).where(Due.kind == consultation.PURGE, Due.state == "pending")
        assert session.scalars(pending).all() == ["syd"]


def test_those_of_the_last_hour_and_those_turned_away_are_counted(world: World) -> None:
    with world.unit() as session:
        begin(session)
        assert consultation.guests_since(session, NOW - timedelta(hours=1)) == [WHO]
        assert consultation.guests_since(session, NOW + timedelta(seconds=1)) == []
        for _ in range(3):
            consultation.note_turned_away(session, "norr", NOW)
        rows = session.scalars(select(Due).where(Due.kind == consultation.TURNED_AWAY)).all()
        assert [row.subject for row in rows] == ["3"]


def test_who_is_known(world: World) -> None:
    world.person("petra", role=Role.ACTOR)
    with world.unit() as session:
        found = begin(session)
        assert consultation.known_account(session, WHO) == (found.person_id, True)
        known = consultation.known_account(session, "@petra:s")
        assert known is not None
        assert not known[1]
        assert consultation.known_account(session, "@okand:s") is None
