"""``sigbot backup``, ``sigbot restore`` and ``sigbot drill``, as an operator types them; without a homeserver."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import open_database
from bot.cli import backup as backups
from bot.cli import drill as drilling
from bot.cli.main import backup_keys
from bot.core import ACCOUNT
from bot.errors import CannotDo
from bot.rules.audit import Action
from bot.settings import Settings, load
from storage import audit, envelope, keys, sealed
from storage import backup as rows
from storage.db import Database
from storage.envelope import SecretKey
from storage.tables import Audit
from tests.bot.operator import settle, sigbot

BOT = "@assistent:s"


class Place:
    """An installation whose settings say for whom backups are encrypted."""

    def __init__(self, folder: Path, *, like: Place | None = None) -> None:
        folder.mkdir()
        self.folder = folder
        self.config = settle("http://127.0.0.1:9", folder, BOT)
        if like is None:
            self.secret = folder / "secret"
            self.recipient = envelope.write_key(self.secret).text
        else:
            self.secret, self.recipient = like.secret, like.recipient
            self.master.write_bytes(like.master.read_bytes())
        self.config.write_text(f'backup_recipient = "{self.recipient}"\n{self.config.read_text()}')

    @property
    def settings(self) -> Settings:
        return load(self.config)

    @property
    def master(self) -> Path:
        return self.folder / "keys" / "master.json"

    def opened(self) -> Database:
        return open_database(self.settings)

    def live(self) -> None:
        """A bot works here, writes to its log, and stops."""
        with closing(self.opened()) as db, db.unit() as session:
            keys.open_account(session, ACCOUNT, BOT, "DEVICE")
            keys.save_login(session, ACCOUNT, device_id="DEVICE", token="token")
            keys.save_seeds(session, ACCOUNT, dict.fromkeys(("master", "self_signing", "user_signing"), "11" * 32))
            keys.save_olm_account(session, ACCOUNT, "pickle", shared=True)
            audit.write(session, at=datetime.now(UTC), unit_id="u", actor="bot", action=Action.IDENTITY_RESTORED)

    def contents(self) -> list[tuple[str, list[object]]]:
        with closing(self.opened()) as db, db.read() as session:
            return [(shape.name, list(row)) for shape, row in rows.rows_of(session.connection())]

    def sigbot(self, *arguments: object) -> tuple[int, str, str]:
        return sigbot(self.config, *map(str, arguments))

    def backup(self, name: str = "one.age") -> Path:
        """A backup of it."""
        code, _, err = self.sigbot("backup", self.folder / name)
        assert code == 0, err
        return self.folder / name


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path / "here")
    made.live()
    return made


# --------------------------------------------------------------------------------------------------------- backup


def test_it_is_written_for_its_owner_alone_and_says_what_it_is_worth(place: Place) -> None:
    code, out, err = place.sigbot("backup", place.folder / "one.age")
    assert (code, err) == (0, "")
    assert (place.folder / "one.age").stat().st_mode & 0o777 == 0o600
    master = next(iter(json.loads(place.master.read_text())))
    assert "Read back, and whole." in out
    assert f"of no use without the master key {master}, which is not in it" in out
    content = (place.folder / "one.age").read_bytes()
    assert json.loads(place.master.read_text())[master].encode() not in content
    assert BOT.encode() not in content
    assert [file.name for file in place.folder.iterdir() if file.name.startswith(".")] == []


def test_nothing_is_ever_overwritten(place: Place) -> None:
    before = place.backup().read_bytes()
    code, out, err = place.sigbot("backup", place.folder / "one.age")
    assert (code != 0, out) == (True, "")
    assert "no backup is ever overwritten" in err
    assert (place.folder / "one.age").read_bytes() == before


def test_in_a_folder_it_is_named_by_the_time_and_machines_are_told(place: Place) -> None:
    (place.folder / "backups").mkdir()
    code, out, _ = place.sigbot("backup", place.folder / "backups", "--json")
    told = json.loads(out)
    (file,) = (place.folder / "backups").iterdir()
    assert (code, told["file"], told["bytes"]) == (0, str(file), file.stat().st_size)
    assert file.match(backups.PATTERN)
    assert told["missing"] == []
    assert drilling.newest(place.folder / "backups") == file


def test_where_the_disk_is_full_nothing_is_left(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    closer = backups.closer_of(place.settings, "", None, None)
    with Path("/dev/full").open("wb", buffering=0) as full:
        monkeypatch.setattr("os.fdopen", lambda *_: full)
        with pytest.raises(CannotDo, match="No space left on device"):
            backups.make(place.settings, place.folder / "one.age", closer)
    assert [file.name for file in place.folder.iterdir() if "one.age" in file.name] == []


def test_somebody_must_say_for_whom(place: Place) -> None:
    place.config.write_text(place.config.read_text().split("\n", 1)[1])
    code, out, err = place.sigbot("backup", place.folder / "one.age")
    assert (code != 0, out) == (True, "")
    assert "nothing says for whom to encrypt it. Do: sigbot keys backup" in err
    assert place.sigbot("backup", place.folder / "one.age", "--recipient", place.recipient)[0] == 0
    asked: list[tuple[str, bool]] = []

    def ask(question: str, twice: bool) -> str:
        asked.append((question, twice))
        return "kort"

    with pytest.raises(CannotDo, match="too short to protect a backup"):
        backups.closer_of(place.settings, "", None, ask)
    assert asked == [("Passphrase for this backup", True)]
    (place.folder / "phrase").write_text("mycket hemlig mening\n")
    (place.folder / "phrase").chmod(0o644)
    with pytest.raises(CannotDo, match="others can read"):
        backups.closer_of(place.settings, "", place.folder / "phrase", None)


@pytest.mark.long  # to make a passphrase hard to guess takes seconds, by design
def test_a_passphrase_will_do(place: Place) -> None:
    (place.folder / "phrase").write_text("mycket hemlig mening\n")
    (place.folder / "phrase").chmod(0o600)
    by_phrase = ("--passphrase-file", place.folder / "phrase")
    assert place.sigbot("backup", place.folder / "one.age", *by_phrase)[0] == 0
    assert place.sigbot("drill", place.folder / "one.age", *by_phrase)[0] == 0
    code, _, err = place.sigbot("drill", place.folder / "one.age")
    assert (code != 0, "opens with a passphrase" in err) == (True, True)


def test_the_pair_of_keys_is_made_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    backup_keys(tmp_path / "secret")
    told = capsys.readouterr().out
    assert told.startswith('backup_recipient = "age1')
    assert "AGE-SECRET-KEY" not in told
    SecretKey.read(tmp_path / "secret")
    with pytest.raises(CannotDo, match="File exists"):
        backup_keys(tmp_path / "secret")


def test_a_key_file_that_cannot_open_it_is_told_at_once(place: Place) -> None:
    place.master.unlink()
    sealed.write_master(place.master)
    code, out, _ = place.sigbot("backup", place.folder / "one.age")
    assert (code, "lacks the master key" in out) == (0, True)


# ---------------------------------------------------------------------------------------------------------- drill


def drilled(place: Place, file: Path, **more: object) -> tuple[int, dict[str, object]]:
    code, out, err = place.sigbot("drill", file, "--secret-key", place.secret, "--json")
    assert err == ""
    return code, json.loads(out)


def test_a_good_backup_would_serve(place: Place) -> None:
    before = place.contents()
    file = place.backup()
    code, out, _ = place.sigbot("drill", file, "--secret-key", place.secret)
    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [
        [name, "ok"] for name in ("backup", "rows", "keys", "sealed", "audit", "user")
    ]
    code, told = drilled(place, file)
    assert (code, told["ok"], told["user_id"], told["shut"]) == (0, True, BOT, {})
    assert told["rows"]["audit"] == 1  # type: ignore[index]
    assert place.contents() == before


def test_an_old_one_would_not(place: Place) -> None:
    file = place.backup()
    opener = SecretKey.read(place.secret)
    late = datetime.now(UTC) + timedelta(days=3)
    found = drilling.drill(place.settings, file, opener, most=timedelta(days=2), now=late)
    assert [line.name for line in found.lines if not line.ok] == ["backup"]
    assert "3 days ago: none is younger. Do: look whether the daily backup runs" in str(found.lines[0])


def test_nor_would_one_that_was_changed_or_opens_with_another_key(place: Place) -> None:
    with closing(place.opened()) as db, db.unit() as session:
        session.query(Audit).update({"actor": "somebody"})
    file = place.backup()
    code, told = drilled(place, file)
    assert (code, told["ok"], told["audit"]["broken"]) == (1, False, ["row 1 was changed after it was written"])  # type: ignore[index]
    content = file.read_bytes()
    file.write_bytes(content[:-1])
    code, told = drilled(place, file)
    assert (code, "damaged or cut off" in str(told["lines"])) == (1, True)
    file.write_bytes(content)
    place.master.unlink()
    sealed.write_master(place.master)
    code, told = drilled(place, file)
    assert (code, "needs the master key" in str(told["lines"])) == (1, True)


def test_without_its_secret_key_nothing_is_tried(place: Place) -> None:
    file = place.backup()
    code, out, err = place.sigbot("drill", file)
    assert (code != 0, out) == (True, "")
    assert "opens with a secret key. Do: say where it is, with --secret-key FILE" in err
    code, _, err = place.sigbot("drill", place.folder / "nowhere.age")
    assert (code != 0, "No such file" in err) == (True, True)


# -------------------------------------------------------------------------------------------------------- restore


def test_a_database_is_restored_without_its_device_and_the_homeserver_not_asked(place: Place, tmp_path: Path) -> None:
    file = place.backup()
    there = Place(tmp_path / "there", like=place)
    code, out, err = there.sigbot("restore", file, "--secret-key", place.secret, "--identity-later")
    assert (code, err) == (0, "")
    assert "Next: sigbot identity restore" in out

    changed = ("account", "generation")
    assert [row for row in there.contents() if row[0] not in changed] == [
        row for row in place.contents() if row[0] not in changed
    ]
    with closing(there.opened()) as db, db.unit() as session:
        assert keys.seeds(session, ACCOUNT) is None  # so no bot starts on it
        assert keys.olm_account(session, ACCOUNT) is None


def test_what_is_there_is_not_lost_unless_somebody_says_so(place: Place) -> None:
    file = place.backup()
    place.live()
    before = place.contents()
    words = ("restore", file, "--secret-key", place.secret, "--identity-later")
    code, out, err = place.sigbot(*words)
    assert (code != 0, out) == (True, "")
    assert "the database is not empty. Do: give another" in err
    assert place.contents() == before
    code, _, err = place.sigbot(*words, "--replace")
    assert (code, err) == (0, "")
    assert len(place.contents()) == len(before) - 1


def test_with_another_key_file_nothing_is_written(place: Place, tmp_path: Path) -> None:
    file = place.backup()
    there = Place(tmp_path / "there")
    there.live()
    before = there.contents()
    code, _, err = there.sigbot("restore", file, "--secret-key", place.secret, "--identity-later", "--replace")
    assert (code != 0, "which the key file lacks" in err) == (True, True)
    assert there.contents() == before


def test_over_a_living_bot_nothing_is_written(place: Place) -> None:
    file = place.backup()
    before = place.contents()
    with closing(place.opened()) as bot, bot.alone():
        code, _, err = place.sigbot("restore", file, "--secret-key", place.secret, "--identity-later", "--replace")
        assert (code != 0, "a bot runs on this database" in err) == (True, True)
    assert place.contents() == before


def test_another_bots_backup_is_refused(place: Place, tmp_path: Path) -> None:
    file = place.backup()
    there = Place(tmp_path / "there", like=place)
    there.config.write_text(there.config.read_text().replace(BOT, "@annan:s"))
    code, _, err = there.sigbot("restore", file, "--secret-key", place.secret)
    assert (code != 0, f"it is {BOT}'s" in err) == (True, True)
    assert there.contents() == []


def test_when_the_homeserver_is_away_nothing_is_written(place: Place, tmp_path: Path) -> None:
    file = place.backup()
    there = Place(tmp_path / "there", like=place)
    code, _, err = there.sigbot("restore", file, "--secret-key", place.secret)
    assert (code != 0, err != "") == (True, True)
    assert there.contents() == []
