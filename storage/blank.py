"""Tables of an empty database, for plays and tests. An installation gets its tables from the migrations."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.pool import StaticPool

from storage import dialects
from storage.tables import Base


def create_tables(engine: Engine) -> None:
    """Create every table that is lacking. On SQLite an empty database becomes a copy of one that is made once
    in the process; whatever another holds stays."""
    if dialects.can_copy(engine) and not inspect(engine).get_table_names():
        dialects.copy(_made_once(), engine)
    else:
        Base.metadata.create_all(engine)


@cache
def _made_once() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Base.metadata.create_all(engine)
    return engine
