"""``sigbot run``: what a command line says of the settings, and the bot with them."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot import exits, logs
from bot.settings import CONFIG, Settings, load

DEFAULT = Path("sigbot.toml")


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A plain ``sigbot run``: its settings file, and whether it holds (:func:`bot.exits.end`)."""

    config: Path
    hold: bool = False


def plain(arguments: Sequence[str]) -> Plain | None:
    """The options of a plain ``sigbot run``; ``None`` for any other command line, which the table of commands
    reads."""
    match arguments:
        case ["run", *rest]:
            hold = rest[:1] == ["--hold"]
        case _:
            return None
    match rest[hold:]:
        case []:
            return Plain(config=Path(os.environ.get(CONFIG) or DEFAULT), hold=hold)
        case ["-c" | "--config", path]:
            return Plain(config=Path(path), hold=hold)
        case _:
            return None


def file(config: Path) -> Path | None:
    """The settings file; ``None`` if there is none by default and the settings are in the environment."""
    if config == DEFAULT and not config.exists() and "SIGBOT_HOMESERVER" in os.environ:
        return None
    return config


def settings(config: Path) -> Settings:
    """The settings of a file, with the logs set up as they say."""
    found = load(file(config))
    logs.setup(found.log_level, found.log_format)
    return found


def run(config: Path, *, hold: bool = False) -> None:
    """Run the bot until it is told to stop. Wrong settings are told before anything else is imported."""
    try:
        _heed_signals()
        found = settings(config)
        from bot import app

        app.run(found)
    except Exception as error:
        if not hold:
            raise
        exits.end(error, hold=True)


def _heed_signals() -> None:
    """End with 0 when told to stop before the bot itself listens, and ignore SIGHUP: there is nothing to
    reopen."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(exits.Exit.DONE))
