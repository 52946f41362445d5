"""Migrations: bring a database to the tables of this version, and back.

A change of the tables: edit :mod:`storage.tables`, then ``python -m storage.migrate "what changes"`` drafts
the next revision to read and tidy. A test holds that revisions and tables agree, on both databases.
"""

from __future__ import annotations

import sys

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from bot.errors import SettingsWrong
from storage import dialects
from storage.db import Database
from storage.sealed import Vault


def head() -> str:
    """The newest revision of this version."""
    found = ScriptDirectory.from_config(_config(None)).get_current_head()
    assert found is not None  # there is at least the foundation
    return found


def current(db: Database) -> str | None:
    """The revision of a database; ``None`` when it is empty."""
    with db.read() as session:
        return current_of(session)


def current_of(session: Session) -> str | None:
    """The revision of the database a session reads; ``None`` when it is empty."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def upgrade(db: Database, to: str = "head") -> None:
    """Bring the tables up to a revision, in one transaction."""
    with dialects.migrating(db.engine) as connection:
        command.upgrade(_config(connection), to)


def downgrade(db: Database, to: str) -> None:
    """Take the tables back to a revision (``base`` drops all), in one transaction. Rows in dropped tables are
    lost."""
    with dialects.migrating(db.engine) as connection:
        command.downgrade(_config(connection), to)


def ensure(db: Database) -> None:
    """Make the tables of an empty database. Raises :class:`SettingsWrong` when it has those of another
    version."""
    found = current(db)
    if found is None and not inspect(db.engine).get_table_names():
        upgrade(db)
    elif found != head():
        raise SettingsWrong(
            f"database: its tables are of version {found}, this sigbot needs {head()}. Back it up, then: sigbot migrate"
        )


def draft(message: str) -> str:
    """Write the next revision from the difference between tables and revisions; returns its file."""
    db = Database("sqlite://", Vault.fresh())
    with dialects.migrating(db.engine) as connection:
        config = _config(connection)
        scripts = ScriptDirectory.from_config(config)
        number = sum(1 for _ in scripts.walk_revisions()) + 1
        if number > 1:
            command.upgrade(config, "head")
        script = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
    assert script is not None
    assert not isinstance(script, list)
    return script.path


def _config(connection: Connection | None) -> Config:
    config = Config(stdout=sys.stderr)
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    return config


if __name__ == "__main__":
    print(draft(sys.argv[1]))  # noqa: T201
