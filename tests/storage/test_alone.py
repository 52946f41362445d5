"""One bot per database: a second one is refused, a dead one is not waited for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from bot.errors import CannotDo
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Base

HOLD = """
import sys, time
from storage.db import Database
from storage.sealed import Vault
with Database(sys.argv[1], Vault.fresh()).alone():
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path / 'a.db'}"


@pytest.fixture
def two(url: str) -> Iterator[tuple[Database, Database]]:
    first, second = (Database(url, Vault.fresh()) for _ in range(2))
    Base.metadata.create_all(first.engine)
    yield first, second
    first.close()
    second.close()


def test_a_second_bot_is_refused_until_the_first_has_ended(two: tuple[Database, Database]) -> None:
    first, second = two
    with first.alone(), first.unit(), pytest.raises(CannotDo, match="a bot runs on this database"), second.alone():
        raise AssertionError("two at once")
    with second.alone(), pytest.raises(CannotDo), first.alone():
        raise AssertionError("two at once")


def test_a_bot_that_was_killed_holds_nothing(url: str, two: tuple[Database, Database]) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(CannotDo), two[0].alone():
        raise AssertionError("two at once")
    other.kill()
    other.wait()
    other.stdout.close()
    with two[0].alone():
        pass


# ------------------------------------------------------------------------- PostgreSQL: a lock dies with its connection


@pytest.fixture
def rivals(postgres: str) -> Iterator[tuple[Database, Database]]:
    first, second = (Database(postgres, Vault.fresh()) for _ in range(2))
    Base.metadata.create_all(first.engine)
    yield first, second
    with first.unit() as session:
        session.execute(text("DROP TABLE IF EXISTS written"))
    first.close()
    second.close()


def cut(url: str) -> None:
    """End every connection of the database, as its restart does."""
    everybody = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {everybody}"))
    engine.dispose()


def write(db: Database, words: str) -> None:
    with db.unit() as session:
        session.execute(text(words))


@pytest.mark.long
@pytest.mark.postgres
def test_after_a_restart_of_the_database_whoever_works_on_it_holds_it_again(
    postgres: str, rivals: tuple[Database, Database]
) -> None:
    first, second = rivals
    with first.alone():
        for _ in range(2):
            cut(postgres)
            write(first, "SELECT 1")
            with pytest.raises(CannotDo, match="a bot runs on this database"), second.alone():
                raise AssertionError("two at once")
        cut(postgres)
        first.stay_alone()  # nothing had to be written
        with pytest.raises(CannotDo), second.alone():
            raise AssertionError("two at once")
    with second.alone():
        pass


@pytest.mark.long
@pytest.mark.postgres
def test_who_finds_another_at_the_database_writes_nothing_more(
    postgres: str, rivals: tuple[Database, Database]
) -> None:
    first, second = rivals
    with first.alone():
        write(first, "CREATE TABLE written (who text)")
        cut(postgres)
        with second.alone():
            write(second, "INSERT INTO written VALUES ('second')")
            for _ in range(2):
                with pytest.raises(CannotDo, match="another bot took over this database"):
                    write(first, "INSERT INTO written VALUES ('first')")
            with pytest.raises(CannotDo, match="another bot took over this database"):
                first.stay_alone()
            cut(postgres)
            write(second, "INSERT INTO written VALUES ('second')")
        with second.read() as session:
            assert set(session.execute(text("SELECT who FROM written")).scalars()) == {"second"}


@pytest.mark.long
@pytest.mark.postgres
def test_a_connection_the_network_dropped_does_not_keep_us_from_our_own_database(
    rivals: tuple[Database, Database],
) -> None:
    """The server still sees it, and its lock, when we have it no more."""
    first, second = rivals
    with first.alone():
        dropped = first.engine.raw_connection()
        dropped.detach()
        write(first, "SELECT 1")
        with pytest.raises(CannotDo), second.alone():
            raise AssertionError("two at once")
        dropped.close()
    with second.alone():
        pass


def test_in_memory_there_is_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where a lock on a file without a path would lie
    ours, theirs = Database("sqlite://", Vault.fresh()), Database("sqlite://", Vault.fresh())
    with closing(ours), closing(theirs), ours.alone(), theirs.alone(), ours.unit() as session:
        assert session.scalar(text("SELECT 1")) == 1
        assert list(tmp_path.iterdir()) == []
