"""Embedded people: really encrypted, and only owner-signed devices are let in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.stagehand import StageError
from tests.names import own
from tests.stage.hearing import can_read, wait_event, wait_joined

pytestmark = pytest.mark.real


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


async def arrive(server: Homeserver, stack: AsyncExitStack, localpart: str, *, signed: bool = True) -> Person:
    person = await Person.arrive(server, own(localpart), display_name=localpart.capitalize(), signed=signed)
    stack.push_async_callback(person.stop)
    return person


async def test_two_people_talk_encrypted(homeserver: Homeserver, stack: AsyncExitStack) -> None:
    anna, sven = await arrive(homeserver, stack, "anna"), await arrive(homeserver, stack, "sven")
    room = await anna.open("Min sida", [sven.user_id])
    await wait_joined(sven, room)
    assert sven.rooms == {room: "Min sida"}

    await anna.say(room, "Hej Sven")
    hello = await sven.wait("^Hej Sven$", room=room)
    assert (hello.encrypted, hello.verified, hello.sender) == (True, True, anna.user_id)
    assert hello.session_id is not None
    assert can_read(sven, room, hello.session_id)

    answer = await sven.reply(hello, "Hej Anna")
    await sven.react(hello, "👍")
    got = await anna.wait("^Hej Anna$", sender=sven.user_id)
    assert got.event_id == answer
    assert got.relates_to == {"m.in_reply_to": {"event_id": hello.event_id}}
    assert got.mentions == {"user_ids": [anna.user_id]}
    assert (await anna.wait("👍")).relates_to["event_id"] == hello.event_id

    own = await sven.wait("^Hej Anna$")
    await sven.edit(own, "Hej, Anna!")
    assert (await anna.wait("^Hej, Anna!$")).relates_to["rel_type"] == "m.replace"
    await sven.redact(own)
    await sven.leave(room)
    assert sven.rooms == {}


async def test_an_unsigned_device_gets_no_key(homeserver: Homeserver, stack: AsyncExitStack) -> None:
    berit = await arrive(homeserver, stack, "berit")
    mallory = await arrive(homeserver, stack, "mallory", signed=False)
    petra = await arrive(homeserver, stack, "petra")
    second = await petra.new_device(signed=True)
    stack.push_async_callback(second.stop)
    lost = await petra.new_device(signed=False)
    stack.push_async_callback(lost.stop)
    room = await berit.open("Min sida", [mallory.user_id, petra.user_id])
    await wait_joined(petra, room)
    await wait_joined(mallory, room)

    said = await berit.say(room, "hemligt")
    for reader in (petra, second):
        secret = await reader.wait("hemligt", room=room)
    for outsider in (mallory, lost):
        await wait_event(outsider, said)
        with pytest.raises(StageError, match="no key"):
            await outsider.wait("hemligt", timeout=1)
        assert not can_read(outsider, room, str(secret.session_id))


async def test_nobody_is_in_a_room_against_their_will(homeserver: Homeserver, stack: AsyncExitStack) -> None:
    olle, eva = await arrive(homeserver, stack, "olle"), await arrive(homeserver, stack, "eva")
    eva.accepts = False
    room = await olle.open("Min sida", [eva.user_id])
    with pytest.raises(StageError, match="has not joined"):
        await wait_joined(eva, room, timeout=1)
    await eva.join(room)
    assert eva.rooms == {room: "Min sida"}
    await olle.client.rooms.remove(room, eva.user_id)
    await eva.until(lambda: not eva.rooms, "left")
