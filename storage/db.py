"""The database: one write connection, one unit of work at a time.

Everything the bot does to its memory happens inside :meth:`Database.unit`: returning commits, raising rolls
back. House rules that this file enforces (each has a test in ``tests/storage/test_db.py``):

* one writer per process; a unit inside a unit, or from another thread, is refused at once instead of waiting
  for a lock that never comes;
* no ``await`` inside a unit: while it is open the event loop must not run anything else;
* a process that works alone on the database, as the bot does, does nothing in a unit before it has looked
  that nobody has taken over (:mod:`storage.lease`);
* whatever keeps state in memory that mirrors rows (the Olm machine, :mod:`storage.memory`) throws it away on
  rollback, and what another process may have written too.
"""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, create_engine, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from bot.errors import NotAlone
from storage import dialects, lease, writes
from storage.compiled import STATEMENTS
from storage.memory import MEMORY, Memory
from storage.sealed import VAULT, Vault
from storage.tables import Generation

#: What others put beside an SQLite database, or into a folder of a machine: the file that its bot locks.
_LOCK = "{name}.lock"


class UnitMisused(RuntimeError):
    """A unit of work was nested, used from a second thread, or suspended by an ``await``."""


class Database:
    """A database given by its SQLAlchemy URL (``sqlite:///file.db``, ``sqlite://``,
    ``postgresql+psycopg://``)."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = url
        self.vault = vault
        self.in_memory = url in ("sqlite://", "sqlite:///:memory:")
        self._busy = threading.Lock()
        self._holder: int | None = None
        self._on_rollback: list[Callable[[], None]] = []
        self._on_commit: list[weakref.WeakMethod[Callable[[Session], None]]] = []
        self._hold: lease.Hold | None = None
        self._renews = False  # whether the unit that begins is to renew the lease
        self._watched = lease.Watched()
        self._writer = self._engine(read_only=False)
        self._reader = self._writer if self.in_memory else self._engine(read_only=True)
        weakref.finalize(self, _dispose, self._writer, self._reader)  # also when nobody calls close()
        self._memory = Memory()
        self.on_rollback(self._memory.clear)  # a unit's session is closed, of which no listener hears
        self._sessions = sessionmaker(
            self._writer, expire_on_commit=False, info={VAULT: vault, MEMORY: self._memory}
        )
        self._read_sessions = sessionmaker(self._reader, expire_on_commit=False, info={VAULT: vault})

    def _engine(self, *, read_only: bool) -> Engine:
        options: dict[str, Any] = {"hide_parameters": True}  # an error must not quote what was to be stored
        options["execution_options"] = {"compiled_cache": STATEMENTS}
        if self.in_memory:
            options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        else:
            if read_only:
                options |= {"pool_size": 2, "max_overflow": 2}
            else:
                options |= {"pool_size": 1, "max_overflow": 0}
            options |= dialects.options(self.url)
        engine = create_engine(self.url, **options)
        dialects.prepare(engine, read_only=read_only)
        return engine

    @property
    def engine(self) -> Engine:
        """The write engine, for migrations and table creation."""
        return self._writer

    def on_rollback(self, forget: Callable[[], None]) -> None:
        """Call ``forget`` after every rolled-back unit: memory may be ahead of the database then.

        ``forget`` only throws state away, which is loaded again when next needed; it cannot open a unit. If
        one fails, the others are called all the same.
        """
        self._on_rollback.append(forget)

    def on_commit(self, call: Callable[[Session], None]) -> None:
        """Call a method with the session after every committed unit, to see what was noted in it
        (:mod:`storage.news`).

        It only wakes others: the unit is still open to it, so it can neither write nor open one. Its object
        is held weakly, so whoever is thrown away need not say so.
        """
        self._on_commit = [known for known in self._on_commit if known() is not None]
        self._on_commit.append(weakref.WeakMethod(call))

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """Open one transaction: returning commits it, raising rolls it back.

        Raises:
            UnitMisused: nested units, or an ``await`` inside the unit (then everything is rolled back).
        """
        with ExitStack() as last:
            self._acquire(blocking=False)
            last.callback(self._release)
            suspended = _Watch()
            last.callback(suspended.stop)
            with ExitStack() as undo:
                for forget in reversed(self._on_rollback):
                    undo.callback(forget)
                with self._sessions() as session:
                    # at once (BEGIN IMMEDIATE on SQLite): never upgrade a read to a write
                    begun = session.connection()
                    self._check(begun)
                    yield session
                    session.flush()
                    if suspended.happened:
                        raise UnitMisused(
                            "the event loop ran while a unit of work was open (an await inside it)"
                        )
                    self._tell_others(session)
                    session.commit()
                    undo.pop_all()  # committed: memory and database agree
                    if self._hold is not None:
                        self._hold.count_committed()
                    for known in self._on_commit:
                        call = known()
                        if call is not None:
                            call(session)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a read-only session on its own connection, for reports in threads and for the health page.

        Raises:
            UnitMisused: this thread has a unit open, whose session sees newer rows.
        """
        if self._holder == threading.get_ident():
            raise UnitMisused("a unit of work is open: read with its session")
        with ExitStack() as last:
            if self.in_memory:  # one connection for all: wait for whoever writes
                self._acquire(blocking=True)
                last.callback(self._release)
            session = last.enter_context(self._read_sessions())  # closing it rolls back
            yield session

    @contextmanager
    def alone(self, folder: Path | None = None, *, waits: bool = True) -> Iterator[None]:
        """Be the one bot on this database until the block ends, the process dies, or another takes over.

        Two bots would use up each other's keys, and nobody could read either. ``folder`` is a folder of this
        machine that a bot here keeps: by a locked file in it the next one sees whether this one lives, and need
        not wait (an SQLite database has that file beside it). ``waits``: whether to wait, half a minute at
        most, for the lease of a holder of whom nobody knows whether it lives.

        Raises:
            NotAlone: another bot holds it. Every later unit raises this too, if another bot took over meanwhile.
            Undecided: it may, and we do not wait.
        """
        if self.in_memory:
            yield
            return
        with ExitStack() as stack:
            hold = self._take_waiting(stack, folder) if waits else self._take(stack, folder)
            self._memory.clear()  # others had the database before
            self._hold = hold
            try:
                yield
            finally:
                self._hold = None
                with suppress(DBAPIError), self._writer.begin() as connection:
                    hold.release(connection)

    @contextmanager
    def alone_without_lease(self) -> Iterator[None]:
        """The same on tables that have no lease yet, where only bots of earlier releases can be at work.

        Raises :class:`NotAlone` when one is.
        """
        with ExitStack() as stack:
            is_ours = stack.enter_context(dialects.held_as_before(self._reader))
            if not dialects.shares_over_network(self.url) and not self.in_memory:
                path = dialects.file_of(self.url)
                is_ours = stack.enter_context(
                    lease.locked_file(path.with_name(_LOCK.format(name=path.name)))
                ).ours
            if not is_ours:
                raise NotAlone(lease.NOT_ALONE)
            yield

    def _take_waiting(self, stack: ExitStack, folder: Path | None) -> lease.Hold:
        while True:
            try:
                return self._take(stack, folder)
            except lease.Undecided:
                time.sleep(lease.LOOK_EVERY)

    def _take(self, stack: ExitStack, folder: Path | None) -> lease.Hold:
        """Take the lease; the file stays locked as long as the stack."""
        shared = dialects.shares_over_network(self.url)
        with ExitStack() as undo:
            file = None
            if not shared:
                path = dialects.file_of(self.url)
                file = undo.enter_context(lease.locked_file(path.with_name(_LOCK.format(name=path.name))))
                if not file.ours:
                    raise NotAlone(self._who_holds())
            elif folder is not None:
                file = undo.enter_context(lease.locked_file(folder / _LOCK.format(name="sigbot")))
            hold = lease.Hold(file, self._watched, renews=shared)
            with self.unit() as session:
                hold.take(session.connection())
            hold.count_committed()
            stack.push(undo.pop_all())
        return hold

    def _who_holds(self) -> str:
        with self.read() as session:
            return lease.refusal(session.connection())

    def stay_alone(self) -> None:
        """Renew our lease, and look that nobody has taken over. Raises :class:`NotAlone` when somebody has."""
        if self._hold is None:
            return
        self._renews = True
        try:
            with self.unit():
                pass  # beginning it is enough
        finally:
            self._renews = False

    def stay_alone_in(self, connection: Connection) -> None:
        """Look that nobody has taken over, and let nobody until the connection's transaction ends, however long
        that lasts and without any renewal.

        For work that is no unit. Raises :class:`NotAlone` when somebody has.
        """
        if self._hold is not None:
            self._hold.check(connection)

    def has_lease(self) -> bool:
        """Whether nobody else can have taken over since we last looked. It reads nothing."""
        return self.in_memory or (self._hold is not None and self._hold.left > 0)

    def look_again_if_late(self) -> None:
        """Look that nobody has taken over, unless we have looked so lately that nobody can have.

        A process that was stopped, on a machine that slept, or away from its database, knows nothing of what
        others did meanwhile. Raises :class:`NotAlone`; any error of the database: nobody knows.
        """
        if self._hold is not None and self._hold.left <= 0:
            self.stay_alone()

    @property
    def _is_alone(self) -> bool:
        return self.in_memory or self._hold is not None

    def _check(self, connection: Connection) -> None:
        """Look that we are alone, if we should be, and forget what is in memory where somebody else may have
        written since."""
        if self.in_memory:
            return
        if self._hold is None:
            self._memory.clear()
            return
        number = self._hold.check(connection, renew=self._renews)
        if number != self._memory.generation:
            self._memory.clear()
            self._memory.generation = number

    def _tell_others(self, session: Session) -> None:
        """Have the bot forget what it has in memory, if it is another process and anything was written."""
        if self._is_alone or not writes.count(session):
            return
        raised = update(Generation).values(number=Generation.number + 1)
        if not cast(CursorResult[Any], session.execute(raised)).rowcount:
            session.add(Generation(id=1, number=1))
            session.flush()

    def _acquire(self, *, blocking: bool) -> None:
        if not self._busy.acquire(blocking=blocking):
            raise UnitMisused("a unit of work is already open: units do not nest and do not run in parallel")
        self._holder = threading.get_ident()

    def _release(self) -> None:
        self._holder = None
        self._busy.release()

    def close(self) -> None:
        """Close all connections."""
        _dispose(self._writer, self._reader)


def _dispose(*engines: Engine) -> None:
    for engine in engines:
        engine.dispose()


class _Watch:
    """Notices whether the event loop ran: it is asked to call us at its next turn, which must not come."""

    def __init__(self) -> None:
        self.happened = False
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._handle = None
        else:
            self._handle = loop.call_soon(self._note)

    def _note(self) -> None:
        self.happened = True

    def stop(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
