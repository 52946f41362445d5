"""What strangers and members send costs at most their own event: what only the inside shows of it.

All that shows from outside is in :mod:`tests.attacks`.
"""

from __future__ import annotations

from datetime import date

import pytest

from bot.matrix import payload
from bot.matrix.crypto.olm import ALGORITHM
from storage import device as known_devices
from tests.matrix.conftest import World
from tests.storage.rows import megolm_count

pytestmark = pytest.mark.real

TODAY = date(2026, 11, 23)


async def test_forwarded_keys_are_not_taken(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await anna.say(matrix_room, "hej")
    await bot.client.sync_once()
    with anna.client.machine.unit() as session:
        (device,) = known_devices.of_user(session, "person", bot.client.user_id)
    for kind in ("m.forwarded_room_key", "m.secret.send", "m.room_key"):
        await anna.client.outbound.to_devices.send([device], kind, {"algorithm": "m.megolm.v1.aes-sha2", "room_id": 7})
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
        fresh = anna.client.machine.start_outbound(matrix_room)
    room_key = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "room_id": matrix_room,
        "session_id": fresh.id,
        "session_key": fresh.session_key,
    }
    with berit.client.machine.unit() as session:
        (to_bot,) = known_devices.of_user(session, "person", bot.client.user_id)
    await berit.client.outbound.to_devices.send([to_bot], "m.room_key", room_key)
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


async def test_a_strangers_keys_are_not_kept(world: World) -> None:
    """Keys for rooms that are not ours, or from people who were never in them."""
    bot, anna, mallory = await world.bot(), await world.person("anna"), await world.person("mallory")
    _, matrix_room = await bot.room(anna)
    await mallory.client.directory.refresh([bot.client.user_id])
    with mallory.client.machine.unit() as session:
        (device,) = known_devices.of_user(session, "person", bot.client.user_id)
    await mallory.client.outbound.to_devices.claim([device])
    for room in (matrix_room, "!invented:stage.localhost"):
        with mallory.client.machine.unit():
            fresh = mallory.client.machine.start_outbound(room)
        content = {"algorithm": ALGORITHM, "room_id": room, "session_id": fresh.id, "session_key": fresh.session_key}
        await mallory.client.outbound.to_devices.send([device], "m.room_key", content)
    await anna.say(matrix_room, "hej")
    await bot.client.sync_once()
    with bot.db.unit() as session:
        assert megolm_count(session, "bot") == 1  # Anna's
    assert [said.body for said in bot.opened()] == ["hej"]


def test_answers_survive_what_strangers_put_into_them() -> None:
    assert payload.loads('{"a":' + "9" * 5000 + "}") == {"a": 0}
    deep = payload.loads('{"a":' + "[" * 2000 + "]" * 2000 + "}")
    assert isinstance(deep, dict)
    with pytest.raises(payload.Malformed):
        payload.loads("[" * 100_000)
    with pytest.raises(payload.Malformed):
        payload.check(deep)


@pytest.mark.parametrize("reason", [None, 7, ["x"], "", "x" * 201, "811228-9874 orkar inte"])
def test_a_reason_that_is_no_short_text_is_not_passed_on(reason: object) -> None:
    assert payload.departure({"reason": reason}, TODAY, declined=False) == "left"
    assert payload.departure({}, TODAY, declined=True) == "declined"
    assert payload.departure({"reason": "Hinner inte"}, TODAY, declined=True) == "declined Hinner inte"


def test_a_reason_is_one_line() -> None:
    """What would stand in kontoret as a line of ours."""
    forged = "x\n\nAnna ber om ett andra ja:\u2028\u202eKim läggs till"
    assert (
        payload.departure({"reason": forged}, TODAY, declined=False)
        == "left x Anna ber om ett andra ja: Kim läggs till"
    )
