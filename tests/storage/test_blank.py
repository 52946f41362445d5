"""Tables that are copied are those that are created."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text

from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault, make_key
from storage.tables import Base, SealedKey


def schema(db: Database) -> dict[str, str]:
    """How each table and index was created, by name."""
    with db.read() as session:
        found = session.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        return {name: sql for name, sql in found}


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_copied_tables_are_as_if_they_were_created(tmp_path: Path, vault: Vault, kind: str) -> None:
    url = "sqlite://" if kind == "memory" else f"sqlite:///{tmp_path / 'copied.db'}"
    copied, created = Database(url, vault), Database(f"sqlite:///{tmp_path / 'created.db'}", vault)
    create_tables(copied.engine)
    Base.metadata.create_all(created.engine)
    assert schema(copied) == schema(created)
    assert set(inspect(copied.engine).get_table_names()) == set(Base.metadata.tables)
    if kind == "file":
        with copied.read() as session:
            assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    copied.close()
    created.close()


def test_a_database_that_holds_something_keeps_it(tmp_path: Path, vault: Vault) -> None:
    db = Database(f"sqlite:///{tmp_path / 'held.db'}", vault)
    create_tables(db.engine)
    with db.unit() as session:
        make_key(session, "unit")
    create_tables(db.engine)
    with db.read() as session:
        assert len(session.scalars(select(SealedKey.id)).all()) == 1
    db.close()
