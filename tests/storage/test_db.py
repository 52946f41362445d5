"""The unit of work: one writer, no nesting, no await, all or nothing, and memory is told when nothing it was."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError
from sqlalchemy.orm import Session

from storage import news
from storage.db import Database, UnitMisused
from storage.news import Awaited
from storage.sealed import Vault
from storage.tables import Account, Base, SealedKey


@pytest.fixture(params=["file", "memory"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    database = Database("sqlite://" if request.param == "memory" else f"sqlite:///{tmp_path / 'a.db'}", Vault.fresh())
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


def row(name: str) -> SealedKey:
    return SealedKey(id=name, purpose="unit", wrapped=b"x", wrapped_by="m", created_at=datetime.now(UTC))


def count(db: Database) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(SealedKey)) or 0


def test_returning_commits(both: Database) -> None:
    with both.unit() as session:
        session.add(row("a"))
    assert count(both) == 1


def test_raising_rolls_back_and_the_next_unit_works(both: Database) -> None:
    with pytest.raises(ZeroDivisionError), both.unit() as session:
        session.add(row("a"))
        session.flush()
        _ = 1 / 0
    assert count(both) == 0
    with both.unit() as session:
        session.add(row("b"))
    assert count(both) == 1


def test_a_failed_flush_rolls_everything_back_and_quotes_nothing(both: Database) -> None:
    with both.unit() as session:
        session.add(row("taken"))
    with pytest.raises(DBAPIError) as caught, both.unit() as session:
        session.add(row("new"))
        session.execute(text("INSERT INTO sealed_key SELECT * FROM sealed_key WHERE id = :id"), {"id": "taken"})
    assert "hide_parameters" in str(caught.value)
    assert count(both) == 1


def test_units_do_not_nest(both: Database) -> None:
    with pytest.raises(UnitMisused), both.unit() as session:
        session.add(row("a"))
        with both.unit():
            pass
    assert count(both) == 0
    with both.unit():
        pass


def test_a_unit_from_another_thread_is_refused_at_once(both: Database) -> None:
    seen: list[BaseException] = []

    def other() -> None:
        try:
            with both.unit():
                pass
        except UnitMisused as error:
            seen.append(error)

    with both.unit() as session:
        session.add(row("a"))
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(5)
    assert len(seen) == 1
    assert count(both) == 1


async def test_an_await_inside_a_unit_rolls_it_back(both: Database) -> None:
    with pytest.raises(UnitMisused, match="await"), both.unit() as session:
        session.add(row("a"))
        await asyncio.sleep(0)
    assert count(both) == 0


async def test_units_in_a_running_loop_work(both: Database) -> None:
    for name in "abc":
        with both.unit() as session:
            session.add(row(name))
        await asyncio.sleep(0)
    assert count(both) == 3


async def test_a_task_cancelled_inside_a_unit_leaves_nothing(both: Database) -> None:
    async def wrong() -> None:
        with both.unit() as session:
            session.add(row("a"))
            await asyncio.sleep(60)

    task = asyncio.create_task(wrong())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert count(both) == 0
    with both.unit():
        pass


def test_whoever_mirrors_rows_is_told_of_a_rollback_and_only_then(both: Database) -> None:
    told: list[str] = []
    both.on_rollback(lambda: told.append("machine"))
    both.on_rollback(lambda: told.append("rooms"))
    with both.unit():
        pass
    assert told == []
    with pytest.raises(KeyError), both.unit():
        raise KeyError
    assert told == ["machine", "rooms"]


def test_whoever_waits_is_shown_what_was_committed_and_only_that(both: Database) -> None:
    told: list[frozenset[Awaited]] = []

    class Waiter:
        def look(self, session: Session) -> None:
            told.append(news.noted(session))

    waiter = Waiter()
    both.on_commit(waiter.look)
    with both.unit() as session:
        news.note(session, Awaited.DESK)
    with pytest.raises(KeyError), both.unit() as session:
        news.note(session, Awaited.OUTBOX)
        raise KeyError
    with both.unit():
        pass
    assert told == [{Awaited.DESK}, frozenset()]
    del waiter
    with both.unit():
        pass
    assert len(told) == 2, "it was thrown away"


def test_one_that_cannot_forget_stops_no_other_and_frees_the_unit(both: Database) -> None:
    told: list[str] = []

    def broken() -> None:
        raise RuntimeError("cannot forget")

    both.on_rollback(broken)
    both.on_rollback(lambda: told.append("second"))
    with pytest.raises(RuntimeError, match="cannot forget"), both.unit():
        raise KeyError
    assert told == ["second"]
    with both.unit():
        pass


def test_memory_is_told_when_the_commit_itself_fails(db: Database) -> None:
    told: list[str] = []
    db.on_rollback(lambda: told.append("x"))
    with db.unit() as session:
        session.execute(text("CREATE TABLE p (id INTEGER PRIMARY KEY)"))
        session.execute(text("CREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)"))
    with pytest.raises(DBAPIError), db.unit() as session:
        session.execute(text("INSERT INTO c VALUES (1)"))  # found out by COMMIT
    assert told == ["x"]


def test_a_second_process_that_writes_is_waited_for_then_refused(db: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "sigbot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout=50")
    with pytest.raises(OperationalError, match="locked"), db.unit():
        pass
    other.execute("ROLLBACK")
    other.close()
    with db.unit():
        pass


def test_reading_is_refused_where_a_unit_is_open(both: Database) -> None:
    with both.unit(), pytest.raises(UnitMisused), both.read():
        pass


def test_a_reader_in_another_thread_sees_only_what_was_committed(db: Database) -> None:
    seen: list[int] = []
    with db.unit() as session:
        session.add(row("a"))
        session.flush()
        thread = threading.Thread(target=lambda: seen.append(count(db)))
        thread.start()
        thread.join(5)
    assert seen == [0]
    assert count(db) == 1


def test_a_reader_in_another_thread_never_disturbs_a_unit_in_memory(vault: Vault) -> None:
    db = Database("sqlite://", vault)
    Base.metadata.create_all(db.engine)
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(count(db)))
    with db.unit() as session:
        session.add(row("a"))
        session.flush()
        thread.start()
    thread.join(5)
    assert seen == [1]
    db.close()


def test_a_reader_cannot_write(db: Database) -> None:
    with db.read() as session, pytest.raises(OperationalError, match="readonly"):
        session.execute(text("DELETE FROM sealed_key"))


def test_what_is_committed_survives_kill_9(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from storage.db import Database\n"
        "from storage.sealed import Vault\n"
        "from storage.tables import Base\n"
        "from tests.storage.test_db import row\n"
        "db = Database(sys.argv[1], Vault.fresh())\n"
        "Base.metadata.create_all(db.engine)\n"
        "with db.unit() as session:\n"
        "    session.add(row('committed'))\n"
        "with db.unit() as session:\n"
        "    session.add(row('open'))\n"
        "    session.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    url = f"sqlite:///{tmp_path / 'killed.db'}"
    died = subprocess.run([sys.executable, "-c", program, url], cwd=Path(__file__).parents[2], check=False)
    assert died.returncode == -9
    db = Database(url, Vault.fresh())
    with db.read() as session:
        assert session.scalars(select(SealedKey.id)).all() == ["committed"]
    db.close()


def test_moments_are_utc_and_naive_ones_are_refused(both: Database) -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))
    with both.unit() as session:
        session.add(SealedKey(id="a", purpose="unit", wrapped=b"", wrapped_by="m", created_at=moment))
    with both.read() as session:
        read = session.get_one(SealedKey, "a").created_at
    assert read == moment
    assert read.utcoffset() == timedelta(0)
    with pytest.raises(StatementError, match="naive"), both.unit() as session:
        session.add(SealedKey(id="b", purpose="unit", wrapped=b"", wrapped_by="m", created_at=datetime(2026, 7, 1)))  # noqa: DTZ001


def test_every_row_knows_its_unit_or_its_account() -> None:
    # attendance, suggestions, presence and minutes belong to a meeting, points to a case, a milestone to a goal,
    # days and events to a task, a tap to a case, what was asked in a room and what was late in it to the room, a
    # round to a room, a snooze to a task, whom a message disturbs to the message, and what somebody has just said
    # to the person, which have the unit; the generation counts writes of all; the lease, what is wrong with the bot
    # and where the log begins are of the whole database; what is known of pruned messages belongs to their room
    free = {
        "sealed_key",
        "attendance",
        "meeting_suggestion",
        "presence",
        "meeting_point",
        "minute",
        "milestone",
        "task_day",
        "task_event",
        "status_round",
        "snooze",
        "unprompted",
        "tap",
        "asked_in_room",
        "outage_room",
        "just_said",
        "generation",
        "lease",
        "trouble",
        "audit_checkpoint",
        "heard",
        "spoken",
    }
    for name, table in Base.metadata.tables.items():
        assert name in free or name == Account.__tablename__ or {"unit_id", "account_id"} & set(table.columns.keys()), (
            name
        )
