"""kill -9 between any two words with the homeserver: while logging in, handing out keys, making rooms.

The comb of ``tests/stage/test_crash.py`` kills the bot after its own steps; this one in the middle of them, right
before a request reaches the homeserver or right after it was handled.
"""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from aiohttp import web

from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load
from tests.faults.proxy import Exchange, Fault, Proxy
from tests.names import own
from tests.stage.ending import End, EndingWorld

pytestmark = [pytest.mark.real, pytest.mark.long]

SCRIPT = load(Path(__file__).parent / "liten.yaml")

#: Requests from one death to the next, at most; each start alone takes about six.
LONGEST_LIFE = 40
DEATHS = 10


class Killer:
    """Kills the bot at requests chosen by a seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._left = self._random.randint(1, LONGEST_LIFE)
        self.at: list[str] = []
        self.world: EndingWorld | None = None

    def __call__(self, exchange: Exchange) -> Fault | None:
        self._left -= 1
        if self._left or len(self.at) == DEATHS:
            return None
        self._left = self._random.randint(1, LONGEST_LIFE)
        handled = self._random.random() < 0.5
        self.at.append(f"{'after' if handled else 'before'} {exchange.what}")

        async def kill(exchange: Exchange) -> web.StreamResponse:
            if handled:
                await exchange.forward()
            assert self.world is not None
            self.world.bot.crash()
            return exchange.cut()

        return kill


@pytest.mark.parametrize("seed", range(1, 11))
async def test_a_case_survives_kill_9_between_words(
    homeserver: Homeserver, tmp_path: Path, reference: End, seed: int
) -> None:
    await _survives(homeserver, tmp_path, reference, seed, "")


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(11, 15))
async def test_so_it_does_on_postgresql(
    homeserver: Homeserver, tmp_path: Path, postgres: str, reference: End, seed: int
) -> None:
    await _survives(homeserver, tmp_path, reference, seed, postgres)


async def _survives(homeserver: Homeserver, tmp_path: Path, reference: End, seed: int, database: str) -> None:
    killer = Killer(seed)
    async with Proxy(homeserver.url, killer) as proxy:
        killer.world = EndingWorld(SCRIPT, tmp_path, homeserver, tag=own(), via=proxy.url, database=database)
        async with killer.world as world:
            failure = await play(SCRIPT, world.watch())
            assert failure is None, f"{killer.at}: {failure}"
            end = await world.end()
    assert end.differs(reference) == [], killer.at
    assert len(killer.at) >= 3
