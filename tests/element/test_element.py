"""Element's engine, refusing every unsigned device, reads the bot and is read by it; a bot without identity fails."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import nio
import pytest

from bot.clock import Clock
from bot.matrix.client import Client
from bot.matrix.outbound import everybody
from bot.messages import Incoming, Kind
from bot.rules.room import RoomKind
from bot.stage.homeserver import Homeserver
from storage import inbox, sealed
from storage import room as rooms
from storage.db import Database
from storage.tables import Inbox
from tests.element.driver import ElementPerson, Shown
from tests.names import own

pytestmark = pytest.mark.real


@pytest.fixture
async def bot(homeserver: Homeserver, db: Database) -> AsyncIterator[Client]:
    user_id = await homeserver.register(own("assistent"), "secret")
    client = Client(homeserver.url, db, "bot", Clock(), user_id=user_id, password="secret")
    await client.start()
    await client.sync_once()
    yield client
    await client.stop()


async def open_room(bot: Client, kind: RoomKind, guest: ElementPerson) -> tuple[str, str]:
    with bot.db.unit() as session:
        key_id = sealed.make_key(session, "case")
        room_id = rooms.add(session, account_id="bot", unit_id="u", kind=kind, key_id=key_id).id
    matrix_room = await bot.rooms.create(room_id, name="K-7F2")
    await bot.rooms.invite(matrix_room, guest.user_id)
    await guest.join(matrix_room)
    return room_id, matrix_room


async def say(bot: Client, room_id: str, text: str, **more: object) -> str:
    content = {"msgtype": "m.text", "body": text, "m.mentions": {}, **more}
    return await bot.outbound.send(room_id, "m.room.message", content, uuid.uuid4().hex, audience=everybody)


async def heard(bot: Client, event_id: str) -> Incoming:
    """What the bot made of an event, once it has come."""
    for _ in range(20):
        with bot.db.unit() as session:
            for row in session.query(Inbox).filter(Inbox.event_id == event_id):
                return inbox.incoming(session, row)
        await bot.sync_once(1000)
    raise AssertionError("the bot never heard it")


def assert_trusted(shown: Shown) -> None:
    """Element shows it without any shield."""
    assert (shown.failure, shown.shield, shown.encrypted) == (None, 0, True)


@pytest.mark.parametrize("kind", [RoomKind.OFFICE, RoomKind.CASE])
async def test_person_who_refuses_unsigned_devices_and_the_bot_understand_each_other(
    homeserver: Homeserver, bot: Client, kind: RoomKind
) -> None:
    await homeserver.register(handle := own("anna"), "secret")
    async with ElementPerson(homeserver.url, handle, "secret") as anna:
        room_id, room = await open_room(bot, kind, anna)
        welcome = await say(bot, room_id, "Välkommen <b>", format="org.matrix.custom.html", formatted_body="&lt;b&gt;")
        shown = await anna.wait(room, event_id=welcome)
        assert_trusted(shown)
        assert (shown.body, shown.sender, shown.mentions) == ("Välkommen <b>", bot.user_id, {})

        command = await heard(bot, await anna.say(room, "!ärende ny"))
        assert (command.kind, command.body, command.verified, command.sender) == (
            Kind.TEXT,
            "!ärende ny",
            True,
            anna.user_id,
        )
        changed = await heard(bot, await anna.edit(room, command.event_id, "!ärenden"))
        assert (changed.kind, changed.body, changed.about, changed.verified) == (
            Kind.EDIT,
            "!ärenden",
            command.event_id,
            True,
        )
        gone = await heard(bot, await anna.redact(room, command.event_id))
        assert (gone.kind, gone.about) == (Kind.REDACTION, command.event_id)

        # In the case room, answers count because they are to what the bot said through its outbox (the kit's matter)
        if kind == RoomKind.OFFICE:
            answer = await heard(bot, await anna.reply(room, welcome, "ja"))
            assert (answer.kind, answer.body, answer.about, answer.verified) == (Kind.TEXT, "ja", welcome, True)
            tap = await heard(bot, await anna.react(room, welcome, "✅"))
            assert (tap.kind, tap.body, tap.about) == (Kind.REACTION, "✅", welcome)

        replaced = {"msgtype": "m.text", "body": "Välkommen hit", "m.mentions": {}}
        relation = {"rel_type": "m.replace", "event_id": welcome}
        again = await say(bot, room_id, "* Välkommen hit", **{"m.new_content": replaced, "m.relates_to": relation})
        shown = await anna.wait(room, "^Välkommen hit$", event_id=again)
        assert_trusted(shown)
        txn = uuid.uuid4().hex
        file = await bot.outbound.send_file(room_id, "export.json", "application/json", b"{}", txn, audience=everybody)
        assert_trusted(await anna.wait(room, event_id=file))

        assert await anna.members(room) == {anna.user_id, bot.user_id}
        await anna.leave(room)


async def test_first_message_and_every_one_after_a_restart_is_trusted(homeserver: Homeserver, bot: Client) -> None:
    await homeserver.register(handle := own("sven"), "secret")
    async with ElementPerson(homeserver.url, handle, "secret") as sven:
        room_id, room = await open_room(bot, RoomKind.PAGE, sven)
        assert_trusted(await sven.wait(room, event_id=await say(bot, room_id, "ett")))
        await bot.stop()
        again = Client(homeserver.url, bot.db, "bot", Clock(), user_id=bot.user_id, password="secret")
        try:
            await again.start()
            assert_trusted(await sven.wait(room, event_id=await say(again, room_id, "två")))
            answer = await heard(again, await sven.say(room, "hör du mig än?"))
            assert (answer.body, answer.verified) == ("hör du mig än?", True)
        finally:
            await again.stop()


async def test_unsigned_bot_is_neither_read_nor_written_to(homeserver: Homeserver, tmp_path: Path) -> None:
    await homeserver.register(handle := own("maja"), "secret")
    control = await homeserver.register(own("control"), "secret")
    config = nio.AsyncClientConfig(encryption_enabled=True)
    bot = nio.AsyncClient(homeserver.url, control, store_path=str(tmp_path), config=config)
    try:
        await bot.login("secret")
        await bot.keys_upload()
        async with ElementPerson(homeserver.url, handle, "secret") as maja:
            made = await bot.room_create(
                invite=[maja.user_id],
                initial_state=[
                    {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}},
                ],
            )
            assert isinstance(made, nio.RoomCreateResponse)
            room = made.room_id
            await maja.join(room)
            assert await maja.members(room) == {control, maja.user_id}
            await bot.sync(1000, full_state=True)
            said = await maja.say(room, "hör du?")
            for _ in range(20):
                synced = await bot.sync(1000)
                assert isinstance(synced, nio.SyncResponse)
                events = synced.rooms.join[room].timeline.events if room in synced.rooms.join else []
                found = [event for event in events if event.event_id == said]
                if found:
                    break
                await asyncio.sleep(0.1)
            assert isinstance(found[0], nio.MegolmEvent)  # it stayed ciphertext: no key came
            assert (room, found[0].session_id) not in {
                (known.room_id, known.id) for known in bot.store.load_inbound_group_sessions()
            }

            sent = await bot.room_send(
                room, "m.room.message", {"msgtype": "m.text", "body": "hej"}, ignore_unverified_devices=True
            )
            assert isinstance(sent, nio.RoomSendResponse)

            shown = await maja.wait(room, "^UNSIGNED_SENDER_DEVICE$", event_id=sent.event_id, unreadable=True)
            assert shown.body is None
    finally:
        await bot.close()
