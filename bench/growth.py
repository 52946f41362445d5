"""What the bot takes as the number of its cases grows: ``python -m bench.growth`` for 5, 50, 200 and 1 000 cases.

The aim is the same figure in each row: at most 1.2 times as much with the most cases as with the fewest. Counts are the
same on every machine, CPU is not.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Sequence

from bench.counting import Counts
from bench.counts import Measured, measured
from bench.results import Table
from bot import logs

SIZES = (5, 50, 200, 1_000)

#: Due rows in one burst, the same with every number of cases.
_BURST = 5

#: The tables: by name, what is counted, and its figure.
_SHOWN: dict[str, tuple[str, Callable[[Counts], float]]] = {
    "growth, statements": ("statements", lambda counts: counts.statements),
    "growth, transactions": ("transactions", lambda counts: counts.transactions),
    "growth, CPU": ("milliseconds of CPU", lambda counts: 1000 * counts.cpu),
}


def measure(sizes: Sequence[int]) -> list[Measured]:
    """Measure everything with each number of cases."""
    found = []
    for size in sizes:
        print(f"... {size} cases", file=sys.stderr, flush=True)
        found.append(asyncio.run(measured(size, burst=_BURST)))
    return found


def run(sizes: Sequence[int] = SIZES) -> list[Table]:
    """Measure with each number of cases, into a table for statements, one for transactions and one for CPU."""
    logs.setup("error", "json")
    found = measure(sizes)
    tables = []
    for name, (what, figure) in _SHOWN.items():
        columns = ["what", *(f"{size:,} cases".replace(",", " ") for size in sizes), "most / fewest"]
        table = Table(name, f"{what} of the whole bot, by the number of its cases", columns)
        for row in found[0].figures:
            figures = [figure(one.figures[row]) for one in found]
            table.add(row, *figures, figures[-1] / figures[0])
        tables.append(table)
    return tables


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    for table in run([int(size) for size in arguments] or SIZES):
        print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
