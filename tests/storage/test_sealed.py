"""What is sealed opens only with its key and in its place; keys rotate while the bot runs, and die for good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.errors import SettingsWrong
from storage import sealed
from storage.db import Database
from storage.sealed import CannotOpen, Vault
from storage.tables import Base, SealedKey

PLACE = "person.name:17"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "master.json"
    path.parent.mkdir()
    sealed.write_master(path)
    return path


def opened(file: Path, folder: Path) -> Database:
    db = Database(f"sqlite:///{folder / 'a.db'}", Vault.load(file))
    Base.metadata.create_all(db.engine)
    return db


def test_sealed_text_opens_and_is_nowhere_in_the_file(db: Database, tmp_path: Path) -> None:
    with db.unit() as session:
        key = sealed.make_key(session, "case")
        blob = sealed.seal(session, key, "Alex Åström", PLACE)
        assert sealed.unseal(session, key, blob, PLACE) == "Alex Åström"
        assert b"Alex" not in blob
        assert sealed.seal(session, key, "Alex Åström", PLACE) != blob  # equal texts do not show


def test_json_keeps_its_shape(db: Database) -> None:
    value = {"å": [1, None, True, "x"], "n": {"m": 1.5}}
    with db.unit() as session:
        key = sealed.make_key(session, "unit")
        blob = sealed.seal_json(session, key, value, PLACE)
        assert sealed.unseal_json(session, key, blob, PLACE) == value


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b"", lambda b: b"x" * 40]
)
def test_spoilt_bytes_do_not_open(db: Database, spoil: object) -> None:
    assert callable(spoil)
    with db.unit() as session:
        key = sealed.make_key(session, "case")
        blob = sealed.seal(session, key, "hemligt", PLACE)
        with pytest.raises(CannotOpen):
            sealed.unseal(session, key, spoil(blob), PLACE)


def test_bytes_moved_to_another_place_or_key_do_not_open(db: Database) -> None:
    with db.unit() as session:
        one, two = sealed.make_key(session, "case"), sealed.make_key(session, "case")
        blob = sealed.seal(session, one, "hemligt", PLACE)
        with pytest.raises(CannotOpen):
            sealed.unseal(session, one, blob, "person.name:18")
        with pytest.raises(CannotOpen):
            sealed.unseal(session, two, blob, PLACE)


def test_a_destroyed_key_never_opens_again(db: Database) -> None:
    with db.unit() as session:
        key = sealed.make_key(session, "case")
        blob = sealed.seal(session, key, "hemligt", PLACE)
    with db.unit() as session:
        sealed.destroy_key(session, key)
        with pytest.raises(CannotOpen, match="does not exist"):
            sealed.unseal(session, key, blob, PLACE)
    with db.unit() as session, pytest.raises(CannotOpen, match="does not exist"):
        sealed.unseal(session, key, blob, PLACE)


def test_a_key_whose_destruction_was_rolled_back_still_opens(db: Database) -> None:
    with db.unit() as session:
        key = sealed.make_key(session, "case")
        blob = sealed.seal(session, key, "hemligt", PLACE)
    with pytest.raises(ZeroDivisionError), db.unit() as session:
        sealed.destroy_key(session, key)
        _ = 1 / 0
    with db.unit() as session:
        assert sealed.unseal(session, key, blob, PLACE) == "hemligt"


def test_a_stolen_database_is_of_no_use_without_the_key_file(file: Path, tmp_path: Path) -> None:
    db = opened(file, tmp_path)
    with db.unit() as session:
        key = sealed.make_key(session, "case")
        blob = sealed.seal(session, key, "hemligt", PLACE)
    db.close()
    thief = Database(db.url, Vault.fresh())
    with thief.unit() as session, pytest.raises(CannotOpen, match="which the key file lacks"):
        sealed.unseal(session, key, blob, PLACE)
    thief.close()


def test_rotation_rewraps_every_key_and_old_masters_can_go(file: Path, tmp_path: Path) -> None:
    db = opened(file, tmp_path)
    with db.unit() as session:
        keys = [sealed.make_key(session, "case") for _ in range(3)]
        blobs = [sealed.seal(session, key, f"text {key}", PLACE) for key in keys]
    old = db.vault.newest
    db.close()
    sealed.write_master(file)
    db = opened(file, tmp_path)
    assert db.vault.newest != old
    with db.unit() as session:
        assert sealed.rewrap(session) == 3
    with db.unit() as session:
        assert sealed.rewrap(session) == 0
    db.close()
    sealed.drop_masters(file)
    assert list(json.loads(file.read_text())) == [db.vault.newest]
    db = opened(file, tmp_path)
    with db.unit() as session:
        for key, blob in zip(keys, blobs, strict=True):
            assert sealed.unseal(session, key, blob, PLACE) == f"text {key}"
    db.close()


def test_a_running_bot_follows_a_rotation_made_beside_it(file: Path, tmp_path: Path) -> None:
    running = opened(file, tmp_path)
    with running.unit() as session:
        key = sealed.make_key(session, "case")
        blob = sealed.seal(session, key, "hemligt", PLACE)
    running.vault.forget(key)
    sealed.write_master(file)
    beside = Database(running.url, Vault.load(file))
    with beside.unit() as session:
        sealed.rewrap(session)
    with running.unit() as session:
        assert sealed.unseal(session, key, blob, PLACE) == "hemligt"
        sealed.make_key(session, "case")
    with running.read() as session:
        assert set(session.scalars(select(SealedKey.wrapped_by))) == {beside.vault.newest}
    beside.close()
    running.close()


def test_the_key_file_is_for_its_owner_alone(file: Path) -> None:
    assert file.stat().st_mode & 0o777 == 0o600
    sealed.write_master(file)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o640)
    with pytest.raises(SettingsWrong, match="chmod 600"):
        Vault.load(file)


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"a": "zz"}', '{"a": "00ff"}', '{"a": 5}', "not json"])
def test_a_damaged_key_file_is_told_and_never_overwritten(file: Path, content: str) -> None:
    file.write_text(content)
    with pytest.raises(SettingsWrong, match="damaged"):
        Vault.load(file)
    with pytest.raises(SettingsWrong, match="damaged"):
        sealed.write_master(file)
    assert file.read_text() == content


def test_a_missing_key_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="key_file: cannot read"):
        Vault.load(tmp_path / "none.json")
