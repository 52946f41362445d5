"""Element's engine opens our secret storage with our recovery key and signs a new device of the bot with it; somebody
who knows the bot in Element sees no change of identity when it comes back on a new device."""

from __future__ import annotations

from pathlib import Path

import pytest
from unpaddedbase64 import encode_base64

from bot.app import open_database
from bot.cli import identity_restore as restoring
from bot.cli.identity import own_keys
from bot.matrix.crypto import cross_signing, recovery
from bot.rules.room import RoomKind
from bot.stage.homeserver import Homeserver
from tests.bot.operator import PASSWORD, Terminal, client, first_start, newcomer, settle
from tests.element.driver import ElementPerson
from tests.element.test_element import assert_trusted, heard, open_room, say
from tests.names import own

pytestmark = pytest.mark.real


async def test_the_bot_comes_back_and_people_see_no_change(homeserver: Homeserver, tmp_path: Path) -> None:
    user_id = await newcomer(homeserver)
    handle = own("sven")
    await homeserver.register(handle, "secret")
    settings = await first_start(settle(homeserver.url, tmp_path, user_id))
    terminal = Terminal()
    await terminal.make_recovery(settings)
    before = own_keys(settings)

    async with ElementPerson(homeserver.url, handle, "secret") as sven:
        db = open_database(settings)
        bot = client(settings, db)
        await bot.start()
        room_id, room = await open_room(bot, RoomKind.PAGE, sven)
        assert_trusted(await sven.wait(room, event_id=await say(bot, room_id, "ett")))
        seen = await sven.trust(user_id, before.device_id)
        assert (seen.known, seen.changed, seen.signed) == (True, False, True)
        await bot.stop()
        db.close()

        localpart = user_id[1:].split(":")[0]
        async with ElementPerson(homeserver.url, localpart, PASSWORD, recovery_key=terminal.key) as element:
            found = await element.secrets()
            assert found == {usage: encode_base64(bytes.fromhex(seed)) for usage, seed in before.seeds.items()}
            itself = await element.trust(user_id, element.device_id, lambda it: it.verified)
            assert (itself.signed, itself.verified) == (True, True)
            assert (await element.trust(user_id, before.device_id, lambda it: it.verified)).verified
            seen = await sven.trust(user_id, element.device_id, lambda it: it.signed)
            assert (seen.signed, seen.changed) == (True, False)
            assert_trusted(await sven.wait(room, event_id=await element.say(room, "från Element")))

        await restoring.restore(
            settings, recovery.parse_key(terminal.key), tell=terminal.tell, confirm=terminal.confirm
        )
        after = own_keys(settings)
        assert after.device_id not in (before.device_id, element.device_id)
        db = open_database(settings)
        bot = client(settings, db)
        await bot.start()
        assert_trusted(await sven.wait(room, event_id=await say(bot, room_id, "två")))
        seen = await sven.trust(user_id, after.device_id, lambda it: len(it.devices) == 1)
        assert (seen.known, seen.changed, seen.signed) == (True, False, True)
        assert seen.devices == (after.device_id,)  # the lost device and the guest are logged out
        answer = await heard(bot, await sven.say(room, "är det du?"))
        assert (answer.body, answer.verified) == ("är det du?", True)

        # That he would see a change: with other keys he does
        other = {usage: seed[::-1] for usage, seed in before.seeds.items()}
        await cross_signing.upload(bot.http, bot.machine, cross_signing.signers_of(other), PASSWORD)
        assert (await sven.trust(user_id, after.device_id, lambda it: it.changed)).changed
        await bot.stop()
        db.close()
