"""``sigbot run``: what a command line says of the settings, and the bot with them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from bot import logs
from bot.settings import CONFIG, Settings, load

DEFAULT = Path("sigbot.toml")


def config_of(arguments: Sequence[str]) -> Path | None:
    """The settings file of a plain ``sigbot run``; ``None`` for any other command line, which the table of
    commands reads."""
    match arguments:
        case ["run"]:
            return Path(os.environ.get(CONFIG) or DEFAULT)
        case ["run", "-c" | "--config", path]:
            return Path(path)
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


def run(config: Path) -> None:
    """Run the bot until it is told to stop. Wrong settings are told before anything else is imported."""
    found = settings(config)
    from bot import app

    app.run(found)
