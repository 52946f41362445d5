"""Measures the time from process start to first reply, and from command to reply, against a stock bot.

``python -m bench.talk 500`` measures with 500 encrypted rooms. Both bots are in the same rooms and receive the same
messages, also those written while they were down. Each has run before, so its store is filled.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.results import Table
from bench.site import Site, Stock, Sync, memory, verbose
from bot import logs
from bot.stage.homeserver import Homeserver
from bot.stage.process import BotProcess

ROUNDS = 3
COMMANDS = 15


@dataclass
class Measured:
    """The figures of one bot; times in seconds."""

    starts: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)
    first_sync: Sync | None = None  # after the last start
    memory: float = 0  # MB

    @property
    def start(self) -> float:
        """The median time from start to first reply."""
        return statistics.median(self.starts)

    @property
    def p50(self) -> float:
        """The median time to a reply."""
        return statistics.median(self.replies)

    @property
    def p95(self) -> float:
        """The time to a reply that one in twenty exceeds."""
        return statistics.quantiles(self.replies, n=20)[-1]


async def measure(rooms: int) -> tuple[Measured, Measured]:
    """The figures of our bot and of the stock bot, in ``rooms`` rooms beside the office."""
    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        server = verbose(Homeserver(Path(folder) / "homeserver"))
        async with server, Site(rooms, Path(folder) / "site", server) as site:
            await site.wait_filled()
            await site.bot.stop()
            stock = await site.make_stock()
            ours = Measured()
            theirs = Measured()
            for _ in range(ROUNDS):  # in turns, so that other load on the machine affects both alike
                await _round(site, site.bot, ours)
                await _round(site, stock, theirs)
    return ours, theirs


async def _round(site: Site, bot: BotProcess | Stock, measured: Measured) -> None:
    await site.ask("ärenden")
    bot.start()
    await site.wait_caught_up()  # it also answers what was written while the other bot ran
    await bot.stop()
    before = site.answers()
    seen = len(site.syncs())
    await site.ask("ärenden")
    started = time.monotonic()
    bot.start()
    await site.wait_answered(before)
    measured.starts.append(time.monotonic() - started)
    for _ in range(COMMANDS):
        before = site.answers()
        asked = time.monotonic()
        await site.ask("ärenden")
        await site.wait_answered(before)
        measured.replies.append(time.monotonic() - asked)
    measured.first_sync = site.syncs()[seen]
    measured.memory = memory(bot.process)
    await bot.stop()


def run(sizes: list[int]) -> list[Table]:
    """Measure at each size, into two tables."""
    logs.setup("error", "json")  # the people's clients run in this process
    found = {rooms: asyncio.run(measure(rooms)) for rooms in sizes}
    restart = Table(
        "restart",
        "process start to first reply, median of 3 starts, against a stock nio bot in the same rooms",
        [
            "rooms",
            "ours s",
            "stock s",
            "stock / ours",
            "ours MB",
            "stock MB",
            "our first sync",
            "stock's first sync",
        ],
    )
    latency = Table(
        "latency",
        f"command to reply in an encrypted room, {ROUNDS * COMMANDS} commands, against the same stock bot",
        ["rooms", "ours p50 ms", "p95", "stock p50 ms", "p95", "ours / stock p50", "p95"],
    )
    for rooms, (ours, stock) in found.items():
        there = rooms + 4
        ratio = stock.start / ours.start
        sizes_of = [_sync(one.first_sync) for one in (ours, stock)]
        restart.add(there, ours.start, stock.start, ratio, ours.memory, stock.memory, *sizes_of)
        times = [1000 * value for value in (ours.p50, ours.p95, stock.p50, stock.p95)]
        latency.add(there, *times, ours.p50 / stock.p50, ours.p95 / stock.p95)
    return [restart, latency]


def _sync(last: Sync | None) -> str:
    """A description of the first sync after a start."""
    if last is None:
        return "?"
    if last.full:
        kind = "full state"
    elif last.since:
        kind = "from our position"
    else:
        kind = "initial"
    return f"{kind}, {last.size} B, {last.seconds:.2f} s"


if __name__ == "__main__":
    for table in run([int(size) for size in sys.argv[1:]] or [0, 50]):
        print(table)
