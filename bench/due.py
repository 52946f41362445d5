"""Measures the due engine: one look at the table, and one follow-up carried out, with more and more rows pending.

``python -m bench.due 1000 100000`` measures with so many rows; the other sizes are compared with the first. The
follow-up is a real one, of an open case: its handler reads the case, writes what is said, and plans the next.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import create_engine, insert, select, text, update

from bench import cases
from bench.results import Table, at_most
from bot import logs
from bot.clock import Clock
from bot.core import Core
from bot.stage import cast
from bot.stage.script import parse
from handlers import TABLE
from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Case
from storage.tables import Due as DueRow
from tests import postgres

SIZES = (1_000, 100_000, 1_000_000)
TICKS = 100
CASES = 20

_SCRIPT = parse("title: t\npeople: {anna: coordinator, berit: coordinator}\nsteps: [{silent: {in: office}}]")
_BATCH = 10_000
_YEAR = 366 * 24 * 3600  # the seconds over which the rows are spread


class Engine:
    """A due engine on a database of its own with some open cases and ``pending`` rows of the coming year."""

    def __init__(self, url: str, pending: int, folder: Path) -> None:
        self.db = Database(url, Vault.fresh())
        create_tables(self.db.engine)
        self._core = Core(cast.settings(_SCRIPT, folder=folder), self.db, Clock(), TABLE)
        self._core.prepare()
        cases.add(self._core, first=0, last=CASES)
        with self.db.unit() as session:
            self._cases = list(session.scalars(select(Case.id)))
        for first in range(0, pending, _BATCH):
            rows = [self._row(number) for number in range(first, min(first + _BATCH, pending))]
            with self.db.unit() as session:
                session.execute(insert(DueRow), rows)
        while self._core.work_one():
            pass
        with self.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))

    def _row(self, number: int) -> dict[str, Any]:
        at = self._core.clock.now() + timedelta(days=40, seconds=number * 7919 % _YEAR)
        return {"unit_id": cast.UNIT, "kind": "consent.ending", "subject": str(number), "at": at}

    def make_due(self, number: int) -> None:
        """Make the follow-up of one case due now."""
        mine = (DueRow.kind == "followup.prompt", DueRow.state == "pending")
        with self.db.unit() as session:
            case_id = self._cases[number % len(self._cases)]
            session.execute(
                update(DueRow).where(*mine, DueRow.case_id == case_id).values(at=self._core.clock.now())
            )

    def tick(self) -> float:
        """The seconds it takes to look at the table, carry out what is due, and see when to look again."""
        began = perf_counter()
        self._core.work_one()
        self._core.next_at()
        return perf_counter() - began


def measure(engines: dict[int, Engine]) -> dict[int, tuple[float, float]]:
    """By size, the median seconds of a tick that finds nothing and of one that carries out a follow-up.

    The sizes take turns, so that other load on the machine affects all alike.
    """
    idle: dict[int, list[float]] = {size: [] for size in engines}
    busy: dict[int, list[float]] = {size: [] for size in engines}
    for number in range(TICKS):
        for size, engine in engines.items():
            idle[size].append(engine.tick())
            engine.make_due(number)
            busy[size].append(engine.tick())
    return {size: (median(idle[size]), median(busy[size])) for size in engines}


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """The URL, with ``{}`` for a name, of each kind of database that there is here."""
    found = {"SQLite": f"sqlite:///{folder}/{{}}.db"}
    with ExitStack() as stack:
        if postgres.programs() is not None:
            server = stack.enter_context(postgres.server())
            found["PostgreSQL"] = server.rpartition("/")[0] + "/{}"
        yield found


def url_of(pattern: str, name: str) -> str:
    """The URL of an empty database with a name."""
    if pattern.startswith("postgresql"):
        engine = create_engine(pattern.format("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
    return pattern.format(name)


def run(sizes: Sequence[int] = SIZES) -> list[Table]:
    """Measure at each size, on each database, into a table."""
    table = Table(
        "due",
        f"one tick of the due engine, median of {TICKS}, with {CASES} open cases, against itself with the fewest rows; "
        "the row that is carried out is a follow-up with its real handler",
        ["database", "pending rows", "nothing due ms", "ratio", "a follow-up carried out ms", "ratio"],
    )
    logs.setup("error", "json")
    with TemporaryDirectory(prefix="sigbot-bench-") as name, databases(Path(name)) as urls:
        for kind, pattern in urls.items():
            engines = {size: Engine(url_of(pattern, f"due{size}"), size, Path(name)) for size in sizes}
            found = measure(engines)
            for engine in engines.values():
                engine.db.close()
            least = found[sizes[0]]
            for size, (idle, busy) in found.items():
                ratios = [at_most(idle / least[0], 1.5), at_most(busy / least[1], 1.5)]
                table.add(kind, size, 1000 * idle, ratios[0], 1000 * busy, ratios[1])
    return [table]


if __name__ == "__main__":
    for table in run([int(size) for size in sys.argv[1:]] or SIZES):
        print(table)
