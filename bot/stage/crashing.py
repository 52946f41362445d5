"""Runs the bot and crashes it.

``python -m bot.stage.crashing --config FILE --at N`` kills it right after its N-th step; ``--at
outbox.sent:3`` after its third step of that name; ``--at 0`` only counts steps. ``--at power:N`` cuts the
power instead of the N-th operation of its database on the disk: the files as they would be found then are
written to the folder ``survived`` beside the settings, for whoever starts the bot again.

``--pause N+S`` stops it (SIGSTOP) after its S-th step and every N steps from there, until somebody lets it go
on. ``--patience S`` gives up on an answer of the homeserver after S seconds. With ``--disk``, the disk is
full as long as there is a file ``full`` beside the settings.

The name of each step becomes a line of the file ``steps`` beside the settings; so do "crash" and "pause".
"""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from bot import logs
from bot.app import App
from bot.settings import Settings, load
from bot.stage.power import Disk, install

STEPS = "steps"
SURVIVED = "survived"
FULL = "full"


class Bomb:
    """Counts steps, and kills or stops the process after some of them."""

    def __init__(self, at: str, file: Path, *, pause: str = "") -> None:
        self._name, _, number = at.rpartition(":")
        self._at = int(number)
        self._count = 0
        every, _, first = pause.partition("+")
        self._pauses = range(int(first), 1_000_000, int(every)) if pause else range(0)
        self._steps = 0
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def __call__(self, step: str) -> None:
        os.write(self._file, f"{step}\n".encode())
        self._steps += 1
        if self._steps in self._pauses:
            os.write(self._file, b"pause\n")
            os.kill(os.getpid(), signal.SIGSTOP)
        if self._name in ("", step):
            self._count += 1
        if self._count == self._at:
            self.go_off()

    def go_off(self) -> None:
        """Kill this process."""
        os.write(self._file, b"crash\n")
        os.kill(os.getpid(), signal.SIGKILL)


def main(
    config: Annotated[Path, typer.Option()],
    at: Annotated[str, typer.Option()] = "0",
    patience: Annotated[float, typer.Option()] = 30,
    pause: Annotated[str, typer.Option()] = "",
    disk: Annotated[bool, typer.Option("--disk")] = False,
) -> None:
    """Run the bot until it is killed, or for good."""
    settings = load(config)
    logs.setup(settings.log_level, settings.log_format)
    power = int(at.removeprefix("power:")) if at.startswith("power:") else 0
    bomb = Bomb("0" if power else at, config.with_name(STEPS), pause=pause)
    if power or disk:
        _install_disk(config, bomb, power)
    asyncio.run(_run(settings, bomb, patience))


def _install_disk(config: Path, bomb: Bomb, at: int) -> None:
    """Let SQLite write through a disk that can be full, and whose power is cut at the operation ``at``."""
    full = config.with_name(FULL)
    survived = config.with_name(SURVIVED)

    def operation() -> None:
        disk.full = full.exists()
        if disk.operations + 1 == at:
            survived.mkdir()
            for path, content in disk.survivors(Random(at)).items():  # noqa: S311 - no secret
                (survived / Path(path).name).write_bytes(content)
            bomb.go_off()

    disk = Disk(operation)
    install(disk, "power", default=True)


async def _run(settings: Settings, bomb: Bomb, patience: float) -> None:
    app = App(settings, on_step=bomb)
    app.client.http.patience = patience
    await app.run()


if __name__ == "__main__":
    typer.run(main)
