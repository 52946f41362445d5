"""The lease: which one bot works on a database, and how everybody knows.

One row names its holder and a *fence*, a number that grows with each holder. Every unit of work reads it in
the statement that it begins with anyway, and on PostgreSQL locks it until its end: so a takeover waits for the
unit that is open, and after it the old holder commits nothing more.

A holder that has died leaves the row as it is. There are two ways to know that:

* A file that the holder has locked, which the kernel unlocks with its last breath. Whoever is on the same
  machine and gets the lock need not wait. An SQLite database is only ever used from one machine, so there the
  file alone decides.
* On PostgreSQL the holder renews the row every :data:`RENEW_EVERY` seconds. Whoever has looked on for
  :data:`LASTS` seconds without seeing that may take over. No two clocks are compared: the one who waits counts
  from its first look, which comes after the renewal it sees; the holder counts from before that renewal. So
  the holder, which asks nothing of the homeserver once its time is over without having looked again, is
  silent first. While the database is away nobody can look on, so nobody loses a lease to nobody.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.errors import NotAlone
from storage import dialects
from storage.tables import Generation, Lease

#: Seconds for which a lease lasts after it was renewed.
LASTS = 30.0

#: Seconds between two renewals. Two may fail before the holder must stop.
RENEW_EVERY = 10.0

#: Seconds between two looks of who waits for a lease to run out. Where they were further apart than the second
#: figure the database was away, from its holder too, and they count from the start again.
LOOK_EVERY = 1.0
_UNSEEN_FOR = 5.0

NOT_ALONE = "a bot runs on this database, or another command works alone on it. Do: stop it first"
_STOP_IT = "a bot runs on this database (process {pid} on {host}). Do: stop it first"
_TAKEN_OVER = (
    "another bot took over this database while this one was away from it, so this one stops and does nothing more. "
    "Do: look which of them is to run, and stop the other"
)

# It runs in each unit, so it is built once. Takeovers wait for the unit's end, other writers do not
_CHECK = (
    select(Lease.holder, Lease.fence, Generation.number)
    .select_from(Lease)
    .outerjoin(Generation, Generation.id == Lease.id)
    .where(Lease.id == 1)
    .with_for_update(read=True, of=Lease)
)
_WHOLE = select(Lease.holder, Lease.fence, Lease.renewed_at, Lease.host, Lease.pid, Lease.proof).where(
    Lease.id == 1
)


_JUST_NOW = "another bot is at work on this database just now. Do: stop it first"


class Undecided(NotAlone):
    """A bot held this database when we looked, and nobody can say yet whether it lives."""


def uptime() -> float:
    """Seconds by a clock that is never set, and that goes on while the machine sleeps."""
    return time.clock_gettime(_UPTIME)


_UPTIME: int = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True, kw_only=True)
class LockedFile:
    """A file that shows on this machine whether who has locked it lives.

    ``ours``: whether we have the lock. ``proof`` tells this file, and this run of the machine, from all
    others; it is ``None`` where the machine does not say.
    """

    ours: bool
    proof: str | None


@contextmanager
def locked_file(path: Path) -> Iterator[LockedFile]:
    """Lock a file until the block ends or the process dies, unless another process has."""
    with path.open("a", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            ours = False
        else:
            ours = True
        found = os.fstat(file.fileno())
        boot = _boot()
        proof = None if boot is None else f"{boot}:{found.st_dev}:{found.st_ino}"
        yield LockedFile(ours=ours, proof=proof)


def _boot() -> str | None:
    """What tells this run of the machine from all others."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None


class Watched:
    """What was last seen of somebody else's lease, and since when it has not changed."""

    def __init__(self) -> None:
        self._seen: tuple[Any, ...] | None = None
        self._since = 0.0
        self._looked_at = 0.0

    def has_run_out(self, row: Any, now: float) -> bool:
        """Whether a lease is over, ``now`` being before the row was read.

        Raises :class:`NotAlone` when it was renewed since it was first seen.
        """
        seen = (row.holder, row.fence, row.renewed_at)
        is_known = self._seen == seen
        is_renewed = self._seen is not None and not is_known
        unseen_for = now - self._looked_at
        self._looked_at = uptime()  # after it was read
        if is_renewed:
            self._seen = None
            raise _stop_it(row)
        if not is_known or unseen_for > _UNSEEN_FOR:
            self._seen = seen
            self._since = self._looked_at
        return now - self._since >= LASTS


class Hold:
    """One process's hold of a database, from taking it to letting go.

    ``renews``: whether others wait for it to run out, so that it must be renewed; else the locked ``file``
    alone tells them.
    """

    def __init__(self, file: LockedFile | None, watched: Watched, *, renews: bool) -> None:
        self._file = file
        self._watched = watched
        self._renews = renews
        self._holder = secrets.token_hex(16)
        self._fence = 0
        self._until = 0.0
        self._looked_at: float | None = None  # in the unit that is open; None: nothing that counts

    def take(self, connection: Connection) -> None:
        """Become the holder.

        Raises:
            NotAlone: another bot lives.
            Undecided: another bot may live.
        """
        began = uptime()
        row: Any = connection.execute(_WHOLE).one_or_none()
        if row is not None and row.holder is not None and not self._is_over(row, began):
            raise Undecided(_STOP_IT.format(pid=row.pid, host=row.host))
        if self._renews and row != self._locked(connection):
            raise Undecided(_JUST_NOW)
        values: dict[str, Any] = {
            "fence": 1 if row is None else row.fence + 1,
            "holder": self._holder,
            "renewed_at": datetime.now(UTC),
            "host": socket.gethostname()[:255],
            "pid": os.getpid(),
            "proof": self._file.proof if self._file is not None and self._file.ours else None,
        }
        if row is not None:
            connection.execute(update(Lease).where(Lease.id == 1).values(values))
        else:
            try:
                connection.execute(insert(Lease).values(id=1, **values))
            except IntegrityError as error:
                raise Undecided(_JUST_NOW) from error
        self._fence = values["fence"]
        self._looked_at = began

    def _locked(self, connection: Connection) -> Any:
        """The row, once no unit of its holder is open any more."""
        try:
            return connection.execute(_WHOLE.with_for_update()).one_or_none()
        except OperationalError as error:
            if not dialects.is_lock_timeout(error):
                raise
            raise Undecided(_JUST_NOW) from error

    def _is_over(self, row: Any, now: float) -> bool:
        if not self._renews:
            return True  # the file is ours, so its holder is dead
        if self._file is not None and self._file.proof is not None and self._file.proof == row.proof:
            if self._file.ours:
                return True
            raise _stop_it(row)
        return self._watched.has_run_out(row, now)

    def check(self, connection: Connection, *, renew: bool = False) -> int | None:
        """Check at the beginning of a unit that this process is still the holder; returns the generation.

        It is renewed when it is time to, or when ``renew`` asks for it.

        Raises :class:`NotAlone`: it is not.
        """
        self._looked_at = None
        now = uptime()
        row = connection.execute(_CHECK).one_or_none()
        if row is None or (row.holder, row.fence) != (self._holder, self._fence):
            raise NotAlone(_TAKEN_OVER)
        if not self._renews:
            self._looked_at = now
        elif renew or self._until - now < LASTS - 2 * RENEW_EVERY:
            connection.execute(update(Lease).where(Lease.id == 1).values(renewed_at=datetime.now(UTC)))
            self._looked_at = now
        number: int | None = row.number
        return number

    def count_committed(self) -> None:
        """Count what the unit that was just committed has shown."""
        if self._looked_at is not None:
            self._until = self._looked_at + LASTS
            self._looked_at = None

    @property
    def left(self) -> float:
        """Seconds for which nobody else can have taken over."""
        return self._until - uptime()

    def release(self, connection: Connection) -> None:
        """Let go, so that the next one need not wait."""
        ours = (Lease.id == 1, Lease.holder == self._holder, Lease.fence == self._fence)
        connection.execute(update(Lease).where(*ours).values(holder=None))


def refusal(connection: Connection) -> str:
    """What is said to who finds the lock of a living bot."""
    row = connection.execute(_WHOLE).one_or_none()
    if row is None or row.holder is None:
        return NOT_ALONE
    return _STOP_IT.format(pid=row.pid, host=row.host)


def _stop_it(row: Any) -> NotAlone:
    return NotAlone(_STOP_IT.format(pid=row.pid, host=row.host))
