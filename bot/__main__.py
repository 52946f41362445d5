"""``sigbot`` and ``python -m bot``. A known error is one line on stderr and exit code 2.

A plain ``sigbot run`` never sees the table of commands (:mod:`bot.cli.main`): it runs for months, and what
reads options, asks questions and paints help would stay in memory as long.
"""

from __future__ import annotations

import os
import sys

from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.cli import run
from bot.errors import CannotDo, IdentityForeign, SettingsWrong
from storage.sealed import CannotOpen


def main() -> None:
    """Run the command line."""
    os.umask(0o077)  # every file we create is for its owner alone: database, keys, the stage's files
    config = run.config_of(sys.argv[1:])
    try:
        if config is not None:
            run.run(config)
        else:
            from bot.cli.main import app

            app()
    except (SettingsWrong, IdentityForeign, CannotDo) as error:
        _end(str(error))
    except CannotOpen as error:
        _end(f"{error}. Look with: sigbot check")
    except (OperationalError, ProgrammingError) as error:
        _end(f"database: {error.orig}. Look with: sigbot check")


def _end(why: str) -> None:
    sys.stderr.write(f"{why}\n")
    sys.exit(2)


if __name__ == "__main__":
    main()
