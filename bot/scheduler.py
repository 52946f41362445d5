"""Runs what is due. The ``due`` table says what and when; APScheduler only wakes the bot.

The timer is set to the next due row, or the next outbox row with a time; whatever woke the bot, it reads the
table. A round that finds nothing costs one indexed query, whether the table has a thousand rows or a million.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversation.contexts import Contexts
from bot.conversation.effects import Effects
from bot.conversation.table import Table
from bot.i18n import ZONE
from bot.logs import get_logger
from storage import due
from storage.db import Database
from storage.dialects import is_passing

log = get_logger(__name__)

#: A due row that fails this often is set aside and reported.
MOST_TRIES = 5
RETRY = timedelta(minutes=2)

_NEXT_DUE = "next"


class DueRunner:
    """Runs due rows, each in a unit of its own."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        table: Table,
        contexts: Contexts,
        effects: Effects,
        on_unit: Callable[[Session], None],
        on_step: Callable[[str], None],
    ) -> None:
        self._db = db
        self._clock = clock
        self._table = table
        self._contexts = contexts
        self._effects = effects
        self._on_unit = on_unit
        self._on_step = on_step

    def run_one(self) -> bool:
        """Run the earliest row that is due; returns ``False`` when there is none."""
        now = self._clock.now()
        with self._db.unit() as session:
            task = due.claim(session, now)
        if task is None:
            return False
        self._on_step("due.claimed")
        try:
            with self._db.unit() as session:
                handler = self._table.by_due[task.kind]
                ctx = self._contexts.bot(session, task.unit_id, task.case_id if handler.of_case else None)
                due.mark_done(session, task.id)  # before it runs: the handler may schedule the same again
                self._effects.write(session, ctx, handler.run(ctx, task.subject))
                self._on_unit(session)
        except Exception as error:
            if isinstance(error, DBAPIError) and is_passing(error):
                raise  # not the row's fault; its lease is released when work resumes
            # One broken row must not stop the others: it is tried again, and set aside when it keeps failing
            log.exception("due.failed", row=task.id, kind=task.kind, tries=task.tries)
            with self._db.unit() as session:
                if task.tries >= MOST_TRIES:
                    due.set_aside(session, task.id, "failed")
                else:
                    due.postpone(session, task.id, now + RETRY)
        self._on_step("due.done")
        return True


class Timer:
    """Calls ``wake`` at the next due time and every minute, and ``daily`` once a day."""

    def __init__(self, clock: Clock, *, wake: Callable[[], None], daily: Callable[[], None]) -> None:
        self._clock = clock

        # Coroutines, so that they run in the event loop: APScheduler would call plain functions in a thread
        async def wake_up() -> None:
            wake()

        async def new_day() -> None:
            daily()

        self._wake_up = wake_up
        # No misfire limit: a job that is late, because the machine slept, still runs
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 3}
        )
        self._scheduler.add_job(new_day, "cron", hour=4, minute=30, timezone=ZONE, id="daily")
        self._scheduler.add_job(wake_up, "interval", minutes=1, id="minute")

    def start(self) -> None:
        """Start the timer; needs a running event loop."""
        self._scheduler.start()

    def restart_minute(self) -> None:
        """Restart the minute round after the clock was set, so that the next one is a minute from now."""
        self._scheduler.add_job(self._wake_up, "interval", minutes=1, id="minute", replace_existing=True)

    def stop(self) -> None:
        """Stop the timer."""
        self._scheduler.shutdown(wait=False)

    def set(self, at: datetime | None) -> None:
        """Set the next due time, by our clock, which the stage may have moved; ``None``: there is none."""
        if at is None:
            try:
                self._scheduler.remove_job(_NEXT_DUE)
            except JobLookupError:
                return
            return
        real = datetime.now(UTC) + max(at - self._clock.now(), timedelta(0))
        self._scheduler.add_job(self._wake_up, "date", run_date=real, id=_NEXT_DUE, replace_existing=True)
