"""A real homeserver for the whole run; bots and people on it are real clients with their own databases."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.matrix.client import Client
from bot.matrix.listener import SeenEvent
from bot.matrix.outbound import everybody
from bot.messages import Incoming
from bot.rules.room import RoomKind
from bot.stage.homeserver import Homeserver
from storage import inbox, outbox, sealed
from storage import room as rooms
from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Inbox, Room
from tests.bodies import say_body
from tests.names import own

PASSWORD = "correct horse battery staple"


def memory() -> Database:
    """A fresh database in memory."""
    db = Database("sqlite://", Vault.fresh())
    create_tables(db.engine)
    return db


@dataclass
class Person:
    """An embedded person: hears everything, says things."""

    client: Client
    heard: list[SeenEvent]

    @property
    def id(self) -> str:
        return self.client.user_id

    def texts(self) -> list[str]:
        """What could be read, in order."""
        return [str(one.content.get("body")) for one in self.heard if one.type == "m.room.message" and one.readable]

    def unreadable(self) -> set[str]:
        """Events that no key came for."""
        readable = {one.event_id for one in self.heard if one.readable}
        return {one.event_id for one in self.heard if not one.readable} - readable

    async def enter(self, matrix_room: str) -> None:
        """Join, and see the room."""
        await self.client.join(matrix_room)
        await self.client.sync_once()

    async def say(self, matrix_room: str, body: str, **more: Any) -> str:
        """Say something, encrypted."""
        content = {"msgtype": "m.text", "body": body, **more}
        return await self.send(matrix_room, "m.room.message", content)

    async def send(self, matrix_room: str, kind: str, content: dict[str, Any]) -> str:
        """Send anything, encrypted."""
        room_id = self.client.room_id(matrix_room)
        return await self.client.outbound.send(room_id, kind, content, uuid.uuid4().hex, audience=everybody)


@dataclass
class Bot:
    """A bot account with its database; can be taken down and brought up again."""

    client: Client
    db: Database
    again: Callable[[], Client]
    changes: list[Any] = field(default_factory=list)

    def plan(self, kind: RoomKind = RoomKind.OFFICE) -> str:
        """A planned room; returns our id of it."""
        with self.db.unit() as session:
            key_id = sealed.make_key(session, "case")
            view = rooms.add(session, account_id="bot", unit_id="u", kind=kind, key_id=key_id)
        return view.id

    async def room(self, *people: Person, kind: RoomKind = RoomKind.OFFICE) -> tuple[str, str]:
        """A room with people in it: our id and its Matrix id."""
        room_id = self.plan(kind)
        matrix_room = await self.client.rooms.create(room_id, name="K-TST")
        for person in people:
            await self.client.rooms.invite(matrix_room, person.id)
            await person.enter(matrix_room)
        await self.client.sync_once()
        return room_id, matrix_room

    async def say(self, room_id: str, body: str, txn: str | None = None) -> str:
        """Say something to everybody in the room."""
        content = {"msgtype": "m.text", "body": body, "m.mentions": {}}
        return await self.client.outbound.send(
            room_id, "m.room.message", content, txn or uuid.uuid4().hex, audience=everybody
        )

    def sent(self, room_id: str, event_id: str) -> None:
        """Remember something said, as the outbox does."""
        with self.db.unit() as session:
            row = session.get_one(Room, room_id)
            number = outbox.put(session, row, say_body(), now=datetime.now(UTC))
            outbox.mark_sent(session, number, event_id, datetime.now(UTC))

    def rows(self, state: str | None = None) -> list[Inbox]:
        """Inbox rows that are not about members."""
        with self.db.unit() as session:
            found = session.query(Inbox).order_by(Inbox.id).all()
        return [row for row in found if row.kind != "member" and state in (None, row.state)]

    def opened(self) -> list[Incoming]:
        """The same, as handlers see them."""
        with self.db.unit() as session:
            return [
                inbox.incoming(session, row) for row in session.query(Inbox).order_by(Inbox.id) if row.kind != "member"
            ]

    async def restart(self) -> None:
        """Everything in memory goes; the database stays."""
        await self.client.stop()
        self.client = self.again()
        await self.client.start()


class World:
    """Makes bots and people."""

    def __init__(self, homeserver: Homeserver) -> None:
        self.homeserver = homeserver
        self._clients: list[Client] = []
        self._databases: list[Database] = []
        self._bots: list[Bot] = []

    async def person(self, name: str, *, cross_sign: bool = True, via: str | None = None) -> Person:
        """Somebody new, logged in. ``via``: where they find the homeserver, when something stands in between."""
        user_id = await self.homeserver.register(own(name), PASSWORD)
        return await self.device(user_id, cross_sign=cross_sign, via=via)

    async def device(self, user_id: str, *, cross_sign: bool = True, via: str | None = None) -> Person:
        """A device of a user, with an empty database."""
        heard: list[SeenEvent] = []
        db = memory()
        client = Client(
            via or self.homeserver.url,
            db,
            "person",
            Clock(),
            user_id=user_id,
            password=PASSWORD,
            cross_sign=cross_sign,
            on_event=heard.append,
        )
        self._clients.append(client)
        self._databases.append(db)
        await client.start()
        await client.sync_once()
        return Person(client, heard)

    async def bot(self, db: Database | None = None, *, via: str | None = None, **settings: Any) -> Bot:
        """A bot of its own, started and synced once; ``via`` as for people."""
        user_id = await self.homeserver.register(own("sigbot"), PASSWORD)
        db = db or memory()
        changes: list[Any] = []

        def again() -> Client:
            return Client(
                via or self.homeserver.url,
                db,
                "bot",
                Clock(),
                user_id=user_id,
                password=PASSWORD,
                on_change=lambda _session, change: changes.append(change),
                **settings,
            )

        bot = Bot(again(), db, again, changes)
        self._bots.append(bot)
        self._databases.append(db)
        await bot.client.start()
        await bot.client.sync_once()
        return bot

    async def close(self) -> None:
        """Take everybody down."""
        for client in [*self._clients, *(bot.client for bot in self._bots)]:
            await client.stop()
        for db in self._databases:
            db.close()
        await asyncio.sleep(0)


@pytest.fixture
async def world(homeserver: Homeserver) -> AsyncIterator[World]:
    made = World(homeserver)
    yield made
    await made.close()


@pytest.fixture
def file_db(tmp_path: Path) -> Database:
    db = Database(f"sqlite:///{tmp_path / 'bot.db'}", Vault.fresh())
    create_tables(db.engine)
    return db
