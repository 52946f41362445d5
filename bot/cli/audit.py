"""``sigbot audit``: verifies the audit log from its first row to its last, and archives its older rows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.errors import CannotDo, SettingsWrong
from bot.i18n import ZONE
from bot.settings import Settings
from storage import audit as log
from storage.audit import START, Link
from storage.db import Database
from storage.sealed import Vault

#: So many rows are taken away in one unit of work: a bot that is running waits for no more than that.
_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Verified:
    """The result of a verification: a line for each broken row, the number of rows, and the digest of the
    last. ``begins``: the number of the first row that the database has; those before were taken away."""

    broken: tuple[str, ...]
    rows: int
    digest: str
    begins: int

    def to_json(self) -> str:
        """The same as one object for scripts; ``noted`` is for the next time."""
        noted = f"{self.rows}:{self.digest}"
        return json.dumps({"ok": not self.broken, "rows": self.rows, "noted": noted, "broken": self.broken})


@dataclass(frozen=True, kw_only=True)
class Archived:
    """What was archived: how many rows, and the number and digest of the last."""

    rows: int
    seq: int
    digest: str


def verify(settings: Settings, noted: str, archives: Sequence[Path] = ()) -> Verified:
    """Verify the whole audit log, together with archives of its older rows.

    ``noted`` is what an earlier run printed, as ``NUMBER:DIGEST``, or empty: it shows whether the end was cut
    off.

    Raises:
        SettingsWrong: ``noted`` is neither.
        CannotDo: an archive cannot be read.
    """
    number, _, digest = noted.partition(":")
    if noted and not (number.isdecimal() and digest):
        raise SettingsWrong("--noted: write it as NUMBER:DIGEST, as an earlier run printed it")
    archived = sorted((link for file in archives for link in read(file)), key=lambda link: link.seq)
    with _opened(settings) as db, db.read() as session:
        broken = [f"row {seq} {what}" for seq, what in _broken_archives(archived)]
        broken += [f"row {seq} {what}" for seq, what in log.broken_links(session)]
        begins = log.checkpoint(session)
        if archived and begins is not None:
            broken += _broken_joint(archived[-1], begins)
        if (
            noted
            and not _is_as_noted(archived, int(number), digest)
            and not log.has_link(session, int(number), digest)
        ):
            where = (
                "" if begins is None or int(number) > begins.seq else ". Do: give its archive with --archive"
            )
            broken.append(f"row {number} is not the one that was noted, or is gone{where}")
        rows, last = log.last_link(session)
    return Verified(
        broken=tuple(broken), rows=rows, digest=last, begins=1 if begins is None else begins.seq + 1
    )


def archive(settings: Settings, file: Path, before: date) -> Archived:
    """Write the rows from before a day into a new file, read it back, and take them out of the database.

    Rows from the first of a case that is not disposed of stay. The bot may be running.

    Raises:
        CannotDo: there is nothing to archive, the log is broken, or the file is there or cannot be written.
    """
    with _opened(settings) as db:
        with db.read() as session:
            until = log.last_before(session, datetime.combine(before, time(), ZONE))
            if not until:
                raise CannotDo(
                    f"nothing to archive: no row from before {before} precedes those of cases that live"
                )
            begins = log.checkpoint(session)
            first = 0 if begins is None else begins.seq
            if any(log.broken_links(session)):
                raise CannotDo("the log is broken, so nothing is taken out of it. Do: sigbot audit verify")
            _write(file, log.links(session, after=first, until=until))
        written = list(read(file))  # what cannot be read again is not taken away
        last = written[-1]
        if any(log.broken(written, seq=first, digest=written[0].previous)) or last.seq != until:
            raise CannotDo(f"{file} is not what was written. Nothing was taken out of the log")
        with db.unit() as session:
            log.begin_after(session, last, len(written), datetime.now(UTC))
        is_more_left = True
        while is_more_left:
            with db.unit() as session:
                is_more_left = log.take_away(session, _AT_ONCE)
    return Archived(rows=len(written), seq=last.seq, digest=last.digest)


def read(file: Path) -> Iterator[Link]:
    """The rows of an archive. Raises :class:`CannotDo` where a line is none."""
    try:
        with file.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                yield _link(file, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise CannotDo(f"cannot read {file} ({type(error).__name__})") from error


def _link(file: Path, number: int, line: str) -> Link:
    try:
        found = json.loads(line)
        return Link(**{**found, "at": datetime.fromisoformat(found["at"])})
    except (ValueError, TypeError, KeyError) as error:
        raise CannotDo(f"{file}: line {number} is no row of the log") from error


def _write(file: Path, links: Iterable[Link]) -> None:
    """One line of JSON a row, readable by the operator alone, on the disk before this returns."""
    try:
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as out:
            for link in links:
                row = {**asdict(link), "at": link.at.isoformat()}
                out.write(json.dumps(row, sort_keys=True, ensure_ascii=False) + "\n")
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError as error:
        raise CannotDo(f"{file} exists. Do: choose another name") from error
    except OSError as error:
        raise CannotDo(f"cannot write {file} ({error.strerror})") from error


def _broken_archives(archived: Sequence[Link]) -> Iterator[tuple[int, str]]:
    """What is wrong in archives that follow each other. The first of them may begin later than the log did."""
    if not archived:
        return
    first = archived[0]
    begins = START if first.seq == 1 else first.previous
    yield from log.broken(archived, seq=first.seq - 1, digest=begins)


def _broken_joint(last: Link, begins: log.Checkpoint) -> Iterator[str]:
    """What is wrong where the archives end and the database begins."""
    if last.seq < begins.seq:
        yield f"rows {last.seq + 1} to {begins.seq} are neither here nor in the archives that were given"
    elif (last.seq, last.digest) != (begins.seq, begins.digest):
        yield f"row {begins.seq} of the archive is not the one that was taken away"


def _is_as_noted(archived: Sequence[Link], number: int, digest: str) -> bool:
    return any(link.seq == number and link.digest == digest for link in archived)


def _opened(settings: Settings) -> closing[Database]:
    return closing(Database(settings.database_url, Vault.load(settings.key_file)))
