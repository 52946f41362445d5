"""Keys at rest: sealed with the right key, bounded, and gone when they should be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.room import RoomKind
from storage import device, keys, room, sealed
from storage import identity as identities
from storage.db import Database
from storage.tables import Account, Device, MegolmSession, OlmSession
from tests.storage.rows import megolm_count

NOW = datetime(2026, 12, 1, tzinfo=UTC)
PLACE = "!r"


def _account(db: Database) -> None:
    with db.unit() as session:
        keys.open_account(session, "bot", "@bot:s", "DEVICE")


def _room_key(number: int, *, sender_key: str = "curve") -> keys.RoomPickle:
    return keys.RoomPickle(session_id=f"s{number}", sender_key=sender_key, ed25519="ed", pickle=f"pickle {number}")


def test_the_device_is_chosen_once(db: Database) -> None:
    _account(db)
    with db.unit() as session:
        assert keys.open_account(session, "bot", "@bot:s", "OTHER").device_id == "DEVICE"
        keys.save_login(session, "bot", device_id="DEVICE", token="secret")
        assert keys.open_account(session, "bot", "@bot:s", "OTHER").token == "secret"
        assert b"secret" not in (session.get_one(Account, "bot").token_sealed or b"")
        with pytest.raises(ValueError, match="another user"):
            keys.open_account(session, "bot", "@mallory:s", "OTHER")


def test_room_sessions_die_with_the_case(db: Database) -> None:
    _account(db)
    with db.unit() as session:
        case_key = sealed.make_key(session, "case")
        kept = room.add(session, account_id="bot", unit_id="u", kind=RoomKind.CASE, key_id=case_key)
        room.mark_opened(session, kept.id, PLACE)
        keys.save_megolm_session(session, "bot", PLACE, _room_key(1), NOW)
        keys.save_megolm_session(session, "bot", "!unknown", _room_key(2), NOW)
    with db.unit() as session:
        assert [one.pickle for one in keys.megolm_sessions(session, "bot", PLACE, "s1")] == ["pickle 1"]
        sealed.destroy_key(session, case_key)
        with pytest.raises(sealed.CannotOpen):
            keys.megolm_sessions(session, "bot", PLACE, "s1")
        assert keys.megolm_sessions(session, "bot", "!unknown", "s2")


def test_room_sessions_are_dropped_after_their_last_use(db: Database) -> None:
    _account(db)
    with db.unit() as session:
        for number in range(3):
            keys.save_megolm_session(session, "bot", PLACE, _room_key(number), NOW)
        later = NOW + timedelta(days=2)
        assert keys.touch_megolm_session(session, "bot", PLACE, "curve", "s1", later)
        session.flush()
        assert keys.drop_megolm_before(session, "bot", NOW + timedelta(days=1)) == 2
        assert not keys.touch_megolm_session(session, "bot", PLACE, "curve", "s0", later)
        assert megolm_count(session, "bot") == 1


def test_floods_are_bounded(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_MEGOLM_SESSIONS", 3)
    _account(db)
    with db.unit() as session:
        for number in range(6):
            keys.save_megolm_session(session, "bot", PLACE, _room_key(number), NOW + timedelta(seconds=number))
            one = keys.Pickle(pickle="p", created_at=NOW, used_at=NOW + timedelta(seconds=number))
            for more in range(2):
                keys.save_olm_session(session, "bot", "curve", f"o{number}{more}", one)
        keys.save_megolm_session(session, "bot", PLACE, _room_key(0, sender_key="another"), NOW)
    with db.unit() as session:
        found = session.query(MegolmSession).filter_by(sender_key="curve").order_by(MegolmSession.session_id)
        assert [one.session_id for one in found] == ["s3", "s4", "s5"]
        assert megolm_count(session, "bot") == 4
        assert len(keys.olm_sessions(session, "bot", "curve")) == keys.MOST_OLM_SESSIONS


def test_what_strangers_invent_is_bounded(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "MOST_STRANGE_SESSIONS", 3)
    monkeypatch.setattr(keys, "MOST_MEGOLM_SESSIONS", 5)
    _account(db)
    with db.unit() as session:
        one = device.KnownDevice(user_id="@a:s", device_id="A", ed25519="e", curve25519="known", name="", trusted=True)
        device.replace(session, "bot", "@a:s", [one])
        for number in range(8):
            at = NOW + timedelta(seconds=number)
            for owner in ("known", f"strange{number}"):
                kept = keys.Pickle(pickle="p", created_at=NOW, used_at=at)
                keys.save_olm_session(session, "bot", owner, f"{owner}{number}", kept)
            keys.save_megolm_session(session, "bot", PLACE, _room_key(number, sender_key=f"strange{number}"), at)
        keys.save_megolm_session(session, "bot", PLACE, _room_key(9, sender_key="known"), NOW)
        keys.drop_strange_sessions(session, "bot")
        found = session.query(OlmSession.sender_key).order_by(OlmSession.sender_key).all()
        assert [key for (key,) in found] == ["known"] * 8 + ["strange5", "strange6", "strange7"]
        assert megolm_count(session, "bot") == 5 + 1


def test_whose_devices_must_be_asked_for(db: Database) -> None:
    _account(db)
    with db.unit() as session:
        identities.save(session, "bot", "@anna:s", pinned="m", seen="m")
        identities.mark_stale(session, "bot", ["@stranger:s"])
        assert identities.stale(session, "bot") == frozenset()
        assert identities.stale(session, "bot", ["@anna:s", "@new:s"]) == {"@new:s"}
        identities.mark_stale(session, "bot", ["@anna:s", "@new:s"], how="new")
        assert identities.stale(session, "bot") == {"@new:s"}
        identities.mark_stale(session, "bot", ["@anna:s"])
        assert identities.stale(session, "bot") == {"@anna:s", "@new:s"}


def test_devices_that_come_and_go_without_end_are_bounded(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(device, "MOST_GONE", 5)
    _account(db)
    with db.unit() as session:
        for number in range(12):
            one = device.KnownDevice(
                user_id="@m:s",
                device_id=f"D{number}",
                ed25519=f"e{number}",
                curve25519=f"c{number}",
                name="",
                trusted=False,
            )
            device.replace(session, "bot", "@m:s", [one])
            if number == 3:
                device.mark_lost(session, "bot", "@m:s", ["D3"])
        assert session.query(Device).count() == 5 + 2  # the lost one, and the one that is there
        assert "D3" in device.lost_ids_and_keys(session, "bot", "@m:s")


def test_devices_that_are_gone_are_not_trusted(db: Database) -> None:
    _account(db)
    one = device.KnownDevice(user_id="@anna:s", device_id="A", ed25519="e", curve25519="c", name="phone", trusted=True)
    with db.unit() as session:
        device.replace(session, "bot", "@anna:s", [one])
        assert device.of_user(session, "bot", "@anna:s") == [one]
        device.replace(session, "bot", "@anna:s", [])
        assert device.of_user(session, "bot", "@anna:s") == []
