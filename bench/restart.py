"""Measures process start to first reply, and what the start costs, against the bots of others.

``python -m bench.restart 200`` measures with so many encrypted rooms. Each bot has run before; the command that it
answers was written while it was down. The echo bot asks for the full state of all rooms, as nio's examples do.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from dataclasses import dataclass, field

from bench import machine, pictures, side
from bench.results import Table, at_least, at_most
from bench.side import Opened, Side
from bot import logs

ROUNDS = 3
_CALM = 3.0  # seconds after the reply, in which what a start still has to do counts
#: How many times faster than the echo bot, by number of rooms; less than 1 000 rooms: faster at all.
_FASTER = {200: 1.0, 1000: 6.0, 2000: 12.0}


@dataclass
class Measured:
    """The figures of one bot's starts; times in seconds."""

    replies: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # until the reply
    cpu_until_calm: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)


async def measure(opened: Opened, rounds: int = ROUNDS) -> dict[str, Measured]:
    """The figures of each side, by its name; the sides take turns."""
    found = {one.name: Measured() for one in opened.sides}
    for _ in range(rounds):
        for one in opened.sides:
            await _restart(one, found[one.name])
    return found


async def _restart(one: Side, measured: Measured) -> None:
    await one.process.stop()
    before = len(one.anna.received)
    await one.say(one.words)
    started = time.time()
    one.process.start()
    answer = await one.anna.until(
        lambda: next(iter(one.answers(one.room, before)), None), "received an answer", 600
    )
    measured.cpu.append(machine.cpu_seconds(one.process.pid))
    measured.replies.append(one.stamps([answer.event_id])[0] - started)
    await asyncio.sleep(_CALM)
    await one.calm()
    measured.cpu_until_calm.append(machine.cpu_seconds(one.process.pid))
    measured.megabytes.append(machine.resident(one.process.pid))


def table(found: dict[int, dict[str, Measured]]) -> Table:
    """The table of what was measured, by number of rooms."""
    shown = Table(
        "restart",
        f"process start to first reply (the homeserver's timestamp), median of {ROUNDS} starts; CPU until the reply is "
        f"read, and {_CALM:.0f} s later; memory held then",
        [
            "rooms",
            "bot",
            "s",
            "CPU s",
            "CPU s until calm",
            "MB",
            "echo s / ours",
            "CPU ours / echo",
            "memory",
        ],
    )
    for rooms, sides in found.items():
        echo = sides.get("nio echo")
        for name, one in sides.items():
            figures = [
                statistics.median(each) for each in (one.replies, one.cpu, one.cpu_until_calm, one.megabytes)
            ]
            goals = ["", "", ""]
            if name == "sigbot" and echo is not None:
                goal = max((times for size, times in _FASTER.items() if size <= rooms), default=1.0)
                goals = [
                    at_least(statistics.median(echo.replies) / figures[0], goal),
                    f"{figures[1] / statistics.median(echo.cpu):.2f}",
                    at_most(figures[3], 100),
                ]
            shown.add(rooms, name, *figures, *goals)
    return shown


def draw(shown: Table, found: dict[int, dict[str, Measured]]) -> None:
    """Draw the time to the first reply over the number of rooms, below the table."""
    names = list(dict.fromkeys(name for sides in found.values() for name in sides))
    series = {
        name: [
            (rooms, statistics.median(sides[name].replies)) for rooms, sides in found.items() if name in sides
        ]
        for name in names
    }
    shown.pictures.append(
        pictures.curve(
            "restart", "Process start to first reply", across="rooms", up="s (median)", series=series
        )
    )


async def _main(sizes: list[int]) -> None:
    found = {}
    for rooms in sizes:
        async with side.all_sides(rooms) as opened:
            found[rooms] = await measure(opened)
    print(table(found))


if __name__ == "__main__":
    logs.setup("error", "json")
    asyncio.run(_main([int(size) for size in sys.argv[1:]] or [200]))
