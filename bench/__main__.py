"""``python -m bench``: runs all benchmarks at small sizes, prints them and writes ``bench/results.md``."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path

from bench import due, inside, talk, withdrawal
from bench.results import Table

_RESULTS = Path(__file__).with_name("results.md")
_ROOMS = [0, 50]
_WAITING = [0, 200]

_HEAD = """\
# Results of `make bench`

Ratios and counts of one run on one machine ({cores}, Python {python}); times on a shared machine mean nothing alone.
Larger sizes: `python -m bench.talk 500`, `python -m bench.due 1000 1000000`.
"""


def main() -> None:
    """Run all benchmarks."""
    began = time.monotonic()
    tables: list[Table] = []
    runs = {
        "inside": inside.run,
        "due": due.run,
        "withdrawal": lambda: withdrawal.run(_WAITING),
        "talk": lambda: talk.run(_ROOMS),
    }
    for name, run in runs.items():
        print(f"... {name}", flush=True)
        for table in run():
            print(table, flush=True)
            tables.append(table)
    head = _HEAD.format(cores=_machine(), python=platform.python_version())
    _RESULTS.write_text("\n".join([head, *(str(table) for table in tables)]), encoding="utf-8")
    print(f"Wrote {_RESULTS} after {time.monotonic() - began:.0f} s")


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()}"


if __name__ == "__main__":
    main()
