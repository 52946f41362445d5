"""Who can read what the bot says: exactly the owner-signed devices of ``wanted(room)``, seen from the clients' side.

*Of those wanted who have joined*: rooms show their history from joining on, so keys go to who is in the room.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load
from tests.names import own
from tests.stage.watched import WatchedWorld

pytestmark = pytest.mark.real

WHOLE_CASE = Path(__file__).parents[1] / "conversations" / "hela-arendet.yaml"


class NewDevices(WatchedWorld):
    """Sven has an unsigned device all along; Petra logs in on a second, signed one in the middle of the case."""

    async def say(self, who: str, place: str, text: str) -> None:
        """Before somebody says certain things, others log in."""
        if text == "ärende ny":
            self.unsigned.add((await self.new_device("sven", signed=False)).device_id)
        if text == "!klar 1":
            await self.new_device("petra", signed=True)
        await super().say(who, place, text)


async def test_exactly_those_wanted_can_read_what_the_bot_says(homeserver: Homeserver, tmp_path: Path) -> None:
    script = load(WHOLE_CASE)
    async with NewDevices(script, tmp_path, homeserver, tag=own()) as world:
        failure = await play(script, world.watch())
        assert failure is None, str(failure)
        assert world.wrong() == []

        # And the play was one in which all of this could have gone wrong
        lost, second = world.devices
        where = world.matrix_room("K-7F2")
        said = [message.readers for message in world.messages if message.matrix_room == where]
        lisa, petra = (world.people[who].user_id for who in ("lisa", "petra"))
        reading = [{user for user, _ in readers} for readers in said]
        assert lisa in reading[0]
        assert lisa not in reading[-1]
        assert all(petra in readers for readers in reading)
        held = [(petra, second.device_id) in readers for readers in said]
        assert held == sorted(held)  # from some message on
        assert set(held) == {False, True}
        assert lost.rooms
        assert not any(event.decrypted for event in lost.received if event.encrypted)
        assert {event.sender for event in lost.received if event.encrypted} > {world.matrix_id("anna")}
