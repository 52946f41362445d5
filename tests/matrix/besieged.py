"""A whole bot on a real homeserver whose administrator is not to be trusted; its four tasks are taken step by step."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.app import App
from bot.matrix.http import MatrixError
from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.settings import Settings
from bot.stage.homeserver import Homeserver
from storage import outbox, sealed
from storage.case import Cases
from storage.person import People
from storage.room import RoomView, view
from storage.scoped import CaseStore
from storage.tables import Audit, Room
from tests.bodies import say_body
from tests.matrix.conftest import PASSWORD, Person, World
from tests.names import own
from tests.rules.making import CASE, grant, person

UNIT = "norr"


class Siege:
    """The bot, its coordinators anna and berit, and mallory, whom nobody wants."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.server: Homeserver = world.homeserver
        self._folder = folder
        self.cases = 0

    async def begin(self) -> None:
        """Everybody arrives; the bot opens kontoret and the pages."""
        tag = own()
        self.bot_user = await self.server.register(f"sigbot{tag}", PASSWORD)
        self.glass = await self.world.person("reserv")
        self.anna, self.berit = await self.world.person("anna"), await self.world.person("berit")
        self.mallory = await self.world.person("mallory")
        self.inside: list[Person] = [self.anna, self.berit]
        self.settings = Settings(
            homeserver=self.server.url,
            user_id=self.bot_user,
            password=PASSWORD,
            data_dir=self._folder,
            key_file=self._folder / "master.json",
            break_glass_user=self.glass.id,
            units=[
                {
                    "id": UNIT,
                    "name": "Norr",
                    "profile": "skovde",
                    "coordinators": [
                        {"handle": "anna", "name": "Anna", "matrix_id": self.anna.id},
                        {"handle": "berit", "name": "Berit", "matrix_id": self.berit.id},
                    ],
                }
            ],
        )
        sealed.write_master(self.settings.key_file)
        await self.start()
        await self._add_actors(tag)
        await self.settle()

    async def start(self) -> None:
        """The bot starts (again) on its database."""
        self.app = App(self.settings)
        self.app.open()
        self.app.core.prepare()
        await self.app.client.start()

    async def stop(self) -> None:
        await self.app.client.stop()
        self.app.db.close()

    async def open_case(self) -> RoomView:
        """A case room of its own for each attack, with anna in it; petra and sven are covered and invited, but never
        come."""
        self.cases += 1
        core = self.app.core
        today = core.clock.today()
        with core.db.unit() as session:
            people = People(session, UNIT)
            anna = people.find("anna")
            assert anna is not None
            case = replace(CASE, unit_id=UNIT, coordinator_id=anna.id, created_on=today, code=self.code)
            made = Cases(session, UNIT, today).add(case)
            store = CaseStore(session, UNIT, "bot", core.clock.now(), made.id, profile=None)
            for handle, function in (("petra", "police"), ("sven", "social_services")):
                known = people.find(handle)
                assert known is not None
                store.actors.assign(function, known.id, today)
                until = today.replace(year=today.year + 1)
                store.consents.add([replace(grant(function, "school"), starts_on=today, given_on=today, until=until)])
            scope = frozenset({"school"})
            store.save(replace(made, state=State.ACTIVE, opened_on=today, youth_choice="page", scope=scope))
            store.open_room(scope)
        await self.settle()
        return self.room(RoomKind.CASE)

    @property
    def code(self) -> str:
        """The code of the newest case."""
        return f"K-{self.cases:03}"

    async def _add_actors(self, tag: str) -> None:
        for handle, function in (("petra", "police"), ("sven", "social_services")):
            matrix_id = await self.server.register(handle + tag, PASSWORD)
            somebody = replace(person(handle, Role.ACTOR, function), unit_id=UNIT, matrix_id=matrix_id)
            with self.app.db.unit() as session:
                People(session, UNIT).add(somebody, now=self.app.clock.now())

    # ------------------------------------------------------------------------------------------------ time passes

    async def settle(self) -> None:
        """Until nobody has anything left to do."""
        calm = 0
        for _ in range(60):
            moved = await self.app.client.sync_once()
            moved |= await self.work()
            for one in self.inside:
                await one.client.sync_once()
                for matrix_room in sorted(one.client.invites):
                    await one.enter(matrix_room)
                    moved = True
            calm = 0 if moved else calm + 1
            if calm == 2:
                return
        raise AssertionError("nobody comes to rest")

    async def work(self) -> bool:
        """The bot does what it knows it has to do, without listening."""
        self.app.core.minute()
        moved = False
        while self.app.core.work_one():
            moved = True
        return bool(await self.app._worker.run_ready()) or moved

    async def say(self, who: Person, where: RoomView, text: str) -> None:
        """Somebody writes, and the bot does what follows."""
        await who.say(str(where.matrix_room), text)
        await self.settle()

    def put(self, where: RoomView, text: str) -> None:
        """The bot has something to say in a room."""
        with self.app.db.unit() as session:
            outbox.put(session, session.get_one(Room, where.id), say_body(text), now=self.app.clock.now())

    # ----------------------------------------------------------------------------------- what an administrator can do

    async def let_in(self, where: RoomView, who: Person | None = None) -> None:
        """``make_room_admin`` for mallory, who goes in at once."""
        who = who or self.mallory
        await self.server.let_in(str(where.matrix_room), who.id)
        await who.enter(str(where.matrix_room))

    async def as_bot(self, method: str, *path: str, body: dict[str, Any] | None = None) -> None:
        """Log in as the bot's account and do something in its name."""
        token = (await self.server.administer("POST", f"/v1/users/{self.bot_user}/login", {}))["access_token"]
        url = f"{self.server.url}/_matrix/client/v3/" + "/".join(path)
        async with (
            aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http,
            http.request(method, url, json=body or {}) as answer,
        ):
            assert answer.status == 200, await answer.text()

    async def erase(self, where: RoomView) -> None:
        """Delete a room from the homeserver."""
        path = f"/v2/rooms/{where.matrix_room}"
        job = await self.server.administer("DELETE", path, {"purge": True, "block": True})
        for _ in range(100):
            state = await self.server.administer("GET", f"/v2/rooms/delete_status/{job['delete_id']}")
            if state["status"] == "complete":
                return
            await asyncio.sleep(0.1)
        raise AssertionError(state)

    async def change(self, where: RoomView, kind: str, content: dict[str, Any]) -> None:
        """Mallory sets a part of a room's state."""
        await self.mallory.client.http.call("PUT", ("rooms", str(where.matrix_room), "state", kind), content)

    # ---------------------------------------------------------------------------------------------------- looking

    def room(self, kind: RoomKind, owner: str | None = None) -> RoomView:
        """A room of a kind: the newest case's, or somebody's page."""
        with self.app.db.read() as session:
            query = select(Room).where(Room.kind == kind)
            if kind in (RoomKind.CASE, RoomKind.OLD):
                made = Cases(session, UNIT, self.app.clock.today()).find(self.code)
                assert made is not None
                query = query.where(Room.case_id == made.id)
            if owner is not None:
                known = People(session, UNIT).find(owner)
                assert known is not None
                query = query.where(Room.person_id == known.id)
            return view(session.scalars(query).one())

    async def members(self, where: RoomView) -> set[str]:
        """Who is in a room beside the bot, says the homeserver."""
        found = await self.server.administer("GET", f"/v1/rooms/{where.matrix_room}/members")
        return set(found["members"]) - {self.bot_user}

    async def state(self, where: RoomView) -> dict[str, dict[str, Any]]:
        """A room's settings, by type."""
        found = await self.server.administer("GET", f"/v1/rooms/{where.matrix_room}/state")
        return {event["type"]: event["content"] for event in found["state"] if event["state_key"] == ""}

    async def may_write(self, who: Person, where: RoomView) -> bool:
        """Whether the homeserver lets somebody write."""
        try:
            await who.say(str(where.matrix_room), "hej")
        except MatrixError as error:
            if error.status != 403:
                raise
            return False
        return True

    async def order(self, where: RoomView) -> list[str]:
        """What happened in a room, oldest first: memberships as ``leave <user>``, what the bot said as its event id."""
        query = f"/v1/rooms/{where.matrix_room}/messages?dir=b&limit=200"
        found = (await self.server.administer("GET", query))["chunk"]
        told = []
        for event in reversed(found):
            if event["type"] == "m.room.member":
                told.append(f"{event['content']['membership']} {event['state_key']}")
            elif event["type"] == "m.room.encrypted" and event["sender"] == self.bot_user:
                told.append(event["event_id"])
        return told

    def event_of(self, who: Person, text: str) -> str:
        """The event in which somebody read a text."""
        return next(one.event_id for one in who.heard if text in str(one.content.get("body")))

    def audited(self, action: Action) -> list[dict[str, Any]]:
        with self.app.db.read() as session:
            return [row.detail for row in session.scalars(select(Audit).where(Audit.action == action))]
