"""What each database is told when it is opened: wait for the disk, never hang, refuse writes where one only reads."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from storage import dialects
from storage.db import Database
from storage.sealed import Vault


def test_a_commit_on_sqlite_waits_for_the_disk(db: Database) -> None:
    with db.unit() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
        assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert session.execute(text("PRAGMA secure_delete")).scalar_one() == 1


@pytest.mark.long
@pytest.mark.postgres
def test_postgresql_commits_synchronously_and_never_hangs(postgres: str, vault: Vault) -> None:
    db = Database(postgres, vault)
    with db.unit() as session:
        for name in dialects.POSTGRES_TIMEOUTS:
            assert session.execute(text(f"SHOW {name}")).scalar_one() not in ("0", "off", "")
    with db.read() as session, pytest.raises(DBAPIError, match="read-only"):
        session.execute(text("CREATE TABLE never (id INTEGER)"))
    with pytest.raises(KeyError), db.unit() as session:
        session.execute(text("CREATE TABLE never (id INTEGER)"))
        raise KeyError
    with db.read() as session:
        assert session.execute(text("SELECT to_regclass('never')")).scalar_one() is None
    db.close()


@pytest.mark.long
@pytest.mark.postgres
def test_postgresql_connections_lost_between_units_are_replaced(postgres: str, vault: Vault) -> None:
    db, other = Database(postgres, vault), Database(postgres, vault)
    with db.unit() as session:
        session.execute(text("SELECT 1"))
    with db.read() as session:
        session.execute(text("SELECT 1"))
    with other.unit() as session:
        session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
            )
        )
    with db.unit() as session:
        session.execute(text("SELECT 1"))
    with db.read() as session:
        session.execute(text("SELECT 1"))
    db.close()
    other.close()


def test_what_passes_and_what_does_not(db: Database) -> None:
    def failing(statement: str) -> DBAPIError:
        with pytest.raises(DBAPIError) as caught, db.unit() as session:
            session.execute(text(statement))
        return caught.value

    wrong = failing("SELECT * FROM nowhere")
    assert (dialects.is_passing(wrong), dialects.cause(wrong)) == (False, "SQLITE_ERROR")
    refused = failing("INSERT INTO sealed_key (id) VALUES ('x')")
    assert (dialects.is_passing(refused), dialects.cause(refused)) == (False, "SQLITE_CONSTRAINT_NOTNULL")
    with db.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA max_page_count=1")  # less than there is: nothing more fits
    full = failing("INSERT INTO sealed_key VALUES ('x', 'unit', zeroblob(100000), 'm', '2026-01-01')")
    assert (dialects.is_passing(full), dialects.cause(full)) == (True, "SQLITE_FULL")


@pytest.mark.long
@pytest.mark.postgres
def test_a_postgresql_server_that_went_away_is_passing(postgres: str, vault: Vault) -> None:
    db = Database(postgres, vault)
    with pytest.raises(DBAPIError) as caught, db.unit() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert dialects.is_passing(caught.value)
    with db.unit() as session:
        assert session.execute(text("SELECT 1")).scalar_one() == 1
    with pytest.raises(DBAPIError) as caught, db.unit() as session:
        session.execute(text("SELECT * FROM nowhere"))
    assert not dialects.is_passing(caught.value)
    db.close()


@pytest.mark.postgres
def test_who_may_not_ask_postgresql_for_a_checkpoint_writes_tables_anew_all_the_same(
    postgres: str, vault: Vault
) -> None:
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    plain = create_engine(make_url(postgres).set(username="plain"))
    with server.connect() as connection:
        connection.execute(text("CREATE ROLE plain LOGIN"))
        connection.execute(text("GRANT CREATE ON SCHEMA public TO plain"))
    try:
        with plain.begin() as connection:
            connection.execute(text("CREATE TABLE own (id INTEGER)"))
            before = connection.execute(text("SELECT pg_relation_filepath('own')")).scalar_one()
        dialects.rewrite(plain, ["own"])
        with plain.connect() as connection:
            assert connection.execute(text("SELECT pg_relation_filepath('own')")).scalar_one() != before
    finally:
        plain.dispose()
        with server.connect() as connection:
            connection.execute(text("DROP OWNED BY plain"))
            connection.execute(text("DROP ROLE plain"))
        server.dispose()
