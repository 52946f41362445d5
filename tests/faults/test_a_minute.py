"""Many reminders fall due in one minute, and everything goes wrong meanwhile: each comes once, and in its order."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bench import minute, prepared, side
from bench.minute import TROUBLES, Found, Minute
from bot.stage.homeserver import Homeserver
from tests.faults.proxy import Proxy
from tests.names import own

pytestmark = pytest.mark.real

#: More than are served at once.
ROOMS = 6
#: Seconds for which nobody reaches the homeserver in the small one.
AWAY = 1.0


def is_whole(found: Found) -> None:
    """Each word was read once, in its order, and nothing besides; every row is done."""
    assert found.wrong == {}, found.done
    assert (found.lost, found.twice, found.undone) == (0, 0, 0), found.done


async def test_two_dozen_with_a_death_failing_requests_cut_syncs_and_a_homeserver_that_is_away(
    homeserver: Homeserver, tmp_path: Path
) -> None:
    clock = minute.clock_in(tmp_path)
    copied = await prepared.added(homeserver, tmp_path / "bot", ROOMS, tag=own(), clock=clock)
    async with Proxy(homeserver.url) as proxy:

        async def go_down() -> None:
            await proxy.shut()
            await asyncio.sleep(AWAY)
            await proxy.open()

        settings = {"clock_file": str(tmp_path / "clock")}
        async with side.beside(copied, via=proxy.url, **settings) as one:
            short = Minute(one, clock, TROUBLES, proxy, go_down, kills=1, silence=0)
            found = await short.run(span=0.5, lead=0)
    is_whole(found)
    assert {"_kill", "_down", "cut_before"} <= set(found.done)
    assert found.reminders == len(minute.DUE) * ROOMS


@pytest.mark.long
async def test_two_thousand_with_five_deaths_and_a_homeserver_that_stops(tmp_path: Path) -> None:
    async with minute.on_copy(500, TROUBLES, tmp_path / "bot") as whole:
        found = await whole.run(span=60, lead=5)
    is_whole(found)
    assert found.done["_kill"] == minute.KILLS
    assert found.done["_down"] == 1
    assert found.reminders == 2000
