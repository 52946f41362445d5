"""A crash loses nothing and repeats nothing: keys, inbox rows and the position are one unit of work."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.clock import Clock
from bot.matrix import history, sync
from bot.matrix.crypto.machine import Machine
from bot.rules.room import RoomKind
from storage import keys
from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault
from storage.tables import OlmSession, Room
from tests.faults.faults import Held, cut_after
from tests.faults.proxy import Proxy
from tests.matrix.conftest import World
from tests.storage.rows import megolm_count

pytestmark = pytest.mark.real


@pytest.fixture
async def proxy(world: World) -> AsyncIterator[Proxy]:
    """Stands between somebody and the homeserver."""
    async with Proxy(world.homeserver.url) as made:
        yield made


class Cut(Exception):
    """The power went."""


async def test_rollback_after_decryption_loses_nothing(world: World, file_db: Database) -> None:
    bot, anna = await world.bot(file_db), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "hej")
    await anna.say(matrix_room, "ärenden")  # brings its key by Olm
    client = bot.client
    take = client._store_sync

    def cut(*args: Any, **more: Any) -> bool:
        take(*args, **more)
        raise Cut

    client._store_sync = cut  # type: ignore[method-assign]
    for _ in range(2):
        with pytest.raises(Cut):
            await client.sync_once()
    assert bot.opened() == []
    assert client.machine._olm is None  # what memory held was ahead of the disk
    client._store_sync = take  # type: ignore[method-assign]
    await client.sync_once()
    assert [(said.body, said.verified) for said in bot.opened()] == [("ärenden", True)]
    await bot.say(room_id, "svar")
    await anna.client.sync_once()
    assert anna.texts() == ["hej", "svar"]


async def test_refusal_elsewhere_keeps_our_sessions(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "ett")
    handed = bot.client.outbound._shared[matrix_room]

    def refuse() -> None:
        with bot.db.unit():
            raise Cut

    with pytest.raises(Cut):
        refuse()
    await bot.say(room_id, "två")
    assert bot.client.outbound._shared[matrix_room] is handed


async def test_gap_is_filled(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "FILTER", sync.FILTER.replace('"limit":100', '"limit":5'))
    monkeypatch.setattr(history, "PAGE", "8")
    bot, anna = await world.bot(), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    said = [f"rad {number}" for number in range(25)]  # more than one timeline and one page hold
    for line in said:
        await anna.say(matrix_room, line)
    await bot.client.sync_once()
    assert [one.body for one in bot.opened()] == said
    assert matrix_room in bot.client.outbound._uncertain
    await bot.client.sync_once()
    assert len(bot.opened()) == len(said)


async def test_late_key_makes_a_waiting_row_new(world: World, proxy: Proxy) -> None:
    bot, anna = await world.bot(), await world.person("anna", via=proxy.url)
    _, matrix_room = await bot.room(anna, kind=RoomKind.CASE)
    held = Held()
    anna.client.outbound.rotate(matrix_room)
    proxy.next("sendToDevice", held.hold)
    await anna.say(matrix_room, "!uppgift")
    await anna.say(matrix_room, "bara prat")
    assert await bot.client.sync_once()
    assert [row.state for row in bot.rows()] == ["waiting", "waiting"]
    await bot.restart()
    assert not await bot.client.sync_once()
    assert await held.release() == 1
    assert await bot.client.sync_once()
    assert [(said.body, said.verified) for said in bot.opened()] == [("!uppgift", True)]  # the chat is gone
    assert [row.state for row in bot.rows()] == ["new"]


async def test_room_is_made_once(world: World, proxy: Proxy) -> None:
    bot = await world.bot(via=proxy.url)
    room_id, call = bot.plan(), bot.client.http.call
    # The answer never reaches us, though the homeserver makes the room
    proxy.next("createRoom", cut_after)
    found = await bot.client.rooms.create(room_id, name="K-TST")
    assert proxy.left == 0
    assert (await call("GET", ("joined_rooms",)))["joined_rooms"] == [found]
    assert await bot.client.rooms.create(room_id, name="K-TST") == found
    # As after a crash between the homeserver's answer and our commit
    with bot.db.unit() as session:
        session.get_one(Room, room_id).matrix_room = None
    assert await bot.client.rooms.create(room_id, name="K-TST") == found
    assert proxy.handled["createRoom"] == 1
    levels = await call("GET", ("rooms", found, "state", "m.room.power_levels"))
    create = await call("GET", ("rooms", found, "state", "m.room.create"))
    assert (levels.get("users"), levels["events_default"], levels["invite"]) == ({}, 0, 100)
    assert (create["room_version"], create["m.federate"]) == ("12", False)


async def test_one_time_keys_are_topped_up_and_a_fallback_stands_in(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    ask = {"one_time_keys": {bot.client.user_id: {bot.client.machine.device_id: "signed_curve25519"}}}
    names = []
    for _ in range(51):  # while the bot is down
        answer = await anna.client.http.call("POST", ("keys", "claim"), ask)
        (offered,) = answer["one_time_keys"][bot.client.user_id].values()
        names += list(offered.values())
    assert [name.get("fallback", False) for name in names].count(True) == 1
    await bot.client.sync_once()
    answer = await bot.client.http.call("POST", ("keys", "upload"), {})
    assert answer["one_time_key_counts"]["signed_curve25519"] == 50
    await bot.client.sync_once()
    answer = await anna.client.http.call("POST", ("keys", "claim"), ask)
    assert "fallback" not in str(answer)


async def test_whoever_empties_our_keys_while_we_are_down_locks_nobody_out(world: World) -> None:
    bot, mallory = await world.bot(), await world.person("mallory")
    anna, berit = await world.person("anna"), await world.person("berit")
    _, matrix_room = await bot.room()
    await bot.client.stop()
    ask = {"one_time_keys": {bot.client.user_id: {bot.client.machine.device_id: "signed_curve25519"}}}
    for _ in range(60):
        await mallory.client.http.call("POST", ("keys", "claim"), ask)
    await bot.restart()
    for person, text in ((anna, "det gick"), (berit, "för mig med")):
        await bot.client.rooms.invite(matrix_room, person.id)
        await person.enter(matrix_room)
        await person.say(matrix_room, text)  # the first has only the fallback key to reach us with
        await bot.client.sync_once()
    assert [(said.body, said.verified) for said in bot.opened()] == [("det gick", True), ("för mig med", True)]


async def test_stolen_database_cannot_read_what_the_bot_wrote_nor_what_is_old(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "hemligt")
    with bot.db.unit() as session:
        assert megolm_count(session, "bot") == 0
    await anna.say(matrix_room, "svar")
    await bot.client.sync_once()
    with bot.client.machine.unit() as session:
        assert megolm_count(session, "bot") == 1
        assert bot.client.machine.drop_keys_before(session, bot.client.machine.clock.now()) == 1
        assert megolm_count(session, "bot") == 0
    await anna.say(matrix_room, "för sent")
    await bot.client.sync_once()
    assert [row.state for row in bot.rows()] == ["new", "waiting"]


async def test_a_disposed_room_is_not_read_from_memory_either(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    await anna.say(matrix_room, "ett")
    await bot.client.sync_once()
    with bot.db.unit() as session:  # as when a case is disposed of
        keys.drop_megolm_of_room(session, "bot", matrix_room)
    await anna.say(matrix_room, "två")
    await bot.client.sync_once()
    assert [row.state for row in bot.rows()] == ["new", "waiting"]


async def test_wedged_session_heals(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "hej")
    await anna.client.sync_once()
    await anna.say(matrix_room, "ett")
    await bot.client.sync_once()
    # The bot loses its session with her
    with bot.client.machine.unit() as session:
        session.query(OlmSession).delete()
        bot.client.machine._olm = None
    anna.client.outbound.rotate(matrix_room)
    await anna.say(matrix_room, "två")
    await bot.client.sync_once()
    assert [row.state for row in bot.rows()] == ["new", "waiting"]
    await anna.client.sync_once()  # hears the new session
    anna.client.outbound.rotate(matrix_room)
    await anna.say(matrix_room, "tre")
    await bot.client.sync_once()
    assert [one.body for one in bot.opened() if one.body in ("ett", "två", "tre")] == ["ett", "tre"]


def test_machine_refuses_to_work_outside_a_unit() -> None:

    db = Database("sqlite://", Vault.fresh())
    create_tables(db.engine)
    with db.unit() as session:
        keys.open_account(session, "a", "@a:b", "DEV")
    machine = Machine(db, "a", Clock())
    machine.set_device("@a:b", "DEV")
    with pytest.raises(RuntimeError, match="inside"):
        machine.identity_keys()
    with machine.unit():
        known = machine.identity_keys()
    with pytest.raises(RuntimeError, match="inside"):
        machine.identity_keys()
    with machine.unit():
        assert machine.identity_keys() == known
    db.close()
