"""The real world of a play: homeserver, bot process, encrypted people; nothing waits for a time to pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.stage.homeserver import Homeserver
from bot.stage.play import play, play_real
from bot.stage.script import parse
from bot.stage.settled import SyncPosition, Traffic
from bot.stage.world import World

pytestmark = pytest.mark.real

STORY = """\
title: The bot comes back, and who is not signed is not let in
codes: [K-7F2]
people:
  anna: coordinator
  berit: coordinator
  mallory: {role: guest, matrix: unsigned}
  eva: {role: guardian, matrix: none}
steps:
  - {who: anna, in: office, says: "ärende ny 15-17 skola", bot: "(?P<code>K-7F2)"}
  - {crash: true}
  - {who: berit, in: office, says: "ärenden", bot: "{code}"}
  - {clock: +3 d}
  - {who: anna, in: office, says: "ärenden", bot: "K-7F2"}
  - {room: office, members: [anna, berit]}
  - {sees: {who: [anna, berit], message: "K-7F2"}}
  - {cannot_read: {who: [mallory, eva], message: "K-7F2"}}
"""


@pytest.mark.long
async def test_a_conversation_is_played_for_real(tmp_path: Path) -> None:
    failure = await play_real(parse(STORY), tmp_path)
    assert failure is None, str(failure)


async def test_what_somebody_has_not_got_yet_is_seen(tmp_path: Path) -> None:
    script = parse("title: t\npeople: {anna: coordinator, berit: coordinator}\nsteps: [{silent: {in: office}}]")
    async with Homeserver(tmp_path / "homeserver") as server, World(script, tmp_path / "bot", server) as world:
        assert await play(script, world) is None
        traffic, anna = Traffic(server.folder / "homeserver.db"), world.people["anna"]

        def reached(position: str) -> SyncPosition:
            return SyncPosition(user_id=anna.user_id, device_id=anna.device_id, position=position, accepts=True)

        assert traffic.lacking([reached(anna.sync_position.position)]) is None
        assert traffic.lacking([reached("")]) == f"{anna.user_id} has not synced yet"
        before = anna.sync_position.position
        await world.say("anna", "office", "hjälp")
        await world.settle()
        assert traffic.lacking([reached(before)]) == f"{anna.user_id} has not received every event"
        assert traffic.lacking([reached(anna.sync_position.position)]) is None
