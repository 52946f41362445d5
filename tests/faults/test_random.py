"""A whole case while one request in five meets a fault: it ends as if nothing had happened.

Nothing is lost or said twice, everything is in order and readable by those it is for and nobody else, the audit chain
is whole, and the bot's tables say the same as after a case without faults.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path
from random import Random

import pytest

from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load
from tests.faults import faults
from tests.faults.proxy import Exchange, Fault, Proxy
from tests.names import own
from tests.stage.ending import End, EndingWorld

pytestmark = [pytest.mark.real, pytest.mark.long]

SCRIPT = load(Path(__file__).parent / "liten.yaml")

#: One request in so many meets a fault.
RATE = 5

#: Seconds after which the bot gives up on an answer, so that a test need not wait for half a minute.
PATIENCE = 2.0

_numbers = count(1)


class Chance:
    """Chooses faults by a seed: for the n-th request to an endpoint it is always the same one."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._counts: dict[str, count[int]] = {}
        self._sync = faults.Again()

    def __call__(self, exchange: Exchange) -> Fault | None:
        number = next(self._counts.setdefault(exchange.what, count(1)))
        random = Random(f"{self._seed} {exchange.what} {number}")
        ordinary = self._sync.note if exchange.what == "sync" else None
        if random.randrange(RATE):
            return ordinary
        possible = [*faults.ANYWHERE, *faults.LIES.get(exchange.what, ()), faults.logged_out]
        possible.append(faults.limited(1, header=True))
        if exchange.what == "sync":
            possible.append(self._sync.repeat)
        elif exchange.what != "createRoom":  # the bot waits long for it, and asks only once
            possible.append(faults.late(2 * PATIENCE))
        chosen: Fault = random.choice(possible)
        return chosen


async def played(server: Homeserver, folder: Path, chance: Chance | None, database: str = "") -> End:
    """Play the case through a proxy. Fails when the conversation does not go as written."""
    number = next(_numbers)
    async with Proxy(server.url, chance or (lambda _: None)) as proxy:
        world = EndingWorld(
            SCRIPT,
            folder / f"world{number}",
            server,
            tag=own(),
            via=proxy.url,
            hardships=["--patience", str(PATIENCE)],
            database=database,
        )
        async with world:
            failure = await play(SCRIPT, world.watch())
            assert failure is None, f"{failure}\n{proxy.done}\n{world.bot.log_tail()}"
            print(sum(proxy.done.values()) - proxy.done["note"], "faults:", dict(proxy.done))  # noqa: T201
            return await world.end()


@pytest.mark.parametrize("seed", range(1, 101))
async def test_a_case_survives_faults(homeserver: Homeserver, tmp_path: Path, reference: End, seed: int) -> None:
    end = await played(homeserver, tmp_path, Chance(seed))
    assert end.differs(reference) == [], f"seed {seed}"


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(101, 106))
async def test_so_it_does_on_postgresql(
    homeserver: Homeserver, tmp_path: Path, postgres: str, reference: End, seed: int
) -> None:
    end = await played(homeserver, tmp_path, Chance(seed), postgres)
    assert end.differs(reference) == [], f"seed {seed}"
