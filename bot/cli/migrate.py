"""``sigbot migrate``: brings the database's tables to another version."""

from __future__ import annotations

from contextlib import closing

from bot.settings import Settings
from storage import migrate as tables
from storage import version
from storage.db import Database
from storage.sealed import Vault


def migrate(settings: Settings, to: str) -> tuple[str | None, str | None]:
    """Upgrade or downgrade to a revision (``head``: the newest).

    Returns the revision before and after it; ``None`` is a database without tables.
    """
    with closing(Database(settings.database_url, Vault.load(settings.key_file))) as db:
        before = version.current(db)
        if to == "head" or before is None or to > before:
            tables.upgrade(db, to)
        else:
            tables.downgrade(db, to)
        return before, version.current(db)
