"""A device reported lost, and changes looked up though nobody speaks: on a real homeserver."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.matrix.crypto.trust import News
from bot.matrix.http import MatrixError
from bot.stage import account
from storage import device as known_devices
from storage import identity as identities
from storage import keys
from storage.tables import Device
from tests.matrix.conftest import PASSWORD, Bot, Person, World

pytestmark = pytest.mark.real


async def _vouched(person: Person) -> dict[str, str]:
    with person.client.db.unit() as session:
        found = keys.seeds(session, "person")
    assert found is not None
    return found


def _session(bot: Bot, matrix_room: str) -> str:
    with bot.client.machine.unit():
        found = bot.client.machine.current_outbound(matrix_room)
    assert found is not None
    return str(found.id)


async def test_a_lost_device_gets_no_key_from_the_next_message_on_and_proves_nothing(world: World) -> None:
    bot, petra = await world.bot(), await world.person("petra")
    laptop = await world.device(petra.id, cross_sign=False)
    await account.vouch(laptop.client, "person", await _vouched(petra), PASSWORD)
    room_id, matrix_room = await bot.room(petra)
    await laptop.client.sync_once()
    await bot.say(room_id, "före")
    await laptop.client.sync_once()
    await laptop.say(matrix_room, "från laptopen")
    await bot.client.sync_once()
    assert laptop.texts() == ["före"]
    assert [said.verified for said in bot.opened()] == [True]
    before = _session(bot, matrix_room)

    with bot.client.machine.unit() as session:
        known_devices.mark_lost(session, "bot", petra.id, [laptop.client.machine.device_id])
    await bot.say(room_id, "efter")
    assert _session(bot, matrix_room) != before
    lost = (petra.id, laptop.client.machine.device_id)
    assert lost not in {(user, device) for user, device, _ in bot.client.outbound._shared[matrix_room].reached}
    for person in (petra, laptop):
        await person.client.sync_once()
    assert (petra.texts()[-1], laptop.texts()) == ("efter", ["före"])
    await laptop.say(matrix_room, "jag samtycker")
    await bot.client.sync_once()
    assert [said.verified for said in bot.opened()] == [True, False]

    # Nor after a restart, however often it is confirmed, and though its owner reads on
    await account.vouch(laptop.client, "person", await _vouched(petra), PASSWORD)
    await bot.restart()
    await bot.say(room_id, "ännu senare")
    for person in (petra, laptop):
        await person.client.sync_once()
    assert (petra.texts()[-1], laptop.texts()) == ("ännu senare", ["före"])


async def test_changes_are_looked_up_though_nothing_is_said(world: World) -> None:
    bot, petra = await world.bot(), await world.person("petra")
    await bot.room(petra)
    await bot.client.directory.refresh_stale()
    bot.changes.clear()
    await account.reset_identity(petra.client, "person", PASSWORD)
    await bot.client.sync_once()
    assert bot.changes == []
    await bot.client.directory.refresh_stale()
    assert [(change.user_id, change.news) for change in bot.changes] == [(petra.id, News.CHANGED)]
    with bot.client.machine.unit() as session:
        assert petra.id not in identities.stale(session, "bot")


async def test_a_homeserver_that_cannot_be_asked_is_left_in_peace_and_stops_nothing(world: World) -> None:
    bot, petra = await world.bot(), await world.person("petra")
    with bot.client.machine.unit() as session:
        identities.mark_stale(session, "bot", [petra.id], how="all")
    asked: list[int] = []
    call, broken = bot.client.http.call, [True]

    async def failing(method: str, path: Any, *args: Any, **more: Any) -> dict[str, Any]:
        if path == ("keys", "query"):
            asked.append(1)
            if broken:
                raise MatrixError(500, "M_UNKNOWN", "broken")
        return await call(method, path, *args, **more)

    bot.client.http.call = failing  # type: ignore[method-assign]
    for _ in range(3):
        await bot.client.directory.refresh_stale()
    assert len(asked) == 1
    broken.clear()
    with bot.client.machine.unit() as session:
        bot.client.directory.mark_changed(session, [petra.id])  # something new to learn: at once
    await bot.client.directory.refresh_stale()
    assert len(asked) == 2
    with bot.client.machine.unit() as session:
        assert petra.id not in identities.stale(session, "bot")
        assert [one.trusted for one in known_devices.of_user(session, "bot", petra.id)] == [True]
    with bot.db.read() as session:
        assert session.scalars(select(Device.user_id).where(Device.trusted)).all() == [petra.id]
