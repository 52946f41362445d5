"""The bot that kills itself: ``python -m bot.stage.crashing --config FILE --at N`` runs it and ends it with SIGKILL
right after its N-th step, where nothing can be tidied up any more. ``--at outbox.sent:3`` is its third step of that
name; ``--at 0`` only counts.

Each step's name is a line of the file ``steps`` beside the settings, "crash" one for each time it died.
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from bot import logs
from bot.app import App
from bot.settings import Settings, load

STEPS = "steps"


class Bomb:
    """Counts steps and goes off at one."""

    def __init__(self, at: str, file: Path) -> None:
        self._name, _, number = at.rpartition(":")
        self._at = int(number)
        self._count = 0
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, step: str) -> None:
        os.write(self._file, f"{step}\n".encode())
        if self._name in ("", step):
            self._count += 1
        if self._count == self._at:
            os.write(self._file, b"crash\n")
            os.kill(os.getpid(), signal.SIGKILL)


def main(config: Annotated[Path, typer.Option()], at: Annotated[str, typer.Option()] = "0") -> None:
    """Run the bot until a step."""
    settings = load(config)
    logs.setup(settings.log_level, settings.log_format)
    asyncio.run(_run(settings, Bomb(at, config.with_name(STEPS))))


async def _run(settings: Settings, bomb: Bomb) -> None:
    await App(settings, on_step=bomb).run()


if __name__ == "__main__":
    typer.run(main)
