"""The bot and people talk, really encrypted, on a real homeserver."""

from __future__ import annotations

import asyncio
import uuid

import aiohttp
import pytest
from nio.crypto.attachments import decrypt_attachment

from bot.matrix import history
from bot.matrix.crypto import cross_signing
from bot.matrix.http import Http, MatrixError
from bot.matrix.outbound import NotEncrypted, everybody
from storage.body import Wording
from storage.tables import Room
from tests.matrix.conftest import World

pytestmark = pytest.mark.real


async def test_talks_both_ways(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "hej")
    await anna.client.sync_once()
    assert anna.texts() == ["hej"]
    assert [one.verified for one in anna.heard if one.type == "m.room.message"] == [True]

    await anna.say(matrix_room, "ärenden")
    assert await bot.client.sync_once()
    (said,) = bot.opened()
    assert (said.body, said.verified, said.sender, said.kind) == ("ärenden", True, anna.id, "text")
    assert not await bot.client.sync_once()


async def test_same_transaction_makes_one_event(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    txn = str(uuid.uuid4())
    first = await bot.say(room_id, "en gång", txn)
    await bot.restart()
    assert await bot.say(room_id, "en gång", txn) == first
    await anna.client.sync_once()
    assert anna.texts() == ["en gång"]
    assert await history.find(bot.client.http, bot.client.user_id, matrix_room, txn) == first
    assert await history.find(bot.client.http, bot.client.user_id, matrix_room, "another") is None


async def test_restart_needs_no_full_sync(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await anna.say(matrix_room, "före")
    await bot.client.sync_once()
    await bot.restart()
    await anna.say(matrix_room, "efter")
    asked: list[dict[str, str]] = []
    call = bot.client.http.call

    async def noting(method: str, path: tuple[str, ...], *args: object, **more: object) -> dict[str, object]:
        if path == ("sync",):
            asked.append(more["query"])  # type: ignore[arg-type]
        return await call(method, path, *args, **more)  # type: ignore[arg-type]

    bot.client.http.call = noting  # type: ignore[method-assign, assignment]
    await bot.client.sync_once()
    assert "since" in asked[0]
    assert [said.body for said in bot.opened()] == ["före", "efter"]
    assert all(said.verified for said in bot.opened())
    await bot.say(room_id, "tillbaka")
    await anna.client.sync_once()
    assert anna.texts() == ["tillbaka"]


async def test_no_plaintext_ever(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, matrix_room = await bot.room(anna)
    await anna.client.http.call(
        "PUT", ("rooms", matrix_room, "send", "m.room.message", "t1"), {"msgtype": "m.text", "body": "!hjälp"}
    )
    assert not await bot.client.sync_once()
    assert bot.opened() == []
    with bot.db.unit() as session:
        session.get_one(Room, room_id).encrypted = False
    with pytest.raises(NotEncrypted):
        await bot.say(room_id, "hemligt")


async def test_unsigned_device_gets_no_key_and_is_no_proof(world: World) -> None:
    bot, lisa = await world.bot(), await world.person("lisa", cross_sign=False)
    anna = await world.person("anna")
    room_id, matrix_room = await bot.room(lisa, anna)
    await bot.say(room_id, "hemligt")
    await lisa.client.sync_once()
    await anna.client.sync_once()
    assert (lisa.texts(), anna.texts()) == ([], ["hemligt"])
    assert bot.client.outbound.held_back[matrix_room] == {lisa.id}

    # Her client does not know that ours holds her back: what she says is heard, but proves nothing
    await lisa.say(matrix_room, "det är jag")
    await bot.client.sync_once()
    assert [(said.body, said.verified) for said in bot.opened()] == [("det är jag", False)]

    # Once she has an identity, she is written to

    await cross_signing.ensure_published(lisa.client.http, lisa.client.machine, None)
    await bot.client.sync_once()
    await bot.say(room_id, "välkommen")
    await lisa.client.sync_once()
    assert lisa.texts() == ["välkommen"]


async def test_only_the_audience_reads(world: World) -> None:
    bot, anna, berit = await world.bot(), await world.person("anna"), await world.person("berit")
    room_id, _ = await bot.room(anna, berit)
    content = {"msgtype": "m.text", "body": "bara för anna"}
    only = frozenset({anna.id})
    await bot.client.outbound.send(room_id, "m.room.message", content, "only", audience=lambda *_: only)
    await anna.client.sync_once()
    await berit.client.sync_once()
    assert (anna.texts(), berit.texts()) == (["bara för anna"], [])


async def test_removal_rotates_before_the_next_message(world: World) -> None:
    bot, anna, petra = await world.bot(), await world.person("anna"), await world.person("petra")
    room_id, matrix_room = await bot.room(anna, petra)
    await bot.say(room_id, "till båda")
    await petra.client.sync_once()
    with bot.client.machine.unit():
        before = bot.client.machine.current_outbound(matrix_room)
    assert before is not None
    await bot.client.rooms.remove(matrix_room, petra.id)
    await bot.client.rooms.remove(matrix_room, petra.id)  # may be repeated
    await bot.say(room_id, "utan petra")  # no sync in between
    with bot.client.machine.unit():
        after = bot.client.machine.current_outbound(matrix_room)
    assert after is not None
    assert after.id != before.id
    assert {user for user, *_ in bot.client.outbound._shared[matrix_room].reached} == {anna.id}
    await petra.client.sync_once()
    assert petra.texts() == ["till båda"]


async def test_who_comes_in_unseen_can_read(world: World) -> None:
    bot, anna, sven = await world.bot(), await world.person("anna"), await world.person("sven")
    room_id, matrix_room = await bot.room(anna)
    await bot.say(room_id, "före")
    await bot.client.rooms.invite(matrix_room, sven.id)
    await sven.enter(matrix_room)
    await bot.say(room_id, "efter")  # his join has not come by sync yet
    await sven.client.sync_once()
    assert sven.texts() == ["efter"]
    assert not sven.unreadable()


async def downloaded(http: Http, mxc: str) -> bytes:
    """The bytes behind an ``mxc://`` address."""
    address = f"{http.url}/_matrix/client/v1/media/download/{mxc.removeprefix('mxc://')}"
    headers = {"Authorization": f"Bearer {http.token}"}
    async with aiohttp.ClientSession() as client, client.get(address, headers=headers) as answer:
        assert answer.status == 200
        return await answer.read()


async def test_file_is_encrypted(world: World) -> None:
    bot, anna = await world.bot(), await world.person("anna")
    room_id, _ = await bot.room(anna)
    await bot.client.outbound.send_file(room_id, "plan.pdf", "application/pdf", b"%PDF", "f1", audience=everybody)
    await anna.client.sync_once()
    (sent,) = [one for one in anna.heard if one.type == "m.room.message"]
    file = sent.content["file"]
    blob = await downloaded(anna.client.http, file["url"])
    assert blob != b"%PDF"
    assert decrypt_attachment(blob, file["key"]["k"], file["hashes"]["sha256"], file["iv"]) == b"%PDF"


async def test_a_picture_has_its_size_and_its_words(world: World) -> None:
    """Clients leave room for it before it has come, and read out what it shows."""
    bot, anna = await world.bot(), await world.person("anna")
    room_id, _ = await bot.room(anna)
    words = Wording(plain="K-7F2: 1 sen", html="<b>K-7F2</b>: 1 sen")
    await bot.client.outbound.send_file(
        room_id, "bild.png", "image/png", b"PNG", "f1", audience=everybody, caption=words, size=(1000, 700)
    )
    await anna.client.sync_once()
    (sent,) = [one for one in anna.heard if one.type == "m.room.message"]
    assert (sent.content["msgtype"], sent.content["filename"]) == ("m.image", "bild.png")
    assert (sent.content["body"], sent.content["formatted_body"]) == (words.plain, words.html)
    assert sent.content["info"] == {"mimetype": "image/png", "size": 3, "w": 1000, "h": 700}


async def test_bad_token_is_told_at_once(world: World) -> None:
    bot = await world.bot()
    bot.client.http.token = "nonsense"
    with pytest.raises(MatrixError) as told:
        await bot.client.sync_once()
    assert told.value.token_bad


async def test_runs_until_stopped(world: World) -> None:
    heard, stop = asyncio.Event(), asyncio.Event()
    bot, anna = await world.bot(on_news=heard.set), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    heard.clear()
    running = asyncio.create_task(bot.client.run(stop))
    await anna.say(matrix_room, "hej")
    await asyncio.wait_for(heard.wait(), 20)
    assert [said.body for said in bot.opened()] == ["hej"]
    stop.set()
    await asyncio.wait_for(running, 5)


async def test_who_left_and_comes_back_reads_from_then_on(world: World) -> None:
    bot, anna, sven = await world.bot(), await world.person("anna"), await world.person("sven")
    room_id, matrix_room = await bot.room(anna, sven)
    await bot.say(room_id, "ett")
    await sven.client.sync_once()
    await sven.client.rooms.leave(matrix_room)
    await bot.client.sync_once()
    await bot.say(room_id, "två")
    await sven.client.sync_once()
    await bot.client.rooms.invite(matrix_room, sven.id)
    await sven.enter(matrix_room)
    await bot.client.sync_once()
    await bot.say(room_id, "tre")
    await sven.client.sync_once()
    assert sven.texts() == ["ett", "tre"]
