"""The whole bot under attack: one bot, all attacks one after the other, whoever is decent is always answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.settings import load
from bot.stage.homeserver import Homeserver
from tests.attacks.attack import Attack, suffer
from tests.attacks.ours import Ours
from tests.attacks.suite import ATTACKS
from tests.faults.proxy import Proxy

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def victim(homeserver: Homeserver, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Ours]:
    async with Proxy(homeserver.url) as gate:
        victim = Ours(homeserver, gate, tmp_path_factory.mktemp("ours"))
        try:
            await victim.open()
            yield victim
        finally:
            await victim.close()


@pytest.mark.parametrize("one", [pytest.param(one, id=one.name) for one in ATTACKS])
async def test_it_holds(victim: Ours, one: Attack) -> None:
    broken = await suffer(victim, one)
    assert broken is None, f"{one.tells}\n{broken}\n{victim.world.bot.log_tail()}"


async def test_no_copy_of_any_key_leaves_the_bot(victim: Ours) -> None:
    """Neither a key backup nor an export: nothing but keys for those who may read."""
    assert victim.gate.handled["rooms/send"] > 0
    assert victim.gate.handled["room_keys"] == 0


async def test_members_take_new_keys_long_before_the_bot_drops_old_ones(victim: Ours) -> None:
    path = ("rooms", victim.room, "state", "m.room.encryption")
    asked = await victim.member.client.http.call("GET", path)
    settings = load(victim.world._config)
    assert asked["rotation_period_ms"] < timedelta(days=settings.windows.megolm_days) / timedelta(milliseconds=2)
    assert asked["rotation_period_msgs"] == settings.rotation.messages


async def test_keys_are_dropped_when_their_time_is_over(victim: Ours) -> None:
    """What was read is not kept readable: once a day, keys not used for the window go."""
    for person in victim.others:
        assert await victim.answers(person), "what came before is heard"
    assert victim.room_keys(victim.world.now()) > 0
    then = victim.days_pass(20)
    for _ in range(300):
        if victim.room_keys(then) == 0:
            break
        await asyncio.sleep(0.1)
    assert victim.room_keys(then) == 0  # what somebody wrote meanwhile has a newer one
    for person in victim.others:
        assert await victim.answers(person), "with new keys all is as before"
