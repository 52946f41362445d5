"""The one file that knows everyone: builds the bot, runs it, shuts it down.

Four things go on beside each other, each woken by the others: the sync brings rows into the inbox, the desk handles
them, the outbox delivers what the desk wrote, and the alarm wakes the desk when something is due.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.clock import Clock, MovableClock
from bot.core import ACCOUNT, Core
from bot.documents.export import export
from bot.health import Health
from bot.logs import get_logger
from bot.matrix.client import Client
from bot.matrix.delivery import Delivery
from bot.matrix.trust import Change
from bot.scheduler import Alarm
from bot.settings import Settings
from handlers import TABLE
from storage import case as cases
from storage import migrate
from storage.db import Database
from storage.room import RoomView
from storage.sealed import Vault

log = get_logger(__name__)

#: How often a stage's movable clock is looked at, in seconds.
CLOCK_LOOK = 0.1


class App:
    """The whole bot."""

    def __init__(self, settings: Settings, *, on_step: Callable[[str], None] = lambda _name: None) -> None:
        self.settings = settings
        self.clock: Clock = Clock() if settings.clock_file is None else MovableClock(settings.clock_file)
        self.db = open_database(settings)
        self.core = Core(settings, self.db, self.clock, TABLE, on_step=on_step)
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
            on_news=self._heard,
            on_change=self._changed,
        )
        self._delivery = Delivery(
            self.client, clock=self.clock, audience=self._audience, name_of=self._name_of, make=self._make
        )
        self._worker = self.core.worker(self._delivery.deliver)
        self._alarm = Alarm(self.clock, wake=self._inbox.set, daily=self._daily)
        self._health = Health(self.db, settings.health, self.clock, ACCOUNT)

    async def run(self, stop: asyncio.Event | None = None) -> None:
        """Run until ``stop`` (or SIGTERM, SIGINT). What is not finished then is taken up at the next start."""
        stop = stop or _on_signals()
        self.core.prepare()
        await self.client.start()
        await self.client.show_as(self.settings.display_name)
        self._health.start()
        self._alarm.start()
        log.info("app.started")
        tasks = [
            asyncio.create_task(self.client.run(stop)),
            asyncio.create_task(self._desk(stop)),
            asyncio.create_task(self._deliver(stop)),
            asyncio.create_task(self._beat(stop)),
        ]
        if isinstance(self.clock, MovableClock):
            tasks.append(asyncio.create_task(self._watch_clock(stop, self.clock)))
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
            await self.client.stop()
            self.db.close()
            log.info("app.stopped")

    # ---------------------------------------------------------------------------------------------- the four

    async def _desk(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self._inbox.clear()
            self.core.minute()
            while not stop.is_set() and self.core.work_one():
                self._outbox.set()
                await asyncio.sleep(0)  # others get their turn between two rows
            self._alarm.set(self.core.next_at())
            self._outbox.set()
            await self._inbox.wait()

    async def _deliver(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            self._outbox.clear()
            if await self._worker.run_ready():
                self._inbox.set()
            self._alarm.set(self.core.next_at())
            await self._outbox.wait()

    async def _beat(self, stop: asyncio.Event) -> None:
        """Tell the watchdog that the loop lives."""
        while not stop.is_set():
            self._health.beat()
            await asyncio.sleep(1)

    async def _watch_clock(self, stop: asyncio.Event, clock: MovableClock) -> None:
        """On the stage, notice that somebody moved the clock: what is due now is due now."""
        offset = clock.offset
        while not stop.is_set():
            if clock.offset != offset:
                offset = clock.offset
                self._daily()
                self._inbox.set()
            await asyncio.sleep(CLOCK_LOOK)

    def _daily(self) -> None:
        self.core.daily()
        with self.client.machine.unit() as session:
            window = timedelta(days=self.settings.windows.megolm_days)
            self.client.machine.drop_keys_before(session, self.clock.now() - window)
        self._outbox.set()

    # -------------------------------------------------------------------------------------------- handed over

    def _heard(self) -> None:
        self._step("sync.committed")
        self._inbox.set()

    def _changed(self, session: Session, change: Change) -> None:
        log.info("trust.changed", news=str(change.news))

    def _audience(self, session: Session, room: Any) -> frozenset[str]:
        return self.core.reconciler.audience(session, room.id)

    def _name_of(self, where: RoomView) -> str:
        """Case and side rooms are named by the code alone; all else is neutral."""
        match where.kind:
            case "office":
                return self.settings.office_name
            case "page":
                return self.settings.page_name
        assert where.case_id is not None
        with self.db.read() as session:
            return cases.get(session, where.case_id).code

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
