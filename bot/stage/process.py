"""The bot of a play as a process of its own, so that it can be killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import bot
from bot.stage.homeserver import die_with_parent
from bot.stage.stagehand import StageError


class BotProcess:
    """``python -m bot run`` with a settings file, or :mod:`bot.stage.crashing` in its place.

    ``crashes``: steps after which it kills itself, as the option ``--at``, one for each run; after each it is
    started again. ``hardships``: the other options of :mod:`bot.stage.crashing`.
    """

    def __init__(
        self, config: Path, log: Path, *, crashes: Sequence[str] = (), hardships: Sequence[str] = ()
    ) -> None:
        self._config = config
        self._log = log
        self._crashes = list(crashes)
        self._hardships = list(hardships)
        # called between a planned crash and the next run
        self.before_restart: Callable[[], None] = lambda: None
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it. It ends when this process ends."""
        home = str(Path(bot.__file__).parents[1])
        command = ["bot", "run"]
        if self._crashes or self._hardships:
            command = ["bot.stage.crashing", *self._hardships, "--at", (self._crashes or ["0"])[0]]
        path = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", *command, "--config", str(self._config)],
                env={**os.environ, "PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def crash(self) -> None:
        """Kill it with SIGKILL and start it again."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.start()

    async def stop(self) -> int | None:
        """Stop it in order; kill it after ten seconds. Returns its exit code, if it ran."""
        process = self.process
        self.process = None
        if process is None:
            return None
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, 10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        return process.returncode

    def check_alive(self) -> None:
        """Start it again after a planned crash. Raises :class:`StageError` when it ended in any other way."""
        if self.process is not None and self.process.poll() is not None:
            if self._crashes and self.process.returncode == -signal.SIGKILL:
                self._crashes.pop(0)
                self.before_restart()
                self.start()
                return
            raise StageError(f"the bot ended with {self.process.returncode}:\n{self.log_tail()}")

    def log_tail(self) -> str:
        """The last lines it logged."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])


def write_settings(file: Path, settings: Mapping[str, Any]) -> None:
    """Write a settings file that only its owner can read."""
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in settings.items())
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as handle:
        handle.write(text)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)
