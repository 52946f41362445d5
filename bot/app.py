"""The composition root: builds the bot from its parts, runs it and stops it.

Four tasks run in parallel: the sync stores inbox rows, the desk handles them, the outbox worker delivers the
rows the desk wrote, and the timer wakes them when something is due. Each commit wakes those for whom it wrote
something, and nobody else (:mod:`storage.news`).
"""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack, closing, suppress
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.backoff import Backoff
from bot.clock import Clock, MovableClock
from bot.core import ACCOUNT, Core
from bot.documents import pictures
from bot.documents.export import export
from bot.errors import SettingsWrong, reference
from bot.health import Health
from bot.i18n import Language
from bot.logs import get_logger
from bot.matrix.client import Client
from bot.matrix.crypto import recovery
from bot.matrix.crypto.trust import Change, schedule_notice
from bot.matrix.http import Connect, MatrixError, connecting
from bot.matrix.outbox import Delivery
from bot.rules.room import RoomKind
from bot.scheduler import Timer
from bot.settings import Settings
from bot.stopping import unless_stopped
from bot.tally import Tally
from handlers import TABLE
from storage import case as cases
from storage import identity as identities
from storage import lease, news, version
from storage.db import Database
from storage.dialects import cause, is_passing
from storage.news import Awaited
from storage.room import RoomView
from storage.sealed import Vault

log = get_logger(__name__)

#: How often the clock is checked for having been set, in seconds: the stage's movable one, and the real one.
CLOCK_CHECK_EVERY = 0.1
REAL_CLOCK_CHECK_EVERY = 1.0

#: How often we ask whether a recovery key is set up while there is none, in seconds.
RECOVERY_CHECK_EVERY = 600.0

#: Waits until work that failed is started again.
BACKOFF = Backoff(first=1, most=30, jitter=False)

#: What the system says of a disk that is full, or away for a while.
_PASSING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ESTALE, errno.EMFILE, errno.ENFILE})

#: After so many seconds without a failure, the database counts as healthy again.
WELL_AFTER = 45.0


class App:
    """The whole bot."""

    def __init__(
        self,
        settings: Settings,
        *,
        on_step: Callable[[str], None] = lambda _name: None,
        connect: Connect | None = None,
    ) -> None:
        """``on_step`` is called with the name of each step just taken; ``connect``: see
        :class:`bot.matrix.http.Http`."""
        self.settings = settings
        self.clock: Clock = Clock() if settings.clock_file is None else MovableClock(settings.clock_file)
        self.db = Database(settings.database_url, Vault.load(settings.key_file))
        self.tally = Tally()
        self.core = Core(
            settings, self.db, self.clock, TABLE, on_step=on_step, on_alarm=self.wake, tally=self.tally
        )
        self._on_step = on_step
        self._inbox = asyncio.Event()
        self._outbox = asyncio.Event()
        kind, secret = settings.secret()
        self.client = Client(
            settings.homeserver,
            self.db,
            ACCOUNT,
            self.clock,
            user_id=settings.user_id,
            password=secret if kind == "password" else None,
            token=secret if kind == "token" else None,
            device_name=settings.device_name,
            display_name=settings.display_name,
            is_command=TABLE.begins,
            break_glass=[] if settings.break_glass_user is None else [settings.break_glass_user],
            federated=bool(settings.allowed_servers),
            rotation=(settings.rotation.period, settings.rotation.messages),
            patience=settings.outbox.timeout_seconds,
            on_news=self._on_news,
            on_change=self._on_device_change,
            on_knock=self.core.door.knock,
            watch=self.core.watch,
            connect=connect or connecting(settings),
            tally=self.tally,
        )
        self._delivery = Delivery(
            self.client,
            clock=self.clock,
            audience=self._audience,
            name_of=self._name_of,
            write_document=self._write_document,
        )
        self._worker = self.core.worker(self._delivery.deliver)
        self.db.on_commit(self._wake)
        self._timer = Timer(self.clock, wake=self._wake_all, daily=self._start_daily)
        self._health = Health(
            self.db,
            settings.health,
            self.clock,
            ACCOUNT,
            data_dir=settings.data_dir,
            has_lease=self.db.has_lease,
            tally=self.tally,
        )
        self.core.look_for_troubles = self._health.troubles
        self._daily_due = False
        self._has_told_of_waiting = False
        self._failed_at = 0.0  # when the database last could not be written, by the loop's time
        #: What the homeserver, or what stands before it, last answered while we wait for it
        self._refused_with: tuple[int, str] | None = None

    def open(self) -> None:
        """Make the folder and the tables of a new database.

        Raises:
            SettingsWrong: the folder cannot be written to, or the tables are of another version.
        """
        ensure_database(self.settings, self.db)

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Run until ``stop`` is set (or SIGTERM, SIGINT comes). Unfinished work is resumed at the next
        start."""
        stop = stop or _on_signals()
        with closing(self.db), ExitStack() as stack:

            async def take_database(stop: asyncio.Event) -> None:
                self.open()
                await self._take_database(stack, stop)

            self._health.start()  # from now on, so that it shows what the start waits for
            beating = asyncio.create_task(self._beat(stop))
            try:
                await self._retrying(take_database, stop)
                if not stop.is_set():
                    await self._run_tasks(stop)
            finally:
                beating.cancel()
                self._health.stop()
                await self.client.stop()
                log.info("app.stopped")

    async def _take_database(self, stack: ExitStack, stop: asyncio.Event) -> None:
        """Become the one bot on the database, as soon as it is known that its last holder lives no more."""
        while not stop.is_set():
            try:
                stack.enter_context(self.db.alone(self.settings.data_dir, waits=False))
                return
            except lease.Undecided:
                if not self._has_told_of_waiting:
                    self._has_told_of_waiting = True
                    log.warning("lease.waiting", seconds=lease.LASTS)
            await _pause(stop, lease.LOOK_EVERY)

    async def _run_tasks(self, stop: asyncio.Event) -> None:
        keeping = asyncio.create_task(self._retrying(self._keep_lease, stop))
        try:
            await self._prepare_while(keeping, stop)
        except BaseException:
            keeping.cancel()
            raise
        if stop.is_set():
            await keeping
            return
        self._timer.start()
        log.info("app.started")
        works: tuple[Callable[[asyncio.Event], Awaitable[None]], ...] = (
            self.client.run,
            self.client.directory.follow,
            self._desk,
            self._deliver,
            self._look_for_recovery,
            self._watch_clock,
        )
        tasks = [keeping, *(asyncio.create_task(self._retrying(work, stop)) for work in works)]
        self._inbox.set()
        self._outbox.set()
        try:
            stopped = asyncio.create_task(stop.wait())
            done, _ = await asyncio.wait([*tasks, stopped], return_when=asyncio.FIRST_COMPLETED)
            stop.set()
            self._inbox.set()
            self._outbox.set()
            await asyncio.wait(tasks, timeout=10)
            for task in done - {stopped}:
                task.result()  # a task that ended by itself failed: raises its error
        finally:
            for task in tasks:
                task.cancel()
            self._timer.stop()

    async def _prepare_while(self, keeping: asyncio.Task[None], stop: asyncio.Event) -> None:
        """Prepare, however long the homeserver is away, unless another bot takes over meanwhile."""
        preparing = asyncio.create_task(unless_stopped(self._retrying(self._prepare, stop), stop))
        try:
            await asyncio.wait({keeping, preparing}, return_when=asyncio.FIRST_COMPLETED)
            if keeping.done():
                keeping.result()
            await preparing
        finally:
            preparing.cancel()

    async def _retrying(self, work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
        """Run ``work``, and start it again after a temporary failure.

        Temporary are: the database cannot be opened or written (its disk is full, its server away), or the
        homeserver is away when we start. The unit that failed was rolled back, so nothing is lost or done twice.
        """
        failures = 0
        while not stop.is_set():
            started_at = time.monotonic()
            try:
                await work(stop)
                if failures and self._refused_with is not None:
                    log.info("app.homeserver_back")
                    self._refused_with = None
                return
            except (DBAPIError, MatrixError, OSError) as error:
                if not _is_temporary(error):
                    raise
                if time.monotonic() - started_at > BACKOFF.most:
                    failures = 0  # it had worked for a while: this failure is a new one
                failures += 1
                wait = BACKOFF.wait(failures)
                self._report_failure(error)
            await _pause(stop, wait)

    def _report_failure(self, error: DBAPIError | MatrixError | OSError) -> None:
        """Log a temporary failure, once for as long as it lasts.

        The health page shows the reference of the database's until writes succeed.
        """
        if isinstance(error, MatrixError):
            if self._refused_with != (error.status, error.errcode):
                self._refused_with = (error.status, error.errcode)
                log.warning("app.homeserver_away", status=error.status, errcode=error.errcode)
            return
        self._failed_at = time.monotonic()
        if self._health.trouble is None:
            self._health.trouble = reference()
            why = cause(error) if isinstance(error, DBAPIError) else _name_of(error)
            log.error("database.unavailable", reference=self._health.trouble, cause=why, exc_info=True)

    async def _prepare(self, _stop: asyncio.Event) -> None:
        self.core.prepare()
        await self.client.start()
        await self._show_name()
        await self._ask_for_recovery()
        if not self._health.has_recovery:
            log.warning("recovery.not_set_up", then="sigbot:identity:recovery")

    async def _ask_for_recovery(self) -> None:
        found = await recovery.status(self.client.http, self.settings.user_id)
        self._health.has_recovery = found.complete

    async def _show_name(self) -> None:
        """Set our display name. A homeserver may have names set by its administrator alone."""
        try:
            await self.client.set_display_name(self.settings.display_name)
        except MatrixError as error:
            if error.passing or error.token_bad:
                raise
            log.warning("app.display_name_refused", status=error.status, errcode=error.errcode)

    def wake(self) -> None:
        """Have the desk look at once whether there is something to do."""
        self._inbox.set()

    # --------------------------------------------------------------------------------------------- the tasks

    async def _desk(self, stop: asyncio.Event) -> None:
        """Handle inbox rows and due rows."""
        self.core.take_up()
        while not stop.is_set():
            self._inbox.clear()  # before it is looked what there is: whatever comes later wakes the desk again
            if self._daily_due:
                self._daily()
                self._daily_due = False  # only now: a round that failed is repeated
            if self.core.work_one():
                await asyncio.sleep(0)  # others get their turn between two rows
            else:
                self._timer.set(self.core.following)
                await self._inbox.wait()
                self.core.begin_turn()

    async def _deliver(self, stop: asyncio.Event) -> None:
        """Deliver outbox rows."""
        while not stop.is_set():
            self._outbox.clear()
            await self._worker.run_ready(self._outbox)
            if not self._worker.is_busy():
                await self._worker.wait(self._outbox)
        await self._worker.finish()

    async def _beat(self, stop: asyncio.Event) -> None:
        """Tell the watchdog that the event loop is running, and note when the database has been healthy for a
        while."""
        while not stop.is_set():
            self._health.beat()
            if self._health.trouble is not None and time.monotonic() - self._failed_at > WELL_AFTER:
                log.warning("database.back", reference=self._health.trouble)
                self._health.trouble = None
            await _pause(stop, 1)

    async def _look_for_recovery(self, stop: asyncio.Event) -> None:
        """Ask now and then whether a recovery key is set up, until one is."""
        while not stop.is_set():
            await _pause(stop, RECOVERY_CHECK_EVERY)
            if not self._health.has_recovery and not stop.is_set():
                await self._ask_for_recovery()

    async def _keep_lease(self, stop: asyncio.Event) -> None:
        """Renew our lease of the database, also when there is nothing to write.

        This ends the bot when another one has taken over meanwhile. Who comes back from a time without the
        database renews at once: somebody may be waiting for the lease to run out.
        """
        while True:
            await _pause(stop, lease.RENEW_EVERY)
            if stop.is_set():
                return
            while not stop.is_set():
                try:
                    self.db.stay_alone()
                    break
                except DBAPIError as error:
                    if not is_passing(error):
                        raise
                    self._report_failure(error)
                await _pause(stop, lease.LOOK_EVERY)

    async def _watch_clock(self, stop: asyncio.Event) -> None:
        """Notice that the clock was set (by NTP, by hand, on the stage) or that the machine slept.

        Then the daily round runs and the timer is set anew, so that nothing waits for a time that was wrong.
        """
        pause = CLOCK_CHECK_EVERY if isinstance(self.clock, MovableClock) else REAL_CLOCK_CHECK_EVERY
        before = self._clock_offset()
        while not stop.is_set():
            offset = self._clock_offset()
            if abs(offset - before) > pause:
                log.info("clock.set", seconds=round(offset - before))
                self._timer.restart_minute()
                self._start_daily()
            before = offset
            await _pause(stop, pause)

    def _clock_offset(self) -> float:
        """Seconds our clock is ahead of one that is never set."""
        return self.clock.now().timestamp() - time.monotonic()

    def _start_daily(self) -> None:
        self._daily_due = True
        self._inbox.set()

    def _daily(self) -> None:
        self.core.daily()
        with self.client.machine.unit() as session:
            window = timedelta(days=self.settings.windows.megolm_days)
            self.client.machine.drop_keys_before(session, self.clock.now() - window)
            identities.mark_untrusted_stale(session, ACCOUNT)

    # --------------------------------------------------------------------------------------------- callables

    def _wake_all(self) -> None:
        self._inbox.set()
        self._outbox.set()
        self.client.directory.wake()

    def _wake(self, session: Session) -> None:
        """Wake those for whom a unit of work wrote something."""
        noted = news.noted(session)
        if Awaited.DESK in noted:
            self._inbox.set()
        if Awaited.OUTBOX in noted:
            self._outbox.set()

    def _on_news(self) -> None:
        self._on_step("sync.committed")
        self._inbox.set()

    def _on_device_change(self, session: Session, change: Change) -> None:
        schedule_notice(session, change, self.clock.now())

    def _audience(self, session: Session, room: RoomView) -> frozenset[str]:
        return self.core.reconciler.audience(session, room.id)

    def _name_of(self, room: RoomView) -> str:
        """A room's public name: the code of a case room, code and number of a side room, a neutral name for
        others."""
        match room.kind:
            case RoomKind.OFFICE:
                return self.settings.office_name
            case RoomKind.PAGE:
                return self.settings.page_name
            case RoomKind.OPERATORS:
                return self.settings.operators_name
            case RoomKind.CASE | RoomKind.SIDE | RoomKind.OLD:
                assert room.case_id is not None
                with self.db.read() as session:
                    code = cases.get(session, room.case_id).code
                return code if room.number is None else f"{code}/{room.number}"

    def _write_document(self, which: str, about: Mapping[str, Any], language: Language) -> bytes:
        match which:
            case "export":
                with self.db.read() as session:
                    return export(session, about, self.clock.now())
            case "calendar":
                # Loaded when a file is made: it takes 7 MB, and most bots make few
                from bot.documents.calendar import calendar

                with self.db.read() as session:
                    return calendar(session, about, language, self.clock.now())
            case "picture":
                return pictures.picture(about, language)
        raise LookupError(f"no such document: {which}")


def open_database(settings: Settings) -> Database:
    """Open the settings' database, creating its tables if it is empty.

    Raises:
        SettingsWrong: its folder cannot be written to, or its tables are of another version.
    """
    db = Database(settings.database_url, Vault.load(settings.key_file))
    ensure_database(settings, db)
    return db


def ensure_database(settings: Settings, db: Database) -> None:
    """Make the folder and the tables of a new database. Raises as :func:`open_database`."""
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in _PASSING:
            raise
        raise SettingsWrong(f"data_dir: cannot make {folder} ({error.strerror}). Do: look at it") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SettingsWrong(
            f"data_dir: cannot write in {folder}. Do: give it to the user who runs this (chown), and look whether its "
            "disk is mounted read-only"
        )
    version.ensure(db)


def run(settings: Settings) -> None:
    """Run the bot until a signal stops it."""

    async def main() -> None:
        await App(settings).run()

    asyncio.run(main())


def _is_temporary(error: DBAPIError | MatrixError | OSError) -> bool:
    """Whether work that failed like this may succeed when it is started again."""
    if isinstance(error, DBAPIError):
        return is_passing(error)
    if isinstance(error, OSError):
        return error.errno in _PASSING
    return error.errcode != "IDENTITY" and (error.passing or error.token_bad)


def _name_of(error: OSError) -> str:
    """``ENOSPC``: what the system calls an error."""
    return errno.errorcode.get(error.errno or 0, "OSError")


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait so many seconds, or until ``stop`` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def _on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # A terminal that closes, a log rotation: we have no file to open again
    loop.add_signal_handler(signal.SIGHUP, lambda: log.info("app.hangup_ignored"))
    return stop
