"""The pages for whoever watches the bot, and the watchdog, on threads of their own: they work when the event loop
does not.

On loopback: ``GET /live`` (the event loop moves: else restart it), ``GET /ready`` (it does its work: else somebody has
to look; ``reasons`` says why), ``GET /health`` (the code of ``/ready``, with all counts and times) and ``GET
/metrics`` (the same and more, as Prometheus reads it). Each answers 200 or 503. No page holds personal data.
"""

from __future__ import annotations

import json
import shutil
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.logs import get_logger
from bot.reading import Reading
from bot.rules.trouble import Limits, Signs, Trouble, troubles
from bot.settings import HealthSettings
from bot.tally import Tally
from storage import backlog
from storage.backlog import Backlog, Watched
from storage.db import Database

log = get_logger(__name__)

#: Seconds until a port that another program has is tried again.
PORT_TRIED_EVERY = 30.0


class Health:
    """Logs when the event loop stops calling :meth:`beat`; serves the pages if the settings name a port.

    ``data_dir``: on whose disk there has to be room. ``has_lease``: whether we hold the database.
    """

    def __init__(
        self,
        db: Database,
        settings: HealthSettings,
        clock: Clock,
        account_id: str,
        *,
        data_dir: Path | None = None,
        tally: Tally | None = None,
        has_lease: Callable[[], bool] = lambda: True,
    ) -> None:
        self._settings = settings
        self._db = db
        self._account_id = account_id
        self._clock = clock
        self._data_dir = data_dir
        self._has_lease = has_lease
        self.tally = tally or Tally()
        #: The log reference of the database's current trouble; ``None`` while it can be written.
        self.trouble: str | None = None
        #: Whether a recovery key is set up; ``None`` until the homeserver was asked.
        self.has_recovery: bool | None = None
        self._last_beat = time.monotonic()
        self._loop_thread = threading.get_ident()
        self._stopped = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._is_port_missed = False
        self._tried_at = time.monotonic()
        self._serving: threading.Thread | None = None
        self._watchdog: threading.Thread | None = None

    def start(self) -> None:
        """Start the watchdog and the endpoint."""
        self.beat()
        self._listen()
        self._watchdog = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._watchdog.start()

    def stop(self) -> None:
        """Stop the watchdog and the endpoint; takes a tenth of a second."""
        self._stopped.set()
        if self._watchdog is not None:
            self._watchdog.join()  # first: it may be about to serve
        if self._server is not None and self._serving is not None:
            self._server.shutdown()
            self._server.server_close()
            self._serving.join()

    def _listen(self) -> None:
        """Serve the page, if the settings name a port. Another program may have it: the bot works without."""
        if not self._settings.port or self._server is not None:
            return
        try:
            self._server = ThreadingHTTPServer((self._settings.host, self._settings.port), _page(self))
        except OSError as error:
            if not self._is_port_missed:
                log.error("health.port_taken", port=self._settings.port, exc_info=error)
            self._is_port_missed = True
            return
        if self._is_port_missed:
            log.info("health.port_free", port=self._settings.port)
        self._serving = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._serving.start()

    def beat(self) -> None:
        """Note that the event loop is running; to be called from it every second."""
        self._last_beat = time.monotonic()
        self._loop_thread = threading.get_ident()

    @property
    def is_stuck(self) -> bool:
        """Whether the event loop has not moved for longer than the settings allow."""
        return time.monotonic() - self._last_beat > self._settings.stuck_seconds

    def reading(self) -> Reading:
        """All that is known now. It reads the database, so the event loop's thread must not call it."""
        now = self._clock.now()
        try:
            with self._db.read() as session:
                found = backlog.counts(session, self._account_id, now)
                watched = backlog.watched(session, self._account_id)
        except SQLAlchemyError:
            if self.trouble is None:  # else it is known, and the log has it
                log.error("health.database_failed", exc_info=True)
            found = None
            watched = None
        signs = self._signs(found, watched, now)
        return Reading(
            now=now,
            is_live=not self.is_stuck,
            found=troubles(signs, limits(self._settings), now),
            signs=signs,
            backlog=found,
            watched=watched,
        )

    def troubles(self, session: Session, now: datetime) -> tuple[Trouble, ...]:
        """All that is wrong, as an open unit of work sees it."""
        found = backlog.counts(session, self._account_id, now)
        watched = backlog.watched(session, self._account_id)
        return troubles(self._signs(found, watched, now), limits(self._settings), now)

    def live(self) -> dict[str, Any]:
        """The body of the page of liveness: nothing is read for it."""
        return {"ok": not self.is_stuck}

    def ready(self) -> dict[str, Any]:
        """The body of the page of readiness."""
        reading = self.reading()
        return {"ok": reading.is_ready, "reasons": _named(reading)}

    def report(self) -> dict[str, Any]:
        """The body of the page with all counts and times."""
        reading = self.reading()
        report: dict[str, Any] = {
            "ok": reading.is_ready,
            "live": reading.is_live,
            "reasons": _named(reading),
            "troubles": [str(one) for one in reading.found],
            "database": Trouble.DATABASE not in reading.found,
        }
        for part in (reading.backlog, reading.watched):
            if part is not None:
                report |= {name: _plain(value) for name, value in asdict(part).items() if name != "by_kind"}
        return report

    def _signs(self, found: Backlog | None, watched: Watched | None, now: datetime) -> Signs:
        """What is seen now. Where the database cannot be read, nothing is known of the rest."""
        known = Signs(
            has_database=found is not None and self.trouble is None,
            has_lease=self._has_lease(),
            synced_at=now,
            disk_free=self._disk_free(),
            has_recovery=self.has_recovery,
            other_devices=None if watched is None else watched.other_devices,
        )
        if found is None:
            return known
        return replace(
            known,
            synced_at=found.synced_at,
            inbox_since=found.inbox_since,
            outbox_since=found.outbox_since,
            due_since=found.due_since,
            office_failing=found.office_failing,
            set_aside=found.due_aside + found.inbox_aside,
        )

    def _disk_free(self) -> int | None:
        if self._data_dir is None:
            return None
        try:
            return shutil.disk_usage(self._data_dir).free
        except OSError:
            return None

    def _watch(self) -> None:
        reported = False
        while not self._stopped.wait(1):
            if self.is_stuck and not reported:
                log.error("watchdog.stuck", seconds=self._settings.stuck_seconds, frames=self._loop_frames())
            elif reported and not self.is_stuck:
                log.warning("watchdog.moving_again")
            reported = self.is_stuck
            if time.monotonic() - self._tried_at > PORT_TRIED_EVERY:
                self._tried_at = time.monotonic()
                self._listen()

    def _loop_frames(self) -> list[str]:
        frame = sys._current_frames().get(self._loop_thread)
        return [f"{Path(one.filename).stem}:{one.lineno}" for one in traceback.extract_stack(frame)][-12:]


def limits(settings: HealthSettings) -> Limits:
    """What counts as trouble by the settings."""
    return Limits(
        sync=timedelta(seconds=settings.sync_seconds),
        inbox=timedelta(seconds=settings.inbox_seconds),
        outbox=timedelta(seconds=settings.outbox_seconds),
        due=timedelta(seconds=settings.due_seconds),
        disk=settings.disk_megabytes * 1_000_000,
    )


def _named(reading: Reading) -> list[str]:
    """Why the bot is not ready, in words that stay the same: ``loop`` when the event loop stands."""
    return [*([] if reading.is_live else ["loop"]), *(str(reason) for reason in reading.reasons)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _page(health: Health) -> type[BaseHTTPRequestHandler]:
    from bot import metrics  # a bot without these pages does not load what they need

    numbers = metrics.Metrics(health.reading, health.tally)
    as_json: dict[str, Callable[[], dict[str, Any]]] = {
        "/live": health.live,
        "/ready": health.ready,
        "/health": health.report,
    }

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, metrics.CONTENT_TYPE, numbers.page())
            elif self.path in as_json:
                report = as_json[self.path]()
                self._answer(200 if report["ok"] else 503, "application/json", json.dumps(report).encode())
            else:
                self.send_error(404)

        def _answer(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its parent's name
            """Log nothing: a supervisor asks all the time."""

    return Page
