"""What all tables share: how times are stored, and how constraints are named."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    event,
    literal_column,
    select,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

#: A number that counts upwards; SQLite only counts a plain INTEGER.
Serial = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """A time. Naive datetimes are refused; reading gives aware UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no moment: give it a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


_Word = TypeVar("_Word", bound=StrEnum)


class Words(TypeDecorator[_Word]):
    """One of the words of an enum, kept as plain text. A word it does not have is neither written nor
    read."""

    impl = String
    cache_ok = True

    def __init__(self, words: type[_Word], length: int) -> None:
        super().__init__(length)
        self.words = words

    def process_bind_param(self, value: _Word | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> _Word | None:
        return None if value is None else self.words(value)


class Base(DeclarativeBase):
    """The base of every table. It names constraints, so that migrations can find them again."""

    type_annotation_map = {datetime: UtcDateTime(), bytes: LargeBinary, dict[str, Any]: JSON, list[str]: JSON}


Base.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def written(word: str) -> ColumnElement[str]:
    """A word that stands in the SQL itself. A database only takes a partial index when it can read there, not
    in a parameter, that the condition of the index holds."""
    return literal_column(f"'{word}'", String())


def is_there(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a row fits, as one thing among those that are selected: looked up for each row that is found. An EXISTS
    there PostgreSQL may answer by reading the whole table once, however few rows are found."""
    return select(literal_column("1")).where(*where).limit(1).scalar_subquery().is_not(None)


#: Where an index keeps what each database is told of it. As arguments of the index they would load both dialects
#: in every bot, three megabytes of them.
_TOLD = "told"


def partial(
    name: str,
    *columns: InstrumentedAttribute[Any],
    where: ColumnElement[bool],
    where_on_postgresql: ColumnElement[bool] | None = None,
    **on_postgresql: Any,
) -> None:
    """Add an index of only those rows of a table for which a condition holds.

    Queries that shall use it state the very same condition. ``where_on_postgresql``: the condition as
    PostgreSQL has it, where it differs; ``on_postgresql``: what else it is told.
    """
    there = where if where_on_postgresql is None else where_on_postgresql
    told = {"sqlite": {"where": where}, "postgresql": {"where": there, **on_postgresql}}
    Index(name, *columns, info={_TOLD: told})


@event.listens_for(Table, "before_create")
def _tell(table: Table, connection: Connection, **_more: Any) -> None:
    """Tell the database that is there of the indexes of a table."""
    for index in table.indexes:
        told = index.info.get(_TOLD, {}).get(connection.dialect.name, {})
        for name, value in told.items():
            index.dialect_options[connection.dialect.name][name] = value
