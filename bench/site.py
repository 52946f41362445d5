"""A homeserver with the bot in many encrypted rooms, and Anna, who writes to it in the office.

The stock bot is a second device of the same account in the same rooms. One of the two runs at a time.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from nacl.signing import SigningKey
from sqlalchemy import select

from bot.core import ACCOUNT
from bot.matrix.crypto import published
from bot.matrix.http import Http
from bot.rules.room import RoomKind, RoomState
from bot.settings import Settings, load
from bot.stage.homeserver import Homeserver, die_with_parent
from bot.stage.people import Person
from bot.stage.script import parse
from bot.stage.world import World
from storage import keys, room
from storage.tables import Person as PersonRow
from storage.tables import Room

_SCRIPT = parse(
    "title: Many rooms\npeople: {anna: coordinator, berit: coordinator, petra: {role: actor, function: police}}\n"
    "steps: [{silent: {in: office}}]"
)
_STOCK = Path(__file__).with_name("stock.py")
_SYNC = re.compile(r"([\d.]+)sec/.* (\d+)B 200 \"GET /_matrix/client/v3/sync\?(\S*)")


@dataclass(frozen=True, kw_only=True)
class Sync:
    """One sync, as the homeserver logged it."""

    seconds: float
    size: int  # bytes of the answer
    since: bool  # whether it went on from a position
    full: bool  # whether it asked for the whole state all the same


class Site(World):
    """``rooms`` encrypted rooms beside the office and three own pages, each with the bot and Petra in it."""

    def __init__(self, rooms: int, folder: Path, server: Homeserver) -> None:
        super().__init__(_SCRIPT, folder, server)
        self._rooms = rooms

    def _prepare(self, settings: Settings) -> None:
        super()._prepare(settings)
        with self._db.unit() as session:
            row = session.scalars(select(PersonRow).where(PersonRow.handle == "petra")).one()
            for _ in range(self._rooms):
                room.add(
                    session,
                    account_id=ACCOUNT,
                    unit_id=row.unit_id,
                    kind=RoomKind.PAGE,
                    key_id=row.key_id,
                    person_id=row.id,
                )

    async def wait_filled(self) -> None:
        """Wait until all rooms are made and Petra is in them."""
        while len(self.people["petra"].rooms) < self._rooms + 1 or self._planned():
            self.bot.check_alive()
            await asyncio.sleep(1)
        await self.settle()

    def _planned(self) -> bool:
        with self._db.read() as session:
            return session.scalars(select(Room).where(Room.state == RoomState.PLANNED)).first() is not None

    @property
    def anna(self) -> Person:
        """The person who writes to the bot."""
        return self.people["anna"]

    async def ask(self, text: str) -> None:
        """Write in the office without waiting for the answer."""
        await self.anna.say(self.matrix_room("office"), text)

    async def wait_answered(self, before: int, patience: float = 300) -> None:
        """Wait until Anna can read more than ``before`` messages of the bot."""
        await self.anna.until(lambda: self.answers() > before, "received an answer", patience)

    async def wait_caught_up(self) -> None:
        """Wait until a bot that was started has answered, and then sent nothing more for some seconds."""
        before = self.answers()
        await self.wait_answered(before)
        while self.answers() > before:
            before = self.answers()
            await asyncio.sleep(3)

    def answers(self) -> int:
        """How many messages of the bot Anna can read."""
        return sum(one.decrypted and one.sender == self._bot_user for one in self.anna.received)

    def syncs(self) -> list[Sync]:
        """The syncs of the bot's account so far; needs :func:`verbose`."""
        found = []
        for line in self._server.log_file.read_text(errors="replace").splitlines():
            match = _SYNC.search(line)
            if match and self._bot_user in line:
                query = match[3]
                found.append(
                    Sync(
                        seconds=float(match[1]),
                        size=int(match[2]),
                        since="since=" in query,
                        full="full_state=true" in query.lower(),
                    )
                )
        return found

    async def make_stock(self) -> Stock:
        """Start a stock bot on a device of its own, let Anna's client trust that device, and stop the bot again."""
        kind, secret = load(self._config).secret()
        assert kind == "password"
        stock = Stock(self._folder / "stock.json", self._server.url, self._bot_user, secret)
        stock.start()
        http = Http(self._server.url)
        try:
            while (raw := await self._shown(http, stock)) is None:  # noqa: ASYNC110 - nothing announces the device
                await asyncio.sleep(0.5)
            with self._db.read() as session:
                seeds = keys.seeds(session, ACCOUNT)
            assert seeds is not None
            signer = SigningKey(bytes.fromhex(seeds["self_signing"]))
            raw.pop("unsigned", None)
            signed = {self._bot_user: {stock.device_id: published.sign(raw, self._bot_user, signer)}}
            await http.call("POST", ("keys", "signatures", "upload"), signed)
        finally:
            await http.close()
        before = self.answers()
        await self.ask("hej")
        await self.wait_answered(before)
        await stock.stop()
        return stock

    async def _shown(self, http: Http, stock: Stock) -> dict[str, object] | None:
        """The stock bot's device as the homeserver shows it, once it has published one."""
        http.token = stock.token
        if http.token is None:
            return None
        shown = await http.call("POST", ("keys", "query"), {"device_keys": {self._bot_user: []}})
        found: dict[str, object] | None = shown["device_keys"].get(self._bot_user, {}).get(stock.device_id)
        return found


class Stock:
    """The stock bot's process."""

    def __init__(self, file: Path, homeserver: str, user_id: str, password: str) -> None:
        self._file = file
        self.process: subprocess.Popen[bytes] | None = None
        file.write_text(json.dumps({"homeserver": homeserver, "user_id": user_id, "password": password}))

    def start(self) -> None:
        """Start it."""
        with self._file.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(_STOCK), str(self._file)],
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    async def stop(self) -> None:
        """Stop it."""
        process = self.process
        self.process = None
        if process is not None:
            process.terminate()
            await asyncio.to_thread(process.wait)

    @property
    def token(self) -> str | None:
        """Its access token, once it has logged in."""
        text = self._file.read_text()
        found: str | None = json.loads(text).get("access_token") if text else None
        return found

    @property
    def device_id(self) -> str:
        """The id of its device."""
        return str(json.loads(self._file.read_text())["device_id"])


def verbose(server: Homeserver) -> Homeserver:
    """Let a homeserver that has not been started yet log each request."""
    file = server.folder / "log.yaml"
    config = json.loads(file.read_text())
    config["loggers"] = {"synapse.access.http": {"level": "INFO"}}
    file.write_text(json.dumps(config))
    return server


def memory(process: subprocess.Popen[bytes] | None) -> float:
    """The most memory a running process has used so far, in MB (Linux)."""
    assert process is not None
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) / 1024
