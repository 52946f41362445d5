"""A backup holds every row as it was at one moment, and brings it into either kind of database."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bot.errors import CannotDo
from bot.rules.audit import Action
from storage import audit, backup, dialects, due, envelope, rehearsal, sealed_columns, version
from storage.backup import Backup
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Due, SealedKey
from tests.databases import EACH, url_of
from tests.storage.conftest import NOW, World
from tests.upgrade import fixture

MOMENT = datetime(2026, 12, 1, 3, 15, tzinfo=UTC)


@pytest.fixture
def busy(world: World) -> World:
    """A unit with a person, two cases and an audit log."""
    anna = world.person("anna")
    for code in ("K-7F2", "K-9XX"):
        case = world.case(code, anna)
        with world.unit() as session:
            audit.write(session, at=NOW, unit_id="norr", actor="bot", case_id=case.id, action=Action.CASE_PURGED)
            due.schedule(session, unit_id="norr", kind="followup.prompt", subject=case.id, case_id=case.id, at=NOW)
    return world


def contents(db: Database) -> list[tuple[str, Sequence[Any]]]:
    with db.read() as session:
        return [(shape.name, row) for shape, row in backup.rows_of(session.connection())]


def backed_up(db: Database) -> bytes:
    with db.read() as session:
        head, rows = backup.begin(session, MOMENT)
        return b"".join(backup.compressed(backup.lines(head, rows)))


def restored(content: bytes, db: Database) -> Backup:
    found = Backup(BytesIO(content))
    with dialects.migrating(db.engine) as connection:
        backup.fill(connection, found.rows())
    return found


def read(content: bytes) -> Backup:
    found = Backup(BytesIO(content))
    for _ in found.rows():
        pass
    return found


@pytest.fixture(params=EACH)
def ours(request: pytest.FixtureRequest, tmp_path: Path, busy: World) -> Iterator[Database]:
    """That unit, on either kind of database."""
    with closing(Database(url_of(request, request.param, tmp_path), busy.db.vault)) as db:
        version.ensure(db)
        with busy.db.read() as session, dialects.migrating(db.engine) as connection:
            backup.fill(connection, backup.rows_of(session.connection()))
        yield db


@pytest.fixture
def other(request: pytest.FixtureRequest, tmp_path: Path, ours: Database) -> Iterator[Database]:
    """An empty database of the other kind."""
    kind = "postgres" if ours.url.startswith("sqlite") else "sqlite"
    with closing(Database(url_of(request, kind, tmp_path), ours.vault)) as db:
        version.ensure(db)
        yield db


@pytest.mark.postgres
def test_from_one_kind_of_database_into_the_other_nothing_is_lost(ours: Database, other: Database) -> None:
    content = backed_up(ours)
    found = restored(content, other)
    assert found.head == backup.Head(
        tables_version=version.head(), made_at=MOMENT, user_id="@bot:s", masters=(ours.vault.newest,)
    )
    assert contents(other) == contents(ours)
    assert backed_up(other) == content
    with other.unit() as session:
        assert list(audit.broken_links(session)) == []
        assert sealed_columns.open_all(session).shut == {}
        # and what comes next is numbered after it
        last = session.scalar(select(func.max(Due.id)))
        due.schedule(session, unit_id="norr", kind="followup.prompt", subject="another", at=NOW)
        assert session.scalar(select(func.max(Due.id))) == (last or 0) + 1


def test_it_is_of_one_moment_whoever_writes_meanwhile(ours: Database) -> None:
    before = contents(ours)
    with closing(Database(ours.url, ours.vault)) as bot, ours.read() as session:
        head, rows = backup.begin(session, MOMENT)
        for table in ("due", "audit"):
            with bot.unit() as writing:
                writing.execute(text(f"DELETE FROM {table}"))
        found = [(shape.name, row) for shape, row in rows]
    assert found == before
    assert head.made_at == MOMENT
    assert contents(ours) != before


def test_what_belongs_to_the_place_stays_there(ours: Database) -> None:
    names = {name for name, _ in contents(ours)}
    assert names & backup.LEFT_OUT == set()
    assert {"person", "case", "sealed_key", "audit", "due", "room"} <= names


def test_where_there_are_no_tables_there_is_nothing_to_back_up(tmp_path: Path, vault: Vault) -> None:
    with (
        closing(Database(f"sqlite:///{tmp_path / 'none.db'}", vault)) as db,
        pytest.raises(CannotDo, match="the database is empty"),
    ):
        backed_up(db)


def _without_a_row(lines: list[bytes]) -> list[bytes]:
    return lines[:2] + lines[3:]


def _without_its_end(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def _with_more(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[2]]


def _changed(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"K-7F2", b"K-7F3") for line in lines]


def _of_another(lines: list[bytes]) -> list[bytes]:
    return [b'{"something": "else"}\n', *lines[1:]]


@pytest.mark.parametrize("change", [_without_a_row, _without_its_end, _with_more, _changed, _of_another])
def test_lines_that_are_not_those_that_were_written_are_refused(
    busy: World, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    version_of_tests(busy.db)
    lines = gzip.decompress(backed_up(busy.db)).splitlines(keepends=True)
    assert read(gzip.compress(b"".join(lines))).counts["case"] == 2
    with pytest.raises(CannotDo, match=r"not those that were written|no backup of a sigbot"):
        read(gzip.compress(b"".join(change(lines))))


def version_of_tests(db: Database) -> None:
    """Say of the tables that tests make at once which version they are of."""
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text(f"INSERT INTO alembic_version VALUES ('{version.head()}')"))


def test_a_later_format_is_told(busy: World) -> None:
    with pytest.raises(CannotDo, match=r"a later sigbot made it \(format 2\)"):
        read(gzip.compress(b'{"sigbot-backup": 2}\n'))
    with pytest.raises(CannotDo, match="no backup of a sigbot"):
        read(b"something else")


# ------------------------------------------------------------------------------------------------------ rehearsals


def envelope_of(db: Database, folder: Path) -> tuple[Path, envelope.SecretKey]:
    envelope.write_key(folder / "secret")
    key = envelope.SecretKey.read(folder / "secret")
    public = envelope.PublicKey(text=(folder / "secret").read_text().split()[3])
    with db.read() as session, (folder / "backup.age").open("wb") as file:
        head, rows = backup.begin(session, MOMENT)
        envelope.close(backup.compressed(backup.lines(head, rows)), file, public)
    return folder / "backup.age", key


def test_a_backup_of_an_earlier_release_is_restored_with_the_tables_of_this_one(tmp_path: Path) -> None:
    release = fixture.RELEASES[0]
    vault = fixture.vault(release)
    with closing(Database(f"sqlite:///{tmp_path / 'old.db'}", vault)) as old:
        fixture.load(release, old)
        before = contents(old)
        file, key = envelope_of(old, tmp_path)
    with rehearsal.rehearsed(file, key, vault) as found:
        assert found.head.tables_version == fixture.made(release).head
        assert sum(found.counts.values()) == len(before)
        assert version.current(found.db) == version.head()
        assert (found.sealed.shut, found.broken) == ({}, ())
        assert found.sealed.opened > 100
        folder = Path(found.db.url.removeprefix("sqlite:///")).parent
        assert json.loads((release / "rows.json").read_text())["tables"]["audit"]["rows"][-1][0] == found.last_link[0]
    assert not folder.exists()


def test_a_rehearsal_says_what_is_wrong(busy: World, tmp_path: Path) -> None:
    version_of_tests(busy.db)
    with busy.unit() as session:
        session.execute(text("UPDATE audit SET actor = 'somebody' WHERE seq = 1"))
        session.execute(text("UPDATE person SET about_sealed = :nothing"), {"nothing": b"\0"})
    file, key = envelope_of(busy.db, tmp_path)
    with rehearsal.rehearsed(file, key, busy.db.vault) as found:
        assert found.broken == ("row 1 was changed after it was written",)
        assert found.sealed.shut == {"person.about_sealed": 1}
    with (
        pytest.raises(CannotDo, match=f"needs the master key {busy.db.vault.newest}, which the key file lacks"),
        rehearsal.rehearsed(file, key, Vault.fresh()),
    ):
        raise AssertionError("with another key file")
    with busy.unit() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with busy.unit() as session:
        session.query(SealedKey).update({"wrapped_by": busy.db.vault.newest})
    (tmp_path / "secret").unlink()
    file, key = envelope_of(busy.db, tmp_path)
    with (
        pytest.raises(CannotDo, match="version 9999, which this sigbot does not know"),
        rehearsal.rehearsed(file, key, busy.db.vault),
    ):
        raise AssertionError("of a later version")
