"""Databases made by earlier releases, as text: how they are written, read, and counted.

A folder of a release (``v0_1_0``) holds

- ``before.yaml`` and ``last_minute.yaml``: what was played to make it (:mod:`tests.upgrade.make`);
- ``rows.json``: the release, the revision of its tables, the moment, and every row of every table, one a line
  (``base64``, ``moment`` and ``day`` say how a column is written);
- ``screens.json``: what stands on people's screens, and their accounts with the keys of their devices;
- ``test-master-key.json``: the master key of this play, which never sealed anything else;
- ``census.json``: which stored names there are, and which the release knew beside them;
- ``after.yaml``: what must go on after the upgrade.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Date, DateTime, Engine, LargeBinary, MetaData, Table, text
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeEngine

from bot.stage.account import PublishedAccount
from bot.stage.fast import Surroundings
from bot.stage.stagehand import Line
from storage import migrate
from storage.db import Database
from storage.sealed import Vault

HERE = Path(__file__).parent
RELEASES = sorted(HERE.glob("v*/"))


@dataclass(frozen=True, kw_only=True)
class Made:
    """Which release made a fixture, with which tables, and when it was broken off by the play's clock."""

    release: str
    head: str
    moment: datetime


def made(folder: Path) -> Made:
    """How a fixture was made."""
    found = _rows(folder)
    return Made(release=found["release"], head=found["head"], moment=datetime.fromisoformat(found["moment"]))


def vault(folder: Path) -> Vault:
    """The master key of a fixture. (Read here, for a file of the repository is one that others can read.)"""
    found = json.loads((folder / "test-master-key.json").read_text(encoding="utf-8"))
    return Vault({name: bytes.fromhex(key) for name, key in found.items()})


def load(folder: Path, db: Database) -> None:
    """Make an empty database what the release left, with the tables of that release."""
    found = _rows(folder)
    migrate.upgrade(db, found["head"])
    with db.engine.begin() as connection:
        for table in tables(connection):
            columns, written = found["tables"][table.name]["columns"], found["tables"][table.name]["rows"]
            rows = [dict(zip(columns, map(_read, row, columns.values()), strict=True)) for row in written]
            if rows:
                connection.execute(table.insert(), rows)
            if connection.dialect.name == "postgresql":
                _go_on_counting(connection, table)


def surroundings(folder: Path) -> Surroundings:
    """What stood on people's screens, and their accounts."""
    found = json.loads((folder / "screens.json").read_text(encoding="utf-8"))
    lines = [(Line(**line["line"]), line["readers"]) for line in found["lines"]]
    return Surroundings(
        lines=[line for line, _ in lines],
        readers={line.id: frozenset((user, device) for user, device in readers) for line, readers in lines},
        accounts=[PublishedAccount.restored(one) for one in found["accounts"]],
        next_number=found["next_number"],
    )


def write(folder: Path, how: Made, engine: Engine, outside: Surroundings) -> None:
    """Write rows and screens down."""
    with engine.connect() as connection:
        parts = [f'"{table.name}": {_dumped(connection, table)}' for table in tables(connection)]
    head = f'"release": "{how.release}",\n"head": "{how.head}",\n"moment": "{how.moment.isoformat()}"'
    rows = ",\n".join(parts)
    (folder / "rows.json").write_text(f'{{\n{head},\n"tables": {{\n{rows}\n}}\n}}\n', encoding="utf-8")
    said = _lines({"line": asdict(line), "readers": sorted(outside.readers[line.id])} for line in outside.lines)
    accounts = _lines(one.saved() for one in outside.accounts)
    whole = f'"next_number": {outside.next_number},\n"lines": [{said}],\n"accounts": [{accounts}]'
    (folder / "screens.json").write_text(f"{{\n{whole}\n}}\n", encoding="utf-8")


def tables(connection: Connection) -> Sequence[Table]:
    """The tables there are in a database, those first that others refer to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


@cache
def _rows(folder: Path) -> Any:
    return json.loads((folder / "rows.json").read_text(encoding="utf-8"))


def _dumped(connection: Connection, table: Table) -> str:
    """The columns of a table with how their values are written, and its rows."""
    columns = {column.name: _way(column.type) for column in table.columns}
    rows = connection.execute(table.select().order_by(*table.primary_key.columns)).all()
    written = _lines(list(map(_written, row, columns.values())) for row in rows)
    return f'{{"columns": {json.dumps(columns)}, "rows": [{written}]}}'


def _way(kind: TypeEngine[Any]) -> str:
    """How values of a column are written in JSON: as they are, or as text."""
    for found, way in ((LargeBinary, "base64"), (DateTime, "moment"), (Date, "day")):
        if isinstance(kind, found):
            return way
    return "plain"


def _written(value: Any, way: str) -> Any:
    if value is None or way == "plain":
        return value
    if way == "base64":
        return base64.b64encode(value).decode()
    if way == "moment" and value.tzinfo is None:  # SQLite keeps UTC without saying so
        value = value.replace(tzinfo=UTC)
    return value.isoformat()


def _read(value: Any, way: str) -> Any:
    if value is None or way == "plain":
        return value
    if way == "base64":
        return base64.b64decode(value)
    return datetime.fromisoformat(value) if way == "moment" else date.fromisoformat(value)


def _lines(items: Iterable[Any]) -> str:
    written = ",\n".join(json.dumps(item, ensure_ascii=False) for item in items)
    return f"\n{written}\n" if written else ""


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Rows that come now are numbered after those there are."""
    find = text("SELECT pg_get_serial_sequence(:name, :column)")
    for column in table.primary_key.columns:
        sequence = connection.scalar(find, {"name": f'"{table.name}"', "column": column.name})
        if sequence is not None:
            last = (
                f'SELECT setval(:sequence, (SELECT coalesce(max("{column.name}"), 0) + 1 FROM "{table.name}"), false)'
            )
            connection.execute(text(last), {"sequence": sequence})
