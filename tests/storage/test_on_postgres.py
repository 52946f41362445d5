"""What is peculiar to PostgreSQL: its tables, and the timeouts, each of which ends a wait that had no end otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from storage import dialects, migrate, version
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Base

pytestmark = pytest.mark.postgres


@pytest.fixture
def db(postgres: str, vault: Vault) -> Iterator[Database]:
    with closing(Database(postgres, vault)) as opened:
        with opened.unit() as session:
            session.execute(text("SELECT 1"))
        yield opened


def test_each_timeout_is_set_on_both_ends(db: Database) -> None:
    with db.unit() as session:
        told = {name: session.execute(text(f"SHOW {name}")).scalar_one() for name in dialects.POSTGRES_TIMEOUTS}
        raw = session.connection().connection.driver_connection
        asked = raw.info.get_parameters()  # type: ignore[union-attr]
    assert told == {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
        "tcp_user_timeout": "30000",  # the kernel tells it
        "synchronous_commit": "on",
        "timezone": "UTC",
    }
    ours = {"connect_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"}
    assert asked.keys() >= ours
    assert asked["tcp_user_timeout"] == str(dialects.TCP_MILLISECONDS)
    with db.read() as session:
        assert session.execute(text("SHOW statement_timeout")).scalar_one() == "30s"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch, db: Database) -> Iterator[Database]:
    """A database whose patience is a tenth of a second."""
    short = {name: "100" if name.endswith("timeout") else value for name, value in dialects.POSTGRES_TIMEOUTS.items()}
    with monkeypatch.context() as patch, closing(Database(db.url, db.vault)) as opened:
        patch.setattr(dialects, "POSTGRES_TIMEOUTS", short)
        with opened.unit():
            pass
        yield opened


def test_a_statement_that_hangs_ends_and_may_be_tried_again(hurried: Database) -> None:
    with pytest.raises(DBAPIError) as caught, hurried.unit() as session:
        session.execute(text("SELECT pg_sleep(60)"))
    assert (dialects.cause(caught.value), dialects.is_passing(caught.value)) == ("57014", True)
    with hurried.unit() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_a_lock_of_somebody_who_hangs_is_not_waited_for(db: Database, hurried: Database) -> None:
    with db.unit() as session:
        session.execute(text("CREATE TABLE held (id INTEGER)"))
    with db.unit() as session:
        session.execute(text("LOCK TABLE held"))
        with pytest.raises(DBAPIError) as caught, hurried.unit() as other:
            other.execute(text("SET LOCAL statement_timeout = 0"))
            other.execute(text("SELECT * FROM held"))
    assert (dialects.cause(caught.value), dialects.is_passing(caught.value)) == ("55P03", True)


def test_a_unit_that_hangs_keeps_nobody_waiting(hurried: Database) -> None:
    with pytest.raises(DBAPIError) as caught, hurried.unit() as session:
        session.execute(text("SELECT 1"))
        time.sleep(0.5)
        session.execute(text("SELECT 1"))
    assert dialects.is_passing(caught.value)
    with hurried.unit() as session:
        assert session.scalar(text("SELECT 1")) == 1


def test_the_revisions_make_its_tables(db: Database) -> None:
    migrate.upgrade(db)
    assert version.current(db) == version.head()
    assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(Base.metadata.tables)
