"""A statement is compiled once in a process for each kind of database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.sql.compiler import SQLCompiler

from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault
from storage.tables import SealedKey


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of database that something is compiled for."""
    kinds: list[str] = []
    begin = SQLCompiler.__init__

    def counted(self: SQLCompiler, dialect: Any, *more: Any, **options: Any) -> None:
        kinds.append(dialect.name)
        begin(self, dialect, *more, **options)

    monkeypatch.setattr(SQLCompiler, "__init__", counted)
    return kinds


def ask(db: Database, name: str) -> None:
    """A statement that nothing else asks, by whoever writes and by whoever reads."""
    query = select(SealedKey.id).where(SealedKey.id == "x").order_by(SealedKey.purpose.label(name))
    with db.unit() as session:
        assert session.scalars(query).all() == []
    with db.read() as session:
        assert session.scalars(query).all() == []


def test_another_database_and_whoever_reads_need_not_compile_it_again(
    tmp_path: Path, vault: Vault, compiled: list[str]
) -> None:
    for name in ("first", "second"):
        with closing(Database(f"sqlite:///{tmp_path / name}.db", vault)) as db:
            create_tables(db.engine)
            before = len(compiled)
            ask(db, "shared")
            if name == "second":
                assert len(compiled) == before
            else:
                assert len(compiled) > before


@pytest.mark.long
@pytest.mark.postgres
def test_another_kind_of_database_has_its_own(tmp_path: Path, vault: Vault, postgres: str, compiled: list[str]) -> None:
    for kind, url in (("sqlite", f"sqlite:///{tmp_path / 'apart.db'}"), ("postgresql", postgres)):
        with closing(Database(url, vault)) as db:
            create_tables(db.engine)
            compiled.clear()
            ask(db, "apart")
            assert set(compiled) == {kind}
