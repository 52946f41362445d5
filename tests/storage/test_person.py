"""People of a unit: found by handle or Matrix id, named under seal, out of reach from another unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import outbox, person, question, room
from storage.body import SayBody
from storage.person import People
from storage.tables import Person, Room
from tests.bodies import say_body
from tests.storage.conftest import NOW, World


def test_a_person_comes_back_as_added(world: World) -> None:
    petra = world.person("petra", role=Role.ACTOR, function="police", language="en", reminders=False)
    with world.unit() as session:
        people = People(session, "norr")
        assert people.get(petra.id) == petra
        assert petra.name == "Petra Hemlighetsson"
        for said in ("petra", "@petra", " PETRA ", "@petra:s"):
            assert people.find(said) == petra, said
        for said in ("", "@", "petr", "@petra:other", "@anna:s"):
            assert people.find(said) is None, said
        assert person.by_matrix(session, "@petra:s", "norr") == petra
        assert person.by_matrix(session, "@petra:s", "syd") is None
    assert b"Hemlighetsson" not in world.disk()


def test_each_person_has_a_page_of_their_own_with_a_key_of_their_own(world: World) -> None:
    petra, sven = world.person("petra"), world.person("sven")
    with world.unit() as session:
        one, two = room.page(session, petra.id), room.page(session, sven.id)
        assert (one.kind, one.person_id, one.unit_id, one.state) == (RoomKind.PAGE, petra.id, "norr", RoomState.PLANNED)
        keys = {session.get_one(Person, somebody.id).key_id for somebody in (petra, sven)}
        assert len(keys) == 2
        assert one.id != two.id


def test_the_same_handle_may_stand_in_two_units(world: World) -> None:
    here, there = world.person("petra"), world.person("petra", "syd")
    with world.unit() as session:
        assert People(session, "norr").all() == [here]
        assert People(session, "syd").find("petra") == there


def test_what_somebody_changes(world: World) -> None:
    petra = world.person("petra")
    with world.unit() as session:
        people = People(session, "norr")
        people.set_language(petra.id, "en")
        people.set_reminders(petra.id, False)
        people.bind(petra.id, "@new:s")
        changed = people.get(petra.id)
        assert (changed.language, changed.reminders, changed.matrix_id) == ("en", False, "@new:s")
        assert person.has_account(session, petra.unit_id, petra.id)
        people.bind(petra.id, None)
        assert not person.has_account(session, petra.unit_id, petra.id)
        session.get_one(Person, petra.id).active = False
        session.flush()
        assert people.find("petra") is None
        assert people.get(petra.id).active is False


def test_a_person_of_another_unit_is_out_of_reach(world: World) -> None:
    theirs = world.person("petra", "syd")
    with world.unit() as session:
        people = People(session, "norr")
        for reach in (
            lambda: people.get(theirs.id),
            lambda: people.set_language(theirs.id, "en"),
            lambda: people.set_reminders(theirs.id, False),
            lambda: people.bind(theirs.id, "@mallory:s"),
        ):
            with pytest.raises(LookupError):
                reach()
        assert People(session, "syd").get(theirs.id) == theirs


def test_how_somebody_was_checked_comes_back(world: World) -> None:
    petra = world.person("petra", checked="siths")
    with world.unit() as session:
        people = People(session, "norr")
        assert people.get(petra.id).checked == "siths"
        people.bind(petra.id, "@ny:s", checked="bankid", approved_by="berit")
        changed = people.get(petra.id)
        assert (changed.matrix_id, changed.checked, changed.approved_by) == ("@ny:s", "bankid", "berit")
        people.bind(petra.id, None)
        assert (people.get(petra.id).checked, people.get(petra.id).approved_by) == (None, "berit")


def test_whoever_has_left_keeps_name_and_short_name_and_nothing_else(world: World) -> None:
    anna, petra = world.person("anna"), world.person("petra", role=Role.ACTOR)
    with world.unit() as session:
        people = People(session, "norr")
        page, office = room.page(session, petra.id), world.office(session)
        asked: dict[str, Any] = {
            "command": "c",
            "words": {},
            "agreed": frozenset(),
            "field": "f",
            "digest": None,
            "case_id": None,
        }
        when: dict[str, Any] = {"outbox_id": 1, "now": NOW, "lasts": timedelta(hours=1)}
        question.ask(session, page, person_id=petra.id, asker=petra.id, **asked, **when)
        question.ask(session, office, person_id=None, asker=petra.id, **asked, **when)
        outbox.put(session, session.get_one(Room, page.id), say_body("hej"), now=NOW)
        people.deactivate(petra.id)
        left = people.get(petra.id)
        assert (left.active, left.matrix_id, left.name) == (False, None, "Petra Hemlighetsson")
        assert people.find("petra") is None
        assert people.has_handle("petra")
        assert not people.has_handle("per")
        assert question.newest_open(session, page.id, petra.id, NOW) is None
        assert question.answerable_as_second(session, office.id, anna.id, NOW) == []
        assert outbox.pending(session, page.id, SayBody) == []
        again = replace(petra, handle="petra2")
        assert people.add(again, now=NOW).matrix_id == "@petra:s"  # the account is free again


def test_the_short_name_of_one_unit_is_free_in_another(world: World) -> None:
    world.person("petra", "syd")
    with world.unit() as session:
        assert not People(session, "norr").has_handle("petra")
