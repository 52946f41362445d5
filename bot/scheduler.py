"""What is due: APScheduler is the alarm clock, the ``due`` table is the truth.

The alarm is set to the next due row (and to the next outbox row that waits for its hour); whatever woke us, we look at
the table. A tick that finds nothing is one indexed look-up, with a thousand rows or a million.
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

_ALARM = "next"


class DueRunner:
    """Carries out due rows, each in a unit of its own."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        table: Table,
        made: Contexts,
        effects: Effects,
        on_unit: Callable[[Session], None],
        on_step: Callable[[str], None],
    ) -> None:
        self._db = db
        self._clock = clock
        self._table = table
        self._contexts = made
        self._effects = effects
        self._on_unit = on_unit
        self._step = on_step

    def run_one(self) -> bool:
        """Carry out the earliest row that is due; ``False`` when none is."""
        now = self._clock.now()
        with self._db.unit() as session:
            task = due.claim(session, now)
        if task is None:
            return False
        self._step("due.claimed")
        try:
            with self._db.unit() as session:
                handler = self._table.by_due[task.kind]
                ctx = self._contexts.bot(session, task.unit_id, task.case_id if handler.of_case else None)
                due.mark_done(session, task.id)  # before it runs: it may plan the same again, for next time
                self._effects.write(session, ctx, handler.run(ctx, task.subject))
                self._on_unit(session)
        except Exception as error:
            if isinstance(error, DBAPIError) and is_passing(error):
                raise  # nothing about the row; its lease is taken back when the work goes on
            # One broken row must not stop the others: again later, and set aside when it keeps failing
            log.exception("due.failed", row=task.id, kind=task.kind, tries=task.tries)
            with self._db.unit() as session:
                if task.tries >= MOST_TRIES:
                    due.set_aside(session, task.id, "failed")
                else:
                    due.postpone(session, task.id, now + RETRY)
        self._step("due.done")
        return True


class Alarm:
    """Wakes somebody at the next due time and once a day."""

    def __init__(self, clock: Clock, *, wake: Callable[[], None], daily: Callable[[], None]) -> None:
        self._clock = clock

        # Coroutines, so that they run in the event loop: APScheduler would call plain functions in a thread
        async def ring() -> None:
            wake()

        async def new_day() -> None:
            daily()

        self._ring = ring
        # A late alarm still rings: what is due does not go away because the machine slept
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 3}
        )
        self._scheduler.add_job(new_day, "cron", hour=4, minute=30, timezone=ZONE, id="daily")
        self._scheduler.add_job(ring, "interval", minutes=1, id="minute")

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    def again(self) -> None:
        """The clock was set: the next round is a minute from now, not from what the clock showed before."""
        self._scheduler.add_job(self._ring, "interval", minutes=1, id="minute", replace_existing=True)

    def stop(self) -> None:
        """Ring no more."""
        self._scheduler.shutdown(wait=False)

    def set(self, at: datetime | None) -> None:
        """Ring at ``at`` (by our clock, which the stage may have moved); ``None``: only the daily and minute rounds."""
        if at is None:
            try:
                self._scheduler.remove_job(_ALARM)
            except JobLookupError:
                return
            return
        real = datetime.now(UTC) + max(at - self._clock.now(), timedelta(0))
        self._scheduler.add_job(self._ring, "date", run_date=real, id=_ALARM, replace_existing=True)
