"""Our identity is made once, never replaced; other people's are pinned, and a new one waits to be accepted."""

from __future__ import annotations

from typing import Any

import pytest
from unpaddedbase64 import encode_base64

from bot.errors import IdentityForeign
from bot.matrix.crypto import cross_signing, published, recovery, trust
from bot.matrix.payload import Malformed
from storage import identity as identities
from storage import keys
from storage.tables import Account
from tests.matrix.conftest import PASSWORD, Bot, Person, World

pytestmark = pytest.mark.real


def writes_of(bot: Bot) -> list[tuple[str, ...]]:
    """Notes the calls that change something about keys."""
    made: list[tuple[str, ...]] = []
    call = bot.client.http.call

    async def noting(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        if path[0] == "keys" and path[-1] == "upload":
            made.append(tuple(path))
        return await call(method, path, *args, **more)

    bot.client.http.call = noting  # type: ignore[method-assign]
    return made


async def test_a_second_start_writes_nothing(world: World) -> None:
    bot = await world.bot()
    writes = writes_of(bot)
    assert await cross_signing.ensure_published(bot.client.http, bot.client.machine, None) is False
    await bot.restart()
    writes += writes_of(bot)
    assert await cross_signing.ensure_published(bot.client.http, bot.client.machine, None) is False
    assert writes == []


async def test_a_lost_signature_is_published_again(world: World) -> None:
    bot = await world.bot()
    asked, losing = bot.client.http.call, [True]

    async def lost(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        answer = await asked(method, path, *args, **more)
        if path == ("keys", "query") and losing:
            losing.clear()
            (device,) = answer["device_keys"][bot.client.user_id].values()
            own = device["signatures"][bot.client.user_id]
            device["signatures"][bot.client.user_id] = {
                name: made for name, made in own.items() if name.endswith(device["device_id"])
            }
        return answer

    bot.client.http.call = lost  # type: ignore[method-assign]
    writes = writes_of(bot)
    assert await cross_signing.ensure_published(bot.client.http, bot.client.machine, None) is True
    assert writes == [("keys", "signatures", "upload")]


async def test_a_foreign_identity_stops_us(world: World) -> None:
    bot = await world.bot()
    with bot.db.unit() as session:
        keys.save_seeds(session, "bot", dict.fromkeys(recovery.USAGES, "11" * 32))
    writes = writes_of(bot)
    with pytest.raises(IdentityForeign):
        await cross_signing.ensure_published(bot.client.http, bot.client.machine, PASSWORD)
    assert writes == []


async def test_seeds_are_kept_before_they_are_shown(world: World) -> None:
    bot = await world.bot(cross_sign=False)

    class Cut(Exception):
        pass

    call = bot.client.http.call

    async def cut(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        if path != ("keys", "query"):
            raise Cut
        return await call(method, path, *args, **more)

    bot.client.http.call = cut  # type: ignore[method-assign]
    with pytest.raises(Cut):
        await cross_signing.ensure_published(bot.client.http, bot.client.machine, None)
    with bot.db.unit() as session:
        kept = keys.seeds(session, "bot")
        assert kept is not None
        blob = session.get_one(Account, "bot").seeds_sealed
        assert blob is not None
        assert kept["master"].encode() not in blob
    bot.client.http.call = call  # type: ignore[method-assign]
    assert await cross_signing.ensure_published(bot.client.http, bot.client.machine, None) is True
    with bot.db.unit() as session:
        assert keys.seeds(session, "bot") == kept


async def _reset_identity(person: Person) -> None:
    """The person makes a new identity, as after losing everything."""
    client = person.client
    with client.db.unit() as session:
        session.get_one(Account, "person").seeds_sealed = None
    signers = cross_signing.load_or_create_signers(client.machine)
    await cross_signing.upload(client.http, client.machine, signers, PASSWORD)
    await cross_signing.ensure_published(client.http, client.machine, PASSWORD)


async def test_a_new_identity_is_held_back_until_accepted(world: World) -> None:
    bot, anna, petra = await world.bot(), await world.person("anna"), await world.person("petra")
    room_id, matrix_room = await bot.room(anna, petra)
    await bot.say(room_id, "ett")
    assert {change.news for change in bot.changes} == {trust.News.PINNED, trust.News.SIGNED}
    bot.changes.clear()
    await _reset_identity(petra)
    await petra.say(matrix_room, "det är jag")
    await bot.client.sync_once()
    assert [said.verified for said in bot.opened()] == [False]
    await bot.say(room_id, "två")
    for person in (anna, petra):
        await person.client.sync_once()
    assert (anna.texts(), petra.texts()) == (["ett", "det är jag", "två"], ["ett"])
    assert [(change.user_id, change.news) for change in bot.changes] == [(petra.id, trust.News.CHANGED)]
    assert bot.client.outbound.held_back[matrix_room] == {petra.id}

    with bot.client.machine.unit() as session:
        assert identities.accept(session, "bot", petra.id)
        assert not identities.accept(session, "bot", petra.id)
    await bot.say(room_id, "tre")
    await petra.client.sync_once()
    assert petra.texts() == ["ett", "tre"]
    await petra.say(matrix_room, "tack")
    await bot.client.sync_once()
    assert [said.verified for said in bot.opened()] == [False, True]


async def test_a_malformed_device_does_not_stop_others(world: World) -> None:
    bot, anna, eva = await world.bot(), await world.person("anna"), await world.person("eva")
    room_id, _ = await bot.room(anna, eva)
    asked = bot.client.http.call

    async def spoiled(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        answer = await asked(method, path, *args, **more)
        if path == ("keys", "query") and eva.id in answer["device_keys"]:
            (good,) = answer["device_keys"][eva.id].values()
            zero = "A" * 43
            for name, ed25519, curve25519 in [
                ("BADED", "nonsense", zero),
                ("BADCURVE", zero, "%%%"),
                ("ZERO", published.key(next(iter(good["keys"].values()))), zero),
            ]:
                own = {
                    **good,
                    "device_id": name,
                    "keys": {f"ed25519:{name}": ed25519, f"curve25519:{name}": curve25519},
                }
                answer["device_keys"][eva.id][name] = own
            answer["device_keys"][eva.id] |= {"LIST": [], "INT": 7, "NONE": None, "MORE": {"keys": 3}}
        return answer

    bot.client.http.call = spoiled  # type: ignore[method-assign]
    await bot.say(room_id, "hej")
    for person in (anna, eva):
        await person.client.sync_once()
        assert person.texts() == ["hej"]


async def test_a_malformed_one_time_key_costs_only_its_device(world: World) -> None:
    bot, anna, eva = await world.bot(), await world.person("anna"), await world.person("eva")
    room_id, matrix_room = await bot.room(anna, eva)
    asked = bot.client.http.call

    async def spoiled(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        answer = await asked(method, path, *args, **more)
        if path == ("keys", "claim"):
            for device in answer["one_time_keys"].get(eva.id, {}).values():
                for one in device.values():
                    one["key"] = "A" * 43
        return answer

    bot.client.http.call = spoiled  # type: ignore[method-assign]
    await bot.say(room_id, "hej")
    await anna.client.sync_once()
    assert anna.texts() == ["hej"]
    assert bot.client.outbound.unreached[matrix_room] == {(eva.id, eva.client.machine.device_id)}
    await bot.say(room_id, "igen")  # she is not tried at every message
    assert len(bot.client.outbound._shared) == 1


def test_points_of_low_order_are_refused() -> None:

    for point in published._LOW_ORDER:
        with pytest.raises(Malformed):
            published.agreement_key(encode_base64(point.to_bytes(32, "little")))
        with pytest.raises(Malformed):
            published.agreement_key(encode_base64((point | 1 << 255).to_bytes(32, "little")))
