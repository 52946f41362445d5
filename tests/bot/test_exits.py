"""Each exit code means one thing, and only what a person must mend stops the bot for good."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError

from bot.errors import CannotDo, IdentityForeign, NotAlone, SettingsWrong
from bot.exits import FOR_GOOD, Exit, end, explanation
from storage.sealed import CannotOpen

ROOT = Path(__file__).parents[2]


def of_sqlite(kind: type[OperationalError | DatabaseError], code: int, said: str) -> OperationalError | DatabaseError:
    """An error as SQLite raises it."""
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return kind("SELECT", {}, error)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsWrong("user_id: is missing"), Exit.SETTINGS_WRONG),
        (CannotOpen("key x does not exist any more"), Exit.SETTINGS_WRONG),
        (IdentityForeign("not ours"), Exit.IDENTITY_FOREIGN),
        (NotAlone("a bot runs on this database"), Exit.NOT_ALONE),
        (CannotDo("there is no identity"), Exit.CANNOT_DO),
        (of_sqlite(OperationalError, sqlite3.SQLITE_ERROR, "no such table: audit"), Exit.SETTINGS_WRONG),
        (of_sqlite(OperationalError, sqlite3.SQLITE_READONLY, "attempt to write a readonly"), Exit.SETTINGS_WRONG),
        (of_sqlite(DatabaseError, sqlite3.SQLITE_NOTADB, "file is not a database"), Exit.SETTINGS_WRONG),
        (of_sqlite(OperationalError, sqlite3.SQLITE_FULL, "database or disk is full"), Exit.CANNOT_DO),
        (of_sqlite(OperationalError, sqlite3.SQLITE_BUSY, "database is locked"), Exit.CANNOT_DO),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_error_has_its_code_and_is_one_sentence(error: Exception, code: Exit) -> None:
    found = explanation(error)
    assert found is not None
    assert found[0] is code
    assert found[1]
    assert "\n" not in found[1]


def test_what_nobody_foresaw_has_a_reference_that_the_log_has_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        end(ZeroDivisionError("hemligt"))
    assert ended.value.code == Exit.UNKNOWN
    logged, told = capsys.readouterr().err.splitlines()
    assert '"event": "sigbot.failed"' in logged
    assert told.split()[-1] in logged
    assert "hemligt" not in logged + told


def test_only_what_a_person_must_mend_stops_for_good() -> None:
    assert {int(code) for code in FOR_GOOD} == {2, 10, 11, 12}


def test_held_it_does_nothing_until_it_is_stopped(tmp_path: Path) -> None:
    """Docker knows no exit codes: it would start a bot with wrong settings again at once, and again."""
    command = [sys.executable, "-m", "bot", "run", "--hold", "-c", str(tmp_path / "none.toml")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as held:
        assert held.stderr is not None
        assert held.stderr.readline().startswith("cannot read ")
        assert held.stderr.readline().startswith("This ends for good (10)")
        held.send_signal(signal.SIGHUP)
        assert held.poll() is None
        held.terminate()
        assert held.wait(10) == Exit.SETTINGS_WRONG


def test_where_nothing_can_be_said_the_code_says_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "run", "-c", str(tmp_path / "none.toml")]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=ROOT, stderr=full, check=False)
    assert done.returncode == Exit.SETTINGS_WRONG


def test_told_to_stop_before_it_is_up_it_ends_with_0(tmp_path: Path) -> None:
    """Process 1 of a container gets no signal that it does not heed: it would be killed after ten seconds."""
    code = (
        "import signal, sys\n"
        "from bot.cli import run\n"
        "run.settings = lambda _config: signal.raise_signal(signal.SIGHUP) or signal.raise_signal(signal.SIGTERM)\n"
        "run.run(None)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
