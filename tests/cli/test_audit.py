"""The log of years: its older rows go into a file, and what is left verifies, alone and together with the file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.cli import audit as cli
from bot.errors import CannotDo
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.room import RoomKind
from bot.settings import Settings, load
from storage import audit, keys, room, sealed
from storage.blank import create_tables
from storage.db import Database
from storage.pruning import Keeping, Pruning
from storage.sealed import Vault
from storage.tables import Case
from tests.cli.test_main import config, sigbot
from tests.sqlite import database

__all__ = ["config"]  # a fixture

FIRST = datetime(2024, 1, 1, 12, tzinfo=UTC)
#: A row every tenth day; so many are from before 2025.
ROWS, OLD = 60, 37
NEW_YEAR = date(2025, 1, 1)


@pytest.fixture
def settings(config: Path) -> Settings:
    return load(config)


@pytest.fixture
def log(settings: Settings) -> Iterator[Database]:
    """Sixty rows about a case that is disposed of, with a setting first."""
    with closing(database(settings.data_dir / "sigbot.db", Vault.load(settings.key_file))) as db:
        create_tables(db.engine)
        with db.unit() as session:
            keys.open_account(session, "bot", "@bot:s", "DEVICE")
            key_id = sealed.make_key(session, "unit")
            room.add(session, account_id="bot", unit_id="u", kind=RoomKind.OFFICE, key_id=key_id)
            for code, state in (("K-1", State.DISPOSED), ("K-2", State.ACTIVE)):
                add_case(session, code, state, key_id)
            audit.write(session, at=FIRST, unit_id="u", actor="bot", action=Action.UNIT_SERVERS, servers=["a"])
            for number in range(1, ROWS):
                at = FIRST + timedelta(days=10 * number)
                audit.write(
                    session, at=at, unit_id="u", actor="p", case_id="K-1", action=Action.CASE_GOAL_ADDED, number=1
                )
        yield db


def add_case(session: Session, code: str, state: State, key_id: str) -> None:
    row = Case(id=code, unit_id="u", code=code, key_id=key_id, state=state)
    row.coordinator_id, row.created_on = "p", FIRST.date()
    session.add(row)


def lines(settings: Settings, *archives: Path, noted: str = "") -> tuple[str, ...]:
    return cli.verify(settings, noted, archives).broken


def test_what_is_left_verifies_alone_and_with_what_was_taken_out(
    log: Database, settings: Settings, tmp_path: Path
) -> None:
    before = cli.verify(settings, "")
    done = cli.archive(settings, tmp_path / "2024.jsonl", NEW_YEAR)
    assert (done.rows, done.seq) == (OLD, OLD)
    assert (tmp_path / "2024.jsonl").stat().st_mode & 0o077 == 0
    after = cli.verify(settings, f"{before.rows}:{before.digest}")
    assert (after.broken, after.begins) == ((), OLD + 1)
    assert lines(settings, tmp_path / "2024.jsonl") == ()
    assert cli.archive(settings, tmp_path / "2025.jsonl", date(2025, 6, 1)).rows == 15
    assert lines(settings, tmp_path / "2025.jsonl", tmp_path / "2024.jsonl") == ()
    assert lines(settings, tmp_path / "2024.jsonl") == (
        "rows 38 to 52 are neither here nor in the archives that were given",
    )


def test_what_was_noted_of_a_row_that_is_taken_out_is_found_in_its_archive(
    log: Database, settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "2024.jsonl"
    with log.read() as session:
        noted = next(link for link in audit.links(session, after=9))
    done = cli.archive(settings, file, NEW_YEAR)
    assert lines(settings, file, noted=f"10:{noted.digest}") == ()
    assert lines(settings, noted=f"{done.seq}:{done.digest}") == ()
    gone = "row 10 is not the one that was noted, or is gone"
    assert lines(settings, noted=f"10:{noted.digest}") == (f"{gone}. Do: give its archive with --archive",)
    assert lines(settings, file, noted="10:x") == (f"{gone}. Do: give its archive with --archive",)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("UPDATE audit SET actor = 'x' WHERE seq = 50", "row 50 was changed after it was written"),
        ("UPDATE audit SET actor = 'x' WHERE seq = 38", "row 38 was changed after it was written"),
        ("DELETE FROM audit WHERE seq = 38", "row 39 rows 38 to 38 are missing"),
        ("UPDATE audit_checkpoint SET digest = 'x'", "row 37 is a checkpoint that no row vouches for"),
        ("UPDATE audit_checkpoint SET seq = 40", "row 40 does not lead to the checkpoint"),
        ("UPDATE audit_checkpoint SET rows = 1", "row 37 is a checkpoint that no row vouches for"),
        ("DELETE FROM audit_checkpoint", "row 38 rows 1 to 37 are missing"),
        ("DELETE FROM audit WHERE action = 'log:shortened'", "row 37 is a checkpoint that no row vouches for"),
    ],
)
def test_a_change_at_the_checkpoint_or_after_it_shows(
    log: Database, settings: Settings, tmp_path: Path, change: str, seen: str
) -> None:
    cli.archive(settings, tmp_path / "2024.jsonl", NEW_YEAR)
    with log.unit() as session:
        session.execute(text(change))
    assert seen in lines(settings)
    assert seen in lines(settings, tmp_path / "2024.jsonl")


@pytest.mark.parametrize("number", [1, 20, OLD])
def test_a_change_before_the_checkpoint_shows_in_the_archive(
    log: Database, settings: Settings, tmp_path: Path, number: int
) -> None:
    file = tmp_path / "2024.jsonl"
    cli.archive(settings, file, NEW_YEAR)
    rows = file.read_text().splitlines()
    rows[number - 1] = json.dumps({**json.loads(rows[number - 1]), "actor": "x"})
    file.write_text("\n".join(rows))
    assert lines(settings) == ()
    assert lines(settings, file) == (f"row {number} was changed after it was written",)


def test_another_archive_does_not_fit(log: Database, settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "2024.jsonl"
    cli.archive(settings, file, NEW_YEAR)
    rows = file.read_text().splitlines()
    (tmp_path / "whole.jsonl").write_text(file.read_text())
    file.write_text("\n".join(rows[:-1]))
    assert lines(settings, file) == ("rows 37 to 37 are neither here nor in the archives that were given",)
    last = list(cli.read(tmp_path / "whole.jsonl"))[-1]
    own = {**json.loads(rows[-1]), "actor": "x", "digest": audit.digest_of(replace(last, actor="x"))}
    file.write_text("\n".join([*rows[:-1], json.dumps(own)]))
    assert lines(settings, file) == ("row 37 of the archive is not the one that was taken away",)
    file.write_text("{}")
    with pytest.raises(CannotDo, match="line 1 is no row of the log"):
        lines(settings, file)
    with pytest.raises(CannotDo, match="cannot read"):
        lines(settings, tmp_path / "nowhere")


def test_what_is_compared_with_the_settings_stays(log: Database, settings: Settings, tmp_path: Path) -> None:
    """Else a server that is struck off later would not be told of."""
    cli.archive(settings, tmp_path / "2024.jsonl", NEW_YEAR)
    with log.read() as session:
        assert audit.last_detail(session, "u", Action.UNIT_SERVERS) == {"servers": ["a"]}


def test_of_a_case_that_is_not_disposed_of_nothing_is_taken_out(
    log: Database, settings: Settings, tmp_path: Path
) -> None:
    with log.unit() as session:
        session.execute(text("UPDATE audit SET case_id = 'K-2' WHERE seq = 20"))
    with log.read() as session:
        assert audit.last_before(session, datetime(2025, 1, 1, tzinfo=UTC)) == 19
    with log.unit() as session:
        session.execute(text("UPDATE audit SET case_id = 'K-2' WHERE seq = 1"))
    with pytest.raises(CannotDo, match="nothing to archive"):
        cli.archive(settings, tmp_path / "a", NEW_YEAR)


def test_a_broken_log_is_not_shortened(log: Database, settings: Settings, tmp_path: Path) -> None:
    with log.unit() as session:
        session.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 50"))
    with pytest.raises(CannotDo, match="the log is broken"):
        cli.archive(settings, tmp_path / "a", NEW_YEAR)
    assert not (tmp_path / "a").exists()


def test_a_file_that_exists_is_not_written_over(log: Database, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("something")
    with pytest.raises(CannotDo, match="exists"):
        cli.archive(settings, tmp_path / "a", NEW_YEAR)
    with pytest.raises(CannotDo, match="cannot write"):
        cli.archive(settings, tmp_path / "no" / "a", NEW_YEAR)
    assert cli.verify(settings, "").begins == 1


def test_killed_before_all_is_taken_out_the_log_is_whole_and_the_bot_goes_on(
    log: Database, settings: Settings, tmp_path: Path
) -> None:
    with log.unit() as session:
        last = list(audit.links(session, after=0, until=OLD))[-1]
        audit.begin_after(session, last, OLD, FIRST)
    with log.unit() as session:
        assert audit.take_away(session, 10)
    assert lines(settings) == ()
    with log.unit() as session:
        session.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 30"))
    assert lines(settings) == ("row 30 was changed after it was written",)
    with log.unit() as session:
        session.execute(text("UPDATE audit SET actor = 'p' WHERE seq = 30"))
    prune(log, audit_days=None, now=FIRST)
    assert cli.verify(settings, "").begins == OLD + 1
    with log.read() as session:
        assert next(audit.links(session, after=0)).seq == OLD + 1


def prune(log: Database, *, audit_days: int | None, now: datetime) -> None:
    days = timedelta(days=90)
    kept = None if audit_days is None else timedelta(days=audit_days)
    going = Pruning(Keeping(inbox=days, outbox=days, question=days, due=days, audit=kept), now)
    is_more_left = True
    while is_more_left:
        with log.unit() as session:
            is_more_left = going.go_on(session, seconds=0)


def test_by_itself_it_is_only_shortened_where_the_settings_say_so(log: Database, settings: Settings) -> None:
    now = FIRST + timedelta(days=600)
    prune(log, audit_days=None, now=now)
    assert cli.verify(settings, "").begins == 1
    prune(log, audit_days=590, now=now)  # not for a few days
    assert cli.verify(settings, "").begins == 1
    prune(log, audit_days=365, now=now)
    found = cli.verify(settings, "")
    assert (found.broken, found.begins) == ((), 25)
    with log.read() as session:
        assert next(audit.links(session, after=0)).at >= now - timedelta(days=365)


def test_rows_that_were_changed_are_never_taken_away_by_themselves(log: Database, settings: Settings) -> None:
    with log.unit() as session:
        session.execute(text("UPDATE audit SET actor = 'x' WHERE seq = 5"))
    prune(log, audit_days=365, now=FIRST + timedelta(days=600))
    assert lines(settings) == ("row 5 was changed after it was written",)
    assert cli.verify(settings, "").begins == 1


def test_at_the_terminal(log: Database, config: Path) -> None:
    code, out, _ = sigbot("audit", "archive", "2024.jsonl", "--before", "2025-01-01", "--yes", cwd=config.parent)
    assert (code, out.splitlines()[0][:44]) == (0, "37 rows written to 2024.jsonl and taken out.")
    code, out, _ = sigbot("audit", "verify", cwd=config.parent)
    assert code == 0
    assert "Rows 1 to 37 were taken out; verify them with --archive FILE" in out
    code, out, _ = sigbot("audit", "verify", "--archive", "2024.jsonl", cwd=config.parent)
    assert code == 0
    assert "62 rows, nothing wrong" in out
