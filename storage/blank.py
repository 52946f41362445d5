"""Tables of an empty database, for plays and tests. An installation gets its tables from the migrations."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from storage import dialects
from storage.tables import Base


def create_tables(engine: Engine) -> None:
    """Create every table. On SQLite they are copied from a database that is made once in the process."""
    if dialects.can_copy(engine):
        dialects.copy(_made_once(), engine)
    else:
        Base.metadata.create_all(engine)


@cache
def _made_once() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    return engine
