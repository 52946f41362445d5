"""Which version a database's tables are of, and the tables of a new one.

A version is the newest revision of :mod:`storage.migrate`, which is imported only where tables are changed:
Alembic and what it loads take ten megabytes, and a start almost never needs them.
"""

from __future__ import annotations

import re
from importlib import resources

from sqlalchemy import Column, MetaData, PrimaryKeyConstraint, String, Table, insert, inspect, select
from sqlalchemy.orm import Session

from bot.errors import SettingsWrong
from storage.db import Database
from storage.tables import Base

#: Alembic's own table, as it makes it.
_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

_REVISION = re.compile(r"(\d{4})_\w+\.py")


def head() -> str:
    """The newest revision of this version."""
    return max(all_known())


def all_known() -> frozenset[str]:
    """Every revision there was until this version: their files are numbered."""
    files = (resources.files("storage") / "migrations" / "versions").iterdir()
    return frozenset(found[1] for file in files if (found := _REVISION.fullmatch(file.name)))


def current(db: Database) -> str | None:
    """The revision of a database; ``None`` when it is empty."""
    with db.read() as session:
        return current_of(session)


def current_of(session: Session) -> str | None:
    """The revision of the database a session reads; ``None`` when it is empty."""
    if not inspect(session.connection()).has_table(_VERSION.name):
        return None
    return session.scalar(select(_VERSION.c.version_num))


def ensure(db: Database) -> None:
    """Make the tables of an empty database. Raises :class:`SettingsWrong` when it has those of another
    version."""
    found = current(db)
    if found is None and not inspect(db.engine).get_table_names():
        _create(db)
    elif found != head():
        raise SettingsWrong(
            f"database: its tables are of version {found}, this sigbot needs {head()}. Back it up, then: sigbot migrate"
        )


def _create(db: Database) -> None:
    """Make all tables at once, in one transaction. A test holds that the revisions make the same."""
    with db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        _VERSION.create(connection)
        connection.execute(insert(_VERSION).values(version_num=head()))
