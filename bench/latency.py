"""Measures command to reply in an encrypted room, and what a reply costs, against the bots of others.

``python -m bench.latency 1 200`` measures with so many rooms. All bots run at the same time, each on its own copy of
one homeserver, and are asked in turns, so that other load on the machine affects all alike.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
from dataclasses import dataclass, field

from bench import machine, pictures, side
from bench.results import Table, at_most, p95
from bench.side import Opened, Ping
from bot import logs

PINGS = 30
#: Seconds after each reply: what a bot still has to do holds up no other, and ours takes nobody for a flood, also when
#: all are asked twice a second.
_PAUSE = 0.6
_MEMORY = 100.0  # MB
_OURS = "sigbot"
_ECHO = "nio echo"


@dataclass
class Measured:
    """The figures of one bot."""

    pings: list[Ping] = field(default_factory=list)
    by_server: list[float] = field(default_factory=list)  # seconds from command to reply
    cpu: float = 0.0  # seconds in all
    megabytes: float = 0.0

    @property
    def seconds(self) -> list[float]:
        """From Anna's sending to her reading, of each ping."""
        return [one.seconds for one in self.pings]


async def measure(opened: Opened, pings: int = PINGS) -> dict[str, Measured]:
    """The figures of each side, by its name."""
    found = {one.name: Measured() for one in opened.sides}
    before = {one.name: machine.cpu_seconds(one.process.pid) for one in opened.sides}
    for number in range(pings):
        first = number % len(opened.sides)
        for one in opened.sides[first:] + opened.sides[:first]:
            found[one.name].pings.append(await one.ping())
            await asyncio.sleep(_PAUSE)
    for one in opened.sides:
        measured = found[one.name]
        # Also what they did while others were asked: work that is put off is work
        measured.cpu = machine.cpu_seconds(one.process.pid) - before[one.name]
        asked = one.stamps([ping.asked for ping in measured.pings])
        answered = one.stamps([ping.answered for ping in measured.pings])
        measured.by_server = [late - early for early, late in zip(asked, answered, strict=True)]
        measured.megabytes = machine.resident(one.process.pid)
    return found


def table(found: dict[int, dict[str, Measured]]) -> Table:
    """The table of what was measured, by number of rooms."""
    shown = Table(
        "latency",
        f"command to reply in an encrypted room, {PINGS} commands to each bot in turns: as Anna's client sees it, and "
        "between the homeserver's timestamps; times the echo bot's in brackets",
        [
            "rooms",
            "bot",
            "p50 ms",
            "p95 ms",
            "server p50 ms",
            "server p95 ms",
            "CPU ms per reply",
            "p50 / echo",
            "server p50 / echo",
            "p95 / echo",
            "CPU / echo",
        ],
    )
    for rooms, sides in found.items():
        echo = sides.get(_ECHO)
        for name, one in sides.items():
            figures = [statistics.median(one.seconds), p95(one.seconds)]
            figures += [statistics.median(one.by_server), p95(one.by_server), one.cpu / len(one.pings)]
            shown.add(rooms, name, *(1000 * each for each in figures), *_ratios(name, one, echo))
    return shown


def draw(shown: Table, held: Table, found: dict[int, dict[str, Measured]]) -> None:
    """Draw latency and memory over the number of rooms, below their tables."""
    names = list(dict.fromkeys(name for sides in found.values() for name in sides))
    replies = {}
    megabytes = {}
    for name in names:
        of_name = {rooms: sides[name] for rooms, sides in found.items() if name in sides}
        replies[name] = [(rooms, 1000 * statistics.median(one.seconds)) for rooms, one in of_name.items()]
        megabytes[name] = [(rooms, one.megabytes) for rooms, one in of_name.items()]
    shown.pictures.append(
        pictures.curve("latency", "Command to reply", across="rooms", up="ms (median)", series=replies)
    )
    held.pictures.append(
        pictures.curve(
            "memory", "Memory held", across="rooms", up="MB", series=megabytes, goal={"goal": _MEMORY}
        )
    )


def memory(found: dict[int, dict[str, Measured]]) -> Table:
    """The table of the memory that was held after the commands."""
    shown = Table(
        "memory",
        "memory held (RSS) while idle after the commands of latency",
        ["rooms", "bot", "MB", "goal"],
    )
    for rooms, sides in found.items():
        for name, one in sides.items():
            goal = at_most(one.megabytes, _MEMORY) if name == _OURS else ""
            shown.add(rooms, name, one.megabytes, goal)
    return shown


def _ratios(name: str, one: Measured, echo: Measured | None) -> list[str]:
    if name != _OURS or echo is None:
        return ["", "", "", ""]
    return [
        at_most(statistics.median(one.seconds) / statistics.median(echo.seconds), 1.2),
        at_most(statistics.median(one.by_server) / statistics.median(echo.by_server), 1.2),
        at_most(p95(one.seconds) / p95(echo.seconds), 1.2),
        at_most((one.cpu / len(one.pings)) / max(0.001, echo.cpu / len(echo.pings)), 1.6),
    ]


async def _main(sizes: list[int]) -> None:
    found = {}
    for rooms in sizes:
        async with side.all_sides(rooms) as opened:
            found[rooms] = await measure(opened)
    print(table(found))
    print(memory(found))


if __name__ == "__main__":
    logs.setup("error", "json")  # Anna's clients run in this process
    asyncio.run(_main([int(size) for size in sys.argv[1:]] or [1, 200]))
