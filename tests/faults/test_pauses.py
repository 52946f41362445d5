"""The bot stands still (SIGSTOP) after any step while time passes and people write, and goes on: nobody notices."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load
from tests.names import own
from tests.stage.ending import End, EndingWorld

pytestmark = [pytest.mark.real, pytest.mark.long]

SCRIPT = load(Path(__file__).parent / "liten.yaml")

#: Steps from one pause to the next; shifted by one in each play, every step of the case is followed by a pause in one.
COMB = 12

#: How long a pause is, in seconds of this machine and by the bot's clock.
REAL, MOVED = 1.0, timedelta(minutes=1)


class PausedWorld(EndingWorld):
    """Lets the bot go on some time after it stopped."""

    pauses = 0

    async def relieve(self) -> None:
        """For as long as it lives."""
        while True:
            process = self.bot.process
            if process is not None and _stands(process.pid):
                self.pauses += 1
                if not self._gathers():
                    self._clock.move(MOVED)
                await asyncio.sleep(REAL)
                os.kill(process.pid, signal.SIGCONT)
            await asyncio.sleep(0.05)

    def _gathers(self) -> bool:
        """While people come in: those who come a minute apart are welcomed one by one, rightly, but to another end."""
        said = [line.text for line in self.transcript()]
        return any("öppna K-3M9" in text for text in said) and not any("Inga uppgifter än" in text for text in said)


def _stands(pid: int) -> bool:
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells whether a process stands")
@pytest.mark.parametrize("shift", range(1, COMB + 1))
async def test_a_case_survives_pauses(homeserver: Homeserver, tmp_path: Path, reference: End, shift: int) -> None:
    hardships = ["--pause", f"{COMB}+{shift}"]
    async with PausedWorld(SCRIPT, tmp_path, homeserver, tag=own(), hardships=hardships) as world:
        relief = asyncio.create_task(world.relieve())
        try:
            failure = await play(SCRIPT, world.watch())
        finally:
            relief.cancel()
            if world.bot.process is not None:
                world.bot.process.send_signal(signal.SIGCONT)
        assert failure is None, f"{failure}\n{world.bot.log_tail()}"
        end = await world.end()
        assert end.differs(reference) == []
        assert world.pauses >= end.steps.count("pause") - 1 > 5
