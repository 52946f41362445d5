"""The health page and the watchdog, on threads of their own: they answer when the event loop no longer does.

``GET /health`` on loopback: 200 and ``{"ok": true, ...}``, or 503. Counts and times only, nothing about anybody.
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


class Health:
    """Watches the event loop whose :meth:`beat` it hears; tells on a page when the settings name a port."""

    def __init__(self, db: Database, settings: HealthSettings, clock: Clock, account_id: str) -> None:
        self._settings = settings
        self._db = db
        self._account_id = account_id
        self._clock = clock
        #: The reference under which the log says what is wrong with the database; ``None`` while it can be written.
        self.trouble: str | None = None
        self._beaten = time.monotonic()
        self._beating_thread = threading.get_ident()
        self._ended = threading.Event()
        self._server: ThreadingHTTPServer | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start watching, and open the page."""
        self.beat()
        self._threads = [threading.Thread(target=self._watch, name="watchdog", daemon=True)]
        if self._settings.port:
            self._server = ThreadingHTTPServer((self._settings.host, self._settings.port), _page(self))
            self._threads.append(threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Stop watching and close the page; takes a tenth of a second."""
        self._ended.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        for thread in self._threads:
            thread.join()

    def beat(self) -> None:
        """The event loop lives. To be called every second, from the loop."""
        self._beaten = time.monotonic()
        self._beating_thread = threading.get_ident()

    @property
    def stuck(self) -> bool:
        """Whether the event loop has not moved for longer than the settings allow."""
        return time.monotonic() - self._beaten > self._settings.stuck_seconds

    def report(self) -> dict[str, Any]:
        """What the page shows. Blocks for a few reads: not for the event loop's thread."""
        try:
            with self._db.read() as session:
                found = backlog.counts(session, self._account_id, self._clock.now())
        except SQLAlchemyError:
            log.error("health.database_failed", exc_info=True)
            return {"ok": False, "database": False}
        report = {
            name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(found).items()
        }
        return {"ok": not self.stuck and self.trouble is None, "database": self.trouble is None, **report}

    def _watch(self) -> None:
        told = False
        while not self._ended.wait(1):
            if self.stuck and not told:
                log.error("watchdog.stuck", seconds=self._settings.stuck_seconds, frames=self._where())
            elif told and not self.stuck:
                log.warning("watchdog.moving_again")
            told = self.stuck

    def _where(self) -> list[str]:
        frame = sys._current_frames().get(self._beating_thread)
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
            """Requests are not logged: a supervisor asks all the time."""

    return Page
