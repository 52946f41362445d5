"""One bot per database: a second one is refused, a dead one is not waited for, one that lost it does nothing more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from bot.errors import NotAlone
from storage import dialects, lease
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Base
from tests.storage.holding import TAKEN_OVER

ROOT = Path(__file__).parents[2]

on_postgres = (pytest.mark.long, pytest.mark.postgres)


@pytest.fixture
def own_postgres(postgres: str) -> Iterator[str]:
    """A PostgreSQL database that nobody else uses."""
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE alone"))
        yield make_url(postgres).set(database="alone").render_as_string(hide_password=False)
        connection.execute(text("DROP DATABASE alone WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=on_postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("own_postgres"))
    return f"sqlite:///{tmp_path / 'a.db'}"


@contextmanager
def databases(url: str) -> Iterator[tuple[Database, Database]]:
    first, second = (Database(url, Vault.fresh()) for _ in range(2))
    Base.metadata.create_all(first.engine)
    with closing(first), closing(second):
        yield first, second


@pytest.fixture
def two(url: str) -> Iterator[tuple[Database, Database]]:
    with databases(url) as both:
        yield both


@pytest.fixture
def rivals(own_postgres: str) -> Iterator[tuple[Database, Database]]:
    with databases(own_postgres) as both:
        yield both


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases last a second."""
    monkeypatch.setattr(lease, "LASTS", 1.0)
    monkeypatch.setattr(lease, "RENEW_EVERY", 1 / 3)
    monkeypatch.setattr(lease, "LOOK_EVERY", 0.05)


def write(db: Database, words: str) -> None:
    with db.unit() as session:
        session.execute(text(words))


def cut(url: str) -> None:
    """End every connection of the database, as its restart does."""
    everybody = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid, 5000) {everybody}"))
    engine.dispose()


@dataclass
class Server:
    """A homeserver that only counts what it is asked."""

    port: int = 0
    asked: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)

    def wait_for_more(self) -> None:
        """Wait until something is asked."""
        with self.news:
            before = self.asked
            assert self.news.wait_for(lambda: self.asked > before, 30)


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with found.news:
                found.asked += 1
                found.news.notify_all()
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        found.port = listening.server_port
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield found
        listening.shutdown()
        thread.join()


@contextmanager
def another(
    url: str, folder: Path | None = None, *, server: Server | None = None, lasts: float = 30.0
) -> Iterator[subprocess.Popen[str]]:
    """Another bot, which holds the database."""
    asked = "" if server is None else f"http://127.0.0.1:{server.port}"
    command = [sys.executable, "-m", "tests.storage.holding", url, str(folder or ""), asked, str(lasts)]
    with ExitStack() as stack:
        other = stack.enter_context(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        stack.callback(other.kill)
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other


# ------------------------------------------------------------------------------------------------------ on one machine


def test_a_second_bot_is_refused_until_the_first_has_ended(two: tuple[Database, Database], tmp_path: Path) -> None:
    first, second = two
    told = rf"a bot runs on this database \(process {os.getpid()} on .*\). Do: stop it first"
    with first.alone(tmp_path), first.unit(), pytest.raises(NotAlone, match=told), second.alone(tmp_path):
        raise AssertionError("two at once")
    with second.alone(tmp_path), pytest.raises(NotAlone), first.alone(tmp_path):
        raise AssertionError("two at once")


def test_a_bot_that_was_killed_is_not_waited_for(url: str, two: tuple[Database, Database], tmp_path: Path) -> None:
    with another(url, tmp_path) as other:
        with pytest.raises(NotAlone, match=f"process {other.pid} on"), two[0].alone(tmp_path):
            raise AssertionError("two at once")
        other.kill()
        other.wait()
        with two[0].alone(tmp_path, waits=False):
            pass


def test_a_bot_that_stands_still_is_not_dead(url: str, two: tuple[Database, Database], tmp_path: Path) -> None:
    """On its own machine that is known; and when it goes on, it has lost nothing."""
    with another(url, tmp_path, lasts=0.5) as other:
        other.send_signal(signal.SIGSTOP)
        for _ in range(2):
            with pytest.raises(NotAlone, match="Do: stop it first"), two[0].alone(tmp_path):
                raise AssertionError("two at once")
        other.send_signal(signal.SIGCONT)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(1)


def test_whoever_wakes_when_another_has_taken_over_asks_nothing_of_the_homeserver(
    url: str, two: tuple[Database, Database], tmp_path: Path, server: Server, short: None
) -> None:
    """On SQLite that takes somebody who has removed the locked file; on PostgreSQL it is as on two machines."""
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with another(url, here, server=server, lasts=1.0) as other:
        server.wait_for_more()
        other.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, other.pid, os.WSTOPPED | os.WNOWAIT)
        if url.startswith("sqlite"):
            (tmp_path / "a.db.lock").unlink()
            threading.Event().wait(1.1)  # until its time is over
        with two[0].alone(there):
            asked = server.asked
            other.send_signal(signal.SIGCONT)
            assert other.wait(30) == TAKEN_OVER
            assert other.stdout is not None
            assert other.stdout.read().startswith("another bot took over this database")
            assert server.asked == asked
            write(two[0], "SELECT 1")


def test_in_memory_there_is_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # where a lock on a file without a path would lie
    ours, theirs = Database("sqlite://", Vault.fresh()), Database("sqlite://", Vault.fresh())
    with closing(ours), closing(theirs), ours.alone(), theirs.alone(), ours.unit() as session:
        assert session.scalar(text("SELECT 1")) == 1
        assert list(tmp_path.iterdir()) == []


def test_each_holder_has_a_higher_number_than_all_before(two: tuple[Database, Database], tmp_path: Path) -> None:
    numbers = []
    for db in (*two, *two):
        with db.alone(tmp_path), db.read() as session:
            numbers.append(session.scalar(text("SELECT fence FROM lease")))
    assert numbers == [1, 2, 3, 4]


def test_a_bot_whose_database_was_put_back_to_an_earlier_state_does_nothing_more(
    two: tuple[Database, Database], tmp_path: Path
) -> None:
    """The number may then be its own again; its holder is not."""
    db = two[0]
    with db.alone(tmp_path):
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE lease SET holder = 'who held it then'"))
        with pytest.raises(NotAlone, match="another bot took over this database"):
            write(db, "SELECT 1")


# ------------------------------------------------------------------------- PostgreSQL: on machines far from each other


@pytest.mark.long
@pytest.mark.postgres
def test_a_bot_elsewhere_that_lives_is_known_by_its_renewal(
    own_postgres: str, rivals: tuple[Database, Database], short: None
) -> None:
    with (
        another(own_postgres, lasts=1.0) as other,
        pytest.raises(NotAlone, match=f"process {other.pid} on"),
        rivals[0].alone(),
    ):
        raise AssertionError("two at once")


@pytest.mark.long
@pytest.mark.postgres
def test_a_bot_elsewhere_that_is_dead_is_waited_for_until_its_lease_runs_out(
    own_postgres: str, rivals: tuple[Database, Database], short: None
) -> None:
    db = rivals[0]
    with another(own_postgres) as other:
        other.kill()
        other.wait()
    with pytest.raises(lease.Undecided), db.alone(waits=False):
        raise AssertionError("nobody knows it yet")
    with db.alone():
        write(db, "SELECT 1")


@pytest.mark.long
@pytest.mark.postgres
def test_a_locked_file_of_another_machine_proves_nothing(
    own_postgres: str, rivals: tuple[Database, Database], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder can be copied, and machines made from one image; the machine's own life cannot."""
    with another(own_postgres, tmp_path) as other:
        other.kill()
        other.wait()
    monkeypatch.setattr(lease, "_boot", lambda: "another machine")
    with pytest.raises(lease.Undecided), rivals[0].alone(tmp_path, waits=False):
        raise AssertionError("it may live")


@pytest.mark.long
@pytest.mark.postgres
def test_after_a_restart_of_the_database_whoever_worked_on_it_still_holds_it(
    own_postgres: str, rivals: tuple[Database, Database], tmp_path: Path
) -> None:
    first, second = rivals
    with first.alone(tmp_path):
        write(first, "CREATE TABLE written (who text)")
        for _ in range(2):
            cut(own_postgres)
            with pytest.raises(NotAlone, match="a bot runs on this database"), second.alone(tmp_path):
                raise AssertionError("two at once")
            with pytest.raises(lease.Undecided), second.alone(waits=False):
                raise AssertionError("two at once")
            write(first, "INSERT INTO written VALUES ('first')")
    with second.alone(), second.read() as session:
        assert session.execute(text("SELECT who FROM written")).scalars().all() == ["first", "first"]


@pytest.mark.long
@pytest.mark.postgres
def test_time_without_the_database_takes_it_from_nobody(
    own_postgres: str, rivals: tuple[Database, Database], short: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for a lease to run out begins anew after a time in which its holder could not renew it either."""
    first, second = rivals
    with first.alone():
        with pytest.raises(lease.Undecided), second.alone(waits=False):
            raise AssertionError("two at once")
        later = lease.uptime() + 3600
        monkeypatch.setattr(lease, "uptime", lambda: later)
        with pytest.raises(lease.Undecided), second.alone(waits=False):
            raise AssertionError("two at once")
        first.look_again_if_late()
        with pytest.raises(NotAlone) as refused, second.alone(waits=False):
            raise AssertionError("two at once")
        assert refused.type is NotAlone


@pytest.mark.long
@pytest.mark.postgres
def test_nobody_takes_over_while_tables_are_brought_up_however_long_it_lasts(
    rivals: tuple[Database, Database], short: None
) -> None:
    """A bot that began meanwhile would work on tables that are about to change under it."""
    first, second = rivals
    order: list[str] = []
    taken = threading.Event()

    def take_over() -> None:
        with second.alone():
            order.append("taken over")
            taken.set()

    thread = threading.Thread(target=take_over)
    with first.alone():
        with dialects.migrating(first.engine) as connection:
            first.stay_alone_in(connection)
            thread.start()
            assert not taken.wait(2.5)  # its lease has run out twice
            order.append("brought up")
        assert taken.wait(30)
        with pytest.raises(NotAlone, match="another bot took over"), dialects.migrating(first.engine) as connection:
            first.stay_alone_in(connection)
    thread.join()
    assert order == ["brought up", "taken over"]


@pytest.mark.long
@pytest.mark.postgres
def test_a_takeover_waits_for_the_unit_that_is_open_and_after_it_nothing_more_is_written(
    rivals: tuple[Database, Database], short: None
) -> None:
    first, second = rivals
    order: list[str] = []
    with first.alone():
        write(first, "CREATE TABLE written (who text)")
        taken, stop = threading.Event(), threading.Event()

        def take_over() -> None:
            with second.alone():
                order.append("taken over")
                write(second, "INSERT INTO written VALUES ('second')")
                taken.set()
                stop.wait(30)

        thread = threading.Thread(target=take_over)
        with first.unit() as session:
            session.execute(text("INSERT INTO written VALUES ('first')"))
            thread.start()
            assert not taken.wait(2.5)  # its lease has run out twice
            order.append("committed")
        assert taken.wait(30)
        for _ in range(2):
            with pytest.raises(NotAlone, match="another bot took over this database"):
                write(first, "INSERT INTO written VALUES ('first')")
        with pytest.raises(NotAlone, match="another bot took over this database"):
            first.look_again_if_late()
        stop.set()
        thread.join()
    assert order == ["committed", "taken over"]
    with second.read() as session:
        assert session.execute(text("SELECT who FROM written")).scalars().all() == ["first", "second"]


@pytest.mark.long
@pytest.mark.postgres
def test_a_unit_does_not_renew_each_time(rivals: tuple[Database, Database]) -> None:
    statements: list[str] = []
    db = rivals[0]
    with db.alone():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _cu, words, *_: statements.append(words))
        write(db, "SELECT 1")
        assert [words.split()[0] for words in statements] == ["SELECT", "SELECT"]
        assert statements[0].endswith("FOR SHARE OF lease")


@pytest.mark.long
@pytest.mark.postgres
def test_a_unit_that_stood_still_too_long_is_undone_and_may_be_tried_again(
    own_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As that of a process that was stopped in the middle: the database waits for it a minute."""
    monkeypatch.setitem(dialects.POSTGRES_TIMEOUTS, "idle_in_transaction_session_timeout", "100")
    with databases(own_postgres) as (db, _), db.alone():
        with pytest.raises(DBAPIError) as undone, db.unit() as session:
            session.execute(text("CREATE TABLE written (who text)"))
            threading.Event().wait(1)
        assert dialects.is_passing(undone.value)
        write(db, "CREATE TABLE written (who text)")
