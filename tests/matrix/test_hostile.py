"""What strangers and members send costs at most their own event."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from bot.matrix import payload
from bot.matrix.history import OWN_ID
from storage import device as known_devices
from storage import room as rooms
from storage.tables import Room
from tests.matrix.conftest import Person, World

pytestmark = pytest.mark.real


async def _inside(person: Person, matrix_room: str, plaintext: str | bytes) -> None:
    """Send any plaintext in a well-formed encrypted event."""
    await person.say(matrix_room, "!först")  # hands out a session
    raw = plaintext.encode() if isinstance(plaintext, str) else plaintext
    with person.client.machine.unit():
        session = person.client.machine.outbound(matrix_room)
        assert session is not None
        content = {
            "algorithm": "m.megolm.v1.aes-sha2",
            "ciphertext": session._session.encrypt(raw).to_base64(),
            "session_id": session.id,
            "device_id": person.client.machine.device_id,
        }
    path = ("rooms", matrix_room, "send", "m.room.encrypted", uuid.uuid4().hex)
    await person.client.http.call("PUT", path, content)


async def test_forged_membership_inside_encryption_gives_nobody_anything(world: World) -> None:
    bot, anna, mallory = await world.bot(), await world.person("anna"), await world.person("mallory")
    room_id, matrix_room = await bot.room(anna)
    forged = {
        "type": "m.room.member",
        "state_key": mallory.id,
        "room_id": matrix_room,
        "sender": mallory.id,
        "content": {"membership": "join"},
    }
    await _inside(anna, matrix_room, json.dumps(forged))
    await bot.client.sync_once()
    with bot.db.unit() as session:
        assert mallory.id not in rooms.members(session, matrix_room)
        session.get_one(Room, room_id).dirty = False
    await bot.say(room_id, "hemligt")
    assert {user for user, *_ in bot.client.outbound._handed[matrix_room].reached} == {anna.id}
    assert [said.body for said in bot.opened()] == ["!först"]


PLAINTEXTS = [
    "[]",
    "7",
    "null",
    "not json",
    '{"type":"m.room.message","room_id":"ROOM","content":[]}',
    '{"type":"m.room.message","room_id":"!other","content":{"msgtype":"m.text","body":"!fel rum"}}',
    '{"type":"m.room.message","room_id":"ROOM","content":{"msgtype":"m.text","body":7}}',
    '{"type":"m.room.message","room_id":"ROOM","content":{"msgtype":"m.text","body":"\\ud800"}}',
    '{"type":"m.room.message","room_id":"ROOM","state_key":"","content":{"msgtype":"m.text","body":"!x"}}',
    '{"type":"m.room.message","room_id":"ROOM","content":{"msgtype":"m.text","body":"!x","m.relates_to":{"m.in_reply_to":7}}}',
    '{"type":"m.room.message","room_id":"ROOM","content":{"msgtype":"m.text","body":"!x","m.relates_to":[]}}',
    '{"type":"m.room.encrypted","room_id":"ROOM","content":{}}',
    '{"type":["m.room.message"],"room_id":"ROOM","content":{}}',
    '{"type":"m.room.message","room_id":"ROOM","content":{"a":' + "9" * 5000 + "}}",
    '{"type":"m.room.message","room_id":"ROOM","content":' + '{"a":' * 6000 + "1" + "}" * 6001,
    '{"type":"m.room.message","room_id":"ROOM","content":{"a":NaN}}',
]
HARMLESS = 2  # those with odd relations are still a plain "!x"


async def test_plaintext_of_any_shape(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    for plaintext in PLAINTEXTS:
        await _inside(anna, matrix_room, plaintext.replace("ROOM", matrix_room))
    await _inside(anna, matrix_room, b"\xff\xfe!")
    await anna.say(matrix_room, "!efter")
    await bot.client.sync_once()
    said = [one.body for one in bot.opened()]
    assert [body for body in said if body != "!först"] == ["!x"] * HARMLESS + ["!efter"]
    assert said.count("!först") == len(PLAINTEXTS) + 1


async def test_garbage_by_olm_and_in_clear(world: World) -> None:
    bot, anna, mallory = await world.bot(), await world.person("anna"), await world.person("mallory")
    _, matrix_room = await bot.room(anna)
    with bot.client.machine.unit():
        ours = bot.client.machine.identity_keys()[1]
    olm = "m.olm.v1.curve25519-aes-sha2"
    shapes: list[Any] = [
        {},
        {"algorithm": olm},
        {"algorithm": olm, "sender_key": 7, "ciphertext": []},
        {"algorithm": olm, "sender_key": "A" * 43, "ciphertext": {ours: {"type": 0, "body": "AAAA"}}},
        {"algorithm": olm, "sender_key": ours, "ciphertext": {ours: {"type": 0, "body": "x" * 40}}},
        {"algorithm": olm, "sender_key": ours, "ciphertext": {ours: {"type": 1, "body": "A" * 400}}},
        {"algorithm": olm, "sender_key": ours, "ciphertext": {ours: {"type": "0", "body": None}}},
        {"algorithm": olm, "sender_key": ours, "ciphertext": {ours: 3}},
        {"algorithm": olm, "number": 10**19},
    ]
    for shape in shapes:
        path = ("sendToDevice", "m.room.encrypted", uuid.uuid4().hex)
        body = {"messages": {bot.client.user_id: {bot.client.machine.device_id: shape}}}
        await mallory.client.http.call("PUT", path, body)
    await anna.say(matrix_room, "hej")
    await bot.client.sync_once()
    assert [said.body for said in bot.opened()] == ["hej"]


async def test_forwarded_keys_are_not_taken(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await anna.say(matrix_room, "hej")
    await bot.client.sync_once()
    with anna.client.machine.unit() as session:
        (device,) = known_devices.of_user(session, "person", bot.client.user_id)
    for kind in ("m.forwarded_room_key", "m.secret.send", "m.room_key"):
        await anna.client.outbound._to_devices([device], kind, {"algorithm": "m.megolm.v1.aes-sha2", "room_id": 7})
    await anna.say(matrix_room, "igen")
    await bot.client.sync_once()
    assert [said.body for said in bot.opened()] == ["hej", "igen"]
    await bot.say(room_id, "svar")


async def test_passed_on_session_proves_nothing(world: World) -> None:
    """Berit passes on, as her own, the session that Anna writes with; nobody can then speak as the other."""
    bot, anna, berit = await world.bot(), await world.person("anna"), await world.person("berit")
    _, matrix_room = await bot.room(anna, berit)
    await berit.say(matrix_room, "hej")
    with anna.client.machine.unit():
        fresh = anna.client.machine.new_outbound(matrix_room)
    room_key = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "room_id": matrix_room,
        "session_id": fresh.id,
        "session_key": fresh.session_key,
    }
    with berit.client.machine.unit() as session:
        (to_bot,) = known_devices.of_user(session, "person", bot.client.user_id)
    await berit.client.outbound._to_devices([to_bot], "m.room_key", room_key)
    fresh.mark_as_shared()
    with anna.client.machine.unit():
        plain = {"msgtype": "m.text", "body": "jag lovar"}
        encrypted = anna.client.machine.encrypt(matrix_room, "m.room.message", plain)
    await anna.client.http.call("PUT", ("rooms", matrix_room, "send", "m.room.encrypted", "p"), encrypted)
    await bot.client.sync_once()
    assert [(said.sender, said.body, said.verified) for said in bot.opened()] == [
        (berit.id, "hej", True),
        (anna.id, "jag lovar", False),
    ]


async def test_repeated_ciphertext_counts_once(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    await anna.say(matrix_room, "!klar 1")
    page = await anna.client.http.call("GET", ("rooms", matrix_room, "messages"), query={"dir": "b", "limit": "1"})
    (event,) = page["chunk"]
    await bot.client.sync_once()
    await bot.restart()
    await anna.client.http.call("PUT", ("rooms", matrix_room, "send", "m.room.encrypted", "again"), event["content"])
    await bot.client.sync_once()
    assert [said.body for said in bot.opened()] == ["!klar 1"]
    assert OWN_ID in event["content"]


def test_answers_survive_what_strangers_put_into_them() -> None:
    assert payload.loads('{"a":' + "9" * 5000 + "}") == {"a": 0}
    deep = payload.loads('{"a":' + "[" * 2000 + "]" * 2000 + "}")
    assert isinstance(deep, dict)
    with pytest.raises(payload.Malformed):
        payload.loads("[" * 100_000)
    with pytest.raises(payload.Malformed):
        payload.check(deep)
