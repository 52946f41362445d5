"""A backup: every row of every table, one a line, whatever database they are in.

What is sealed stays sealed: a backup holds no master key, and is of no use without the key file. Inside the
envelope (:mod:`storage.envelope`) stands, compressed by gzip, a line of JSON for

* the head: the format, the version of the tables, when it was, whose bot it is, and which master keys it needs;
* each table: its name, its columns, and how their values are written (``plain``, ``base64``, ``moment``,
  ``day``, or ``json`` as its text);
* each row of it;
* the end: how many rows each table has, and the digest of all lines before.

Rows are read as the database has them, not as this version would like them: so a backup can be made before the
tables are migrated, and one of an earlier version is migrated when it is restored.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, BinaryIO

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
    func,
    null,
    select,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from bot.errors import CannotDo
from storage import dialects, version
from storage.tables import Account, Base, SealedKey

FORMAT = "sigbot-backup"
#: Raised when the lines change; earlier formats are read on.
FORMAT_VERSION = 1

#: What belongs to a database where it is, and not to what it holds.
LEFT_OUT = frozenset({"alembic_version", "lease"})

_MOMENT, _DAY, _BASE64, _JSON, _PLAIN = "moment", "day", "base64", "json", "plain"
_ROWS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a backup is of. ``user_id``: the bot's, if it ever started. ``masters``: the ids of the master keys that its
    data keys are wrapped with."""

    tables_version: str
    made_at: datetime
    user_id: str | None
    masters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A table as it was written: its columns, and how the values of each are written."""

    name: str
    columns: Mapping[str, str]


#: A row as it is written, with the shape of its table.
Row = tuple[Shape, Sequence[Any]]


# --------------------------------------------------------------------------------------------------------- writing


def begin(session: Session, made_at: datetime) -> tuple[Head, Iterator[Row]]:
    """What a backup of the database is of, and its rows, all of them as they are now.

    ``session`` has read nothing yet. Raises :class:`CannotDo` when there is nothing to back up.
    """
    connection = dialects.at_one_moment(session)
    found = version.current_of(session)
    if found is None:
        raise CannotDo(
            "the database is empty: there is nothing to back up. Do: look at `database` and data_dir"
        )
    tables = {table.name: table for table in _tables(connection)}
    wrapped_by = tables[SealedKey.__tablename__].c.wrapped_by
    masters = connection.scalars(select(wrapped_by).distinct().order_by(wrapped_by)).all()
    user_id = connection.scalar(select(tables[Account.__tablename__].c.user_id).limit(1))
    head = Head(tables_version=found, made_at=made_at, user_id=user_id, masters=tuple(masters))
    return head, rows_of(connection)


def rows_of(connection: Connection) -> Iterator[Row]:
    """Every row of a database, those first that others refer to."""
    for table in _tables(connection):
        shape = Shape(name=table.name, columns={column.name: _way(column) for column in table.columns})
        # a JSON value as its text: what SQL calls null and what JSON calls null are both None otherwise
        wanted = [
            cast(column, Text) if shape.columns[column.name] == _JSON else column for column in table.columns
        ]
        query = select(*wanted).order_by(*table.primary_key.columns)
        ways = list(shape.columns.values())
        for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query):
            yield shape, [_written(value, way) for value, way in zip(row, ways, strict=True)]


def lines(head: Head, rows: Iterable[Row]) -> Iterator[bytes]:
    """A backup, line by line."""
    digest = hashlib.sha256()
    counts: dict[str, int] = {}

    def line(content: Any) -> bytes:
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        digest.update(written)
        return written

    yield line(
        {
            FORMAT: FORMAT_VERSION,
            "tables_version": head.tables_version,
            "made_at": head.made_at.isoformat(),
            "user_id": head.user_id,
            "masters": list(head.masters),
        }
    )
    before: Shape | None = None
    for shape, row in rows:
        if shape is not before:
            yield line({"table": shape.name, "columns": shape.columns})
            before = shape
        counts[shape.name] = counts.get(shape.name, 0) + 1
        yield line(row)
    so_far = digest.hexdigest()
    yield line({"rows": counts, "sha256": so_far})


def compressed(written: Iterable[bytes]) -> Iterator[bytes]:
    """Lines as gzip has them."""
    press = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for line in written:
        chunk = press.compress(line)
        if chunk:
            yield chunk
    yield press.flush()


# --------------------------------------------------------------------------------------------------------- reading


class Backup:
    """A backup that is being read, once, to its end."""

    def __init__(self, source: BinaryIO) -> None:
        """``source``: what was in the envelope. Raises :class:`CannotDo`: it is no backup, or of a later format."""
        self.counts: dict[str, int] = {}
        self._lines = self._read(source)
        self._digest = hashlib.sha256()
        first = self._next()
        if not isinstance(first, dict) or FORMAT not in first:
            raise CannotDo("it is no backup of a sigbot")
        if first[FORMAT] > FORMAT_VERSION:
            raise CannotDo(f"a later sigbot made it (format {first[FORMAT]}). Do: install that version")
        self.head = Head(
            tables_version=first["tables_version"],
            made_at=datetime.fromisoformat(first["made_at"]),
            user_id=first["user_id"],
            masters=tuple(first["masters"]),
        )

    def rows(self) -> Iterator[Row]:
        """Every row. Raises :class:`CannotDo` at the end when any is missing or another than was written."""
        shape: Shape | None = None
        while True:
            expected = self._digest.hexdigest()
            found = self._next()
            if isinstance(found, list) and shape is not None:
                self.counts[shape.name] = self.counts.get(shape.name, 0) + 1
                yield shape, found
            elif isinstance(found, dict) and "table" in found:
                shape = Shape(name=found["table"], columns=found["columns"])
            else:
                break
        if found != {"rows": self.counts, "sha256": expected} or next(self._lines, None) is not None:
            raise CannotDo("its rows are not those that were written. Do: take another backup")

    def _next(self) -> Any:
        line = next(self._lines, b"")
        self._digest.update(line)
        try:
            return json.loads(line)
        except ValueError as error:
            raise CannotDo("it is no backup of a sigbot, or it is damaged. Do: take another one") from error

    @staticmethod
    def _read(source: BinaryIO) -> Iterator[bytes]:
        try:
            with gzip.GzipFile(fileobj=source) as unpacked:
                yield from unpacked
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise CannotDo("it is no backup of a sigbot, or it is damaged. Do: take another one") from error


def fill(connection: Connection, rows: Iterable[Row]) -> None:
    """Put rows into the tables of a database, which have none yet and are of the rows' version."""
    tables = {table.name: table for table in _tables(connection)}
    for shape, some in _batches(rows):
        table = tables[shape.name]
        values = [
            {name: _read(value, way) for (name, way), value in zip(shape.columns.items(), row, strict=True)}
            for row in some
        ]
        connection.execute(table.insert(), values)
    for table in tables.values():
        dialects.go_on_counting(connection, table)


def is_empty(connection: Connection) -> bool:
    """Whether no table has a row."""
    return not any(
        connection.scalar(select(func.count()).select_from(table)) for table in _tables(connection)
    )


def erase(connection: Connection) -> None:
    """Delete every row."""
    for table in reversed(_tables(connection)):
        connection.execute(table.delete())


def _batches(rows: Iterable[Row]) -> Iterator[tuple[Shape, list[Sequence[Any]]]]:
    """Rows of one table at a time, so many that one statement takes them."""
    shape: Shape | None = None
    batch: list[Sequence[Any]] = []
    for of, row in rows:
        if batch and (of is not shape or len(batch) == _ROWS_AT_ONCE):
            assert shape is not None
            yield shape, batch
            batch = []
        shape = of
        batch.append(row)
    if batch:
        assert shape is not None
        yield shape, batch


# ------------------------------------------------------------------------------------------------ tables and values


def _tables(connection: Connection) -> Sequence[Table]:
    """The tables there are, those first that others refer to."""
    found = MetaData()
    found.reflect(connection, only=lambda name, _: name in Base.metadata.tables)
    return [table for table in found.sorted_tables if table.name not in LEFT_OUT]


def _way(column: Column[Any]) -> str:
    """How the values of a column are written."""
    for kind, way in ((LargeBinary, _BASE64), (DateTime, _MOMENT), (Date, _DAY), (JSON, _JSON)):
        if isinstance(column.type, kind):
            return way
    return _PLAIN


def _written(value: Any, way: str) -> Any:
    if value is None:
        return None
    if way == _BASE64:
        return base64.b64encode(value).decode()
    if way == _MOMENT:  # SQLite keeps UTC without saying so
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if way == _DAY:
        return value.isoformat()
    return value


def _read(value: Any, way: str) -> Any:
    if value is None:
        return null() if way == _JSON else None
    if way == _BASE64:
        return base64.b64decode(value)
    if way == _MOMENT:
        return datetime.fromisoformat(value)
    if way == _DAY:
        return date.fromisoformat(value)
    if way == _JSON:
        found = json.loads(value)
        return JSON.NULL if found is None else found
    return value
