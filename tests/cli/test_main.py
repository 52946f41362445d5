"""The command line: kind words and exit codes; keys and audit by command."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.core import ACCOUNT
from bot.exits import Exit
from bot.rules.audit import Action
from bot.settings import load
from storage import audit, sealed, version
from storage import keys as account
from storage.db import Database
from storage.sealed import Vault

ROOT = Path(__file__).parents[2]


def sigbot(*arguments: str, cwd: Path) -> tuple[int, str, str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "sigbot.toml"
    path.write_text(
        'homeserver = "https://matrix.example.se"\nuser_id = "@bot:example.se"\npassword = "hemligt"\n'
        '[[units]]\nid = "u"\nname = "U"\n'
        '[[units.coordinators]]\nhandle = "a"\nname = "A"\nmatrix_id = "@a:example.se"\n'
        '[[units.coordinators]]\nhandle = "b"\nname = "B"\nmatrix_id = "@b:example.se"\n'
    )
    (tmp_path / "keys").mkdir()
    (tmp_path / "data").mkdir()
    sealed.write_master(tmp_path / "keys" / "master.json")
    return path


def opened(config: Path) -> Database:
    settings = load(config)
    return Database(settings.database_url, Vault.load(settings.key_file))


@pytest.mark.parametrize("command", [["run"], ["migrate"], ["keys", "rotate"], ["audit", "verify"]])
def test_without_settings_every_command_says_what_to_do(command: list[str], tmp_path: Path) -> None:
    code, out, err = sigbot(*command, cwd=tmp_path)
    assert (code, out) == (Exit.SETTINGS_WRONG, "")
    assert err.splitlines() == ["cannot read sigbot.toml (No such file or directory). Make one with: sigbot init"]


def test_run_takes_its_settings_from_where_the_table_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGBOT_CONFIG", str(tmp_path / "by-environment.toml"))
    for words, file in (
        (["run"], "by-environment.toml"),
        (["run", "-c", "short.toml"], "short.toml"),
        (["run", "--config", "long.toml"], "long.toml"),
        (["run", "--config=joined.toml"], "joined.toml"),
    ):
        code, out, err = sigbot(*words, cwd=tmp_path)
        assert (code, out) == (Exit.SETTINGS_WRONG, "")
        assert err.startswith("cannot read ")
        assert f"{file} (No such file" in err


def test_a_command_line_that_run_does_not_know_is_answered_by_the_table(tmp_path: Path) -> None:
    code, _, err = sigbot("run", "--fast", cwd=tmp_path)
    assert code == Exit.COMMAND_LINE_WRONG
    assert "No such option: --fast" in err
    code, out, _ = sigbot("run", "--help", cwd=tmp_path)
    assert code == 0
    assert "Run the bot until it is told to stop" in out


def test_help_names_every_command(tmp_path: Path) -> None:
    code, out, _ = sigbot("--help", cwd=tmp_path)
    assert code == 0
    for command in ("init", "check", "doctor", "run", "demo", "play", "migrate", "keys", "audit", "identity"):
        assert command in out


def test_the_database_is_migrated_keys_are_rotated_and_the_log_is_walked(config: Path) -> None:
    assert sigbot("migrate", cwd=config.parent)[:2] == (0, f"empty -> {version.head()}\n")
    assert (config.parent / "data" / "sigbot.db").stat().st_mode & 0o077 == 0
    db = opened(config)
    old = db.vault.newest
    with db.unit() as session:
        key = sealed.make_key(session, "case")
        blob = sealed.seal(session, key, "hemligt", "x:1")
        for _ in range(3):
            audit.write(session, at=datetime.now(UTC), unit_id="u", actor="bot", action=Action.CASE_CLOSED)
    db.close()

    code, out, _ = sigbot("keys", "rotate", "--forget-old", cwd=config.parent)
    assert code == 0
    assert out.startswith("1 keys wrapped anew")
    assert old not in (config.parent / "keys" / "master.json").read_text()
    db = opened(config)
    with db.unit() as session:
        assert sealed.unseal(session, key, blob, "x:1") == "hemligt"

    code, out, _ = sigbot("audit", "verify", cwd=config.parent)
    assert code == 0
    assert out.startswith("3 rows, nothing wrong")
    noted = out.split("--noted ")[1].strip()
    assert sigbot("audit", "verify", "--noted", noted, cwd=config.parent)[0] == 0
    code, out, _ = sigbot("audit", "verify", "--json", cwd=config.parent)
    assert (code, json.loads(out)) == (0, {"ok": True, "rows": 3, "noted": noted, "broken": []})

    with db.unit() as session:
        session.execute(text("DELETE FROM audit WHERE seq = 3"))
    assert sigbot("audit", "verify", cwd=config.parent)[0] == 0
    code, out, _ = sigbot("audit", "verify", "--noted", noted, cwd=config.parent)
    assert (code, out.splitlines()[0]) == (1, "row 3 is not the one that was noted, or is gone")

    with db.unit() as session:
        session.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 1"))
    code, out, _ = sigbot("audit", "verify", cwd=config.parent)
    assert (code, out.splitlines()[0]) == (1, "row 1 was changed after it was written")
    db.close()


def test_a_database_without_tables_is_one_kind_line(config: Path) -> None:
    code, _, err = sigbot("audit", "verify", cwd=config.parent)
    assert code == Exit.SETTINGS_WRONG
    assert err == "database: no such table: audit_checkpoint. Look with: sigbot check\n"


def _writes_nowhere() -> None:
    """As root is nobody's owner: else no folder is closed to it."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1)  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE: gone with the next program


@pytest.mark.skipif(sys.platform != "linux", reason="root can be closed out on Linux alone")
def test_keys_in_a_folder_that_cannot_be_written_are_not_rotated_and_nothing_is_changed(config: Path) -> None:
    db = opened(config)
    version.ensure(db)
    db.close()
    keys = config.parent / "keys"
    before = (keys / "master.json").read_text()
    keys.chmod(0o500)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "keys", "rotate"]
    done = subprocess.run(
        command,
        cwd=config.parent,
        env=environment,
        preexec_fn=_writes_nowhere,
        capture_output=True,
        text=True,
        check=False,
    )
    keys.chmod(0o700)
    assert (done.returncode, done.stdout) == (Exit.CANNOT_DO, ""), done.stderr
    assert "master.json (Permission denied); nothing was changed. Do: run this as the user" in done.stderr
    assert (keys / "master.json").read_text() == before
    assert [file.name for file in keys.iterdir()] == ["master.json"]


def test_a_note_written_wrongly_is_told(config: Path) -> None:
    code, _, err = sigbot("audit", "verify", "--noted", "x", cwd=config.parent)
    assert code == Exit.COMMAND_LINE_WRONG
    assert "NUMBER:DIGEST" in err


def test_another_key_file_is_told_and_nothing_that_cannot_be_undone_is_advised(config: Path) -> None:
    db = opened(config)
    version.ensure(db)
    with db.unit() as session:
        account.open_account(session, ACCOUNT, load(config).user_id, "DEVICE")
        account.save_login(session, ACCOUNT, device_id="DEVICE", token="token")
        account.save_seeds(session, ACCOUNT, dict.fromkeys(("master", "self_signing", "user_signing"), "00" * 32))
    db.close()
    (config.parent / "keys" / "master.json").unlink()
    sealed.write_master(config.parent / "keys" / "master.json")
    for command in (["run"], ["identity", "show"], ["identity", "verify"]):
        code, out, err = sigbot(*command, cwd=config.parent)
        assert (code, out) == (Exit.SETTINGS_WRONG, ""), command
        assert "which the key file lacks. Look with: sigbot check" in err, command
        assert "restore" not in err, command


@pytest.fixture
def own_postgres(postgres: str) -> Iterator[str]:
    """A PostgreSQL database that nobody else uses."""
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE bots"))
        yield make_url(postgres).set(database="bots").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE bots WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def without_homeserver(request: pytest.FixtureRequest, config: Path) -> Path:
    """Settings of a bot whose homeserver is away."""
    words = config.read_text().replace("https://matrix.example.se", "http://127.0.0.1:9")
    if request.param == "postgres":
        words = f'database = "{request.getfixturevalue("own_postgres")}"\n{words}'
    config.write_text(words)
    return config


def test_a_bot_whose_database_another_took_over_ends_and_says_so(without_homeserver: Path) -> None:
    """Also while it waits for its homeserver; and a second one is told whom to stop."""
    config = without_homeserver
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", "run"]
    running = subprocess.Popen(command, cwd=config.parent, env=environment, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    for line in running.stderr:
        if "app.homeserver_away" in line:  # so it has the database
            break
    code, _, told = sigbot("run", cwd=config.parent)
    assert code == Exit.NOT_ALONE
    last = told.splitlines()[-1]
    assert last.startswith(f"a bot runs on this database (process {running.pid} on ")
    assert last.endswith("). Do: stop it first")
    other = opened(config)
    with other.unit() as session:
        session.execute(text("UPDATE lease SET holder = 'another', fence = fence + 1"))
    other.close()
    _, told = running.communicate(timeout=60)
    assert running.returncode == Exit.NOT_ALONE
    assert told.splitlines()[-1].startswith("another bot took over this database while this one was away from it")
