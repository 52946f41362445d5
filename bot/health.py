"""The health endpoint and the watchdog, on threads of their own, so that they work when the event loop does
not.

``GET /health`` on loopback: 200 and ``{"ok": true, ...}``, or 503. It has counts and times, no personal data.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from dataclasses import asdict
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.logs import get_logger
from bot.settings import HealthSettings
from storage import backlog
from storage.db import Database

log = get_logger(__name__)

#: Seconds until a port that another program has is tried again.
PORT_TRIED_EVERY = 30.0


class Health:
    """Logs when the event loop stops calling :meth:`beat`; serves ``/health`` if the settings name a port."""

    def __init__(self, db: Database, settings: HealthSettings, clock: Clock, account_id: str) -> None:
        self._settings = settings
        self._db = db
        self._account_id = account_id
        self._clock = clock
        #: The log reference of the database's current trouble; ``None`` while it can be written.
        self.trouble: str | None = None
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

    def report(self) -> dict[str, Any]:
        """The body of the endpoint's answer. It reads the database, so the event loop's thread must not call
        it."""
        try:
            with self._db.read() as session:
                found = backlog.counts(session, self._account_id, self._clock.now())
        except SQLAlchemyError:
            if self.trouble is None:  # else it is known, and the log has it
                log.error("health.database_failed", exc_info=True)
            return {"ok": False, "database": False}
        report: dict[str, Any] = {
            "ok": not self.is_stuck and self.trouble is None,
            "database": self.trouble is None,
        }
        for name, value in asdict(found).items():
            report[name] = value.isoformat() if isinstance(value, datetime) else value
        return report

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


def _page(health: Health) -> type[BaseHTTPRequestHandler]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/health":
                self.send_error(404)
                return
            report = health.report()
            body = json.dumps(report).encode()
            self.send_response(200 if report["ok"] else 503)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its parent's name
            """Log nothing: a supervisor asks all the time."""

    return Page
