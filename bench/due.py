"""Measures the due engine: one look at the table and one row carried out, with more and more rows pending.

``python -m bench.due 1000 100000`` measures with so many rows; the other sizes are compared with the first.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import insert

from bench.results import Table
from bot import logs
from bot.clock import Clock
from bot.conversation.command import Reply, UnitCtx, when_due
from bot.core import Core
from bot.stage import cast
from bot.stage.script import parse
from handlers import TABLE
from storage import due
from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Due as DueRow

SIZES = (1_000, 100_000, 1_000_000)
TICKS = 200

_SCRIPT = parse("title: t\npeople: {anna: coordinator, berit: coordinator}\nsteps: [{silent: {in: office}}]")
_BATCH = 10_000
_YEAR = 366 * 24 * 3600  # the seconds over which the rows are spread


@when_due("bench.nothing")
def nothing(ctx: UnitCtx, subject: str) -> Reply:
    """Do nothing, so that only the engine is measured."""
    return ()


class Engine:
    """A due engine on a database of its own with ``pending`` rows of the coming year."""

    def __init__(self, pending: int, folder: Path) -> None:
        self.db = Database(f"sqlite:///{folder / f'{pending}.db'}", Vault.fresh())
        create_tables(self.db.engine)
        table = replace(TABLE, due=[*TABLE.due, nothing])
        self._core = Core(cast.settings(_SCRIPT, folder=folder), self.db, Clock(), table)
        self._core.prepare()
        for first in range(0, pending, _BATCH):
            rows = [self._row(number) for number in range(first, min(first + _BATCH, pending))]
            with self.db.unit() as session:
                session.execute(insert(DueRow), rows)

    def _row(self, number: int) -> dict[str, Any]:
        at = self._core.clock.now() + timedelta(days=1, seconds=number * 7919 % _YEAR)
        return {"unit_id": cast.UNIT, "kind": "followup.prompt", "subject": str(number), "at": at}

    def make_due(self) -> None:
        """Make one row due now."""
        with self.db.unit() as session:
            due.schedule(
                session, unit_id=cast.UNIT, kind="bench.nothing", subject="x", at=self._core.clock.now()
            )

    def tick(self) -> float:
        """The seconds it takes to look at the table, carry out one due row, and see when to look again."""
        began = perf_counter()
        self._core.due.run_one()
        self._core.next_at()
        return perf_counter() - began


def measure(sizes: Sequence[int], folder: Path) -> dict[int, tuple[float, float]]:
    """By size, the median seconds of a tick that finds nothing and of one that carries out a row.

    The sizes take turns, so that other load on the machine affects all alike.
    """
    engines = {size: Engine(size, folder) for size in sizes}
    idle: dict[int, list[float]] = {size: [] for size in sizes}
    busy: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(TICKS):
        for size, engine in engines.items():
            idle[size].append(engine.tick())
            engine.make_due()
            busy[size].append(engine.tick())
    for engine in engines.values():
        engine.db.close()
    return {size: (median(idle[size]), median(busy[size])) for size in sizes}


def run(sizes: tuple[int, ...] = SIZES) -> list[Table]:
    """Measure at each size, into a table."""
    table = Table(
        "due",
        f"one tick of the due engine on SQLite, median of {TICKS}, against itself with the fewest rows",
        ["pending rows", "nothing due ms", "ratio", "one row carried out ms", "ratio"],
    )
    logs.setup("error", "json")
    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        found = measure(sizes, Path(folder))
    least = found[sizes[0]]
    for size, (idle, busy) in found.items():
        table.add(size, 1000 * idle, idle / least[0], 1000 * busy, busy / least[1])
    return [table]


if __name__ == "__main__":
    for table in run(tuple(int(size) for size in sys.argv[1:]) or SIZES):
        print(table)
