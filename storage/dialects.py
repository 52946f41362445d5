"""What differs between SQLite and PostgreSQL. The only file that may contain SQL of one of them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from sqlalchemy import ColumnElement, Engine, Table, and_, event, false, func, inspect, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError
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


#: PostgreSQL's client gives a failed connection no code; these are what its words come to.
_NOT_CONNECTED = {
    "REFUSED": "Connection refused",
    "TIMEOUT": "timeout",
    "DNS": "could not translate|failed to resolve|Name or service not known",
    "LOGIN_REFUSED": "authentication failed|no pg_hba.conf entry|role .* does not exist|no password supplied",
    "NO_DATABASE": "database .* does not exist",
    "NOT_READY": "starting up|shutting down|in recovery",
    "TOO_MANY_CLIENTS": "too many clients|remaining connection slots",
}


def cause(error: DBAPIError) -> str | None:
    """The database's own code for an error (``SQLITE_FULL``, ``53100``), or ours for a failed connection. It holds
    nothing of what was to be stored."""
    found = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    if found is None:
        said = str(error.orig)
        return next((name for name, words in _NOT_CONNECTED.items() if re.search(words, said)), None)
    return str(found)


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


def rewrite(engine: Engine, tables: Collection[str]) -> None:
    """Write tables anew (none: all of them), so that nothing stays in the database's files of what was changed or
    dropped. It takes as much room again as they do."""
    # outside a transaction, as both want it
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            connection.execute(text("SET statement_timeout = 0"))
            for table in tables or inspect(connection).get_table_names():
                connection.execute(text(f'VACUUM FULL "{table}"'))
            # Only some may ask for it; else the server does it by itself, within minutes
            with suppress(ProgrammingError):
                connection.execute(text("CHECKPOINT"))
            connection.execute(text(f"SET statement_timeout = '{POSTGRES_TIMEOUTS['statement_timeout']}'"))


def shares_over_network(url: str) -> bool:
    """Whether processes of several machines may work on a database."""
    return url.startswith("postgresql")


def is_lock_timeout(error: OperationalError) -> bool:
    """Whether a row was locked by another transaction for too long."""
    return getattr(error.orig, "sqlstate", None) == "55P03"


def file_of(url: str) -> Path:
    """The file of an SQLite database."""
    return Path(str(make_url(url).database))


#: The number of the advisory lock by which a bot of an earlier release held a PostgreSQL database.
_ADVISORY = int.from_bytes(b"sigbot", "big")


@contextmanager
def held_as_before(engine: Engine) -> Iterator[bool]:
    """Keep out bots of an earlier release, which knows no lease; ``False`` when one works on the database."""
    if engine.dialect.name != "postgresql":
        yield True  # it locks the same file as we do
        return
    with engine.connect() as connection:
        is_ours = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY})
        connection.commit()  # the lock is the connection's
        yield bool(is_ours)
        if is_ours:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _ADVISORY})
