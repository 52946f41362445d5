"""When events about members fork: what the homeserver showed last is not always what is true."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.backoff import Backoff
from bot.matrix.http import MatrixError
from bot.stage.homeserver import Homeserver
from storage import member as members
from tests.faults.faults import gateway, lies
from tests.faults.proxy import Exchange, Proxy
from tests.matrix.conftest import Bot, Person, World

pytestmark = pytest.mark.real


@pytest.fixture
async def proxy(homeserver: Homeserver) -> AsyncIterator[Proxy]:
    """Stands between the bot and the homeserver."""
    async with Proxy(homeserver.url) as made:
        yield made


def _inside(bot: Bot, matrix_room: str) -> set[str]:
    """Who is in the room, as the bot believes."""
    with bot.db.unit() as session:
        return set(members.joined(session, matrix_room)) - {bot.client.user_id}


def _has_key(bot: Bot, matrix_room: str, person: Person) -> bool:
    """Whether somebody was handed the session that the bot spoke with last."""
    return person.id in {user for user, *_ in bot.client.outbound._shared[matrix_room].reached}


async def _member_event(bot: Bot, matrix_room: str, person: Person) -> dict[str, Any]:
    """The newest event about somebody's membership."""
    path = ("rooms", matrix_room, "state", "m.room.member", person.id)
    return await bot.client.http.call("GET", path, query={"format": "event"})


async def _leave(person: Person, matrix_room: str) -> None:
    await person.client.http.call("POST", ("rooms", matrix_room, "leave"), {})


async def _tap(person: Person, matrix_room: str, about: str) -> None:
    """Say something; with a tap, for that is the quickest."""
    await person.client.outbound.react(matrix_room, about, uuid.uuid4().hex, uuid.uuid4().hex)


async def _shown_late(bot: Bot, proxy: Proxy, matrix_room: str, *events: dict[str, Any]) -> None:
    """The next sync has these in a room's ``state``, as after a fork; with one event beside them."""

    def fork(said: dict[str, Any]) -> None:
        said["rooms"]["join"][matrix_room]["state"]["events"] += events

    await bot.client.rooms.pin(matrix_room, [f"${uuid.uuid4().hex}"])
    proxy.next("sync", lies(fork))
    await bot.client.sync_once()
    assert proxy.left == 0


@pytest.mark.parametrize("way", ["leaves", "is put out by another"])
async def test_an_older_join_does_not_let_back_in_who_has_gone(
    world: World, homeserver: Homeserver, proxy: Proxy, way: str
) -> None:
    bot = await world.bot(via=proxy.url)
    anna, sven = await world.person("anna"), await world.person("sven")
    room_id, matrix_room = await bot.room(anna, sven)
    await bot.say(room_id, "Sven är med")
    assert _has_key(bot, matrix_room, sven)
    join = await _member_event(bot, matrix_room, sven)
    if way == "leaves":
        await _leave(sven, matrix_room)
    else:
        await homeserver.let_in(matrix_room, anna.id)  # an administrator gives her power
        await anna.client.http.call("POST", ("rooms", matrix_room, "kick"), {"user_id": sven.id})
    await bot.client.sync_once()
    await _shown_late(bot, proxy, matrix_room, join)
    assert _inside(bot, matrix_room) == {anna.id}
    await bot.say(room_id, "Sven är inte med")
    assert not _has_key(bot, matrix_room, sven)
    with bot.db.unit() as session:
        by_self = [one.left_by_self for one in members.seen(session, matrix_room) if one.user_id == sven.id]
    assert by_self == [way == "leaves"]  # else he would be invited again unasked


async def test_an_older_leave_does_not_keep_out_who_came_back(world: World, proxy: Proxy) -> None:
    bot = await world.bot(via=proxy.url)
    anna, sven = await world.person("anna"), await world.person("sven")
    room_id, matrix_room = await bot.room(anna, sven)
    await _leave(sven, matrix_room)
    await bot.client.sync_once()
    leave = await _member_event(bot, matrix_room, sven)
    await bot.client.rooms.invite(matrix_room, sven.id)
    await sven.enter(matrix_room)
    await bot.client.sync_once()
    await _shown_late(bot, proxy, matrix_room, leave)
    assert _inside(bot, matrix_room) == {anna.id, sven.id}
    await bot.say(room_id, "Sven är med igen")
    assert _has_key(bot, matrix_room, sven)


async def test_who_came_in_a_part_of_the_timeline_that_is_lost_is_seen(world: World, proxy: Proxy) -> None:
    """Only ``state`` tells of them, and the homeserver says the same when it is asked."""
    bot = await world.bot(via=proxy.url)
    anna, sven = await world.person("anna"), await world.person("sven")
    room_id, matrix_room = await bot.room(anna)
    await bot.client.rooms.invite(matrix_room, sven.id)
    await bot.client.sync_once()
    await sven.enter(matrix_room)
    join = await _member_event(bot, matrix_room, sven)

    def lose(said: dict[str, Any]) -> None:
        news = said["rooms"]["join"][matrix_room]
        news["state"]["events"], news["timeline"]["events"] = [join], []

    proxy.next("sync", lies(lose))
    await bot.client.sync_once()
    assert proxy.left == 0
    assert _inside(bot, matrix_room) == {anna.id, sven.id}
    await bot.say(room_id, "Sven är med")
    assert _has_key(bot, matrix_room, sven)


async def test_a_join_that_only_changes_a_name_is_none_of_who_has_gone(world: World, proxy: Proxy) -> None:
    """A new name, given by another of their devices just when they leave, comes after the leave in the timeline."""
    bot = await world.bot(via=proxy.url)
    anna, sven = await world.person("anna"), await world.person("sven")
    room_id, matrix_room = await bot.room(anna, sven)
    join = await _member_event(bot, matrix_room, sven)
    renamed = {
        **join,
        "event_id": "$renamed",
        "content": {**join["content"], "displayname": "Sven"},
        "unsigned": {"prev_content": join["content"]},
    }
    await _leave(sven, matrix_room)

    def fork(said: dict[str, Any]) -> None:
        said["rooms"]["join"][matrix_room]["timeline"]["events"].append(renamed)

    proxy.next("sync", lies(fork))
    await bot.client.sync_once()
    assert proxy.left == 0
    assert _inside(bot, matrix_room) == {anna.id}
    await bot.say(room_id, "Sven är inte med")
    assert not _has_key(bot, matrix_room, sven)


async def test_the_homeserver_is_not_asked_about_what_follows_from_what_is_known(world: World, proxy: Proxy) -> None:
    bot = await world.bot(via=proxy.url)
    anna, sven = await world.person("anna"), await world.person("sven")
    _, matrix_room = await bot.room(anna, sven)
    join, asked = await _member_event(bot, matrix_room, anna), []

    def note(exchange: Exchange) -> None:
        if "m.room.member" in exchange.request.path:
            asked.append(exchange.what)

    proxy.choose = note
    await _shown_late(bot, proxy, matrix_room, join)  # nothing new
    await _leave(sven, matrix_room)
    await bot.client.sync_once()
    assert _inside(bot, matrix_room) == {anna.id}
    assert not asked


async def test_while_nobody_says_who_is_in_nothing_is_taken_from_the_sync(world: World, proxy: Proxy) -> None:
    """In doubt, and the homeserver does not answer: the same sync is asked for again, and nothing of it is lost."""
    bot = await world.bot(via=proxy.url)
    bot.client.http.patience = 1
    bot.client.http.backoff = Backoff(first=0.02, most=30)
    anna, sven = await world.person("anna"), await world.person("sven")
    _, matrix_room = await bot.room(anna, sven)
    join = await _member_event(bot, matrix_room, sven)
    await _leave(sven, matrix_room)
    await bot.client.sync_once()

    def fork(said: dict[str, Any]) -> None:
        said["rooms"]["join"][matrix_room]["state"]["events"].append(join)

    await anna.say(matrix_room, "är han kvar?")
    proxy.next("sync", lies(fork))
    proxy.next("rooms/state", gateway(502), times=4)
    with pytest.raises(MatrixError):
        await bot.client.sync_once()
    assert not bot.opened()
    await bot.client.sync_once()
    assert [said.body for said in bot.opened()] == ["är han kvar?"]
    assert _inside(bot, matrix_room) == {anna.id}


async def test_whoever_leaves_while_others_write_is_out_for_good(world: World, homeserver: Homeserver) -> None:
    """The homeserver's own forks, as they come: many leave, each while others write and the bot listens."""
    bot, anna = await world.bot(), await world.person("anna")
    leaving = [await world.person(f"p{number}") for number in range(8)]
    room_id, matrix_room = await bot.room(anna, *leaving)
    said = await bot.say(room_id, "alla är med")

    async def listen(writing: asyncio.Future[Any]) -> None:
        while not writing.done():
            await bot.client.sync_once()

    for person in leaving:
        held = bot.client.outbound._shared[matrix_room].session_id
        writing = asyncio.gather(_leave(person, matrix_room), *(_tap(anna, matrix_room, said) for _ in range(4)))
        await asyncio.gather(writing, listen(writing))
        await bot.client.sync_once()
        assert person.id not in _inside(bot, matrix_room)
        await bot.say(room_id, "någon har gått")
        assert bot.client.outbound._shared[matrix_room].session_id != held, "the session that they hold was used on"
        assert not _has_key(bot, matrix_room, person)
    found = await homeserver.administer("GET", f"/v1/rooms/{matrix_room}/members")
    assert _inside(bot, matrix_room) == set(found["members"]) - {bot.client.user_id} == {anna.id}
