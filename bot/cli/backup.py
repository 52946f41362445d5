"""``sigbot backup``: all that the database holds, in one encrypted file, while the bot runs."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.cli.identity import database_exists
from bot.errors import CannotDo
from bot.settings import Settings
from storage import backup, envelope
from storage.backup import Backup, Head
from storage.db import Database
from storage.envelope import Closer, Opener, Passphrase, PublicKey, SecretKey
from storage.sealed import Vault

#: What a backup is called in a folder; and which of a folder's files are backups.
_NAME = "sigbot-%Y-%m-%dT%H%M%SZ.age"
PATTERN = "sigbot-*.age"

#: A shorter passphrase is guessed by whoever has the file and patience.
_SHORTEST = 12

#: Asks for a secret that is not shown; the second argument says whether it is asked for twice.
AskSecret = Callable[[str, bool], str]


@dataclass(frozen=True, kw_only=True)
class Made:
    """A backup that was written, and read back. ``missing``: master keys it needs that the key file lacks."""

    file: Path
    size: int
    rows: int
    tables: int
    head: Head
    missing: tuple[str, ...]

    def told(self, key_file: Path) -> list[str]:
        """What the operator is told."""
        masters = " and ".join(self.head.masters)
        lines = [
            f"Wrote {self.file}: {self.rows} rows of {self.tables} tables, {self.size} bytes. Read back, and whole.",
            f"It is of no use without the master key {masters}, which is not in it: keep {key_file} elsewhere.",
        ]
        if self.missing:
            lines.append(
                f"WRONG: {key_file} lacks the master key {' and '.join(self.missing)}. Do: look for a copy that has it"
            )
        return lines

    def as_json(self) -> dict[str, Any]:
        """The same, as ``--json`` prints it."""
        return {
            "file": str(self.file),
            "bytes": self.size,
            "made_at": self.head.made_at.isoformat(),
            "tables_version": self.head.tables_version,
            "rows": self.rows,
            "tables": self.tables,
            "masters": list(self.head.masters),
            "missing": list(self.missing),
        }


def closer_of(
    settings: Settings, recipient: str, passphrase_file: Path | None, ask: AskSecret | None
) -> Closer:
    """What a backup is encrypted with: what the command line says, else the settings, else a passphrase that is
    asked for.

    Raises:
        CannotDo: none of them.
    """
    if passphrase_file is not None:
        if recipient:
            raise CannotDo("--recipient and --passphrase-file: give one of them")
        return _strong(read_passphrase(passphrase_file))
    if recipient or settings.backup_recipient:
        return PublicKey(text=recipient or settings.backup_recipient)
    if ask is None:
        raise CannotDo(
            "nothing says for whom to encrypt it. Do: sigbot keys backup, once, and put the public key it shows into "
            "the settings (backup_recipient); or give --recipient or --passphrase-file"
        )
    return _strong(ask("Passphrase for this backup", True))


def opener_of(
    file: Path, secret_key: Path | None, passphrase_file: Path | None, ask: AskSecret | None
) -> Opener:
    """What opens a backup. Raises :class:`CannotDo`, also when the file is not there."""
    try:
        with file.open("rb") as content:
            by_passphrase = envelope.is_by_passphrase(content)
    except OSError as error:
        raise CannotDo(f"cannot read {file} ({error.strerror})") from error
    if not by_passphrase:
        if secret_key is None:
            raise CannotDo(f"{file} opens with a secret key. Do: say where it is, with --secret-key FILE")
        return SecretKey.read(secret_key)
    if passphrase_file is not None:
        return Passphrase(text=read_passphrase(passphrase_file))
    if ask is None:
        raise CannotDo(f"{file} opens with a passphrase. Do: give it with --passphrase-file FILE")
    return Passphrase(text=ask("Passphrase of the backup", False))


def read_passphrase(file: Path) -> str:
    """The passphrase in a file that only its owner reads."""
    try:
        if file.stat().st_mode & 0o077:
            raise CannotDo(f"others can read {file}. Do: chmod 600 {file}")
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CannotDo(f"cannot read {file} ({error.strerror})") from error


def _strong(passphrase: str) -> Passphrase:
    if len(passphrase) < _SHORTEST:
        raise CannotDo(f"the passphrase is too short to protect a backup: {_SHORTEST} characters at least")
    return Passphrase(text=passphrase)


def make(settings: Settings, place: Path, closer: Closer) -> Made:
    """Write a backup to a new file; in a folder, one that is named by the time.

    It appears under its name when it is on the disk and was read back, and not before.

    Raises:
        CannotDo: there is such a file, or it could not be written. Nothing is left behind then.
    """
    now = datetime.now(UTC)
    file = place / now.strftime(_NAME) if place.is_dir() else place
    if file.exists():
        raise CannotDo(f"{file} exists, and no backup is ever overwritten. Do: give another name")
    if not database_exists(settings):
        raise CannotDo("there is no database yet. Do: look at `database` and data_dir")
    vault = Vault.load(settings.key_file)
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with closing(Database(settings.database_url, vault)) as db:
            head, opener = _write(db, unfinished, closer, now)
        rows, tables = _read_back(unfinished, opener, head)
        size = unfinished.stat().st_size
        _name(unfinished, file)
    except OSError as error:
        raise CannotDo(f"cannot write {file} ({error.strerror}). Nothing is left of it") from error
    finally:
        unfinished.unlink(missing_ok=True)
    missing = tuple(sorted(set(head.masters) - vault.masters))
    return Made(file=file, size=size, rows=rows, tables=tables, head=head, missing=missing)


def _write(db: Database, unfinished: Path, closer: Closer, now: datetime) -> tuple[Head, Opener]:
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as written, db.read() as session:
        head, rows = backup.begin(session, now)
        opener = envelope.close(backup.compressed(backup.lines(head, rows)), written, closer)
        written.flush()
        os.fsync(written.fileno())
    return head, opener


def _read_back(unfinished: Path, opener: Opener, head: Head) -> tuple[int, int]:
    """Read what was written, to its end; returns how many rows of how many tables there are."""
    with unfinished.open("rb") as closed, envelope.opened(closed, opener) as source:
        read = Backup(source)
        for _ in read.rows():  # it counts them, and compares them with what was written
            pass
    if read.head != head:
        raise CannotDo(
            "what was read back is not what was written. Nothing is left of it. Do: try another disk"
        )
    return sum(read.counts.values()), len(read.counts)


def _name(unfinished: Path, file: Path) -> None:
    """Give the finished file its name, which nobody else may have taken meanwhile."""
    try:
        file.hardlink_to(unfinished)
    except FileExistsError as error:
        raise CannotDo(f"{file} exists by now, and no backup is ever overwritten") from error
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS):
            raise
        unfinished.rename(file)  # a file system without such links, as many on the network
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
