"""The bot of a play as a process of its own, so that a crash is a crash."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import bot
from bot.stage.homeserver import die_with_parent
from bot.stage.stagehand import StageError


class BotProcess:
    """``python -m bot run`` with a settings file."""

    def __init__(self, config: Path, log: Path) -> None:
        self._config = config
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Start it. It dies with us."""
        home = str(Path(bot.__file__).parents[1])
        path = os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-m", "bot", "run", "--config", str(self._config)],
                env={**os.environ, "PYTHONPATH": path},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def crash(self) -> None:
        """kill -9, and start again."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self.begin()

    async def end(self) -> None:
        """Stop it in order; kill it after ten seconds."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, 10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def must_live(self) -> None:
        """Raise :class:`StageError` when it ended by itself."""
        if self._process is not None and self._process.poll() is not None:
            raise StageError(f"the bot ended with {self._process.returncode}:\n{self.log_tail()}")

    def log_tail(self) -> str:
        """The last lines it logged."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])


def write_settings(file: Path, settings: Mapping[str, Any]) -> None:
    """Write a settings file, readable by us alone."""
    text = "".join(f"{key} = {_toml(value)}\n" for key, value in settings.items())
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.write(text)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)
