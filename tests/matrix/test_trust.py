"""Whose devices get keys: judged on really signed answers, and seen from the devices themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.matrix.crypto import trust
from bot.matrix.crypto.trust import News
from bot.stage.account import PublishedAccount
from bot.stage.stagehand import StageError
from storage import device as known_devices
from storage import identity as identities
from storage import keys
from storage.db import Database
from storage.tables import Device
from tests.matrix.conftest import memory

PETRA = "@petra:s"


@pytest.fixture
def db() -> Database:
    made = memory()
    with made.unit() as session:
        keys.open_account(session, "bot", "@bot:s", "BOT")
    return made


def judged(db: Database, answer: dict[str, Any]) -> list[tuple[News, tuple[str, ...]]]:
    with db.unit() as session:
        return [(change.news, change.devices) for change in trust.update_user(session, "bot", PETRA, answer)]


def trusted(db: Database) -> list[str]:
    with db.read() as session:
        return [one.device_id for one in known_devices.of_user(session, "bot", PETRA) if one.trusted]


def lose(db: Database, *devices: str) -> None:
    with db.unit() as session:
        known_devices.mark_lost(session, "bot", PETRA, devices)


def accept(db: Database) -> bool:
    with db.unit() as session:
        return identities.accept(session, "bot", PETRA)


# ------------------------------------------------------------------------------------------------------------- judged


def test_what_the_owner_vouches_for_is_trusted_and_nothing_else(db: Database) -> None:
    petra = PublishedAccount(PETRA, signed=True)
    assert judged(db, petra.answer()) == [(News.PINNED, ()), (News.SIGNED, ("DEVICE1",))]
    petra.new_device()
    assert judged(db, petra.answer()) == [(News.UNSIGNED, ("DEVICE2",))]
    assert judged(db, petra.answer()) == []
    assert trusted(db) == ["DEVICE1"]
    petra.sign_newest()
    assert judged(db, petra.answer()) == [(News.SIGNED, ("DEVICE2",))]
    assert trusted(db) == ["DEVICE1", "DEVICE2"]


def test_another_identity_or_none_holds_everything_back_until_it_is_back_or_accepted(db: Database) -> None:
    petra = PublishedAccount(PETRA, signed=True)
    before = petra.answer()
    judged(db, before)
    petra.reset_identity()
    after = petra.answer()
    nothing = {**before, "master_keys": {}, "self_signing_keys": {}}
    assert judged(db, after) == [(News.CHANGED, ())]
    assert trusted(db) == []
    assert judged(db, nothing) == [(News.GONE, ())]
    assert trusted(db) == []
    assert judged(db, before) == [(News.BACK, ()), (News.SIGNED, ("DEVICE1",))]
    assert trusted(db) == ["DEVICE1"]
    judged(db, after)
    assert accept(db)
    assert trusted(db) == []  # not before the homeserver has been asked
    assert judged(db, after) == [(News.SIGNED, ("DEVICE1",))]
    assert trusted(db) == ["DEVICE1"]


def test_a_signature_that_goes_away_is_news(db: Database) -> None:
    petra = PublishedAccount(PETRA, signed=True)
    judged(db, petra.answer())
    without = petra.answer()
    (one,) = without["device_keys"][PETRA].values()
    own = {"ed25519:DEVICE1": one["signatures"][PETRA]["ed25519:DEVICE1"]}
    without["device_keys"] = {PETRA: {"DEVICE1": {**one, "signatures": {PETRA: own}}}}
    assert judged(db, without) == [(News.UNSIGNED, ("DEVICE1",))]
    assert trusted(db) == []


def test_a_forged_self_signing_key_vouches_for_nothing(db: Database) -> None:
    petra, mallory = PublishedAccount(PETRA, signed=True), PublishedAccount(PETRA, signed=True)
    forged = {**petra.answer(), "self_signing_keys": mallory.answer()["self_signing_keys"]}
    judged(db, forged)
    assert trusted(db) == []


def test_a_lost_device_is_never_trusted_again_and_no_news(db: Database) -> None:
    petra = PublishedAccount(PETRA, signed=True)
    petra.new_device()
    petra.sign_newest()
    judged(db, petra.answer())
    lose(db, "DEVICE2")
    assert trusted(db) == ["DEVICE1"]
    petra.sign_newest()
    assert judged(db, petra.answer()) == []
    assert trusted(db) == ["DEVICE1"]
    without = petra.answer()
    without["device_keys"] = {PETRA: {"DEVICE1": without["device_keys"][PETRA]["DEVICE1"]}}
    judged(db, without)
    assert judged(db, petra.answer()) == []
    assert accept(db)
    judged(db, petra.answer())
    petra.reset_identity()
    petra.sign_newest()
    judged(db, petra.answer())
    assert accept(db)
    judged(db, petra.answer())
    assert trusted(db) == ["DEVICE1"]


def test_after_a_loss_further_devices_wait_though_the_owner_seems_to_vouch_for_them(db: Database) -> None:
    """Whoever has the stolen phone has the keys that sign."""
    petra = PublishedAccount(PETRA, signed=True)
    petra.new_device()
    judged(db, petra.answer())
    lose(db, "DEVICE2")
    petra.new_device()
    petra.sign_newest()
    assert judged(db, petra.answer()) == [(News.UNSIGNED, ("DEVICE3",))]
    assert trusted(db) == ["DEVICE1"]
    assert accept(db)
    assert judged(db, petra.answer()) == [(News.SIGNED, ("DEVICE3",))]
    assert trusted(db) == ["DEVICE1", "DEVICE3"]
    petra.new_device()
    petra.sign_newest()
    judged(db, petra.answer())
    assert trusted(db) == ["DEVICE1", "DEVICE3"]  # what was accepted was what was there to be seen
    petra.reset_identity()
    petra.sign_newest()
    judged(db, petra.answer())
    assert accept(db)
    judged(db, petra.answer())
    assert trusted(db) == ["DEVICE1", "DEVICE4"]
    petra.new_device()
    petra.sign_newest()
    judged(db, petra.answer())
    assert trusted(db) == ["DEVICE1", "DEVICE4", "DEVICE5"]  # a new identity is out of the finder's hands


def test_a_known_device_with_other_keys_is_a_further_one(db: Database) -> None:
    petra, other = PublishedAccount(PETRA, signed=True), PublishedAccount(PETRA, signed=True)
    judged(db, petra.answer())
    lose(db, "SOMETHING")  # nothing that is known: then nothing is lost, and nothing closed
    other._identity = petra._identity
    assert petra._identity is not None
    other._sign("DEVICE1", petra._identity[1])
    judged(db, other.answer())
    assert trusted(db) == ["DEVICE1"]
    petra.new_device()
    judged(db, petra.answer())
    lose(db, "DEVICE2")
    judged(db, other.answer())
    assert trusted(db) == []


def test_a_flood_of_devices_pushes_out_none_that_is_trusted_and_none_that_is_lost(db: Database) -> None:
    petra = PublishedAccount(PETRA, signed=True)
    petra.new_device()
    judged(db, petra.answer())
    lose(db, "DEVICE2")
    for _ in range(trust.MOST_DEVICES + 10):
        petra.new_device()
    judged(db, petra.answer())
    assert trusted(db) == ["DEVICE1"]
    with db.read() as session:
        assert len(known_devices.of_user(session, "bot", PETRA)) == trust.MOST_DEVICES
        assert session.get_one(Device, ("bot", PETRA, "DEVICE2")).lost


def test_what_is_told_is_planned_in_the_unit_that_learned_of_it(db: Database) -> None:
    """It goes with the unit: after a rollback it is learned, and planned, again."""
    petra = PublishedAccount(PETRA, signed=False)
    told: list[object] = []

    class Crash(Exception):
        pass

    with pytest.raises(Crash), db.unit() as session:
        for change in trust.update_user(session, "bot", PETRA, petra.answer()):
            trust.schedule_notice(session, change, datetime.now(UTC))
            told.append(change.news)
        raise Crash
    assert told == [News.UNSIGNED]
    assert judged(db, petra.answer()) == [(News.UNSIGNED, ("DEVICE1",))]


def test_stage_accounts_are_what_a_homeserver_would_show() -> None:
    unsigned = PublishedAccount(PETRA, signed=False)
    assert unsigned.answer()["master_keys"] == {}
    with pytest.raises(StageError, match="no identity"):
        unsigned.sign_newest()
