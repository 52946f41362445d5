"""Migrations: bring a database to the tables of this version, and back.

A change of the tables: edit :mod:`storage.tables`, then ``python -m storage.migrate "what changes"`` drafts
the next revision to read and tidy. A test holds that revisions and tables agree, on both databases.
Which version a database is of, :mod:`storage.version` says.
"""

from __future__ import annotations

import sys

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from storage import dialects, version
from storage.db import Database
from storage.sealed import Vault

#: Where a revision names the tables that are to be written anew.
REWRITTEN = "rewritten"


def upgrade(db: Database, to: str = "head") -> None:
    """Bring the tables up to a revision, in one transaction.

    Then the database writes those tables anew in which a revision has sealed what stood in clear, since a dropped
    value may still lie in its files. Where that was broken off, an upgrade that finds nothing else to do does it.
    """
    before = version.current(db)
    with dialects.migrating(db.engine) as connection:
        db.stay_alone_in(connection)
        config = _config(connection, db.vault)
        command.upgrade(config, to)
    tables = config.attributes.get(REWRITTEN, ())
    if tables or before == version.current(db):
        dialects.rewrite(db.engine, tables)


def downgrade(db: Database, to: str) -> None:
    """Take the tables back to a revision (``base`` drops all), in one transaction. Rows in dropped tables are
    lost."""
    with dialects.migrating(db.engine) as connection:
        db.stay_alone_in(connection)
        command.downgrade(_config(connection, db.vault), to)


def draft(message: str) -> str:
    """Write the next revision from the difference between tables and revisions; returns its file."""
    db = Database("sqlite://", Vault.fresh())
    with dialects.migrating(db.engine) as connection:
        config = _config(connection, db.vault)
        scripts = ScriptDirectory.from_config(config)
        number = sum(1 for _ in scripts.walk_revisions()) + 1
        if number > 1:
            command.upgrade(config, "head")
        script = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
    assert script is not None
    assert not isinstance(script, list)
    return script.path


def _config(connection: Connection, vault: Vault) -> Config:
    config = Config(stdout=sys.stderr)
    config.set_main_option("script_location", "storage:migrations")
    config.attributes["connection"] = connection
    config.attributes["vault"] = vault  # a revision may seal
    return config


if __name__ == "__main__":
    print(draft(sys.argv[1]))  # noqa: T201
