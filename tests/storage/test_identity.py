"""Which identity of a user counts, and whose keys are asked for again."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from storage import device, news
from storage import identity as identities
from storage.news import Awaited
from tests.storage.conftest import PETRA, PHONE, World


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


def test_only_who_becomes_stale_is_news(world: World) -> None:
    def noted(*users: str, how: Literal["known", "all", "new"] = "known") -> bool:
        with world.unit() as session:
            identities.mark_stale(session, "bot", users, how=how)
            return Awaited.STALE in news.noted(session)

    assert not noted(PETRA)
    assert not noted(how="all")
    assert noted(PETRA, how="new")
    assert not noted(PETRA, how="new")
    assert noted(PETRA)
    with world.unit() as session:
        identities.save(session, "bot", PETRA, pinned="m", seen="n")
        assert identities.accept(session, "bot", PETRA)
        assert Awaited.STALE in news.noted(session)


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
