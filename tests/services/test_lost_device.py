"""Keys are held back from what is lost, and a report nobody can prove is taken once in some hours."""

from __future__ import annotations

import pytest

from bot.rules.audit import Action
from bot.rules.device import TOLD_AGAIN_AFTER
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.services import lost_device
from bot.services.lost_device import Unproven
from storage import writes
from tests.bot.desk import Desk
from tests.services.devices import show
from tests.services.stores import actions, unit_store


@pytest.fixture
def petra(desk: Desk) -> Person:
    """With a phone and a laptop that she vouches for, and a tablet that she does not."""
    found = desk.add("petra", Role.ACTOR, "police")
    with desk.core.db.unit() as session:
        show(session, found, ["LAPTOP", "PHONE"], ["TABLET"])
    return found


def test_a_forecast_writes_nothing(desk: Desk, petra: Person) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        before = writes.count(session)
        marks = {one.id: one.mark for one in lost_device.listed(store, petra)}
        one = lost_device.forecast(store, petra, {marks["PHONE"]})
        both = lost_device.forecast(store, petra, {marks["PHONE"], marks["LAPTOP"]})
        unsigned = lost_device.forecast(store, petra, {marks["TABLET"]})
        everything = lost_device.forecast(store, petra, None)
        assert writes.count(session) == before
    assert [device.id for device in one.devices] == ["PHONE"]
    assert [device.id for device in one.remaining] == ["LAPTOP"]
    assert not one.was_last
    assert both.was_last
    assert not unsigned.was_last
    assert ({device.id for device in everything.devices}, everything.remaining) == ({"LAPTOP", "PHONE", "TABLET"}, ())


def test_what_is_lost_is_listed_no_more(desk: Desk, petra: Person) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        marks = {one.id: one.mark for one in lost_device.listed(store, petra)}
        loss = lost_device.mark_lost(store, petra, {marks["PHONE"]})
        assert [device.id for device in loss.devices] == ["PHONE"]
        assert {one.id for one in lost_device.listed(store, petra)} == {"LAPTOP", "TABLET"}
        assert actions(session)[-1] == Action.DEVICE_LOST
        lost_device.mark_lost(store, petra, None)
        assert lost_device.listed(store, petra) == []


def test_a_report_is_taken_once_in_some_hours(desk: Desk, petra: Person) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        assert lost_device.take_unproven(store, petra) is Unproven.TAKEN
        assert lost_device.take_unproven(store, petra) is Unproven.TAKEN_BEFORE
        assert lost_device.take_of_another(store, petra)
        assert not lost_device.take_of_another(store, petra)
        assert actions(session)[-1] == Action.DEVICE_ANOTHER
        until = store.now + TOLD_AGAIN_AFTER
        assert set(store.devices.reported(petra.id).values()) == {until}, "then it may be taken again"
