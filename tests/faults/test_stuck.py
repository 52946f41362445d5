"""A room that is refused once, and somebody whose homeserver does not answer: the others meet all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load
from bot.stage.stagehand import BOT
from tests.faults.faults import gateway
from tests.faults.proxy import Exchange, Fault, Proxy
from tests.names import own
from tests.stage.ending import EndingWorld

pytestmark = [pytest.mark.real, pytest.mark.long]

SCRIPT = load(Path(__file__).parent / "liten.yaml")
#: Until the room is to be opened.
BEFORE = next(number for number, step in enumerate(SCRIPT.steps) if "öppna K-3M9" in step.source)


async def refused(_: Exchange) -> web.StreamResponse:
    """The homeserver says no."""
    return web.json_response({"errcode": "M_FORBIDDEN", "error": "You are not permitted to create rooms"}, status=403)


class Unreachable:
    """Whose invitations fail as they do when their homeserver does not answer."""

    def __init__(self, user: str) -> None:
        self._user = user
        self.there = False

    def __call__(self, exchange: Exchange) -> Fault | None:
        asked = exchange.what == "rooms/invite" and exchange.asks(self._user)
        return gateway(502) if asked and not self.there else None


async def test_a_refused_room_and_an_unreachable_guest(homeserver: Homeserver, tmp_path: Path) -> None:
    async with Proxy(homeserver.url) as proxy:
        world = EndingWorld(SCRIPT, tmp_path / "bot", homeserver, tag=own(), via=proxy.url)
        async with world:

            def told(text: str, place: str = "office") -> int:
                return sum(line.who == BOT and line.place == place and text in line.text for line in world.transcript())

            async def say(text: str) -> None:
                await world.say("anna", "office", text)
                await world.settle()

            failure = await play(replace(SCRIPT, steps=SCRIPT.steps[:BEFORE]), world.watch())
            assert failure is None, f"{failure}\n{world.bot.log_tail()}"
            far = Unreachable(world.matrix_id("sven"))
            proxy.choose = far
            proxy.next("createRoom", refused)
            await say("öppna K-3M9 rummet")
            await say("ja")
            for _ in range(2):  # until the room is made, and until those who come in are welcomed
                await world.move_clock(world.now() + timedelta(minutes=1))
                await world.settle()
            assert await world.members("K-3M9") == {"anna", "petra"}
            assert told("Välkomna till K-3M9", "K-3M9") == 1
            assert told("Jag har inte kunnat öppna K-3M9: servern säger nej") == 1
            await world.move_clock(world.now() + timedelta(minutes=6))
            await world.settle()
            assert told("Jag har inte kunnat bjuda in Sven till K-3M9") == 1
            far.there = True
            await say("bjud in K-3M9 @sven")
            assert await world.members("K-3M9") == {"anna", "petra", "sven"}
            assert told("Nu är Sven inbjuden till K-3M9") == 1
            await world.move_clock(world.now() + timedelta(minutes=1))
            await world.settle()
            assert told("Välkomna till K-3M9", "K-3M9") == 1
            assert told("Välkomna till K-3M9", "page of sven") == 1
            assert world.wrong() == []
