"""Measures a start with many rooms and stored room keys, against one with few.

``python -m bench.many 50:500 500:10000`` measures with 50 cases and 500 stored room keys, then with 500 and 10 000. The
homeserver is one in this process that knows the rooms and has no news. SQLite and PostgreSQL.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from sqlalchemy import insert, select

from bench import cases, machine, side
from bench.due import databases, url_of
from bench.results import Table
from bench.side import Process
from bot import logs
from bot.clock import Clock
from bot.core import ACCOUNT, Core
from bot.rules.room import RoomKind
from bot.settings import Settings
from bot.stage.process import write_settings
from handlers import TABLE
from storage import member, migrate, outbox, room, sealed
from storage.db import Database
from storage.tables import Account, MegolmSession, Person, Room

SMALL = ((50, 500), (200, 20_000))
ROUNDS = 2
_BOT = "@assistent:bench"
_ANNA = "@anna:bench"
_BERIT = "@berit:bench"
_BATCH = 5_000


class Silent:
    """A homeserver that knows the bot's rooms and never has any news."""

    def __init__(self) -> None:
        self.rooms: list[str] = []
        self.listened = asyncio.Event()  # the bot has started and waits for news
        self._device: dict[str, Any] = {}
        self._device_id = ""
        self._identity: dict[str, Any] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Silent:
        app = web.Application(client_max_size=2**28)
        app.router.add_route("*", "/_matrix/client/v3/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _handle(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        body = await request.json() if request.can_read_body else {}
        match path.split("/"):
            case ["login"]:
                self._device_id = body["device_id"]
                return web.json_response({"access_token": "t", "device_id": self._device_id, "user_id": _BOT})
            case ["account", "whoami"]:
                return web.json_response({"user_id": _BOT, "device_id": self._device_id})
            case ["keys", "upload"]:
                self._device = body.get("device_keys", self._device)
                return web.json_response({"one_time_key_counts": {"signed_curve25519": 50}})
            case ["keys", "device_signing", "upload"]:
                self._identity = body
                return web.json_response({})
            case ["keys", "signatures", "upload"]:
                self._device = body.get(_BOT, {}).get(self._device_id, self._device)
                return web.json_response({"failures": {}})
            case ["keys", "query"]:
                return web.json_response(self._shown())
            case ["joined_rooms"]:
                return web.json_response({"joined_rooms": self.rooms})
            case ["profile", *_]:
                return web.json_response({"displayname": "Assistent"})
            case ["sync"] if request.query.get("timeout", "0") == "0":
                return web.json_response({"next_batch": "s1"})
            case ["sync"]:
                self.listened.set()
                await asyncio.sleep(30)
                return web.json_response({"next_batch": "s1"})
        return web.json_response({"errcode": "M_NOT_FOUND", "error": path}, status=404)

    def _shown(self) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "device_keys": {},
            "master_keys": {},
            "self_signing_keys": {},
            "failures": {},
        }
        if self._device:
            shown["device_keys"][_BOT] = {self._device_id: self._device}
        for name in ("master", "self_signing", "user_signing"):
            if f"{name}_key" in self._identity:
                shown.setdefault(f"{name}_keys", {})[_BOT] = self._identity[f"{name}_key"]
        return shown


def fill(settings: Settings, count: int, stored: int) -> list[str]:
    """Fill a database with open cases in rooms of their own and with stored room keys; returns the Matrix rooms."""
    sealed.write_master(settings.key_file)
    db = Database(settings.database_url, sealed.Vault.load(settings.key_file))
    migrate.upgrade(db)
    core = Core(settings, db, Clock(), TABLE)
    core.prepare()
    cases.add(core, first=0, last=count)
    now = core.clock.now()
    with db.unit() as session:
        accounts = session.execute(select(Person.id, Person.matrix_id))
        owners = {person_id: matrix_id for person_id, matrix_id in accounts}
        for row in session.scalars(select(Room)):
            wanted = {RoomKind.OFFICE: [_ANNA, _BERIT], RoomKind.CASE: [_ANNA]}.get(row.kind)
            owner = owners.get(row.person_id or "")
            if wanted is None and owner is not None:
                wanted = [owner]
            if wanted is None:
                continue  # a page of somebody without an account
            matrix_room = f"!{row.alias}"
            room.mark_opened(session, row.id, matrix_room)
            for user in (_BOT, *wanted):
                member.note_membership(session, ACCOUNT, matrix_room, user, "join", now)
            outbox.drop_room(session, row.id, "said before")
        rooms = [one for one in session.scalars(select(Room.matrix_room)) if one is not None]
        key_id = session.get_one(Account, ACCOUNT).key_id
    for first in range(0, stored, _BATCH):
        with db.unit() as session:
            keys = [
                {
                    "account_id": ACCOUNT,
                    "matrix_room": rooms[number % len(rooms)],
                    "sender_key": secrets.token_urlsafe(32),
                    "session_id": secrets.token_urlsafe(32),
                    "ed25519": secrets.token_urlsafe(32),
                    "key_id": key_id,
                    "pickle_sealed": secrets.token_bytes(600),
                    "used_at": now,
                }
                for number in range(first, min(first + _BATCH, stored))
            ]
            session.execute(insert(MegolmSession), keys)
    db.close()
    return rooms


async def measure(url: str, folder: Path, count: int, stored: int) -> tuple[float, float, float]:
    """The median seconds and CPU seconds from process start until the bot listens, and the MB it holds then."""
    folder.mkdir()
    async with Silent() as server:
        values: dict[str, Any] = {
            "homeserver": server.url,
            "user_id": _BOT,
            "password": "unused",
            "data_dir": str(folder),
            "database": url,
            "key_file": str(folder / "master.json"),
            "log_format": "json",
            "units": [
                {
                    "id": "enhet",
                    "name": "Enheten",
                    "coordinators": [
                        {"handle": name, "name": name.capitalize(), "matrix_id": f"@{name}:bench"}
                        for name in ("anna", "berit")
                    ],
                }
            ],
        }
        server.rooms = await asyncio.to_thread(fill, Settings(**values), count, stored)
        file = folder / "sigbot.toml"
        write_settings(file, values)
        command = [sys.executable, "-m", "bot", "run", "--config", str(file)]
        process = Process(command, folder, {"PYTHONPATH": side.HOME})
        found = []
        for _ in range(1 + ROUNDS):  # the first start logs in and compares everything
            server.listened.clear()
            started = time.monotonic()
            process.start()
            await asyncio.wait_for(server.listened.wait(), 300)
            seconds = time.monotonic() - started
            cpu = machine.cpu_seconds(process.pid)
            await asyncio.sleep(2)
            found.append((seconds, cpu, machine.resident(process.pid)))
            await process.stop()
    return tuple(median(column) for column in zip(*found[1:], strict=True))


async def run(sizes: Sequence[tuple[int, int]] = SMALL) -> list[Table]:
    """Measure each size on each database, into a table."""
    shown = Table(
        "many",
        f"process start until the bot waits for news, median of {ROUNDS} starts, with many rooms and stored room keys, "
        "against few",
        ["database", "case rooms", "stored room keys", "s", "CPU s", "MB", "times the s", "times the MB"],
    )
    with TemporaryDirectory(prefix="sigbot-bench-") as name, databases(Path(name)) as urls:
        for kind, pattern in urls.items():
            least: tuple[float, float, float] | None = None
            for count, stored in sizes:
                url = url_of(pattern, f"many{count}")
                found = await measure(url, Path(name) / f"{kind}{count}", count, stored)
                least = least or found
                shown.add(kind, count, stored, *found, found[0] / least[0], found[2] / least[2])
    return [shown]


if __name__ == "__main__":
    logs.setup("error", "json")
    chosen = [(int(one.partition(":")[0]), int(one.partition(":")[2])) for one in sys.argv[1:]]
    for table in asyncio.run(run(chosen or SMALL)):
        print(table)
