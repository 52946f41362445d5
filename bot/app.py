"""The one file that knows everyone: builds the bot, runs it, shuts it down.

Four things go on beside each other, each woken by the others: the sync brings rows into the inbox, the desk handles
them, the outbox delivers what the desk wrote, and the alarm wakes the desk when something is due.
"""

from __future__ import annotations

import asyncio
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
from bot.documents.export import export
from bot.errors import reference
from bot.health import Health
from bot.logs import get_logger
from bot.matrix.client import Client
from bot.matrix.crypto import recovery
from bot.matrix.crypto.trust import Change, have_told
from bot.matrix.http import MatrixError
from bot.matrix.outbox import Delivery
from bot.rules.room import RoomKind
from bot.scheduler import Alarm
from bot.settings import Settings
from handlers import TABLE
from storage import case as cases
from storage import identity as identities
from storage import migrate
from storage.db import Database
from storage.dialects import cause, is_passing
from storage.room import RoomView
from storage.sealed import Vault

log = get_logger(__name__)

#: How often a stage's movable clock is looked at, in seconds, and how often the real one.
CLOCK_LOOK, REAL_LOOK = 0.1, 1.0

#: How often we make sure that no other bot works on our database, in seconds.
LOCK_LOOK = 5.0

#: Waits until work that broke off is begun again, and how long it must go well to be well again, in seconds.
BACKOFF = Backoff(first=1, most=30, jitter=False)
WELL_AFTER = 45.0


class App:
    """The whole bot."""

    def __init__(self, settings: Settings, *, on_step: Callable[[str], None] = lambda _name: None) -> None:
        self.settings = settings
        self.clock: Clock = Clock() if settings.clock_file is None else MovableClock(settings.clock_file)
        self.db = open_database(settings)
        self.core = Core(settings, self.db, self.clock, TABLE, on_step=on_step, on_alarm=lambda: self._inbox.set())
        self._step = on_step
        self._inbox, self._outbox = asyncio.Event(), asyncio.Event()
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
            break_glass=[] if settings.break_glass_user is None else [settings.break_glass_user],
            federated=bool(settings.allowed_servers),
            rotation=(settings.rotation.period, settings.rotation.messages),
            patience=settings.outbox.timeout_seconds,
            on_news=self._heard,
            on_change=self._changed,
            on_knock=self.core.door.knock,
            watch=self.core.watch,
        )
        self._delivery = Delivery(
            self.client, clock=self.clock, audience=self._audience, name_of=self._name_of, make=self._make
        )
        self._worker = self.core.worker(self._delivery.deliver)
        self._alarm = Alarm(self.clock, wake=self._inbox.set, daily=self._new_day)
        self._health = Health(self.db, settings.health, self.clock, ACCOUNT)
        self._day_begins = False
        self._failed_at = 0.0  # when the database last could not be written, by the loop's time

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Run until ``stop`` (or SIGTERM, SIGINT). What is not finished then is taken up at the next start."""
        stop = stop or _on_signals()
        with closing(self.db), ExitStack() as alone:

            async def take(_stop: asyncio.Event) -> None:
                alone.enter_context(self.db.alone())

            try:
                await self._steadily(take, stop)
                await self._live(stop)
            finally:
                await self.client.stop()

    async def _live(self, stop: asyncio.Event) -> None:
        await self._steadily(self._begin, stop)
        self._health.start()
        self._alarm.start()
        log.info("app.started")
        tasks = [
            asyncio.create_task(self._steadily(work, stop))
            for work in (
                *(self.client.run, self.client.directory.follow),
                *(self._desk, self._deliver, self._beat, self._watch_clock, self._stay_alone),
            )
        ]
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
                task.result()  # a task that ended by itself ended badly: say so
        finally:
            for task in tasks:
                task.cancel()
            self._alarm.stop()
            self._health.stop()
            log.info("app.stopped")

    async def _steadily(self, work: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event) -> None:
        """Do something until it is done, and begin it again when what stopped it will pass: the database cannot be
        written (its disk is full, its server away), or the homeserver is away when we start. What was under way was
        rolled back, so nothing is lost or done twice."""
        failures = 0
        while not stop.is_set():
            began = time.monotonic()
            try:
                await work(stop)
                return
            except DBAPIError as error:
                if not is_passing(error):
                    raise
                self._failed_at = time.monotonic()
                if self._health.trouble is None:
                    self._health.trouble = reference()
                    said = cause(error)
                    log.error("database.unavailable", reference=self._health.trouble, cause=said, exc_info=True)
            except MatrixError as error:
                if error.errcode == "IDENTITY" or not (error.passing or error.token_bad):
                    raise
                wait = BACKOFF.wait(failures + 1)
                log.warning("app.homeserver_away", status=error.status, errcode=error.errcode, wait=wait)
            went_well = time.monotonic() - began > BACKOFF.most
            failures = 1 if went_well else failures + 1
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), BACKOFF.wait(failures))

    async def _begin(self, _stop: asyncio.Event) -> None:
        self.core.prepare()
        await self.client.start()
        await self.client.show_as(self.settings.display_name)
        if not (await recovery.standing(self.client.http, self.settings.user_id)).complete:
            log.warning("recovery.not_set_up", then="sigbot:identity:recovery")

    # ---------------------------------------------------------------------------------------------- the four

    async def _desk(self, stop: asyncio.Event) -> None:
        self.core.take_up()
        while not stop.is_set():
            self._inbox.clear()
            if self._day_begins:
                self._daily()
                self._day_begins = False  # only now: a round that broke off is not left out
            self.core.minute()
            while not stop.is_set() and self.core.work_one():
                self._outbox.set()
                await asyncio.sleep(0)  # others get their turn between two rows
            self._alarm.set(self.core.next_at())
            self._outbox.set()
            self.client.directory.look()  # somebody may be new, or accepted
            await self._inbox.wait()

    async def _deliver(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self._outbox.clear()
            if await self._worker.run_ready(self._outbox):
                self._inbox.set()
            self._alarm.set(self.core.next_at())
            if not self._worker.is_busy():
                await self._outbox.wait()
        await self._worker.finish()

    async def _beat(self, stop: asyncio.Event) -> None:
        """Tell the watchdog that the loop lives."""
        while not stop.is_set():
            self._health.beat()
            if self._health.trouble is not None and time.monotonic() - self._failed_at > WELL_AFTER:
                log.warning("database.back", reference=self._health.trouble)
                self._health.trouble = None
            await asyncio.sleep(1)

    async def _stay_alone(self, stop: asyncio.Event) -> None:
        """Notice within seconds that the database let go of us (it was restarted), also when there is nothing to write:
        either we hold it again, or another bot does and this one ends."""
        while not stop.is_set():
            self.db.stay_alone()
            await asyncio.sleep(LOCK_LOOK)

    async def _watch_clock(self, stop: asyncio.Event) -> None:
        """Notice that the clock was set (by NTP, by hand, on the stage) or that the machine slept: what is due now is
        due now, and nothing waits for an hour that was a mistake."""
        look = CLOCK_LOOK if isinstance(self.clock, MovableClock) else REAL_LOOK
        ahead = self._ahead()
        while not stop.is_set():
            before, ahead = ahead, self._ahead()
            if abs(ahead - before) > look:
                log.info("clock.set", seconds=round(ahead - before))
                self._alarm.again()
                self._new_day()
            await asyncio.sleep(look)

    def _ahead(self) -> float:
        """Our clock beside one that is never set."""
        return self.clock.now().timestamp() - time.monotonic()

    def _new_day(self) -> None:
        self._day_begins = True
        self._inbox.set()

    def _daily(self) -> None:
        self.core.daily()
        with self.client.machine.unit() as session:
            window = timedelta(days=self.settings.windows.megolm_days)
            self.client.machine.drop_keys_before(session, self.clock.now() - window)
            identities.mark_untrusted_stale(session, ACCOUNT)
        self._outbox.set()

    # -------------------------------------------------------------------------------------------- handed over

    def _heard(self) -> None:
        self._step("sync.committed")
        self._inbox.set()

    def _changed(self, session: Session, change: Change) -> None:
        have_told(session, change, self.clock.now())
        self._inbox.set()  # the alarm is set anew

    def _audience(self, session: Session, room: Any) -> frozenset[str]:
        return self.core.reconciler.audience(session, room.id)

    def _name_of(self, where: RoomView) -> str:
        """Case rooms are named by the code alone, side rooms by code and number; all else is neutral."""
        match where.kind:
            case RoomKind.OFFICE:
                return self.settings.office_name
            case RoomKind.PAGE:
                return self.settings.page_name
            case RoomKind.CASE | RoomKind.SIDE | RoomKind.OLD:
                assert where.case_id is not None
                with self.db.read() as session:
                    code = cases.get(session, where.case_id).code
                return code if where.number is None else f"{code}/{where.number}"

    def _make(self, make: str, about: Mapping[str, Any], language: str) -> bytes:
        if make != "export":
            raise LookupError(f"no such document: {make}")
        with self.db.read() as session:
            return export(session, about, self.clock.now())


def open_database(settings: Settings) -> Database:
    """The database of the settings; filled when it is empty. ``SettingsWrong``: its tables are of another version."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    db = Database(settings.database_url, Vault.load(settings.key_file))
    migrate.ensure(db)
    return db


def run(settings: Settings) -> None:
    """Run the bot until it is told to stop."""

    async def main() -> None:
        await App(settings).run()

    asyncio.run(main())


def _on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop
