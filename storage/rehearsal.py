"""A backup restored into a database of its own, which goes with it: to see that it would work, and to prepare a real
restore. Neither the real database nor the homeserver is touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.errors import CannotDo
from storage import audit, backup, dialects, envelope, migrate, sealed_columns, version
from storage.backup import Backup, Head
from storage.db import Database
from storage.dialects import DanglingReferences
from storage.envelope import Opener
from storage.sealed import Vault
from storage.sealed_columns import Tried


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """A backup that was read to its end, and the database it makes, with the tables of this version.

    ``counts``: the rows of each table. ``sealed``: whether the key file opens what is sealed. ``broken``: the links of
    the audit chain that are, and ``last_link`` is its end.
    """

    head: Head
    counts: Mapping[str, int]
    db: Database
    sealed: Tried
    broken: tuple[str, ...]
    last_link: tuple[int, str]


@contextmanager
def rehearsed(file: Path, opener: Opener, vault: Vault) -> Iterator[Rehearsal]:
    """Restore a backup into a temporary folder.

    Raises:
        CannotDo: it cannot be read, or was changed, or the key file is not the one it needs.
    """
    with TemporaryDirectory(prefix="sigbot-rehearsal-") as folder:
        url = f"sqlite:///{Path(folder) / 'rehearsal.db'}"
        with closing(Database(url, vault)) as db:
            dialects.spare_disk(db.engine)
            read = _unpack(file, opener, db)
            with db.read() as session:
                rehearsal = Rehearsal(
                    head=read.head,
                    counts=read.counts,
                    db=db,
                    sealed=sealed_columns.open_all(session),
                    broken=tuple(f"row {seq} {what}" for seq, what in audit.broken_links(session)),
                    last_link=audit.last_link(session),
                )
            yield rehearsal


def _unpack(file: Path, opener: Opener, db: Database) -> Backup:
    """Make an empty database what a backup holds, and bring its tables to this version."""
    try:
        with file.open("rb") as closed, envelope.opened(closed, opener) as source:
            read = Backup(source)
            _check_head(read.head, db.vault)
            if read.head.tables_version == version.head():
                version.ensure(db)
            else:
                migrate.upgrade(db, read.head.tables_version)
            with dialects.migrating(db.engine) as connection:
                backup.fill(connection, read.rows())
    except OSError as error:
        raise CannotDo(f"cannot read {file} ({error.strerror})") from error
    except DanglingReferences as error:
        raise CannotDo(f"its rows do not fit together: {error}. Do: take another backup") from error
    if read.head.tables_version != version.head():
        migrate.upgrade(db)
    return read


def _check_head(head: Head, vault: Vault) -> None:
    if head.tables_version not in version.known():
        raise CannotDo(
            f"its tables are of version {head.tables_version}, which this sigbot does not know. Do: install the "
            "version that made it, or a later one"
        )
    missing = sorted(set(head.masters) - vault.masters)
    if missing:
        raise CannotDo(
            f"it needs the master key {' and '.join(missing)}, which the key file lacks. Do: use the key file that was "
            "kept for it (key_file)"
        )
