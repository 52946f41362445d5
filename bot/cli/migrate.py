"""``sigbot migrate``: brings the database's tables to another version, while no bot runs on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from sqlalchemy import inspect

from bot.errors import CannotDo
from bot.settings import Settings
from storage import migrate as tables
from storage import version
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Lease

Confirm = Callable[[str], bool]

HEAD, BASE = "head", "base"


def migrate(settings: Settings, to: str, *, confirm: Confirm | None) -> tuple[str | None, str | None]:
    """Upgrade or downgrade to a revision (``head``: the newest, ``base``: none).

    ``confirm`` is asked before tables or columns are dropped; ``None``: nobody sits there to be asked. Returns the
    revision before and after it; ``None`` is a database without tables.

    Raises:
        CannotDo: there is no such revision, the database is of one we do not know, or nobody has agreed.
        NotAlone: a bot runs on the database.
    """
    known = version.known()
    if to not in (HEAD, BASE, *known):
        raise CannotDo(
            f"there is no revision {to}: this sigbot knows {known[0]} to {known[-1]}. Do: choose one of them, or leave "
            "out --to"
        )
    with closing(Database(settings.database_url, Vault.load(settings.key_file))) as db:
        before = version.current(db)
        if before is not None and before not in known:
            raise CannotDo(
                f"the database's tables are of version {before}, which this sigbot does not know. Do: use the release "
                "that made them, or one after it"
            )
        with _alone(db, settings):
            if before is not None and _goes_down(before, to):
                _agree(before, to, confirm)
                tables.downgrade(db, to)
            elif to != BASE:
                tables.upgrade(db, to)
            return before, version.current(db)


def _goes_down(before: str, to: str) -> bool:
    return to == BASE or (to != HEAD and to < before)


def _agree(before: str, to: str, confirm: Confirm | None) -> None:
    drops = f"going back from {before} to {to} drops what the newer ones brought"
    if confirm is None:
        raise CannotDo(f"{drops}, and nobody is here to be asked. Do: back up the database, then --yes")
    if not confirm(f"{drops.capitalize()}. Is the database backed up, and are you sure?"):
        raise CannotDo("nothing was changed. Do: back up the database first")


@contextmanager
def _alone(db: Database, settings: Settings) -> Iterator[None]:
    has_lease = inspect(db.engine).has_table(Lease.__tablename__)
    with db.alone(settings.data_dir) if has_lease else db.alone_without_lease():
        yield
