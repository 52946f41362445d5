"""``python -m bench``: runs all benchmarks, prints them and writes ``bench/results.md``.

``SIZE=full`` in the environment takes larger sizes, which last an hour or more. Names of measures as arguments run
those alone and write nothing. What fails is reported in the place of its figures, and the others are measured all the
same. ``BENCH_WORK`` names a folder for what is prepared, so that several checkouts share it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import (
    backlog,
    due,
    fanout,
    faults,
    growth,
    inside,
    latency,
    machine,
    many,
    membership,
    minute,
    outage,
    restart,
    side,
    withdrawal,
)
from bench.results import Table
from bench.side import Opened
from bot import logs

_RESULTS = Path(__file__).with_name("results.md")

_HEAD = """\
# Results of `make bench`

One run on one machine: {machine}. Only ratios and counts mean something; everything that is compared ran side by side
in this run. `SIZE=full make bench` takes the larger sizes; `python -m bench.latency 200` and the like one measure.
"""


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How large a run is."""

    rooms: tuple[int, ...]  # for latency and memory
    restarts: tuple[int, ...]  # rooms
    messages: tuple[int, ...]  # in one instant, each in a room of its own
    outage: int  # reminders
    faults: int  # reminders
    minute: int  # rooms
    members: int  # rooms
    waiting: tuple[int, ...]  # messages
    pending: tuple[int, ...]  # due rows
    many: tuple[tuple[int, int], ...]  # rooms and stored keys
    cases: tuple[int, ...]  # of one unit


_SMALL = Sizes(
    rooms=(1, 200),
    restarts=(200,),
    messages=(200,),
    outage=50,
    faults=50,
    minute=50,
    members=50,
    waiting=(0, 200),
    pending=(1_000, 100_000),
    many=many.SMALL,
    cases=(5, 200),
)
_FULL = Sizes(
    rooms=(1, 200, 1_000, 2_000),
    restarts=(200, 1_000, 2_000),
    messages=(200, 2_000),
    outage=200,
    faults=500,
    minute=500,
    members=100,
    waiting=(0, 200, 1_000),
    pending=(1_000, 100_000, 1_000_000),
    many=((500, 5_000), (10_000, 100_000)),
    cases=growth.SIZES,
)


class Run:
    """The tables of one run, printed as they come."""

    def __init__(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self.tables: list[Table] = []

    def wants(self, name: str) -> bool:
        """Whether a measure is to be run."""
        return not self._chosen or name in self._chosen

    async def step(self, name: str, measure: Callable[[], Awaitable[list[Table]]]) -> None:
        """Run one measure, if it is chosen; its failure becomes its table."""
        if not self.wants(name):
            return
        began = time.monotonic()
        print(f"... {name}", flush=True)
        try:
            tables = await measure()
        except Exception as error:  # noqa: BLE001 - the rest of the run is not lost
            traceback.print_exc()
            failed = Table(name, "this measure failed", ["error"])
            failed.add(str(error).replace("\n", " ")[:300] or type(error).__name__)
            tables = [failed]
        for table in tables:
            print(table, flush=True)
        self.tables += tables
        if not self._chosen:  # now, so that a run that is broken off is not lost
            head = _HEAD.format(machine=machine.description())
            _RESULTS.write_text("\n".join([head, *(str(table) for table in self.tables)]), encoding="utf-8")
        print(f"... {name}: {time.monotonic() - began:.0f} s", flush=True)


class AgainstOthers:
    """The measures against other bots, which share the sides that are opened once for each size."""

    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._latency: dict[int, dict[str, latency.Measured]] = {}
        self._restart: dict[int, dict[str, restart.Measured]] = {}
        self._bursts: dict[int, list[fanout.Burst]] = {}
        self._pings: list[fanout.Pings] = []

    async def measure(self, run: Run) -> None:
        """Measure at each size."""
        sizes = self._sizes
        at = {
            "latency": sizes.rooms,
            "restart": sizes.restarts,
            "fanout": sizes.messages,
            "outage": sizes.messages[:1],
            "backlog": sizes.messages[:1],
        }
        needed = {rooms for name, of_name in at.items() if run.wants(name) for rooms in of_name}
        for rooms in sorted(needed):
            async with side.all_sides(rooms) as opened:
                for name, why in opened.failures.items():
                    print(f"... no {name}: {why}", flush=True)
                if rooms in sizes.rooms:
                    await run.step("latency", partial(self._talk, opened, rooms))
                if rooms in sizes.restarts:
                    await run.step("restart", partial(self._start, opened, rooms))
                if rooms in sizes.messages:
                    await run.step("fanout", partial(self._fan_out, opened, rooms))
                if rooms == sizes.messages[0]:
                    await run.step("outage", partial(self._outage, opened))
                    await run.step("backlog", partial(self._backlog, opened))

    async def _talk(self, opened: Opened, rooms: int) -> list[Table]:
        self._latency[rooms] = await latency.measure(opened)
        if rooms != max(self._sizes.rooms):
            return []
        table = latency.table(self._latency)
        held = latency.memory(self._latency)
        latency.draw(table, held, self._latency)
        return [table, held]

    async def _start(self, opened: Opened, rooms: int) -> list[Table]:
        self._restart[rooms] = await restart.measure(opened)
        if rooms != max(self._sizes.restarts):
            return []
        table = restart.table(self._restart)
        restart.draw(table, self._restart)
        return [table]

    async def _fan_out(self, opened: Opened, rooms: int) -> list[Table]:
        self._bursts[rooms] = await fanout.measure(opened, rooms)
        self._pings += await fanout.pings_inside(opened, rooms)
        if rooms != max(self._sizes.messages):
            return []
        table = fanout.table(self._bursts)
        fanout.draw(table, self._bursts)
        return [table, fanout.ping_table(self._pings)]

    async def _outage(self, opened: Opened) -> list[Table]:
        return [outage.table(await outage.measure(opened, self._sizes.outage))]

    async def _backlog(self, opened: Opened) -> list[Table]:
        return [backlog.table(await backlog.measure(opened))]


async def _faults(sizes: Sizes) -> list[Table]:
    return [faults.table(await faults.measure(sizes.faults))]


async def _minute(sizes: Sizes) -> list[Table]:
    return [await minute.measure(sizes.minute, [(), minute.TROUBLES])]


async def _membership(sizes: Sizes) -> list[Table]:
    return [membership.table(*await membership.measure(sizes.members))]


async def main(chosen: list[str]) -> None:
    """Run the benchmarks."""
    began = time.monotonic()
    logs.setup("error", "json")  # Anna's clients run in this process
    sizes = _FULL if os.environ.get("SIZE") == "full" else _SMALL
    run = Run(chosen)
    await AgainstOthers(sizes).measure(run)
    await run.step("faults", partial(_faults, sizes))
    await run.step("minute", partial(_minute, sizes))
    await run.step("membership", partial(_membership, sizes))
    await run.step("many", partial(many.run, sizes.many))
    await run.step("withdrawal", partial(asyncio.to_thread, withdrawal.run, list(sizes.waiting)))
    await run.step("inside", partial(asyncio.to_thread, inside.run))
    await run.step("due", partial(asyncio.to_thread, due.run, sizes.pending))
    await run.step("growth", partial(asyncio.to_thread, growth.run, sizes.cases))
    print(f"{time.monotonic() - began:.0f} s in all", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
