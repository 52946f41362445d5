"""News of somebody's devices are told once, within the hours of whom they are for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.person import Person
from bot.rules.roles import Role
from bot.services import device, identity
from bot.services.device import About
from tests.bot.desk import Desk
from tests.services.devices import show
from tests.services.stores import pending, unit_store


@pytest.fixture
def petra(desk: Desk) -> Person:
    return desk.add("petra", Role.ACTOR, "police")


def taken(desk: Desk, person: Person, trusted: list[str], untrusted: list[str]) -> list[tuple[About, list[str]]]:
    """What is told of somebody who has these devices, and of which of them."""
    with desk.core.db.unit() as session:
        show(session, person, trusted, untrusted)
        news = device.take_news(unit_store(desk, session), person)
    return [(one.about, [each.id for each in one.devices]) for one in news]


def test_who_cannot_read_is_told_of_once_and_when_they_can(desk: Desk, petra: Person) -> None:
    assert taken(desk, petra, [], ["PHONE"]) == [(About.CANNOT_READ, [])]
    assert taken(desk, petra, [], ["PHONE"]) == []
    assert taken(desk, petra, ["PHONE"], []) == [(About.READS_AGAIN, []), (About.YOU_READ_AGAIN, [])]
    assert taken(desk, petra, ["PHONE"], []) == []


def test_a_new_device_is_told_of_until_it_is_confirmed(desk: Desk, petra: Person) -> None:
    assert taken(desk, petra, ["PHONE"], ["LAPTOP"]) == [(About.NEW_DEVICES, ["LAPTOP"])]
    assert taken(desk, petra, ["PHONE"], ["LAPTOP"]) == []
    assert taken(desk, petra, ["LAPTOP", "PHONE"], []) == [(About.CONFIRMED_DEVICES, ["LAPTOP"])]


def test_what_comes_at_night_waits_for_the_morning(desk: Desk, petra: Person) -> None:
    desk.clock.at += timedelta(hours=14)
    assert taken(desk, petra, ["PHONE"], ["LAPTOP"]) == []
    with desk.core.db.read() as session:
        assert pending(session, "device.news") == [petra.id]
    desk.clock.at += timedelta(hours=10)
    assert taken(desk, petra, ["PHONE"], ["LAPTOP"]) == [(About.NEW_DEVICES, ["LAPTOP"])]


def test_an_accepted_identity_is_told_of_whatever_was_told_before(desk: Desk, petra: Person) -> None:
    assert taken(desk, petra, [], ["PHONE"]) == [(About.CANNOT_READ, [])]
    berit = desk.person("berit")
    with desk.core.db.unit() as session:
        identity.accept(unit_store(desk, session), petra, how="phone", approved_by=berit.id)
        assert pending(session, "device.news") == [petra.id]
    assert taken(desk, petra, [], ["PHONE"]) == [(About.CANNOT_READ, [])]
    assert taken(desk, petra, [], ["PHONE"]) == []
