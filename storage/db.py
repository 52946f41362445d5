"""The database: one write connection, one unit of work at a time.

Everything the bot does to its memory happens inside :meth:`Database.unit`: returning commits, raising rolls
back. House rules that this file enforces (each has a test in ``tests/storage/test_db.py``):

* one writer per process; a unit inside a unit, or from another thread, is refused at once instead of waiting
  for a lock that never comes;
* no ``await`` inside a unit: while it is open the event loop must not run anything else;
* a process that works alone on the database, as the bot does, writes only on a connection that holds its
  lock;
* whatever keeps state in memory that mirrors rows (the Olm machine, :mod:`storage.memory`) throws it away on
  rollback, and what another process may have written too.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, create_engine, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from bot.errors import NotAlone
from storage import dialects, writes
from storage.compiled import STATEMENTS
from storage.memory import MEMORY, Memory
from storage.sealed import VAULT, Vault
from storage.tables import Generation

_NOT_ALONE = "a bot runs on this database. Do: stop it first"
_NO_LONGER_ALONE = (
    "another bot took over this database while it was away from this one, so this one stops and does nothing more. "
    "Do: look which of them is to run, and stop the other"
)

# It runs in each unit, so it is built once
_GENERATION = select(Generation.number)


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
        self._lock: dialects.AdvisoryLock | None = None
        self._writer = self._engine(read_only=False)
        self._reader = self._writer if self.in_memory else self._engine(read_only=True)
        weakref.finalize(self, _dispose, self._writer, self._reader)  # also when nobody calls close()
        self._memory = Memory()
        self.on_rollback(self._memory.clear)  # a unit's session is closed, of which no listener hears
        self._is_alone = self.in_memory
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
                    self._check_alone(begun)
                    self._renew_memory(begun)
                    yield session
                    session.flush()
                    if suspended.happened:
                        raise UnitMisused(
                            "the event loop ran while a unit of work was open (an await inside it)"
                        )
                    self._tell_others(session)
                    session.commit()
                    undo.pop_all()  # committed: memory and database agree
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
    def alone(self) -> Iterator[None]:
        """Hold the lock of the one bot on this database until the block ends or the process dies.

        Two bots would use up each other's keys, and nobody could read either. On PostgreSQL the lock is lost
        with the connection, so each unit of work checks it.

        Raises: NotAlone: another bot holds it. Every later unit raises this too, if another bot took the
            lock meanwhile.
        """
        if self.in_memory:
            yield
        elif dialects.locks_by_connection(self.url):
            self._lock = dialects.AdvisoryLock()
            try:
                self.stay_alone()
                self._is_alone = True
                yield
            finally:
                self._is_alone = False
                self._let_go()
        else:
            with dialects.locked_file(self.url) as ours:
                if not ours:
                    raise NotAlone(_NOT_ALONE)
                self._is_alone = True
                try:
                    yield
                finally:
                    self._is_alone = False

    def stay_alone(self) -> None:
        """Take the lock of :meth:`alone` again if it was lost. Raises :class:`NotAlone` when another bot has
        it."""
        if self._lock is not None:
            with self.unit():
                pass  # beginning it is enough

    def _check_alone(self, connection: Connection) -> None:
        if self._lock is None or self._lock.is_held(connection):
            return
        if not self._lock.take(connection):
            raise NotAlone(_NO_LONGER_ALONE if self._lock.was_held else _NOT_ALONE)
        self._memory.clear()  # another bot may have had the database in between

    def _renew_memory(self, connection: Connection) -> None:
        """Forget what is in memory where somebody else may have written since."""
        if self.in_memory:
            return
        if not self._is_alone:
            self._memory.clear()
            return
        number = connection.scalar(_GENERATION)
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

    def _let_go(self) -> None:
        lock = self._lock
        self._lock = None
        assert lock is not None
        with suppress(DBAPIError), self._writer.begin() as connection:  # a lost connection has lost the lock
            lock.release(connection)

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
