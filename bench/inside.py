"""Measures each part of one command's way through the bot, against that of a command whose handler does nothing.

The homeserver answers at once.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.results import Table
from bot import logs
from bot.conversation import parse
from bot.conversation.command import NoArgs, Reply, UnitCtx, command
from bot.rules.roles import Duty
from bot.stage import script
from bot.stage.fast import FastStage
from handlers import TABLE

TIMES = 100
COMMANDS = ("tomt", "hjälp", "ärenden", "ärende ny 15-17 skola")

_SCRIPT = script.parse(
    "title: t\npeople: {anna: coordinator, berit: coordinator}\nsteps: [{silent: {in: office}}]"
)


@command(sv="tomt", en="empty", needs=Duty.SEE_CASES)
def empty(ctx: UnitCtx, args: NoArgs) -> Reply:
    """Do nothing."""
    return ()


class Inside(FastStage):
    """A stage that measures each part of a command's way."""

    async def one(self, text: str) -> tuple[float, float, float, float]:
        """The seconds to parse (also part of handling), to take in the row, to handle it and to deliver the answer."""
        began = perf_counter()
        if parse.find(text, self._table.commands) is None:
            raise RuntimeError(f"no command: {text}")
        parsed = perf_counter()
        await self.say("anna", "office", text)
        taken_in = perf_counter()
        while self._core.work_one():
            pass
        handled = perf_counter()
        await self._core.worker(self._deliver).run_ready()
        return parsed - began, taken_in - parsed, handled - taken_in, perf_counter() - handled


async def measure(folder: Path) -> dict[str, list[float]]:
    """By command, the median seconds of each part."""
    stage = Inside(_SCRIPT, replace(TABLE, commands=[*TABLE.commands, empty]), folder)
    await stage.settle()
    times: dict[str, list[tuple[float, ...]]] = {text: [] for text in COMMANDS}
    for _ in range(TIMES):
        for text in COMMANDS:  # in turns, so that other load on the machine affects all alike
            times[text].append(await stage.one(text))
    return {text: [median(column) for column in zip(*each, strict=True)] for text, each in times.items()}


def run() -> list[Table]:
    """Measure each command, into a table."""
    table = Table(
        "inside",
        f"one command through the bot without Matrix, SQLite on disk, median of {TIMES} each, against an empty handler;"
        " parsing is part of handling",
        ["command", "parse ms", "take in ms", "handle ms", "deliver ms", "whole ms", "whole / empty"],
    )
    logs.setup("error", "json")
    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        found = asyncio.run(measure(Path(folder)))
    least = sum(found[COMMANDS[0]][1:])
    for text, parts in found.items():
        whole = sum(parts[1:])
        table.add(text, *(1000 * seconds for seconds in parts), 1000 * whole, whole / least)
    return [table]


if __name__ == "__main__":
    for table in run():
        print(table)
