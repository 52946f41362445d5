"""Runs what is due. The ``due`` table says what and when; APScheduler only wakes the bot.

The timer is set to the next due row, or the next outbox row with a time; whatever woke the bot, it reads the
table. A round that finds nothing costs one indexed query, whether the table has a thousand rows or a million.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.conversation.command import Ask
from bot.conversation.contexts import LATE, Contexts
from bot.conversation.effects import Effects
from bot.conversation.table import Table
from bot.i18n import ZONE
from bot.logs import get_logger
from bot.messages import Attach, Say
from storage import due, outage
from storage.db import Database
from storage.dialects import is_passing
from storage.due import Job

log = get_logger(__name__)

#: A due row that fails this often is set aside and reported.
MOST_TRIES = 5
RETRY = timedelta(minutes=2)

#: A batch ends after so many rows, or after the row during which so many seconds have passed: whoever waits for
#: an answer waits for no more than that.
MOST_ROWS = 32
MOST_SECONDS = 0.05

_NEXT_DUE = "next"


class DueRunner:
    """Runs due rows in batches, each batch in one unit.

    A row that fails undoes the whole unit: it is postponed, and the others run again, each in a unit of its own.
    So do those that were claimed when the process died. In the end a row rolls back nobody but itself, and a
    batch in which nothing fails costs no savepoints.

    Nothing in a batch moves a ratchet: the Olm machine works in a unit of its own, and units do not nest.
    """

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
        #: The seconds after which a batch ends; more where rows are counted, not timed
        self.most_seconds = MOST_SECONDS
        #: When the bot last came back from a time away; what was due before it comes late
        self.back_at: datetime | None = None
        #: How many rows are claimed at a time: about as many as can be run in time
        self._most_rows = MOST_ROWS
        #: The row that runs now
        self._running: Job | None = None
        #: The rows that a database which failed kept from running: their try does not count
        self._hindered: Sequence[Job] = ()

    def run_batch(self) -> bool:
        """Run the earliest rows that are due; returns ``False`` when there are none."""
        now = self._clock.now()
        jobs = self._claim(now)
        if not jobs:
            return False
        self._on_step("due.claimed")
        try:
            with self._db.unit() as session:
                self._run(session, jobs)
        except Exception as error:
            if isinstance(error, DBAPIError) and is_passing(error):
                self._hindered = jobs
                raise  # not the rows' fault; their leases are released when work resumes
            self._put_off(jobs, now)
        finally:
            self._running = None
        self._on_step("due.done")
        return True

    def _claim(self, now: datetime) -> Sequence[Job]:
        """Lease the next rows. Their tries are committed before they run, so that one that kills the process
        is known by it, and set aside in the end."""
        with self._db.unit() as session:
            due.uncount(session, [job.id for job in self._hindered])
            jobs = due.claim(session, now, self._most_rows)
            while jobs and jobs[0].tries > MOST_TRIES:
                log.error("due.set_aside", row=jobs[0].id, kind=jobs[0].kind, tries=jobs[0].tries)
                due.set_aside(session, jobs[0].id, "the process died", now)
                jobs = due.claim(session, now, self._most_rows)
        self._hindered = ()
        return jobs

    def _run(self, session: Session, jobs: Sequence[Job]) -> None:
        ends = time.perf_counter() + self.most_seconds
        batch = due.Batch(session, jobs)
        is_in_time = True
        while is_in_time and (job := batch.take()) is not None:
            self._running = job
            handler = self._table.by_due[job.kind]
            ctx = self._contexts.bot(session, job.unit_id, job.case_id if handler.of_case else None)
            if ctx.now - job.at >= LATE:
                ctx = replace(ctx, is_late=True)
            reply = handler.run(ctx, job.subject)
            self._effects.write(session, ctx, reply)
            if self.back_at is not None and job.at < self.back_at:
                said = [effect.room_id for effect in reply if isinstance(effect, Say | Ask | Attach)]
                outage.note_late(session, job.unit_id, said)
            session.flush()  # now, while it is known whose rows the database may refuse
            self._running = None
            is_in_time = time.perf_counter() < ends
        left = batch.give_back()
        if left > 0:
            self._most_rows = len(jobs) - left
        elif len(jobs) == self._most_rows:
            self._most_rows = min(2 * self._most_rows, MOST_ROWS)
        self._on_unit(session)

    def _put_off(self, jobs: Sequence[Job], now: datetime) -> None:
        """Have the row that failed tried again later, or set aside when it keeps failing, and the others of its
        batch at once, each alone."""
        failed = jobs[0] if len(jobs) == 1 else self._running
        if failed is None:
            log.exception("due.batch_failed", rows=[job.id for job in jobs])
        else:
            log.exception("due.failed", row=failed.id, kind=failed.kind, tries=failed.tries)
        with self._db.unit() as session:
            due.free(session, [job.id for job in jobs])
            if failed is None:
                return
            if failed.tries >= MOST_TRIES:
                log.error("due.set_aside", row=failed.id, kind=failed.kind, tries=failed.tries)
                due.set_aside(session, failed.id, due.FAILED, now)
            else:
                due.postpone(session, failed.id, now + RETRY)


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
