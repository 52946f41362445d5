"""Measures the time from the youth's yes to a withdrawal until somebody is removed, on a real Synapse.

It is measured with nothing else to do and while other messages wait in the same room; ``python -m bench.withdrawal 0
200 1000`` measures with so many waiting.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bench.results import Table
from bot import logs
from bot.rules.room import RoomKind
from bot.stage.homeserver import Homeserver
from bot.stage.script import parse
from bot.stage.world import World
from storage import outbox
from storage.body import SayBody
from storage.tables import Room

ROUNDS = 3

_SCRIPT = parse(
    "title: A withdrawal\ncodes: [K-7F2]\npeople: {anna: coordinator, berit: coordinator, alex: youth,"
    " petra: {role: actor, function: police}, sven: {role: actor, function: social_services},"
    " lisa: {role: actor, function: school}}\nsteps: [{silent: {in: office}}]"
)
_CONSENT = "samtycke registrera K-7F2 {} om 1 av ungdomen papper"
_OPENING = [
    "ärende ny 15-17 skola",
    "informationsmöte K-7F2 hållet",
    *(f"utse K-7F2 {one}" for one in ("polis petra", "socialtjänst sven", "skola lisa", "ungdom alex")),
    _CONSENT.format("polis socialtjänst skola"),
    "öppna K-7F2 rummet",
]


class Bench(World):
    """A case in which the school is let in and removed, again and again."""

    async def open(self) -> None:
        """Take the case from its proposal to its open room."""
        await self.settle()
        for words in _OPENING:
            await self._said(words)
        await self.move_clock(self.now() + timedelta(minutes=1))
        await self.settle()

    async def measure(self, waiting: int) -> float:
        """Seconds from the youth's yes to the school removed, with so many messages waiting in the room."""
        if "lisa" not in await self.members("K-7F2"):
            await self._said(_CONSENT.format("skola"))
        await self.say("alex", "page of alex", "jag vill inte att skolan ska vara med")
        await self.settle()
        with self._db.unit() as session:
            row = session.scalars(select(Room).where(Room.kind == RoomKind.CASE)).one()
            for number in range(waiting):
                body = SayBody(plain=f"{number}", html=f"{number}", quiet=True)
                outbox.put(session, row, body, now=self.now())
        began = time.monotonic()
        await self.say("alex", "page of alex", "ja")
        while "lisa" in await self.members("K-7F2"):  # noqa: ASYNC110 - the homeserver tells nobody else
            await asyncio.sleep(0.02)
        took = time.monotonic() - began
        await self.settle()
        return took

    async def _said(self, words: str) -> None:
        """Write a command, its yes and the second person's yes; one that is not needed does no harm."""
        for who, text in (("anna", words), ("anna", "ja"), ("berit", "ja")):
            await self.say(who, "office", text)
            await self.settle()


async def measure(sizes: list[int]) -> dict[int, list[float]]:
    """By number of waiting messages, the seconds of each round."""
    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        server = Homeserver(Path(folder) / "homeserver")
        async with server, Bench(_SCRIPT, Path(folder) / "bot", server) as bench:
            await bench.open()
            return {size: [await bench.measure(size) for _ in range(ROUNDS)] for size in sizes}


def run(sizes: list[int]) -> list[Table]:
    """Measure with so many messages waiting, into a table."""
    logs.setup("error", "json")  # the people's clients run in this process
    found = asyncio.run(measure(sizes))
    table = Table(
        "withdrawal",
        f"the youth's yes to somebody removed from the room, median of {ROUNDS}, while messages wait in that room",
        ["waiting", "s", "ratio"],
    )
    least = statistics.median(found[sizes[0]])
    for size, times in found.items():
        table.add(size, statistics.median(times), statistics.median(times) / least)
    return [table]


if __name__ == "__main__":
    for shown in run([int(size) for size in sys.argv[1:]] or [0, 200]):
        print(shown)
