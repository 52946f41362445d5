"""What was reported lost stays lost, and what was told about devices is remembered as long as it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import device, device_news, due
from storage import identity as identities
from storage.device import KnownDevice
from storage.tables import Due
from tests.storage.conftest import NOW, World

PETRA = "@petra:s"


def known(device_id: str, *, keys: str | None = None, trusted: bool = True) -> KnownDevice:
    made = keys or device_id
    return KnownDevice(
        user_id=PETRA, device_id=device_id, ed25519=f"e{made}", curve25519=f"c{made}", name="n", trusted=trusted
    )


PHONE, LAPTOP = known("PHONE"), known("LAPTOP")


@pytest.fixture
def petra(world: World) -> str:
    person = world.person("petra")
    with world.unit() as session:
        identities.save(session, "bot", PETRA, pinned="m", seen="m")
        device.replace(session, "bot", PETRA, [PHONE, LAPTOP])
        world.unit_store(session).devices.mark_lost(person.id, ["PHONE"])
    return person.id


@pytest.mark.parametrize(
    ("again", "lost"),
    [
        (PHONE, True),
        (known("PHONE", keys="NEW"), True),  # its id with fresh keys
        (known("OTHER", keys="PHONE"), True),  # its keys under another id
        (replace(known("OTHER"), curve25519="cPHONE"), True),
        (replace(known("OTHER"), ed25519="ePHONE"), True),
        (known("OTHER"), False),
    ],
)
def test_lost_is_lost_whatever_comes_back(world: World, petra: str, again: KnownDevice, lost: bool) -> None:
    with world.unit() as session:
        device.replace(session, "bot", PETRA, [LAPTOP])  # logged out ...
        device.replace(session, "bot", PETRA, [LAPTOP, again])  # ... and there again
        found = {one.device_id: one for one in device.of_user(session, "bot", PETRA)}
        assert found["LAPTOP"].trusted
        assert (found[again.device_id].lost, found[again.device_id].trusted) == (lost, not lost)
        device.replace(session, "bot", PETRA, [LAPTOP, PHONE])  # with what was lost as it was
        assert [one.trusted for one in device.of_user(session, "bot", PETRA)] == [True, False]


def test_everything_there_ever_was_can_be_lost(world: World, petra: str) -> None:
    with world.unit() as session:
        device.replace(session, "bot", PETRA, [LAPTOP, known("OLD")])
        device.replace(session, "bot", PETRA, [LAPTOP])
        world.unit_store(session).devices.mark_lost(petra, None)
        device.replace(session, "bot", PETRA, [LAPTOP, known("OLD")])
        assert [one.lost for one in device.of_user(session, "bot", PETRA)] == [True, True]


def test_another_persons_devices_are_left_alone(world: World, petra: str) -> None:
    world.person("lisa")
    with world.unit() as session:
        device.replace(session, "bot", "@lisa:s", [replace(PHONE, user_id="@lisa:s")])
        device.mark_lost(session, "bot", PETRA, None)
        (one,) = device.of_user(session, "bot", "@lisa:s")
        assert one.trusted


def test_after_a_loss_the_identity_vouches_for_nothing_new_until_accepted(world: World, petra: str) -> None:
    with world.unit() as session:
        pin = identities.get(session, "bot", PETRA)
        assert pin is not None
        assert pin.closed
        identities.save(session, "bot", PETRA, pinned="m", seen="m")  # looked up again
        identities.save(session, "bot", PETRA, pinned="m", seen="n")
        devices = world.unit_store(session).devices
        assert devices.accept(petra)
        pin = identities.get(session, "bot", PETRA)
        assert pin == identities.Pin(pinned="n", seen="n", stale=True, closed=False)
        assert not devices.accept(petra)


def test_a_loss_before_there_was_an_identity_closes_the_first_one(world: World) -> None:
    person = world.person("petra")
    with world.unit() as session:
        device.replace(session, "bot", PETRA, [replace(PHONE, trusted=False)])
        world.unit_store(session).devices.mark_lost(person.id, None)
        identities.save(session, "bot", PETRA, pinned="m", seen="m")
        pin = identities.get(session, "bot", PETRA)
        assert pin is not None
        assert pin.closed


def test_what_is_not_shown_cannot_be_accepted(world: World) -> None:
    person = world.person("petra")
    with world.unit() as session:
        devices = world.unit_store(session).devices
        assert not devices.accept(person.id)
        identities.save(session, "bot", PETRA, pinned="m", seen=None)
        assert not devices.accept(person.id)
        identities.save(session, "bot", PETRA, pinned="m", seen="m")
        assert not devices.accept(person.id)


def test_who_is_added_is_looked_up(world: World) -> None:
    person = world.person("petra")
    with world.unit() as session:
        assert identities.stale(session, "bot") == {PETRA}
        store = world.unit_store(session)
        before = store.devices.of(person.id)
        assert before is not None
        assert not before.asked
        identities.save(session, "bot", PETRA, pinned=None, seen=None)
        after = store.devices.of(person.id)
        assert after is not None
        assert after.asked
        store.people.bind(person.id, "@petra:annan")
        assert identities.stale(session, "bot") == {"@petra:annan"}
        store.people.bind(person.id, None)
        assert store.devices.of(person.id) is None
        assert not store.devices.accept(person.id)
        store.devices.mark_lost(person.id, None)


def test_who_cannot_read_is_looked_up_again_each_day(world: World, petra: str) -> None:
    world.person("lisa")
    with world.unit() as session:
        for user in (PETRA, "@lisa:s"):
            identities.save(session, "bot", user, pinned="m", seen="m")
        identities.mark_untrusted_stale(session, "bot")
        assert identities.stale(session, "bot") == {"@lisa:s"}
        device.mark_lost(session, "bot", PETRA, ["LAPTOP"])
        identities.mark_untrusted_stale(session, "bot")
        assert identities.stale(session, "bot") == {PETRA, "@lisa:s"}


def planned(world: World) -> Sequence[Due]:
    with world.unit() as session:
        return session.scalars(select(Due).where(Due.kind == device_news.NEWS, Due.state == "pending")).all()


def test_news_is_told_once_however_often_it_comes(world: World) -> None:
    person, theirs = world.person("petra"), world.person("petra", "syd")
    with world.unit() as session:
        device_news.schedule_news(session, PETRA, NOW, good=False)
        device_news.schedule_news(session, PETRA, NOW + timedelta(hours=1), good=False)
        device_news.schedule_news(session, "@stranger:s", NOW, good=False)
    assert {(row.unit_id, row.subject, row.at) for row in planned(world)} == {
        ("norr", person.id, NOW),
        ("syd", theirs.id, NOW),
    }


def test_good_news_is_for_those_who_heard_the_bad(world: World) -> None:
    person = world.person("petra")
    with world.unit() as session:
        device_news.schedule_news(session, PETRA, NOW, good=True)
    assert planned(world) == []
    with world.unit() as session:
        world.unit_store(session).devices.note_reported(person.id, "cannot.changed", NOW + timedelta(days=1))
        device_news.schedule_news(session, PETRA, NOW, good=True)
    assert len(planned(world)) == 1


def test_what_was_told_is_remembered_until_it_is_over_or_due(world: World) -> None:
    petra, lisa = world.person("petra"), world.person("lisa")
    soon = NOW + timedelta(hours=1)
    with world.unit() as session:
        devices = world.unit_store(session).devices
        devices.note_reported(petra.id, "office", soon)
        devices.note_reported(petra.id, "new.1", soon)
        devices.note_reported(lisa.id, "page", soon)
        devices.forget_reported(petra.id, "new.1")
        assert devices.reported(petra.id) == {"office": soon}
        task = due.claim(session, soon)
        assert task is not None
        due.mark_done(session, task.id)
        assert devices.reported(petra.id) == {}


def test_a_unit_reaches_the_devices_of_its_own_people_alone(world: World) -> None:
    theirs = world.person("eva", "syd")
    with world.unit() as session:
        devices = world.unit_store(session).devices
        for reach in (
            lambda: devices.of(theirs.id),
            lambda: devices.mark_lost(theirs.id, None),
            lambda: devices.accept(theirs.id),
            lambda: devices.note_reported(theirs.id, "office", NOW),
        ):
            with pytest.raises(LookupError):
                reach()


def test_the_devices_of_many_are_those_of_each(world: World, petra: str) -> None:
    with world.unit() as session:
        theirs = [replace(LAPTOP, user_id="@sven:s"), replace(PHONE, user_id="@olle:s", trusted=False)]
        for one in theirs:
            device.replace(session, "bot", one.user_id, [one])
        device.replace(session, "bot", PETRA, [LAPTOP])  # the phone is logged out
        together = device.of_users(session, "bot", ["@sven:s", PETRA, "@nobody:s"])
        assert [(one.user_id, one.device_id) for one in together] == [(PETRA, "LAPTOP"), ("@sven:s", "LAPTOP")]
        each = [one for user in (PETRA, "@sven:s") for one in device.of_user(session, "bot", user)]
        assert together == each
        assert device.of_users(session, "bot", []) == []
