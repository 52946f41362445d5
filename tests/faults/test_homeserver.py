"""The homeserver is killed and started again, or restored from an older copy of its database."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.matrix import rollback
from bot.stage.homeserver import DATABASE, Homeserver
from bot.stage.play import play
from bot.stage.script import load
from bot.stage.stagehand import BOT
from storage import keys
from storage import member as members
from tests.matrix.conftest import World
from tests.stage.ending import End, EndingWorld

pytestmark = pytest.mark.real

SCRIPT = load(Path(__file__).parent / "liten.yaml")


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Homeserver]:
    """A homeserver that may be taken down."""
    async with Homeserver(tmp_path / "homeserver") as server:
        yield server


@pytest.fixture
async def world(own: Homeserver) -> AsyncIterator[World]:
    made = World(own)
    yield made
    await made.close()


async def copy(server: Homeserver, to: Path) -> None:
    """Stop a homeserver, copy its database, and start it again."""
    await server.stop()
    shutil.copy(server.folder / DATABASE, to)
    await server.start()


async def rewind(server: Homeserver, older: Path) -> None:
    """Start a homeserver again with an older copy of its database."""
    await server.stop()
    shutil.copy(older, server.folder / DATABASE)
    await server.start()


class RestartedWorld(EndingWorld):
    """The homeserver dies while the bot answers."""

    async def say(self, who: str, place: str, text: str) -> None:
        """Say it, and leave the bot no time."""
        await super().say(who, place, text)
        if text in ("ärende ny 15-17 skola", "ja", "!klar 1"):
            await asyncio.sleep(0.05)
            await self._server.crash()


@pytest.mark.long
async def test_a_case_survives_a_homeserver_that_is_killed(own: Homeserver, tmp_path: Path, reference: End) -> None:
    async with RestartedWorld(SCRIPT, tmp_path / "bot", own) as world:
        failure = await play(SCRIPT, world.watch())
        assert failure is None, f"{failure}\n{world.bot.log_tail()}"
        assert (await world.end()).differs(reference) == []


async def test_we_notice_that_the_homeserver_went_back(own: Homeserver, world: World, tmp_path: Path) -> None:
    bot, anna, petra, sven = (
        await world.bot(),
        await world.person("anna"),
        await world.person("petra"),
        await world.person("sven"),
    )
    room_id, matrix_room = await bot.room(anna, petra)
    bot.sent(room_id, await bot.say(room_id, "ett"))
    await copy(own, tmp_path / "copy")
    ask = {"one_time_keys": {bot.client.user_id: {bot.client.machine.device_id: "signed_curve25519"}}}
    used = (await anna.client.http.call("POST", ("keys", "claim"), ask))["one_time_keys"]
    await bot.client.rooms.remove(matrix_room, petra.id)
    await bot.client.rooms.invite(matrix_room, sven.id)
    await sven.enter(matrix_room)
    for number in range(3):
        await anna.say(matrix_room, f"före {number}")
    await bot.client.sync_once()
    await rewind(own, tmp_path / "copy")

    await anna.client.sync_once()
    await anna.say(matrix_room, "sedan")  # before the bot has noticed: it is in no answer that follows our position
    with bot.db.unit() as session:
        before = keys.position(session, "bot")
    bot.client._rollback.in_doubt = True  # its connection broke
    await bot.client.sync_once()
    with bot.db.unit() as session:
        assert rollback.is_older(str(keys.position(session, "bot")), str(before))
        memberships = members.memberships(session, matrix_room)
    assert (memberships[petra.id], memberships[sven.id]) == ("join", "leave")
    assert [one.body for one in bot.opened()] == ["före 0", "före 1", "före 2", "sedan"]
    # A key that was used is not handed out a second time
    offered = (await anna.client.http.call("POST", ("keys", "claim"), ask))["one_time_keys"]
    assert offered != used
    held = (await bot.client.http.call("POST", ("keys", "upload"), {}))["one_time_key_counts"]
    assert held["signed_curve25519"] == 49
    # And once is enough
    with bot.db.unit() as session:
        before = keys.position(session, "bot")
    await anna.say(matrix_room, "och nu")
    await bot.client.sync_once()
    assert bot.opened()[-1].body == "och nu"


async def test_we_notice_it_also_when_it_has_caught_up(own: Homeserver, world: World, tmp_path: Path) -> None:
    """Nothing in the position tells, but what we said last is gone."""
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await copy(own, tmp_path / "copy")
    bot.sent(room_id, await bot.say(room_id, "borta"))
    await bot.client.sync_once()
    await rewind(own, tmp_path / "copy")
    await anna.client.sync_once()
    for number in range(30):  # more than we had heard of
        await anna.say(matrix_room, f"sedan {number}")
    assert not bot.client._rollback.in_doubt
    bot.client._rollback.in_doubt = True  # as after any error
    await bot.client.sync_once()
    assert [one.body for one in bot.opened()] == [f"sedan {number}" for number in range(30)]


#: Until the room is open and everybody is in it.
OPENED = next(number for number, step in enumerate(SCRIPT.steps) if "members" in step.source) + 1
BEFORE = next(number for number, step in enumerate(SCRIPT.steps) if "öppna K-3M9" in step.source)


async def heard(world: EndingWorld, text: str, seconds: float = 60) -> None:
    """Until the bot has said something."""
    for _ in range(int(10 * seconds)):
        world._listen()
        if any(line.who == BOT and text in line.text for line in world.transcript()):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"never heard: {text}\n{world.bot.log_tail()}")


@pytest.mark.long
async def test_who_was_removed_stays_removed(own: Homeserver, tmp_path: Path) -> None:
    async with EndingWorld(SCRIPT, tmp_path / "bot", own) as world:
        assert await play(replace(SCRIPT, steps=SCRIPT.steps[:OPENED]), world.watch()) is None
        await copy(own, tmp_path / "copy")
        await world.settle()
        for text in ("samtycke återkalla K-3M9 polis", "ja"):
            await world.say("anna", "office", text)
            await world.settle()
        assert "petra" not in await world.members("K-3M9")
        process = world.bot.process
        await rewind(own, tmp_path / "copy")
        assert "petra" in await world.members("K-3M9")
        await heard(world, "återställts från en äldre kopia")
        await world.settle()
        assert "petra" not in await world.members("K-3M9")
        await world.say("anna", "office", "ärenden")
        await world.settle()
        await heard(world, "K-3M9")
        assert world.wrong() == []
        assert world.bot.process is process
        assert process is not None
        assert process.poll() is None


@pytest.mark.long
async def test_a_room_that_is_gone_is_told(own: Homeserver, tmp_path: Path) -> None:
    async with EndingWorld(SCRIPT, tmp_path / "bot", own) as world:
        assert await play(replace(SCRIPT, steps=SCRIPT.steps[:BEFORE]), world.watch()) is None
        await copy(own, tmp_path / "copy")
        await world.settle()
        for text in ("öppna K-3M9 rummet", "ja"):
            await world.say("anna", "office", text)
            await world.settle()
        await world.move_clock(world.now() + timedelta(minutes=1))
        await world.settle()
        process = world.bot.process
        await rewind(own, tmp_path / "copy")
        await heard(world, "återställts från en äldre kopia")
        await heard(world, "Rummet är förlorat")
        await world.say("anna", "office", "tina upp K-3M9")
        await world.settle()
        await world.say("anna", "office", "ja")
        await world.settle()
        assert await world.members("K-3M9") == {"anna", "petra", "sven"}
        assert world.bot.process is process
