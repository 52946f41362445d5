"""``sigbot identity restore``: a new device, the same identity, and nothing of the old keys ever used again."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.app import App
from bot.cli.identity import own_keys
from bot.core import ACCOUNT
from bot.errors import CannotDo, IdentityForeign
from bot.exits import Exit
from bot.matrix.crypto import cross_signing, recovery
from bot.matrix.outbound import everybody
from bot.rules.alarm import Cause
from bot.rules.audit import Action
from bot.rules.room import RoomKind
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from storage import device as known_devices
from storage import identity as identities
from storage import inbox, keys, outbox
from storage import room as rooms
from storage.alarm import TELL
from storage.tables import Account, Audit, Due, Inbox, MegolmSession, OlmSession, Outbox, Room
from tests.bodies import say_body
from tests.bot.operator import PASSWORD, client, sigbot
from tests.bot.restored import HELP, Bot, log_in
from tests.names import own
from tests.storage.making import said

pytestmark = pytest.mark.real


@pytest.fixture
async def anna(homeserver: Homeserver) -> AsyncIterator[Person]:
    person = await Person.arrive(homeserver, own("anna"))
    yield person
    await person.stop()


@pytest.fixture
async def bot(homeserver: Homeserver, tmp_path: Path, anna: Person) -> Bot:
    return await Bot.at(homeserver, tmp_path / "first", anna.user_id)


def seen_by(anna: Person, bot: Bot) -> tuple[str | None, str | None, list[str]]:
    """The bot's identity that anna's client pinned, the one it sees, and which of the devices it trusts."""
    with anna._db.unit() as session:
        pin = identities.get(session, "person", bot.settings.user_id)
        devices = known_devices.of_user(session, "person", bot.settings.user_id)
    assert pin is not None
    return pin.pinned, pin.seen, [one.device_id for one in devices if one.trusted]


async def test_people_see_no_change_and_what_cannot_be_read_is_said(bot: Bot, anna: Person) -> None:
    page = await bot.met(anna)
    before = own_keys(bot.settings)
    assert seen_by(anna, bot) == (before.master, before.master, [before.device_id])
    await anna.say(page, "status")
    await anna.say(page, "är du där?")

    await bot.restored()

    after = own_keys(bot.settings)
    assert after.master == before.master
    assert after.device_id != before.device_id
    assert not set(after.public) & set(before.public)
    assert await bot.devices() == [after.device_id]  # the old one is logged out
    assert "cannot be read, and is not handled" in "\n".join(bot.terminal.told)
    assert [line.split() for line in bot.terminal.told if line.startswith("  ")] == [["2", "page"]]
    db = bot.opened()
    with db.read() as session:
        assert session.query(OlmSession).count() == session.query(MegolmSession).count() == 0
        assert session.query(Audit).filter_by(action=Action.IDENTITY_RESTORED).count() == 1
        assert session.query(Inbox).filter(Inbox.state != "done").count() == 0  # nothing of before is a command
        alarms = session.query(Room).filter(Room.alarm.is_not(None)).count()
    db.close()
    assert alarms == 0

    asked = await anna.say(page, "hjälp språk")  # restored, but not started yet: this one is heard
    async with bot.alive():
        for where, words in (
            (page, "Jag har varit borta"),
            (None, "Jag har återställts"),
            (page, "språk – välj språk"),
        ):
            said = await anna.wait(words, room=where, sender=bot.settings.user_id)
            assert said.decrypted
    assert seen_by(anna, bot) == (before.master, before.master, [after.device_id])
    db = bot.opened()
    with db.read() as session:
        assert session.query(Inbox).filter_by(event_id=asked).one().verified
        assert session.query(Inbox).filter_by(state="waiting").count() == 0
    db.close()


async def test_from_an_empty_database_the_whole_bot_starts_under_the_same_identity(bot: Bot, anna: Person) -> None:
    await bot.met(anna)
    before = own_keys(bot.settings)
    lost = bot.elsewhere("second", coordinator=anna.user_id)
    for _ in range(2):
        hasty = App(lost.settings)
        with pytest.raises(IdentityForeign, match="our database has none"):
            await hasty.run(asyncio.Event())
        await hasty.client.stop()
        hasty.db.close()
    await lost.restored()
    assert [question[:7] for question in lost.terminal.asked] == ["Log out"]  # no doubt whose identity it is
    after = own_keys(lost.settings)
    assert (after.master, after.device_id != before.device_id) == (before.master, True)
    assert "3 room(s) that this database does not know" in "\n".join(lost.terminal.told)
    assert await lost.devices() == [after.device_id]
    async with lost.alive():
        await anna.until(lambda: len(anna.rooms) == 4, "come in to the new rooms")
        page = lost.page()
        await anna.until(lambda: any((one.room, one.type) == (page, "m.room.encryption") for one in anna.received), "")
        await anna.say(page, "hjälp")
        assert (await anna.wait(HELP, room=page)).decrypted
    assert seen_by(anna, bot) == (before.master, before.master, [after.device_id])
    assert own_keys(lost.settings) == after


def _heard(session: Session, room: Room, state: str, now: datetime) -> None:
    inbox.add(
        session,
        room,
        said(
            f"${state}",
            "!avsluta",
            sender="@anna:stage.localhost",
            sent_at=now,
            seen_at=now,
        ),
        state=state,
    )


async def test_a_copy_of_the_database_sends_nothing_twice(bot: Bot, anna: Person) -> None:
    page = await bot.met(anna)
    db = bot.opened()
    with db.unit() as session:
        room, now = session.query(Room).filter_by(matrix_room=page).one(), datetime.now(UTC)
        sent, unsent = [outbox.put(session, room, say_body("en gång"), now=now) for _ in range(2)]
        txn = session.get_one(Outbox, sent).txn
        for state in ("new", "waiting"):  # heard, and not handled when the copy was made
            _heard(session, room, state, now)
        group = rooms.add(session, account_id=ACCOUNT, unit_id=room.unit_id, kind=RoomKind.SIDE, key_id=room.key_id)
        rooms.mark_opened(session, group.id, "!group:stage.localhost")
    with (
        closing(sqlite3.connect(bot.settings.data_dir / "sigbot.db")) as original,
        closing(sqlite3.connect(bot.settings.data_dir / "copy.db")) as copy,
    ):
        original.backup(copy)
    again = client(bot.settings, db)
    await again.start()
    content = {"msgtype": "m.text", "body": "en gång"}
    event_id = await again.outbound.send(room.id, "m.room.message", content, txn, audience=everybody)
    await again.stop()
    db.close()
    for file in bot.settings.data_dir.glob("sigbot.db*"):
        file.unlink()
    (bot.settings.data_dir / "copy.db").rename(bot.settings.data_dir / "sigbot.db")
    await bot.restored()
    db = bot.opened()
    with db.unit() as session:
        rows = {number: session.get_one(Outbox, number) for number in (sent, unsent)}
        assert (rows[sent].state, rows[sent].event_id, rows[sent].body_sealed) == ("sent", event_id, None)
        assert rows[unsent].state == "waiting"
        assert {(row.state, row.body_sealed) for row in session.query(Inbox)} == {("done", None)}
        # A consent may have been withdrawn since the copy was made: a coordinator lets the group go on
        raised = session.query(Audit).filter_by(action=Action.ROOM_ALARM).order_by(Audit.seq)
        assert next(row.detail["cause"] for row in raised) == Cause.RESTORED
        assert session.query(Due).filter_by(kind=TELL, subject=group.id).count() == 1
    db.close()


async def test_nothing_changes_when_it_cannot_be(bot: Bot, anna: Person) -> None:
    before, devices = own_keys(bot.settings), await bot.devices()
    with pytest.raises(CannotDo, match="not the recovery key of this account"):
        await bot.restored(recovery.format_key(recovery.new_key()))

    async with bot.alive():
        await anna.until(lambda: len(anna.rooms) == 2, "come in to kontoret and her page")  # it runs
        with pytest.raises(CannotDo, match="a bot runs on this database"):
            await bot.restored()
        with pytest.raises(CannotDo, match="a bot runs on this database"):  # nor is there a second one
            await App(bot.settings).run(asyncio.Event())

    db = bot.opened()
    with db.unit() as session:
        session.execute(update(Account).values(user_id="@other:stage.localhost"))
    with pytest.raises(CannotDo, match="this database is @other"):
        await bot.restored()
    with db.unit() as session:
        session.execute(update(Account).values(user_id=bot.settings.user_id))
    db.close()

    assert (own_keys(bot.settings), await bot.devices()) == (before, devices)
    await bot.restored()


async def test_an_identity_replaced_by_somebody_else_is_not_taken_for_ours(bot: Bot) -> None:
    before = own_keys(bot.settings)
    other = Person(bot.settings.homeserver, bot.settings.user_id, PASSWORD, signed=False)
    await other.start()
    http, machine = other.client.http, other.client.machine
    await cross_signing.upload(http, machine, cross_signing.load_or_create_signers(machine), PASSWORD)
    with pytest.raises(CannotDo, match="somebody has replaced it since"):
        await bot.restored()
    assert own_keys(bot.settings) == before

    # It was the operator, in Element, who has a new recovery key: taken over when they say so
    with other._db.unit() as session:
        seeds = keys.seeds(session, "person")
    assert seeds is not None
    key = recovery.new_key()
    await recovery.store(http, bot.settings.user_id, key, seeds)
    bot.terminal.agrees = False
    with pytest.raises(CannotDo, match="the database keeps its identity"):
        await bot.restored(recovery.format_key(key))
    assert own_keys(bot.settings) == before
    bot.terminal.agrees = True
    await other.stop()
    await bot.restored(recovery.format_key(key))
    assert own_keys(bot.settings).seeds == seeds
    assert await bot.devices() == [own_keys(bot.settings).device_id]  # the other one is logged out with the rest


async def test_with_a_token_instead_of_a_password(bot: Bot) -> None:
    """The homeserver then keeps the other devices: but the old one's own token logs it out."""
    before = own_keys(bot.settings)
    bot.use_token(before.token)
    with pytest.raises(CannotDo, match="of a device that has keys already"):
        await bot.restored()
    (stranger,) = set(await bot.devices()) - {before.device_id}  # it made the account
    fresh = await log_in(bot.settings)
    bot.use_token(fresh[1])
    await bot.restored(log_out=True)
    assert own_keys(bot.settings).device_id == fresh[0]
    assert own_keys(bot.settings).master == before.master
    assert await bot.devices() == sorted([fresh[0], stranger])
    told = "\n".join(bot.terminal.told)
    assert f"does not let us log out {stranger}" in told
    assert "/delete_devices" in told


async def test_the_old_machine_that_comes_back_signs_nothing_and_says_nothing(bot: Bot, anna: Person) -> None:
    """It has the password, so it could log in again; and where it was kept logged in, it hears of it as it runs."""
    await bot.met(anna)
    before = own_keys(bot.settings)
    running = asyncio.create_task(App(bot.settings).run(asyncio.Event()))
    second = bot.elsewhere("second", coordinator=anna.user_id)
    await second.restored(log_out=False)
    with pytest.raises(IdentityForeign, match="restored elsewhere since, and lives on there"):
        await asyncio.wait_for(running, 60)
    third = bot.elsewhere("third", coordinator=anna.user_id)
    await third.restored(log_out=True)
    after = own_keys(third.settings)
    assert await third.devices() == [after.device_id]
    for old in (bot, second, bot):
        with pytest.raises(IdentityForeign, match="Do: stop it for good"):
            await App(old.settings).run(asyncio.Event())
    assert await third.devices() == [after.device_id]  # no old one is back, so none is signed
    async with third.alive():
        await anna.until(lambda: len(anna.rooms) == 4, "come in to the new rooms")
        shown = (before.master, before.master, [after.device_id])
        await anna.until(lambda: seen_by(anna, bot) == shown, "see the new device alone")


async def test_by_command(bot: Bot) -> None:
    before = own_keys(bot.settings)
    code, out, err = sigbot(bot.config, "identity", "restore", "--keep-others", typed=f"{bot.key[:-1]}\n")
    assert (code, out, bot.key[:20] in err) == (Exit.CANNOT_DO, "", False)
    code, out, err = sigbot(bot.config, "identity", "restore", "--keep-others", typed=f"{bot.key}\n")
    assert code == 0, err
    assert before.device_id in next(line for line in out.splitlines() if line.startswith("Still logged in"))
    assert bot.key[:9] not in out + err
    code, out, err = sigbot(bot.config, "identity", "verify")
    assert (code, before.device_id in out) == (0, True)  # an advice: people trust the old device still
    assert own_keys(bot.settings).master == before.master
