"""Database files for tests that need many of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from storage import dialects
from storage.db import Database
from storage.sealed import Vault


def database(file: Path, vault: Vault) -> Database:
    """A database file that does not wait for the disk: there are no power cuts in these tests."""
    db = Database(f"sqlite:///{file}", vault)
    dialects.spare_disk(db.engine)
    return db


def restore(db: Database, file: Path) -> None:
    """Make the database what ``file`` is."""
    raw = db.engine.raw_connection()
    with closing(sqlite3.connect(file)) as source, closing(raw):
        source.backup(raw.driver_connection)  # type: ignore[arg-type]
