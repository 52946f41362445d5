"""What an attack sees of a bot: a black box with a user id, in a room with decent people and one hostile member."""

from __future__ import annotations

import itertools
import os
import secrets
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select

from bot.matrix.crypto.machine import Decrypted
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.received import ReceivedEvent
from bot.stage.stagehand import StageError
from storage.tables import MegolmSession
from tests.attacks.attacker import PASSWORD, Device
from tests.faults.proxy import Proxy
from tests.names import own
from tests.stage.hearing import can_read

AnyGuest = TypeVar("AnyGuest", bound=Person | Device)

_TICK = os.sysconf("SC_CLK_TCK")


def word() -> str:
    """A word nobody has said before."""
    return f"m{secrets.token_hex(5)}"


class Victim(ABC):
    """``member`` is hostile; ``others`` are decent: they ask in turn, and each attack must leave them answered.

    Asking is writing ``!språk <word>``: a bot that does as it is told says the word.
    """

    user_id: str
    room: str
    member: Person
    others: list[Person]

    def __init__(self, server: Homeserver, gate: Proxy, folder: Path) -> None:
        self.server = server
        self.gate = gate
        self.folder = folder
        self._askers = itertools.count()
        self.answered_at = 0.0
        self._strangers: list[Person | Device] = []

    # ------------------------------------------------------------------------------------------ acting on it

    @property
    @abstractmethod
    def process(self) -> subprocess.Popen[bytes]:
        """It runs as a process of its own."""

    @abstractmethod
    def start(self) -> None:
        """Start it (again)."""

    def kill(self) -> None:
        """Take it down without warning; ``start`` brings it up again."""
        self.process.kill()
        self.process.wait()

    def pause(self) -> None:
        """Make it stand still, so that what happens now comes to it all at once."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    async def stranger(self) -> Person:
        """Somebody who shares no room with it; gone after the attack."""
        person = await Person.arrive(self.server, own("stranger"))
        self._strangers.append(person)
        return person

    async def bare_stranger(self) -> Device:
        """The same, as a device that sends whatever it likes."""
        user_id = await self.server.register(own("stranger"), PASSWORD)
        return self.guest(await Device.log_in(self.server, user_id, PASSWORD))

    def guest(self, one: AnyGuest) -> AnyGuest:
        """Have somebody gone after the attack."""
        self._strangers.append(one)
        return one

    async def alone(self) -> None:
        """Strangers go."""
        for one in self._strangers:
            await one.stop()
        self._strangers.clear()

    @abstractmethod
    async def newcomer(self) -> Person:
        """Somebody the bot lets into the room; they may leave or be put out again."""

    @abstractmethod
    async def fresh_room(self) -> str:
        """A room that it knows nothing of in memory, with the decent people in it."""

    @abstractmethod
    async def put_out(self, person: Person) -> str:
        """Have the bot remove somebody; returns the room session of the first it says after that."""

    # ------------------------------------------------------------------------------------------------ seeing it

    def lives(self) -> bool:
        """Whether it is still the process that was started."""
        return self.process.poll() is None

    def cpu(self) -> float:
        """Seconds of processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    @abstractmethod
    async def obeys(self, person: Person) -> bool:
        """Whether somebody who has no right to it is given a right that only the room's masters have."""

    @abstractmethod
    def strangers_rows(self) -> int:
        """How many rows it keeps about keys of people it shares no room with."""

    def said(self, room: str | None = None) -> list[ReceivedEvent]:
        """What it said that anybody decent could read."""
        found: dict[str, ReceivedEvent] = {}
        for person in self.others:
            for one in person.received:
                place = one.room == (room or self.room)
                if one.sender == self.user_id and one.decrypted and place and one.type == "m.room.message":
                    found[one.event_id] = one
        return list(found.values())

    def executed(self, marker: str) -> bool:
        """Whether it said this word."""
        return any(marker in one.body for one in self.said())

    def asker(self) -> Person:
        """The next of the decent people."""
        return self.others[next(self._askers) % len(self.others)]

    async def answers(self, who: Person | None = None, *, within: float = 20, room: str | None = None) -> bool:
        """Whether somebody decent asks something and is answered within seconds, readably for them."""
        asking, marker = who or self.asker(), word()
        await asking.say(room or self.room, f"!språk {marker}")
        return await self.answered(asking, marker, within=within, room=room)

    async def answered(self, who: Person, marker: str, *, within: float = 20, room: str | None = None) -> bool:
        """Whether somebody gets to read an answer to what they asked with this word."""
        try:
            await who.wait(marker, room=room or self.room, sender=self.user_id, timeout=within)
        except StageError:
            return False
        self.answered_at = time.monotonic()
        return True

    async def last_session(self) -> str:
        """The room session of an answer it gives now."""
        asking = self.asker()
        assert await self.answers(asking), "somebody decent is not answered"
        own = [one for one in asking.received if one.sender == self.user_id and one.room == self.room]
        session_id = own[-1].session_id
        assert session_id is not None, "it answered in clear"
        return session_id

    async def hides_from(self, person: Person) -> bool:
        """Whether somebody has no key to what it says now."""
        session_id = await self.last_session()
        await person.client.sync_once()
        return not can_read(person, self.room, session_id)

    async def spoke_in_clear(self, room: str | None = None) -> bool:
        """Whether anything it said of late was not encrypted, as the homeserver has it."""
        query = {"dir": "b", "limit": "30"}
        page = await self.others[0].client.http.call("GET", ("rooms", room or self.room, "messages"), query=query)
        return any(one["sender"] == self.user_id and one["type"] == "m.room.message" for one in page["chunk"])

    async def content_of(self, heard: ReceivedEvent) -> dict[str, Any]:
        """All that it said in a message, as the member's client has it."""
        client = self.member.client
        raw = await client.http.call("GET", ("rooms", heard.room, "event", heard.event_id))
        if not heard.encrypted:
            return dict(raw["content"])
        with client.machine.unit() as session:
            opened = client.machine.decrypt(session, heard.room, raw)
        assert isinstance(opened, Decrypted)
        return opened.content

    async def curve25519(self) -> Mapping[str, str]:
        """Its devices' Curve25519 keys, by device id."""
        answer = await self.asker().client.http.call("POST", ("keys", "query"), {"device_keys": {self.user_id: []}})
        devices = answer["device_keys"][self.user_id]
        return {name: one["keys"][f"curve25519:{name}"] for name, one in devices.items()}


def keys_held(person: Person, room: str, sender_key: str) -> int:
    """How many room keys somebody has been given by a device for a room."""
    with person.client.db.unit() as session:
        query = select(MegolmSession).where(MegolmSession.matrix_room == room, MegolmSession.sender_key == sender_key)
        return len(session.scalars(query).all())


async def ready(victim: Victim) -> Person:
    """The member, with keys that the victim can read."""
    await victim.member.say(victim.room, "hej")
    return victim.member


def words(body: str, **more: Any) -> dict[str, Any]:
    """A message's content."""
    return {"msgtype": "m.text", "body": body, **more}
