"""The other victim: a bot as the examples of matrix-nio make one, a fresh one for each attack, as most are its last."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

import bot
from bot.matrix.crypto import published
from bot.matrix.crypto.olm import ALGORITHM
from bot.matrix.http import Http
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from tests.attacks.attacker import PASSWORD
from tests.attacks.stock_bot import DEVICE
from tests.attacks.victim import Victim
from tests.faults.proxy import Proxy
from tests.names import own
from tests.stage.hearing import wait_joined


class Stock(Victim):
    """Made by :meth:`open`, taken down by :meth:`close`."""

    def __init__(self, server: Homeserver, gate: Proxy, folder: Path) -> None:
        super().__init__(server, gate, folder)
        self._process: subprocess.Popen[bytes] | None = None
        self._people: list[Person] = []
        self._tag = own()

    async def open(self) -> None:
        """Start the bot and meet it in a room."""
        self.folder.mkdir(parents=True)
        self.user_id = await self.server.register(f"stock{self._tag}", PASSWORD)
        self.start()
        await self._sign()
        anna, berit, self.member = [await self._person(name) for name in ("anna", "berit", "mallory")]
        self.others = [anna, berit]
        self.room = await self._room([berit, self.member])
        # It may answer before it has seen that the room is encrypted: that is an attack of its own
        await asyncio.sleep(0.5)
        assert await self.answers(), "a victim that is fine at the beginning"

    async def close(self) -> None:
        """Take everybody down."""
        for person in self._people:
            await person.stop()
        if self.lives():
            self.resume()
            self.kill()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def start(self) -> None:
        home = str(Path(bot.__file__).parents[1])
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.attacks.stock_bot", self.gate.url, self.user_id, PASSWORD, self.folder],
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def newcomer(self) -> Person:
        person = await self._person(f"lisa{len(self._people)}")
        await self.others[0].client.http.call("POST", ("rooms", self.room, "invite"), {"user_id": person.user_id})
        await wait_joined(person, self.room)
        return person

    async def fresh_room(self) -> str:
        return await self._room([self.others[1]])

    async def put_out(self, person: Person) -> str:
        path = ("rooms", self.room, "state", "m.room.power_levels")
        levels = await self.others[0].client.http.call("GET", path)
        levels["users"][self.user_id] = 50
        await self.others[0].client.http.call("PUT", path, levels)
        await self.others[0].say(self.room, f"!ut {person.user_id}")
        said = await self.others[0].wait("!ut", room=self.room, sender=self.user_id)
        assert said.session_id is not None
        return said.session_id

    async def obeys(self, person: Person) -> bool:
        await person.say(self.room, "!makt")
        heard = await person.wait("svar: (ja|nej) !makt", room=self.room, sender=self.user_id)
        return "ja" in heard.body

    def strangers_rows(self) -> int:
        (file,) = self.folder.glob("*.db")
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
            return sum(
                db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
                for name in ("olmsessions", "megolminboundsessions")
            )

    async def _room(self, people: list[Person]) -> str:
        """A room of the first of the decent people, with the bot in it."""
        anna = self.others[0]
        plan = {
            "preset": "private_chat",
            "invite": [self.user_id, *(person.user_id for person in people)],
            "initial_state": [
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": ALGORITHM}},
                {"type": "m.room.history_visibility", "state_key": "", "content": {"history_visibility": "joined"}},
            ],
        }
        room = str((await anna.client.http.call("POST", ("createRoom",), plan))["room_id"])
        for one in (anna, *people):
            await wait_joined(one, room)
        for _ in range(100):
            if self.user_id in await anna.client.rooms.members.joined(room):
                break
            await asyncio.sleep(0.1)
        return room

    async def _person(self, name: str) -> Person:
        person = await Person.arrive(self.server, name + self._tag, password=PASSWORD)
        self._people.append(person)
        return person

    async def _sign(self) -> None:
        """Give it an identity, so that people's clients talk with it at all."""
        kept = self.folder / "login.json"
        http = Http(self.server.url)
        asked: dict[str, Any] = {"device_keys": {self.user_id: []}}
        for _ in range(300):
            if kept.exists() and kept.stat().st_size:
                http.token = json.loads(kept.read_text())["access_token"]
                shown = await http.call("POST", ("keys", "query"), asked)
                if DEVICE in shown["device_keys"].get(self.user_id, {}):
                    break
            await asyncio.sleep(0.1)
        device = shown["device_keys"][self.user_id][DEVICE]
        device.pop("unsigned", None)
        signers = {usage: SigningKey.generate() for usage in ("master", "self_signing", "user_signing")}
        body: dict[str, Any] = {}
        for usage, signer in signers.items():
            public = published.public_of(signer)
            body[f"{usage}_key"] = {"user_id": self.user_id, "usage": [usage], "keys": {f"ed25519:{public}": public}}
            if usage != "master":
                body[f"{usage}_key"] = published.sign(body[f"{usage}_key"], self.user_id, signers["master"])
        await http.call("POST", ("keys", "device_signing", "upload"), body)
        signed = published.sign(device, self.user_id, signers["self_signing"])
        await http.call("POST", ("keys", "signatures", "upload"), {self.user_id: {DEVICE: signed}})
        await http.close()
