"""Tables of an empty database, for plays and tests. An installation gets its tables from the migrations."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import cast

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from storage.tables import Base


def create_tables(engine: Engine) -> None:
    """Create every table. On SQLite they are copied from a database that is made once in the process."""
    if engine.dialect.name != "sqlite":
        Base.metadata.create_all(engine)
        return
    made = engine.raw_connection()
    try:
        _made_once().backup(cast(sqlite3.Connection, made.driver_connection))
    finally:
        made.close()


@cache
def _made_once() -> sqlite3.Connection:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    # its pool holds on to it, and never closes it
    return cast(sqlite3.Connection, engine.raw_connection().driver_connection)
