"""What differs between SQLite and PostgreSQL. The only file that may contain SQL of one of them."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

# The server already has the receipt for what we commit (Olm messages are acknowledged by the next sync), so a
# power cut must not take a commit back: FULL, never NORMAL.
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
    """Further arguments for the engines: how a dead PostgreSQL server is noticed."""
    if not url.startswith("postgresql"):
        return {}
    seconds = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    return {"pool_pre_ping": True, "connect_args": {**seconds, "tcp_user_timeout": TCP_MILLISECONDS}}


#: SQLite's words for: this file cannot be what it should be. Waiting mends none of it.
_SQLITE_FOR_GOOD = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_AUTH})


def is_passing(error: DBAPIError) -> bool:
    """Whether the same may well work later: the disk is full, the file is locked, the server is away or restarts."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return isinstance(error, OperationalError) and code & 0xFF not in _SQLITE_FOR_GOOD
    return isinstance(error, OperationalError) or error.connection_invalidated


def cause(error: DBAPIError) -> str | None:
    """The database's own word for what is wrong: ``SQLITE_FULL``, ``53100``; nothing of what was to be stored."""
    found = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    return None if found is None else str(found)


def prepare(engine: Engine, *, read_only: bool) -> None:
    """Attach the per-connection settings to an engine."""
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, read_only=read_only)
    elif engine.dialect.name == "postgresql":
        _prepare_postgres(engine, read_only=read_only)


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


class DanglingReferences(RuntimeError):
    """A migration left rows that point to rows which do not exist; it was rolled back."""


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables may be rebuilt; returning commits.

    SQLite changes a table by copying and dropping it. With foreign keys on, the drop would delete or refuse the rows
    that point to it: they are off meanwhile, and checked before the commit.
    """
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            raw.execute("PRAGMA foreign_keys=OFF")  # works only between transactions: BEGIN comes with the first use
        try:
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.execute(text("SET LOCAL statement_timeout = 0"))
                yield connection
                if engine.dialect.name == "sqlite":
                    dangling = sorted({row[0] for row in connection.execute(text("PRAGMA foreign_key_check"))})
                    if dangling:
                        raise DanglingReferences(f"rows of {', '.join(dangling)} point to nothing")
        finally:
            if engine.dialect.name == "sqlite":
                raw.execute("PRAGMA foreign_keys=ON")


#: PostgreSQL's advisory lock of the one bot that works on a database ("sigbot", read as a number).
_ADVISORY = int.from_bytes(b"sigbot", "big")


@contextmanager
def held(url: str) -> Iterator[bool]:
    """Hold a database for this process until this ends or the process dies; ``False`` when another one holds it."""
    if url.startswith("postgresql"):
        engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", **options(url))
        with engine.connect() as connection:
            yield bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY}))
        return
    with Path(f"{make_url(url).database}.lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
