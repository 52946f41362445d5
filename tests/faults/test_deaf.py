"""A bot that hears nothing is alive and not ready, says so to those who run it, and gets well by itself."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.stage.homeserver import Homeserver
from bot.stage.script import parse
from bot.stage.world import World
from tests.bot.operator import sigbot
from tests.bot.test_health import free_port
from tests.faults.proxy import Exchange, Proxy
from tests.names import own

pytestmark = [pytest.mark.real, pytest.mark.long]

PLAY = """
title: A bot that goes deaf
profile: skovde
people: {anna: coordinator, berit: coordinator, olle: operator}
steps:
  - {room: operators, members: [olle]}
"""


async def cut_sync(exchange: Exchange) -> web.StreamResponse:
    return exchange.cut()


async def test_a_bot_that_goes_deaf_is_noticed_and_gets_well(
    homeserver: Homeserver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("SIGBOT_HEALTH__PORT", str(port))
    monkeypatch.setenv("SIGBOT_HEALTH__TOLD_MINUTES", "0")
    async with (
        Proxy(homeserver.url) as proxy,
        World(parse(PLAY), tmp_path, homeserver, tag=own(""), via=proxy.url) as world,
    ):
        await world.settle()
        assert await page(port, "/ready") == (200, {"ok": True, "reasons": []})

        proxy.choose = lambda exchange: cut_sync if exchange.what == "sync" else None
        await world.say("anna", "office", "hej")  # the sync that stands brings it; it is the last

        async def is_cut() -> bool:
            return proxy.done["cut_sync"] > 0

        await until(is_cut)
        world._clock.advance_to(world.now() + timedelta(minutes=4))

        await until_ready(port, 503)
        assert await page(port, "/ready") == (503, {"ok": False, "reasons": ["sync"]})
        assert await page(port, "/live") == (200, {"ok": True})
        assert 'sigbot_trouble{trouble="sync"} 1.0' in await text(port)
        assert float(re.findall(r"(?m)^sigbot_sync_age_seconds (\S+)$", await text(port))[0]) >= 240
        await heard(world, "Jag hör inget av det som skrivs till mig")
        code, out, _ = await asyncio.to_thread(sigbot, tmp_path / "sigbot.toml", "doctor")
        assert code == 1
        assert "runs, and does not do its work: sync" in out

        proxy.choose = lambda _exchange: None
        await until_ready(port, 200)
        world._clock.advance_to(world.now() + timedelta(minutes=1))
        await heard(world, "Jag hör det som skrivs igen")


async def until(done: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is so, a minute and a half at the most."""
    async with asyncio.timeout(90):
        while not await done():  # noqa: ASYNC110 - it is in another process
            await asyncio.sleep(0.1)


async def until_ready(port: int, status: int) -> None:
    async def is_so() -> bool:
        return (await page(port, "/ready"))[0] == status

    await until(is_so)


async def heard(world: World, words: str) -> None:
    """Wait until whoever runs the bot has read this."""
    olle = world.people["olle"]
    await olle.until(lambda: any(words in event.body for event in olle.received), "been told")


async def page(port: int, path: str) -> tuple[int, object]:
    def ask() -> tuple[int, object]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    return await asyncio.to_thread(ask)


async def text(port: int) -> str:
    def ask() -> str:
        return str(urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10).read().decode())

    return await asyncio.to_thread(ask)
