"""Our identity while we run: replaced by somebody else it silences us, lost by the homeserver it is shown again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.errors import IdentityForeign
from bot.matrix import login
from bot.matrix.crypto import cross_signing, published
from storage import keys
from tests.matrix.conftest import PASSWORD, Bot, World
from tests.matrix.test_cross_signing import writes_of

pytestmark = pytest.mark.real


async def _touch(bot: Bot) -> None:
    """Have the homeserver say that something about us changed."""
    path = ("devices", bot.client.machine.device_id)
    await bot.client.http.call("PUT", path, {"display_name": "Assistent"})


async def test_an_identity_replaced_while_we_run_silences_us(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "ett")
    await bot.client.sync_once()
    before = _position(bot)
    thief = await world.device(bot.client.user_id, cross_sign=False)
    await cross_signing.upload(
        thief.client.http, thief.client.machine, cross_signing.load_or_create_signers(thief.client.machine), PASSWORD
    )
    await anna.say(matrix_room, "ärenden")
    writes = writes_of(bot)
    with pytest.raises(IdentityForeign, match="not ours"):
        await asyncio.wait_for(bot.client.run(asyncio.Event()), 20)
    with pytest.raises(IdentityForeign):
        await bot.say(room_id, "två")
    with pytest.raises(IdentityForeign):
        await bot.client.rooms.invite(matrix_room, anna.id)
    await anna.client.sync_once()
    assert anna.texts() == ["ett"]
    assert (bot.opened(), _position(bot)) == ([], before)  # she is heard when it is mended
    with pytest.raises(IdentityForeign):
        await bot.restart()
    assert writes == []  # never replaced unattended, though we know the password


def _position(bot: Bot) -> str | None:
    with bot.db.unit() as session:
        return keys.position(session, "bot")


async def test_a_signature_lost_while_we_run_is_published_again_but_not_all_the_time(world: World) -> None:
    bot = await world.bot()
    await bot.client.sync_once()
    asked = bot.client.http.call

    async def without(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        answer = await asked(method, path, *args, **more)
        if path == ("keys", "query"):
            (device,) = answer["device_keys"][bot.client.user_id].values()
            made = device["signatures"][bot.client.user_id]
            own = f"ed25519:{device['device_id']}"
            device["signatures"] = {bot.client.user_id: {own: made[own]}}
        return answer

    bot.client.http.call = without  # type: ignore[method-assign]
    writes = writes_of(bot)
    for _ in range(3):  # the homeserver loses it again and again
        await _touch(bot)
        await bot.client.sync_once()
    assert writes == [("keys", "signatures", "upload")]
    assert bot.client._guard._in_doubt
    bot.client.http.call = asked  # type: ignore[method-assign]
    await bot.client.sync_once()
    assert not bot.client._guard._in_doubt


async def test_a_device_the_homeserver_lost_is_shown_again(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    device = bot.client.machine.device_id
    path, body = ("delete_devices",), {"devices": [device]}
    await login.post_with_password(bot.client.http, path, body, bot.client.user_id, PASSWORD)
    await bot.restart()
    assert bot.client.machine.device_id == device
    shown = await cross_signing.query_keys(anna.client.http, bot.client.user_id)
    (raw,) = shown["device_keys"][bot.client.user_id].values()
    public = published.cross_signing_key(
        bot.client.user_id, "self_signing", shown["self_signing_keys"][bot.client.user_id]
    )
    assert published.is_signed(raw, bot.client.user_id, f"ed25519:{public}", public)
    await bot.say(room_id, "hej")
    await anna.client.sync_once()
    assert anna.texts() == ["hej"]
    await anna.say(matrix_room, "hej själv")
    await bot.client.sync_once()
    assert [(said.body, said.verified) for said in bot.opened()] == [("hej själv", True)]


async def test_other_keys_under_our_device_stop_us(world: World) -> None:
    bot = await world.bot()
    asked = bot.client.http.call

    async def other(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        answer = await asked(method, path, *args, **more)
        if path == ("keys", "query"):
            (device,) = answer["device_keys"][bot.client.user_id].values()
            name = f"curve25519:{device['device_id']}"
            device["keys"][name] = device["keys"][name][::-1]
        return answer

    bot.client.http.call = other  # type: ignore[method-assign]
    with pytest.raises(IdentityForeign, match="keys of our device"):
        await cross_signing.ensure_published(bot.client.http, bot.client.machine, PASSWORD)
