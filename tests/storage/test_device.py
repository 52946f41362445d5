"""What was reported lost stays lost, whatever comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import device
from storage.device import KnownDevice
from tests.storage.conftest import LAPTOP, PETRA, PHONE, World, known


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
