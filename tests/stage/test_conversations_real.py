"""Conversation files on a real homeserver, with encrypted people and the bot as a process of its own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
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

#: Played for real in every run: what must never fail, and one municipality in its own order and words. The others are
#: in the long run (and without a homeserver in every run), and the whole case in every run as well, by
#: ``test_audience``, which looks at every key on the way.
PICTURES = "bilder-och-rost-pa-egen-sida"
CORE = {"rop-pa-hjalp-mitt-i-allt", PICTURES, "stockholm-fran-ide-till-rum"}

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
        if file.stem == PICTURES:
            assert _fetched(homeserver, world.matrix_id("alex")) == [None, None]  # the voice message, and the picture


def _fetched(homeserver: Homeserver, user_id: str) -> list[int | None]:
    """When the files that somebody has uploaded were last fetched; None: never."""
    query = "SELECT last_access_ts FROM local_media_repository WHERE user_id = ?"
    with closing(sqlite3.connect(f"file:{homeserver.folder / 'homeserver.db'}?mode=ro", uri=True)) as db:
        return [at for (at,) in db.execute(query, (user_id,))]


def test_the_core_exists() -> None:
    assert {file.stem for file in FILES} >= CORE | {f"{profile}-fran-ide-till-rum" for profile in profiles()}
