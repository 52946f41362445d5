"""What differs between SQLite and PostgreSQL. The only file that may contain SQL of one of them."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, Engine, Table, and_, event, false, func, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import InstrumentedAttribute, Session

# The homeserver deletes what we have acknowledged (Olm messages, by the next sync), so a power cut must not
# undo a commit: FULL, never NORMAL.
SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "5000",
    "secure_delete": "ON",
}

TCP_MILLISECONDS = 30000

# Milliseconds. A statement that hangs must end before the watchdog does.
POSTGRES_TIMEOUTS = {
    "statement_timeout": "30000",
    "lock_timeout": "10000",
    "idle_in_transaction_session_timeout": "60000",
    "tcp_user_timeout": str(TCP_MILLISECONDS),
    "synchronous_commit": "on",
    "timezone": "UTC",
}


def options(url: str) -> dict[str, Any]:
    """The engine's arguments by which a dead PostgreSQL server is noticed; none for SQLite."""
    if not url.startswith("postgresql"):
        return {}
    seconds = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    return {"pool_pre_ping": True, "connect_args": {**seconds, "tcp_user_timeout": TCP_MILLISECONDS}}


#: SQLite's codes for errors that waiting does not mend.
_SQLITE_FOR_GOOD = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_AUTH})


def is_passing(error: DBAPIError) -> bool:
    """Whether the same may work later: the disk is full, the file is locked, the server is away or
    restarts."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return isinstance(error, OperationalError) and code & 0xFF not in _SQLITE_FOR_GOOD
    return isinstance(error, OperationalError) or error.connection_invalidated


def cause(error: DBAPIError) -> str | None:
    """The database's own code for an error: ``SQLITE_FULL``, ``53100``. It holds nothing of what was to be
    stored."""
    found = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return None if found is None else str(found)


def prepare(engine: Engine, *, read_only: bool) -> None:
    """Attach to an engine what each of its connections is set to."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, read_only=read_only)
    elif engine.dialect.name == "postgresql":
        _prepare_postgres(engine, read_only=read_only)


def spare_disk(engine: Engine) -> None:
    """Have SQLite not wait for the disk: a power cut may lose what plays and tests throw away anyway."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")


def _prepare_sqlite(engine: Engine, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for name, value in SQLITE_PRAGMAS.items():
            connection.execute(f"PRAGMA {name}={value}")
        if read_only:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _prepare_postgres(engine: Engine, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            for name, value in POSTGRES_TIMEOUTS.items():
                cursor.execute(f"SET {name} = '{value}'")
            if read_only:
                cursor.execute("SET default_transaction_read_only = on")
        connection.commit()


def begins(
    session: Session, column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], prefix: str
) -> ColumnElement[bool]:
    """Whether a text begins with a prefix, in words that let an index find it.

    LIKE is of no use: SQLite's ignores the case of letters, which no index of ours does, and PostgreSQL plans
    most statements for any pattern, also one that begins with anything. What begins so is a span, on PostgreSQL
    only by the order of characters, not by that of a language.
    """
    end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    if session.get_bind().dialect.name == "sqlite":
        return and_(column >= prefix, column < end)
    return and_(column.op("~>=~", is_comparison=True)(prefix), column.op("~<~", is_comparison=True)(end))


def can_copy(engine: Engine) -> bool:
    """Whether :func:`copy` can fill this database."""
    return engine.dialect.name == "sqlite"


def copy(source: Engine, target: Engine) -> None:
    """Make one SQLite database what another is."""
    read, written = source.raw_connection(), target.raw_connection()
    try:
        cast(sqlite3.Connection, read.driver_connection).backup(
            cast(sqlite3.Connection, written.driver_connection)
        )
    finally:
        read.close()
        written.close()


def at_one_moment(session: Session) -> Connection:
    """The connection of a session that has read nothing yet. It sees the database as it is now, whoever writes
    meanwhile, and keeps nobody from writing."""
    if session.get_bind().dialect.name == "postgresql":
        return session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return session.connection()  # so it is with each read of SQLite, as long as there is a write-ahead log


def go_on_counting(connection: Connection, table: Table) -> None:
    """Have the rows that come now numbered after those there are. (SQLite does so by itself.)"""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        names = {"name": f'"{table.name}"', "column": column.name}
        counter = connection.scalar(text("SELECT pg_get_serial_sequence(:name, :column)"), names)
        if counter is not None:
            following = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            connection.execute(select(func.setval(counter, following, false())))


class DanglingReferences(RuntimeError):
    """A migration left rows that point to missing rows, and was rolled back."""


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """Open one transaction in which tables may be rebuilt; returning commits it.

    SQLite changes a table by copying and dropping it. With foreign keys on, dropping would delete rows that
    point to it, or fail: so they are off in this transaction, and checked before the commit.
    """
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            # works only between transactions: BEGIN comes with the first use
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                yield connection
                if engine.dialect.name == "sqlite":
                    dangling = sorted(
                        {row[0] for row in connection.execute(text("PRAGMA foreign_key_check"))}
                    )
                    if dangling:
                        raise DanglingReferences(f"rows of {', '.join(dangling)} point to nothing")
        finally:
            if engine.dialect.name == "sqlite":
                raw.execute("PRAGMA foreign_keys=ON")


#: The number of PostgreSQL's advisory lock: "sigbot", read as a number.
_ADVISORY = int.from_bytes(b"sigbot", "big")
_HELD = "the lock of the one bot"


def locks_by_connection(url: str) -> bool:
    """Whether the lock of the one bot is a connection's (PostgreSQL) rather than a file's (SQLite)."""
    return url.startswith("postgresql")


class AdvisoryLock:
    """PostgreSQL's lock of the one bot that works on a database.

    The connection that writes holds it. When that connection is lost, so is the lock, and the next connection
    must take it before it writes: nobody writes without it.
    """

    def __init__(self) -> None:
        # the server process that took it last, and its start
        self._session: tuple[int, datetime] | None = None

    @property
    def was_held(self) -> bool:
        """Whether this process ever held the lock."""
        return self._session is not None

    def is_held(self, connection: Connection) -> bool:
        """Whether this connection has the lock; it is forgotten with the connection."""
        return _HELD in connection.info

    def take(self, connection: Connection) -> bool:
        """Take the lock on this connection, which does not have it; ``False`` when another bot has it."""
        is_taken = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY})
        if not is_taken and not self._take_over(connection):
            return False
        connection.info[_HELD] = True
        pid, start = connection.execute(
            text("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
        ).one()
        self._session = (pid, start)
        return True

    def release(self, connection: Connection) -> None:
        """Let go of the lock, if this connection has it."""
        if connection.info.pop(_HELD, None):
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY})

    def _take_over(self, connection: Connection) -> bool:
        """Take the lock from our own lost connection, which the server has not noticed yet."""
        if self._session is None:
            return False
        pid, start = self._session
        ours = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = :pid AND backend_start = :start"
        )
        if not connection.scalar(ours, {"pid": pid, "start": start}):
            return False
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _ADVISORY})  # waits for its end
        return True


@contextmanager
def locked_file(url: str) -> Iterator[bool]:
    """Lock an SQLite file until the block ends or the process dies; ``False`` when another process holds the
    lock."""
    with Path(f"{make_url(url).database}.lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
