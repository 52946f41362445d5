"""The power goes while the whole bot runs: it goes on with what the disk has kept, and nobody notices.

What the bot has told the homeserver that it has (room keys, by its position; messages, by asking for what follows) must
be on the disk by then; what it has not told, the homeserver tells it again.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from random import Random

import pytest

from bot.stage.crashing import SURVIVED
from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.power import Disk, NoShim, install
from bot.stage.script import load
from tests.names import own
from tests.stage.ending import End, EndingWorld

pytestmark = pytest.mark.real

SCRIPT = load(Path(__file__).parent / "liten.yaml")

#: Power cuts in one play. The case takes some thousand operations on the disk; these come early enough to all happen.
CUTS = 6
SOONEST, LATEST = 40, 400

_numbers = count(1)


@pytest.fixture(scope="module", autouse=True)
def _reachable() -> None:
    try:
        install(Disk(), "probe")()
    except NoShim as error:
        pytest.skip(str(error))


class PowerWorld(EndingWorld):
    """When the power comes back, the disk has what was left of it."""

    def reboot(self) -> None:
        """Put the files in place that were left, and nothing else."""
        self._db.close()
        left, data = self._folder / SURVIVED, self._folder / "data"
        for file in data.glob("*.db*"):
            file.unlink()
        for file in left.iterdir():
            shutil.copy(file, data / file.name)
        shutil.rmtree(left)


async def played(server: Homeserver, folder: Path, cuts: Sequence[str]) -> End:
    number = next(_numbers)
    async with PowerWorld(SCRIPT, folder / str(number), server, tag=own(), crashes=cuts) as world:
        world.bot.before_restart = world.reboot
        failure = await play(SCRIPT, world.watch())
        assert failure is None, f"{cuts}: {failure}"
        return await world.end()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 11))
async def test_a_case_survives_power_cuts(homeserver: Homeserver, tmp_path: Path, reference: End, seed: int) -> None:
    random = Random(seed)
    cuts = [f"power:{random.randint(SOONEST, LATEST)}" for _ in range(CUTS)]
    end = await played(homeserver, tmp_path, cuts)
    assert end.differs(reference) == [], f"seed {seed}: {cuts}"
    assert end.steps.count("crash") == CUTS
