"""One side of a comparison: a bot on its own copy of the prepared homeserver, and Anna, who writes to it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nacl.signing import SigningKey

import bot
from bench import peers, prepared
from bench.prepared import ANNA, BOT, Copy
from bot.clock import Clock, MovableClock
from bot.core import ACCOUNT
from bot.matrix.crypto import published
from bot.matrix.http import Http
from bot.rules import flood
from bot.rules.room import RoomKind
from bot.stage import settled
from bot.stage.homeserver import die_with_parent
from bot.stage.people import Person
from bot.stage.received import ReceivedEvent
from storage import keys
from storage.db import Database
from storage.tables import Room

_PATIENCE = 600.0
_WARM_UP = 4
_MINUTE = 65.0  # seconds, and some to be sure
_STOCK = Path(__file__).with_name("stock.py")
HOME = str(Path(bot.__file__).parents[1])


class Anna(Person):
    """The person who writes to the bots. She can stop listening, so that her client needs no CPU."""

    async def pause(self) -> None:
        """Stop syncing."""
        life = self._life
        self._life = None
        if life is not None:
            life.cancel()
            await asyncio.gather(life, return_exceptions=True)

    def resume(self) -> None:
        """Sync again, also what was said meanwhile."""
        self._life = asyncio.create_task(self._live())
        self._life.add_done_callback(lambda _: self._changed.set())


class Process:
    """A bot's process, started again and again with the same command."""

    def __init__(self, command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._command = command
        self._folder = folder
        self._environment = {**os.environ, **environment}
        self._running: subprocess.Popen[bytes] | None = None
        self.log = folder / "bot.log"

    @property
    def pid(self) -> int:
        """Its number. Raises ``RuntimeError`` with the end of its log when it does not run."""
        if self._running is None or self._running.poll() is not None:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
            raise RuntimeError(f"the bot does not run:\n{tail}")
        return self._running.pid

    def start(self) -> None:
        """Start it. It ends when this process ends."""
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    async def stop(self) -> None:
        """Stop it in order, or after ten seconds without."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """Kill it, as the machine's death would."""
        await self._end(signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> None:
        running = self._running
        self._running = None
        if running is None:
            return
        running.send_signal(how)
        try:
            await asyncio.to_thread(running.wait, 10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@dataclass(frozen=True, kw_only=True)
class Ping:
    """A command and its answer. ``seconds``: from before Anna's client began to send until it had the answer."""

    seconds: float
    asked: str  # event ids
    answered: str


@dataclass(kw_only=True)
class Side:
    """A bot on its copy of the homeserver. ``words`` is a command that it answers with one message."""

    name: str
    copy: Copy
    process: Process
    anna: Anna
    words: str
    db: Database | None  # of our own bot
    clock: Clock = field(default_factory=Clock)  # by which the bot lives
    _asked: list[float] = field(default_factory=list)

    @property
    def room(self) -> str:
        """The room in which Anna asks."""
        return self.copy.rooms[0]

    async def ping(self, room: str | None = None, patience: float = _PATIENCE) -> Ping:
        """Ask, and wait for the answer."""
        where = room or self.room
        await self._within_limit()
        before = len(self.anna.received)
        began = time.monotonic()
        asked = await self.anna.say(where, self.words)
        answer = await self.anna.until(
            lambda: next(iter(self.answers(where, before)), None), "received an answer", patience
        )
        return Ping(seconds=time.monotonic() - began, asked=asked, answered=answer.event_id)

    async def say(self, text: str, room: str | None = None) -> None:
        """Let Anna write without waiting for an answer."""
        await self._within_limit()
        await self.anna.say(room or self.room, text)

    async def _within_limit(self) -> None:
        """Wait as long as our bot would take one more command for a flood."""
        while True:
            now = time.monotonic()
            self._asked = [at for at in self._asked if now - at < _MINUTE]
            if self.db is None or len(self._asked) < flood.MOST - 1:
                break
            await asyncio.sleep(1)
        self._asked.append(now)

    def answers(self, room: str | None = None, since: int = 0) -> list[ReceivedEvent]:
        """What the bot said that Anna can read, in a room or anywhere, after the first ``since`` events."""
        return [
            one
            for one in self.anna.received[since:]
            if one.sender == self.copy.bot_user
            and one.decrypted
            and one.type == "m.room.message"
            and room in (None, one.room)
        ]

    def stamps(self, events: list[str]) -> list[float]:
        """When the homeserver took events in, in seconds."""
        query = (
            "SELECT event_id, origin_server_ts FROM events WHERE event_id IN (SELECT value FROM json_each(?))"
        )
        with closing(self.homeserver()) as db:
            found = dict(db.execute(query, (json.dumps(events),)))
        return [found[event] / 1000 for event in events]

    def sent_since(self, moment: float) -> list[tuple[str, str, float]]:
        """The encrypted events of the bot since a moment: room, event id, and when the homeserver took it in."""
        query = (
            "SELECT room_id, event_id, origin_server_ts / 1000.0 FROM events WHERE sender = ?"
            " AND type = 'm.room.encrypted' AND origin_server_ts >= ? ORDER BY stream_ordering"
        )
        with closing(self.homeserver()) as db:
            return list(db.execute(query, (self.copy.bot_user, int(1000 * moment))))

    async def warm_up(self) -> None:
        """Ask until keys are handed out and caches are filled."""
        for _ in range(_WARM_UP):
            await self.ping()
        await self.calm()

    async def calm(self) -> None:
        """Wait until our own bot has nothing left to do; others are given a moment."""
        if self.db is None:
            await asyncio.sleep(1)
            return
        quiet = 0
        deadline = time.monotonic() + _PATIENCE
        while quiet < 4:
            with self.db.read() as session:
                busy = settled.unfinished(session, self.clock.now(), patient=False)
            if busy is not None and time.monotonic() > deadline:
                raise TimeoutError(f"the bot has not {busy}")
            quiet = quiet + 1 if busy is None else 0
            await asyncio.sleep(0.25)

    def homeserver(self) -> sqlite3.Connection:
        """The homeserver's database, which is only read."""
        file = self.copy.server.folder / "homeserver.db"
        return sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)


@asynccontextmanager
async def ours(rooms: int, folder: Path) -> AsyncIterator[Side]:
    """Our own bot."""
    async with run(await prepared.copy(rooms, folder)) as side:
        yield side


@asynccontextmanager
async def run(copied: Copy, *, via: str | None = None, **more: Any) -> AsyncIterator[Side]:
    """Our own bot on a copy, as it is when it has calmed down after its first start.

    ``via`` is the address at which it finds the homeserver, where a proxy stands between them; ``more`` are settings.
    """
    async with copied.server, beside(copied, via=via, **more) as side:
        yield side


@asynccontextmanager
async def beside(copied: Copy, *, via: str | None = None, **more: Any) -> AsyncIterator[Side]:
    """The same, where the homeserver runs already."""
    async with _anna(copied) as anna:
        settings = {"homeserver": via or copied.server.url} | more
        file = copied.folder / "sigbot.toml"
        prepared.write(copied, file, **settings)
        db = copied.open_database(**more)
        command = [sys.executable, "-m", "bot", "run", "--config", str(file)]
        process = Process(command, copied.folder, {"PYTHONPATH": HOME})
        clock = MovableClock(Path(more["clock_file"])) if "clock_file" in more else Clock()
        side = Side(
            name="sigbot", copy=copied, process=process, anna=anna, words="!hjälp", db=db, clock=clock
        )
        try:
            process.start()
            await _until(lambda: _has_office(db, anna), process)
            await side.calm()
            yield side
        finally:
            await process.stop()
            db.close()


@asynccontextmanager
async def stock(rooms: int, folder: Path) -> AsyncIterator[Side]:
    """The stock echo bot of :mod:`bench.stock`."""
    programs = peers.environment("nio", peers.NIO)
    copied = await prepared.copy(rooms, folder)
    async with copied.server, _anna(copied) as anna:
        file = folder / "stock.json"
        login = {
            "homeserver": copied.server.url,
            "user_id": copied.bot_user,
            "password": copied.passwords[BOT],
        }
        file.write_text(json.dumps(login))
        process = Process([str(programs / "python"), str(_STOCK), str(file)], folder, {})
        side = Side(name="nio echo", copy=copied, process=process, anna=anna, words="hej", db=None)
        async with _vouched(side):
            yield side


@asynccontextmanager
async def reminder(rooms: int, folder: Path) -> AsyncIterator[Side]:
    """matrix-reminder-bot."""
    programs = peers.environment("reminder", peers.REMINDER)
    copied = await prepared.copy(rooms, folder)
    async with copied.server, _anna(copied) as anna:
        file = folder / "reminder.yaml"
        config = {
            "command_prefix": "!",
            "matrix": {
                "user_id": copied.bot_user,
                "user_password": copied.passwords[BOT],
                "homeserver_url": copied.server.url,
                "device_id": "REMINDER",
                "device_name": "reminder",
            },
            "storage": {
                "database": f"sqlite://{folder / 'reminder.db'}",
                "store_path": str(folder / "store"),
            },
            "reminders": {"timezone": "Etc/UTC"},
            "allowlist": {"enabled": False, "regexes": []},
            "blocklist": {"enabled": False, "regexes": []},
            "logging": {
                "level": "WARNING",
                "file_logging": {"enabled": False, "filepath": ""},
                "console_logging": {"enabled": True},
            },
        }
        file.write_text(json.dumps(config))
        process = Process([str(programs / "matrix-reminder-bot"), str(file)], folder, {})
        side = Side(name="reminder-bot", copy=copied, process=process, anna=anna, words="!help", db=None)
        async with _vouched(side):
            yield side


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The sides that could be opened, and why others could not."""

    sides: list[Side]
    failures: dict[str, str]

    def side(self, name: str) -> Side | None:
        """The side of a name, if it could be opened."""
        return next((one for one in self.sides if one.name == name), None)


@asynccontextmanager
async def all_sides(rooms: int) -> AsyncIterator[Opened]:
    """Our bot and those it is compared with, all running, each on a copy of its own."""
    opened = Opened(sides=[], failures={})
    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        async with AsyncExitStack() as stack:
            for open_one in (ours, stock, reminder):
                name = open_one.__name__
                try:
                    side = await stack.enter_async_context(open_one(rooms, Path(folder) / name))
                except Exception as error:  # noqa: BLE001 - the other sides are measured all the same
                    opened.failures[name] = str(error)
                else:
                    opened.sides.append(side)
            for side in opened.sides:
                await side.warm_up()
            yield opened


@asynccontextmanager
async def _anna(copied: Copy) -> AsyncIterator[Anna]:
    anna = Anna(copied.server.url, copied.anna, copied.passwords[ANNA])
    async with anna:
        yield anna


@asynccontextmanager
async def _vouched(side: Side) -> AsyncIterator[None]:
    """Start a bot on a fresh device that the bot's identity vouches for, so that Anna gives it her keys."""
    copied = side.copy
    devices = await copied.server.administer("GET", f"/v2/users/{copied.bot_user}/devices")
    for one in devices["devices"]:
        await copied.server.administer("DELETE", f"/v2/users/{copied.bot_user}/devices/{one['device_id']}")
    side.process.start()
    http = Http(copied.server.url)
    try:
        login = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": BOT},
            "password": copied.passwords[BOT],
        }
        http.token = str((await http.call("POST", ("login",), login))["access_token"])
        db = copied.open_database()
        with db.read() as session:
            seeds = keys.seeds(session, ACCOUNT)
        db.close()
        assert seeds is not None
        signer = SigningKey(bytes.fromhex(seeds["self_signing"]))
        shown: dict[str, Any] = {}
        while not shown:
            _ = side.process.pid
            await asyncio.sleep(0.5)
            answer = await http.call("POST", ("keys", "query"), {"device_keys": {copied.bot_user: []}})
            shown = answer["device_keys"].get(copied.bot_user, {})
        signed = {}
        for device_id, raw in shown.items():
            raw.pop("unsigned", None)
            signed[device_id] = published.sign(raw, copied.bot_user, signer)
        await http.call("POST", ("keys", "signatures", "upload"), {copied.bot_user: signed})
        await http.call("POST", ("logout",), {})
    finally:
        await http.close()
    try:
        yield
    finally:
        await side.process.stop()


def _has_office(db: Database, anna: Anna) -> bool:
    """Whether the bot has made the office and Anna is in it."""
    with db.read() as session:
        offices = session.query(Room).where(Room.kind == RoomKind.OFFICE).all()
        return any(one.matrix_room in anna.rooms for one in offices)


async def _until(done: Callable[[], bool], process: Process) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        _ = process.pid
        if time.monotonic() > deadline:
            raise TimeoutError("the bot did not get ready")
        await asyncio.sleep(0.2)
