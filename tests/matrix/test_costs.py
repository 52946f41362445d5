"""What a message and a sync cost, in transactions; and that nothing weaker comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from bot.matrix.outbound import everybody
from storage import identity as identities
from storage.db import Database
from storage.room import RoomView
from storage.tables import Room
from tests.matrix.conftest import World

pytestmark = pytest.mark.real


@contextmanager
def counted(db: Database) -> Iterator[list[str]]:
    """The statements of a database, each transaction beginning with "BEGIN"."""
    found: list[str] = []

    def begun(_connection: Connection) -> None:
        found.append("BEGIN")

    def executed(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement.partition(" ")[0])

    event.listen(db.engine, "begin", begun)
    event.listen(db.engine, "before_cursor_execute", executed)
    try:
        yield found
    finally:
        event.remove(db.engine, "begin", begun)
        event.remove(db.engine, "before_cursor_execute", executed)


async def test_a_message_whose_readers_have_the_keys_takes_one_transaction(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, _ = await bot.room(anna)
    await bot.say(room_id, "hands out the keys")
    with counted(bot.db) as statements:
        await bot.say(room_id, "warm")
    assert statements.count("BEGIN") == 1
    assert "UPDATE" not in statements  # the room's ratchet lives in memory alone
    await anna.client.sync_once()
    assert anna.texts() == ["hands out the keys", "warm"]


async def test_a_sync_that_brings_only_our_own_message_writes_its_position_in_one_transaction(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, _ = await bot.room(anna)
    await bot.say(room_id, "hej")
    await bot.client.sync_once()
    await bot.say(room_id, "igen")
    with counted(bot.db) as statements:
        assert not await bot.client.sync_once()
    assert statements.count("BEGIN") == 1
    assert [one for one in statements if one not in ("BEGIN", "SELECT")] == ["UPDATE"]


async def test_in_a_burst_the_next_sync_may_wait_until_somebody_else_is_heard(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "hej")
    await anna.say(matrix_room, "hej")
    await bot.client.sync_once()
    for _ in range(3):
        assert not bot.client.is_echoing
        await bot.say(room_id, "a reminder")
        await bot.client.sync_once()
    assert bot.client.is_echoing
    await anna.say(matrix_room, "hjälp")
    await bot.client.sync_once()
    assert not bot.client.is_echoing


async def test_a_sync_that_brings_a_message_is_one_transaction(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    await anna.say(matrix_room, "brings its key")
    await bot.client.sync_once()
    await anna.say(matrix_room, "warm")
    with counted(bot.db) as statements:
        assert await bot.client.sync_once()
    assert statements.count("BEGIN") == 1
    assert [one.body for one in bot.opened()] == ["brings its key", "warm"]


async def test_whoever_may_read_no_more_while_keys_are_handed_out_gets_none_of_the_message(world: World) -> None:
    """The audience is computed again after the keys went out, in the very unit that encrypts."""
    bot = await world.bot()
    anna, berit = await world.person("anna"), await world.person("berit")
    room_id, _ = await bot.room(anna, berit)
    withdrawn = set[str]()

    def audience(session: Session, room: RoomView) -> frozenset[str]:
        return everybody(session, room) - withdrawn

    put = bot.client.outbound.to_devices.put

    async def withdraw(encrypted: Any) -> None:
        await put(encrypted)
        withdrawn.add(berit.id)

    bot.client.outbound.to_devices.put = withdraw  # type: ignore[method-assign]
    content = {"msgtype": "m.text", "body": "hemligt"}
    event_id = await bot.client.outbound.send(room_id, "m.room.message", content, "t1", audience=audience)
    for person in (anna, berit):
        await person.client.sync_once()
    assert anna.texts() == ["hemligt"]
    assert berit.unreadable() == {event_id}


async def test_whoever_may_read_no_more_while_sessions_are_begun_gets_no_key(world: World) -> None:
    bot = await world.bot()
    anna, berit = await world.person("anna"), await world.person("berit")
    room_id, _ = await bot.room(anna, berit)
    withdrawn = set[str]()
    claim = bot.client.outbound.to_devices.claim

    async def withdraw(devices: Any) -> Any:
        withdrawn.add(berit.id)
        return await claim(devices)

    bot.client.outbound.to_devices.claim = withdraw  # type: ignore[method-assign]
    content = {"msgtype": "m.text", "body": "hemligt"}
    await bot.client.outbound.send(
        room_id, "m.room.message", content, "t1", audience=lambda session, room: everybody(session, room) - withdrawn
    )
    assert {user for user, _, _ in bot.client.outbound._shared[matrix_room_of(bot.db, room_id)].reached} == {anna.id}


def matrix_room_of(db: Database, room_id: str) -> str:
    with db.read() as session:
        return str(session.get_one(Room, room_id).matrix_room)


async def test_somebody_whose_change_is_told_for_every_room_is_not_asked_about_for_every_room(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    await bot.room(anna)
    directory = bot.client.directory
    asked: list[list[str]] = []
    told_again = asyncio.Event()
    query = directory._query

    async def answer_and_be_told_again(users: list[str]) -> None:
        asked.append(users)
        await query(users)
        with bot.client.machine.unit() as session:
            identities.mark_stale(session, bot.client.machine.account_id, {anna.id})
        told_again.set()

    directory._query = answer_and_be_told_again  # type: ignore[method-assign]
    with bot.client.machine.unit() as session:
        identities.mark_stale(session, bot.client.machine.account_id, {anna.id})
    stop = asyncio.Event()
    following = asyncio.create_task(directory.follow(stop, between_looks=3600))
    await told_again.wait()
    await anna.client.sync_once()  # time enough for another query
    assert len(asked) == 1
    stop.set()
    await following
