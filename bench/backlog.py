"""Measures commands that wait while the bot is down: each is to be answered once, in order in its room.

``python -m bench.backlog 24`` lets so many wait, over two rooms, and compares with asking one after the other; the
echo bot has the same. One person may have 40 commands waiting, so there are never more.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass

from bench import machine, side
from bench.results import Table
from bench.side import Opened, Side
from bot import logs

COMMANDS = 24
ROOMS = 2
_LIVE = 10
_STALL = 20.0  # seconds without an answer after which the rest counts as lost


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What became of the commands that waited for one bot."""

    name: str
    live: float  # seconds of a command that waits for none before it
    seconds: float  # from the start until the last answer
    first: float  # until the first
    cpu: float
    lost: int
    twice: int
    disordered: int  # rooms


async def measure(opened: Opened, commands: int = COMMANDS) -> list[Backlog]:
    """What became of the commands of each bot that answers anything."""
    found = []
    for one in opened.sides:
        if one.name != "reminder-bot":  # it knows no command that says who asked
            found.append(await _waited(one, commands))
    return found


async def _waited(one: Side, commands: int) -> Backlog:
    rooms = one.copy.rooms[:ROOMS]
    live = [(await one.ping(rooms[number % len(rooms)])).seconds for number in range(_LIVE)]
    await one.calm()
    await one.process.stop()
    for number in range(commands):
        # No command has this name, and the answer says it
        await one.say(f"!hjälp nr{number}", rooms[number % len(rooms)])
    before = len(one.anna.received)
    started = time.time()
    one.process.start()
    answered = 0
    newest = time.monotonic() + 60  # a start takes longer than an answer
    while answered < commands and time.monotonic() - newest < _STALL:
        await asyncio.sleep(0.1)
        now = len(one.answers(since=before))
        if now > answered:
            answered = now
            newest = time.monotonic()
    await asyncio.sleep(1)
    answers = [
        (each, found[0]) for each in one.answers(since=before) if (found := re.findall(r"nr\d+", each.body))
    ]
    at = one.stamps([each.event_id for each, _ in answers]) or [started]
    counted = Counter(text for _, text in answers)
    asked = Counter(f"nr{number}" for number in range(commands))
    disordered = 0
    for room in rooms:
        numbers = [int(text[2:]) for each, text in answers if each.room == room]
        disordered += numbers != sorted(numbers)
    return Backlog(
        name=one.name,
        live=statistics.median(live),
        seconds=max(at) - started,
        first=min(at) - started,
        cpu=machine.cpu_seconds(one.process.pid),
        lost=(asked - counted).total(),
        twice=(counted - asked).total(),
        disordered=disordered,
    )


def table(found: list[Backlog], commands: int = COMMANDS) -> Table:
    """The table of what became of them."""
    shown = Table(
        "backlog",
        f"{commands} commands over {ROOMS} rooms that wait when the bot starts, against one after the other while it "
        "runs (goal: 0 lost, 0 twice, 0 rooms out of order)",
        [
            "bot",
            "first answer s",
            "last answer s",
            "ms each after the first",
            "ms each live",
            "CPU s in all",
            "lost",
            "twice",
            "out of order",
        ],
    )
    for one in found:
        each = 1000 * (one.seconds - one.first) / max(1, commands - one.lost - 1)
        figures = [one.first, one.seconds, each, 1000 * one.live, one.cpu]
        shown.add(one.name, *figures, one.lost, one.twice, one.disordered)
    return shown


async def _main(commands: int) -> None:
    async with side.all_sides(200) as opened:
        print(table(await measure(opened, commands), commands))


if __name__ == "__main__":
    logs.setup("error", "json")
    asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else COMMANDS))
