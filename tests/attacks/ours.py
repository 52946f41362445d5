"""The victim we care for: the whole bot, one for all attacks, in the room of an open case."""

from __future__ import annotations

import asyncio
import subprocess
from contextlib import AsyncExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.stage import script
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.play import play
from bot.stage.world import World
from storage.tables import Device, MegolmSession, OlmSession
from tests.attacks.victim import Victim
from tests.faults.proxy import Proxy
from tests.names import own

CODE = "K-7F2"

#: Petra is hostile. Lisa and Olle are let in, to leave or to be put out.
CAST = """
title: A case with a hostile member
codes: [K-7F2]
people:
  anna: coordinator
  berit: second
  petra: {role: actor, function: police}
  sven: {role: actor, function: social_services}
  lisa: {role: actor, function: school}
  olle: {role: actor, function: leisure}
  alex: youth
steps:
  - {who: anna, in: office, says: "ärende ny 15-17 skola", bot: "Ärende K-7F2 är skapat"}
  - {who: anna, in: office, says: "informationsmöte K-7F2 hållet", bot: "☑ informationsmöte"}
  - {who: anna, in: office, says: "utse K-7F2 polis petra", bot: "ja / nej"}
  - {who: anna, in: office, says: 'ja', bot: "är utsedd"}
  - {who: anna, in: office, says: "utse K-7F2 socialtjänst sven", bot: "ja / nej"}
  - {who: anna, in: office, says: 'ja', bot: "är utsedd"}
  - {who: anna, in: office, says: "utse K-7F2 skola lisa", bot: "ja / nej"}
  - {who: anna, in: office, says: 'ja', bot: "är utsedd"}
  - {who: anna, in: office, says: "utse K-7F2 fritid olle", bot: "ja / nej"}
  - {who: anna, in: office, says: 'ja', bot: "är utsedd"}
  - {who: anna, in: office, says: "utse K-7F2 ungdom alex", bot: "ja / nej"}
  - {who: anna, in: office, says: 'ja', bot: "är utsedd"}
  - who: anna
    in: office
    says: "samtycke registrera K-7F2 polis skola socialtjänst fritid om 1 2 av ungdomen papper"
    bot: "Så här blir det"
  - {who: anna, in: office, says: 'ja', bot: "andra ja"}
  - {who: berit, in: office, says: 'ja', bot: "Allt är klart"}
  - {who: anna, in: office, says: "öppna K-7F2 egen sida", bot: "Jag öppnar"}
  - {who: anna, in: office, says: 'ja', bot: "K-7F2 öppnas nu"}
"""

_WORDS = {"lisa": "skola", "olle": "fritid"}


class Ours(Victim):
    """Made by :meth:`open`, taken down by :meth:`close`."""

    def __init__(self, server: Homeserver, gate: Proxy, folder: Path) -> None:
        super().__init__(server, gate, folder)
        self._case = script.parse(CAST)
        self.world = World(self._case, folder, server, tag=own(), via=gate.url)
        self._stack = AsyncExitStack()
        self._to_come = list(_WORDS)

    async def open(self) -> None:
        """Open the case."""
        await self._stack.enter_async_context(self.world)
        failure = await play(self._case, self.world)
        assert failure is None, str(failure)
        people = self.world.people
        self.user_id = self.world._bot_user
        self.room = self.world.matrix_room(CODE)
        self.office = self.world.matrix_room("office")
        self.member, self.others = people["petra"], [people[name] for name in ("anna", "sven")]
        for name in _WORDS:
            await _rest(people[name])  # they hear nothing of it until it concerns them

    async def close(self) -> None:
        """Take everybody down."""
        await self._stack.aclose()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        found = self.world.bot.process
        assert found is not None
        return found

    def start(self) -> None:
        self.world.bot.start()

    async def alone(self) -> None:
        """Some seconds pass for it too: the decent people, who ask all the time, are no flood."""
        await super().alone()
        self.world._clock.move(timedelta(seconds=10))

    def days_pass(self, days: int) -> datetime:
        """The bot's clock is set forward; returns when that was. Not step by step, as in a play, until everybody has
        heard everything: those who wait for their attack, or are done with it, hear nothing."""
        now = self.world.now()
        self.world._clock.move(timedelta(days=days))
        for person in (self.member, *self.others):
            person.rotate()  # as their clients do long before, by a clock that has not moved here
        return now

    async def newcomer(self) -> Person:
        person = self.world.people[self._to_come.pop(0)]
        await person.start()
        return person

    async def fresh_room(self) -> str:
        self.kill()
        self.start()
        return self.room

    async def put_out(self, person: Person) -> str:
        """The consent for them is withdrawn, and the bot acts on it."""
        word = next(word for name, word in _WORDS.items() if self.world.people[name] is person)
        anna = self.world.people["anna"]
        await anna.say(self.office, f"samtycke återkalla {CODE} {word}")
        asked = await anna.wait(f"{CODE} tas tillbaka", room=self.office, sender=self.user_id)
        await anna.reply(asked, "ja")
        await person.until(lambda: self.room not in person.rooms, "been put out")
        return await self.last_session()

    async def obeys(self, person: Person) -> bool:
        await person.say(self.room, "!öppna")
        heard = await person.wait("hör inte till din roll|Jag öppnar|går", room=self.room, sender=self.user_id)
        return "hör inte till din roll" not in heard.body

    def room_keys(self, until: datetime) -> int:
        """How many keys to what people wrote it holds that were last used until then."""
        with self.world._db.read() as session:
            return len(session.scalars(select(MegolmSession).where(MegolmSession.used_at <= until)).all())

    def strangers_rows(self) -> int:
        with self.world._db.read() as session:
            known = select(Device.curve25519)
            return sum(
                len(session.scalars(select(kind).where(kind.sender_key.not_in(known))).all())
                for kind in (OlmSession, MegolmSession)
            )


async def _rest(person: Person) -> None:
    """Hear nothing until started again."""
    life, person._life = person._life, None
    assert life is not None
    life.cancel()
    with suppress(asyncio.CancelledError):
        await life
