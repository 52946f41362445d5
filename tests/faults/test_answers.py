"""Each fault at each endpoint once: what was said arrives once, in order and readable; what is heard is heard once."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import pytest
from aiohttp import web

from bot.backoff import Backoff
from bot.clock import Clock
from bot.errors import TryLater
from bot.matrix.client import Client
from bot.matrix.http import MatrixError
from bot.matrix.outbound import everybody
from bot.matrix.outbox import Delivery
from bot.messages import Incoming
from bot.stage.homeserver import Homeserver
from storage import identity as identities
from storage import inbox, outbox
from storage import member as members
from storage import room as rooms
from storage.body import InviteBody
from storage.tables import Account, OlmSession, Room
from tests.faults.faults import ANYWHERE, LIES, Again, cut_after, cut_before, garbage, gateway, late, logged_out
from tests.faults.proxy import Exchange, Fault, Proxy
from tests.matrix.conftest import PASSWORD, Bot, World, memory
from tests.names import own
from tests.storage.rows import megolm_count

pytestmark = pytest.mark.real

T = TypeVar("T")

PATIENCE = 0.4


@pytest.fixture
async def world(homeserver: Homeserver) -> AsyncIterator[World]:
    made = World(homeserver)
    yield made
    await made.close()


@pytest.fixture
async def proxy(world: World) -> AsyncIterator[Proxy]:
    async with Proxy(world.homeserver.url) as made:
        yield made


async def hasty(world: World, proxy: Proxy) -> Bot:
    """A bot that gives up soon and tries again at once."""
    bot = await world.bot(via=proxy.url)
    bot.client.http.patience = PATIENCE
    bot.client.http.backoff = Backoff(first=0.02, most=30)
    return bot


async def at_last(work: Callable[[], Awaitable[T]]) -> T:
    """What the outbox and the sync loop do: the same again while it may help."""
    for _ in range(20):
        try:
            return await work()
        except MatrixError as error:
            if not (error.passing or error.token_bad):
                raise
            await asyncio.sleep(0.05)
    raise AssertionError("never")


def every(*endpoints: str) -> list[tuple[str, Fault]]:
    return [(what, fault) for what in endpoints for fault in [*ANYWHERE, *LIES.get(what, ()), late(1.5 * PATIENCE)]]


async def test_what_is_said_arrives_once(world: World, proxy: Proxy) -> None:
    bot, anna = await hasty(world, proxy), await world.person("anna")
    room_id, _ = await bot.room(anna)
    said: list[str] = []
    for what, fault in every("rooms/send", "rooms/joined_members", "keys/query", "keys/claim", "sendToDevice"):
        with bot.client.machine.unit() as session:
            identities.mark_everybody_stale(session, "bot")
            session.query(OlmSession).delete()
            bot.client.machine._olm = None  # as after a restart: all that can be asked for is asked for
        said.append(f"{what} {fault.__name__} {len(said)}")
        # As often as a call is tried: then the whole row is, again under its own transaction id
        times = 4 if what == "rooms/send" and fault in (cut_before, cut_after, garbage) else 1
        proxy.next(what, fault, times=times)
        txn, content = uuid.uuid4().hex, {"msgtype": "m.text", "body": said[-1], "m.mentions": {}}
        await at_last(
            lambda content=content, txn=txn: bot.client.outbound.send(  # type: ignore[misc]
                room_id, "m.room.message", content, txn, audience=everybody
            )
        )
        assert proxy.clear() < times, said[-1]
        await anna.client.sync_once()
        assert anna.texts()[-1:] == said[-1:]
    assert anna.texts() == said
    assert anna.unreadable() == set()


async def test_what_is_heard_is_heard_once(world: World, proxy: Proxy) -> None:
    bot, anna = await hasty(world, proxy), await world.person("anna")
    _, matrix_room = await bot.room(anna)
    again = Again()
    proxy.choose = lambda exchange: again.note if exchange.what == "sync" else None
    said: list[str] = []
    heard: list[Incoming] = []
    for what, fault in [*every("sync", "keys/query"), ("sync", again.repeat)]:
        if what == "keys/query":
            with bot.db.unit() as session:
                identities.mark_everybody_stale(session, "bot")
        anna.client.outbound.rotate(matrix_room)  # each brings its key
        said.append(f"{what} {fault.__name__} {len(said)}")
        proxy.next(what, fault)
        await anna.say(matrix_room, said[-1])
        await at_last(bot.client.sync_once)
        await at_last(bot.client.sync_once)  # a repeated answer brings nothing, the next one does
        assert proxy.left == 0, said[-1]
        heard += bot.opened()[len(heard) :]
        assert [one.body for one in heard] == said
        with bot.db.unit() as session:
            inbox.mark_done(session, heard[-1].id)  # whom nobody answers is not listened to for ever
    assert all(one.verified for one in heard)


@pytest.mark.long
async def test_a_room_is_made_once(world: World, proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.matrix.rooms._WAITS_FOR_CREATED", (0.0, 0.1))
    bot, made = await hasty(world, proxy), []
    for what, fault in every("createRoom", "directory/room", "rooms/state"):
        if fault.__name__ == "late" and what == "createRoom":
            continue
        room_id = bot.plan()
        proxy.next(what, fault)
        made.append(await at_last(lambda room_id=room_id: bot.client.rooms.create(room_id, name="K-TST")))  # type: ignore[misc]
        assert proxy.left == 0, (what, fault.__name__)
    joined = await bot.client.http.call("GET", ("joined_rooms",))
    assert sorted(joined["joined_rooms"]) == sorted(made)


async def test_who_comes_in_while_a_message_is_on_its_way_can_read_it(world: World, proxy: Proxy) -> None:
    bot = await world.bot(via=proxy.url)
    anna, sven, karl = [await world.person(name) for name in ("anna", "sven", "karl")]
    room_id, matrix_room = await bot.room(anna)
    for one in (sven, karl):
        await bot.client.rooms.invite(matrix_room, one.id)
    await bot.client.sync_once()

    async def people_enter(exchange: Exchange) -> web.StreamResponse:
        await sven.enter(matrix_room)
        answer = await exchange.forward()
        await karl.enter(matrix_room)
        return answer.response()

    proxy.next("rooms/send", people_enter)
    await bot.say(room_id, "Sven är med")
    for one in (sven, karl):
        await one.client.sync_once()
    assert sven.texts() == ["Sven är med"]
    assert not sven.unreadable()
    with karl.client.db.unit() as session:
        assert megolm_count(session, "person") == 0, "who came after it has no key to it"
    await bot.say(room_id, "Karl med")
    await karl.client.sync_once()
    assert karl.texts() == ["Karl med"]


async def test_what_came_by_sync_stands_against_an_answer_that_came_late(world: World, proxy: Proxy) -> None:
    bot = await world.bot(via=proxy.url)
    anna, sven = await world.person("anna"), await world.person("sven")
    room_id, matrix_room = await bot.room(anna)

    async def sven_comes(exchange: Exchange) -> web.StreamResponse:
        answer = await exchange.forward()  # he is invited
        await sven.enter(matrix_room)
        await bot.client.sync_once()
        return answer.response()

    async def anna_leaves(exchange: Exchange) -> web.StreamResponse:
        answer = await exchange.forward()  # she is in the room
        await anna.client.http.call("POST", ("rooms", matrix_room, "leave"), {})
        await bot.client.sync_once()
        return answer.response()

    proxy.next("rooms/state", sven_comes)
    await bot.client.rooms.invite(matrix_room, sven.id)
    with bot.db.unit() as session:
        assert members.memberships(session, matrix_room)[sven.id] == "join"
    proxy.next("rooms/joined_members", anna_leaves)
    bot.client.outbound.require_member_check(matrix_room)
    await bot.say(room_id, "Anna har gått")
    assert proxy.left == 0
    with bot.db.unit() as session:
        assert members.memberships(session, matrix_room) == {
            bot.client.user_id: "join",
            sven.id: "join",
            anna.id: "leave",
        }
    assert {user for user, *_ in bot.client.outbound._shared[matrix_room].reached} == {sven.id}


@pytest.mark.long
async def test_members_come_and_go_once(world: World, proxy: Proxy) -> None:
    bot, anna = await hasty(world, proxy), await world.person("anna")
    _, matrix_room = await bot.room()
    for what, fault in every("rooms/invite", "rooms/kick"):
        if what == "rooms/invite":
            proxy.next(what, fault)
        await at_last(lambda: bot.client.rooms.invite(matrix_room, anna.id))
        await anna.enter(matrix_room)
        if what == "rooms/kick":
            proxy.next(what, fault)
        await at_last(lambda: bot.client.rooms.remove(matrix_room, anna.id))
        assert proxy.left == 0, (what, fault.__name__)
        assert await at_last(lambda: bot.client.rooms.members.joined(matrix_room)) == {bot.client.user_id}


@pytest.mark.long
async def test_a_start_among_faults(world: World, proxy: Proxy) -> None:
    """Login, keys and identity: the device and its identity stay the same whatever one answer is."""
    user_id = await world.homeserver.register(own("sigbot"), PASSWORD)
    db, seen = memory(), set()
    for what, fault in [("login", logged_out), *every("login", "account/whoami", "keys/upload", "keys/query")]:
        if what == "login":
            with db.unit() as session:
                for account in session.query(Account):
                    account.token_sealed = None
        client = Client(proxy.url, db, "bot", Clock(), user_id=user_id, password=PASSWORD)
        client.http.patience = PATIENCE
        client.http.backoff = Backoff(first=0.02, most=30)
        proxy.next(what, fault)
        await at_last(client.start)
        seen.add((client.machine.device_id, client.machine.user_id))
        await client.stop()
    db.close()
    assert len(seen) == 1


async def test_whether_our_homeserver_is_away_or_somebody_elses(world: World, proxy: Proxy) -> None:
    bot, anna = await hasty(world, proxy), await world.person("anna")
    room_id, _ = await bot.room()
    with bot.db.unit() as session:
        row = session.get_one(Room, room_id)
        number = outbox.put(session, row, InviteBody(user_id=anna.id), now=Clock().now())
        item, where = outbox.claim(session, number), rooms.view(row)
    delivery = Delivery(
        bot.client,
        clock=Clock(),
        audience=lambda *_: frozenset(),
        name_of=lambda _: "K-TST",
        write_document=lambda *_: b"",
    )
    proxy.next("rooms/invite", gateway(502))
    with pytest.raises(TryLater) as theirs:
        await delivery.deliver(item, where)
    assert (theirs.value.cause, theirs.value.away) == ("502 NOT_MATRIX", False)
    proxy.choose = lambda _: cut_before
    with pytest.raises(TryLater) as ours:
        await delivery.deliver(item, where)
    assert (ours.value.cause, ours.value.away) == ("0 CUT", True)
    proxy.choose = lambda _: None
    await delivery.deliver(item, where)
    assert await bot.client.rooms.members.membership(str(where.matrix_room), anna.id) == "invite"
