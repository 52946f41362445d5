"""One case to which nothing happens, for those to which something does."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load
from tests.names import own
from tests.stage.ending import End, EndingWorld


@pytest.fixture(scope="session")
def reference(homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory) -> End:
    """How the short case ends without a fault."""

    async def played() -> End:
        script = load(Path(__file__).parent / "liten.yaml")
        folder = tmp_path_factory.mktemp("reference")
        async with EndingWorld(script, folder, homeserver, tag=own()) as world:
            failure = await play(script, world.watch())
            assert failure is None, str(failure)
            return await world.end()

    end = asyncio.run(played())
    assert not end.broken
    assert not end.wrong
    return end
