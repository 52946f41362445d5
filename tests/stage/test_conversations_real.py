"""Conversation files on a real homeserver, with encrypted people and the bot as a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core import profiles
from bot.stage import script
from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.steps import Audience
from bot.stage.world import World
from tests.names import own

FILES = sorted((Path(__file__).parents[1] / "conversations").glob("*.yaml"))

#: Played for real in every run: what must never fail, and each municipality in its own order and words. The others are
#: in the long run, and the whole case in every run as well, by ``test_audience``, which looks at every key on the way.
CORE = {"rop-pa-hjalp-mitt-i-allt", *(f"{profile}-fran-ide-till-rum" for profile in profiles())}

pytestmark = pytest.mark.real


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, marks=[] if file.stem in CORE else [pytest.mark.long], id=file.stem) for file in FILES],
)
async def test_it_goes_as_written_on_a_real_homeserver(file: Path, tmp_path: Path, homeserver: Homeserver) -> None:
    played = script.load(file)
    async with World(played, tmp_path, homeserver, tag=own()) as world:
        failure = await play(played, world)
        assert failure is None, str(failure)
        # Nobody lacks a key but those of whom the conversation says so
        steps = [step for step in played.steps if isinstance(step, Audience) and not step.reads and not step.newest]
        held_back = {who for step in steps for who in step.handles}
        held_back |= {who for who, actor in played.people.items() if actor.matrix == "unsigned"}
        assert [one for one in world.unreadable() if one.split(" in ")[0] not in held_back] == []


def test_the_core_exists() -> None:
    assert {file.stem for file in FILES} >= CORE
