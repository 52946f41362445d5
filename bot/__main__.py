"""``sigbot`` and ``python -m bot``. An error is one sentence on stderr, and an exit code (:mod:`bot.exits`).

A plain ``sigbot run`` never sees the table of commands (:mod:`bot.cli.main`): it runs for months, and what
reads options, asks questions and paints help would stay in memory as long.
"""

from __future__ import annotations

import os
import sys

from bot import exits
from bot.cli import run


def main() -> None:
    """Run the command line."""
    os.umask(0o077)  # every file we create is for its owner alone: database, keys, the stage's files
    plain = run.plain(sys.argv[1:])
    try:
        if plain is not None:
            run.run(plain.config, hold=plain.hold)
        else:
            from bot.cli.main import app

            app()
    except Exception as error:  # noqa: BLE001 - each has its exit code, also what nobody foresaw
        exits.end(error)


if __name__ == "__main__":
    main()
