"""The bot without Matrix, for tests: a :class:`Core` on a database file, a few commands of our own, and a homeserver
that does what it is told once per transaction id, as a real one does.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversation import asked_in_room
from bot.conversation.table import Table
from bot.core import Core
from bot.i18n import T, render
from bot.messages import Kind
from bot.rules.case import Case, State
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from bot.settings import Settings
from storage import inbox, outbox, room
from storage import member as members
from storage.blank import create_tables
from storage.body import Body
from storage.case import Cases
from storage.db import Database
from storage.person import People
from storage.room import RoomView
from storage.scoped import CaseStore
from storage.sealed import Vault
from storage.tables import Outbox, Room
from tests.bot.server import FixedClock, Server
from tests.bot.small import FACTS, TABLE
from tests.rules.making import CASE, grant, person
from tests.sqlite import database, restore

#: What the open rooms of cases are about, and for whom consent covers it.
_SCOPE = frozenset({"school"})
_COVERED = ("police", "social_services")
#: For so long, from the day on which the room is opened.
_LASTS = timedelta(days=180)

# ------------------------------------------------------------------------------------------------------- the desk


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What a desk can go back to: its database in a file, the homeserver and the time."""

    file: Path
    server: Server
    at: datetime
    heard: int


class Desk:
    """One bot, its people (anna and berit coordinate, chef is the second person of the other unit) and its server."""

    def __init__(
        self, folder: Path, like: Desk | None = None, *, db: Database | None = None, table: Table = TABLE
    ) -> None:
        """``like``: begin with a copy of what that one knows (its database is closed).

        ``db``: work on this one, which is brought to that state; compiling all statements anew for each test would
        take most of its time.
        """
        FACTS.ran, FACTS.preview, FACTS.needs_second = [], "så", True
        self.folder, self.table = folder, table
        self.absent: set[str] = set()
        self.on_step: Callable[[str], None] = lambda _: None
        self.vault: Vault = Vault.fresh() if like is None else like.vault
        self.clock, self.server = FixedClock(), Server()
        if like is not None and db is None:
            shutil.copy(like.folder / "desk.db", folder / "desk.db")
        elif like is not None and db is not None:
            restore(db, like.folder / "desk.db")
        self.settings = Settings(**_settings(folder))
        self.heard = 0  # the number of the newest event
        self.core = self._build(db)
        if like is None:
            create_tables(self.core.db.engine)
            self.core.prepare()

    def _build(self, db: Database | None = None) -> Core:
        core = Core(
            self.settings,
            db or database(self.folder / "desk.db", self.vault),
            self.clock,
            self.table,
            on_step=lambda name: self.on_step(name),
        )
        self.worker = core.worker(self.server.deliver)
        return core

    def keep(self, folder: Path) -> Moment:
        """Keep this moment, to go back to; ``folder`` is its own."""
        raw = self.core.db.engine.raw_connection()
        file = folder / "desk.db"
        with closing(sqlite3.connect(file)) as copy, closing(raw):
            raw.driver_connection.backup(copy)  # type: ignore[union-attr]
        return Moment(file=file, server=deepcopy(self.server), at=self.clock.at, heard=self.heard)

    def go_back(self, moment: Moment) -> None:
        """Make everything what it was then, which may be a moment of another desk that has the same keys."""
        restore(self.core.db, moment.file)
        self.server = deepcopy(moment.server)
        self.clock.at = moment.at
        self.heard = moment.heard
        self.core = self._build(self.core.db)

    def rebuild(self) -> None:
        """Start again on the same file, as after kill -9."""
        self.core.db.close()
        self.core = self._build()
        self.core.prepare()

    # ------------------------------------------------------------------------------------------------ setting up

    def add(self, handle: str, role: Role, function: str | None = None, unit: str = "norr") -> Person:
        """Let the bot know somebody."""
        with self.core.db.unit() as session:
            made = person(handle, role, function, id="", unit_id=unit, matrix_id=f"@{handle}:s", added_by="bot")
            return People(session, unit).add(made, now=self.clock.now())

    def person(self, handle: str, unit: str = "norr") -> Person:
        with self.core.db.read() as session:
            found = People(session, unit).find(handle)
        assert found is not None
        return found

    def case(self, code: str, unit: str = "norr", *, actors: Iterable[tuple[str, str]] = ()) -> Case:
        """Make a case, and name actors by (function, handle)."""
        with self.core.db.unit() as session:
            people = People(session, unit)
            coordinator = next(one for one in people.all() if one.role is Role.COORDINATOR)
            today = self.clock.today()
            made = Cases(session, unit, today).add(
                replace(CASE, unit_id=unit, code=code, coordinator_id=coordinator.id, created_on=today)
            )
            store = CaseStore(session, unit, coordinator.id, self.clock.now(), made.id, profile=None)
            for function, handle in actors:
                found = people.find(handle)
                assert found is not None
                store.actors.assign(function, found.id, self.clock.today())
        return made

    def open_case_room(self, case: Case, *, covered: bool = True) -> RoomView:
        """As if the homeserver had made the room of a case. ``covered``: consent covers the police and the social
        services, for whom somebody stands, so that the room is not still."""
        with self.core.db.unit() as session:
            store = CaseStore(session, case.unit_id, case.coordinator_id, self.clock.now(), case.id, profile=None)
            opened = replace(store.case, state=State.ACTIVE, opened_on=self.clock.today(), scope=_SCOPE)
            store.save(replace(opened, youth_choice="room"))
            for function in _COVERED if covered else ():
                self._cover(session, store, function)
            store.open_room(_SCOPE)
            found = room.of_case(session, case.id)
            assert found is not None
            room.mark_opened(session, found.id, f"!{found.alias}")
            row = session.get_one(Room, found.id)
            row.dirty = False
            row.compared_on = self.clock.today()
            return room.get(session, found.id)

    def _cover(self, session: Session, store: CaseStore, function: str) -> None:
        """Have somebody stand for a function, and consent to it."""
        today = self.clock.today()
        if all(actor.function != function for actor in store.actors.all()):
            stranger = person(
                f"{function}-{store.case.id[:4]}",
                Role.ACTOR,
                function,
                id="",
                unit_id=store.unit_id,
                matrix_id=None,
                added_by="bot",
            )
            made = People(session, store.unit_id).add(stranger, now=self.clock.now())
            store.actors.assign(function, made.id, today)
        until = today + _LASTS
        given = grant(function, *_SCOPE, starts_on=today, until=until, given_on=today, recorded_at=store.now)
        store.consents.add(
            [replace(given, id=f"{function}-{store.case.id}", unit_id=store.unit_id, case_id=store.case.id)]
        )

    # ------------------------------------------------------------------------------------------------ what happens

    def hear(
        self,
        who: str,
        text: str,
        *,
        where: str | RoomView = "office",
        unit: str = "norr",
        kind: Kind = Kind.TEXT,
        about: str | None = None,
        verified: bool = True,
    ) -> bool:
        """An event comes in; ``False`` when it was not addressed to the bot."""
        with self.core.db.unit() as session:
            row = session.get_one(Room, self.view(session, where, who, unit).id)
            came = inbox.Event(
                event_id=f"$in{self.heard + 1}",
                sender=f"@{who}:s",
                kind=kind,
                about=about,
                body=text,
                verified=verified,
                sent_at=self.clock.now(),
                seen_at=self.clock.now(),
            )
            addressed = asked_in_room.addressed(session, row, came)
            if addressed is None:
                return False
            self.heard += 1
            return inbox.add(session, row, addressed) is not None

    def view(self, session: Session, where: str | RoomView, who: str, unit: str) -> RoomView:
        if isinstance(where, RoomView):
            return where
        if where == "office":
            return room.office(session, unit)
        found = People(session, unit).find(who)
        assert found is not None
        return room.page(session, found.id)

    def work(self) -> None:
        """Do everything that can be done now."""
        for _ in range(50):
            worked = False
            while self.core.work_one():
                worked = True
            ran = asyncio.run(self.worker.run_ready())
            if not ran and not self._come_in() and not worked:
                return
        raise AssertionError("the bot does not come to rest")

    def _come_in(self) -> bool:
        """People accept the invitations to kontoret and to their own pages, except those who are ``absent``."""
        with self.core.db.unit() as session:
            came = False
            for page in session.scalars(select(Room).where(Room.kind != RoomKind.CASE, Room.matrix_room.is_not(None))):
                for user, state in members.memberships(session, str(page.matrix_room)).items():
                    if state == "invite" and user not in self.absent:
                        members.note_membership(session, "bot", str(page.matrix_room), user, "join", self.clock.now())
                        outbox.wake(session, page.id, self.clock.now())
                        came = True
            return came

    def say(self, who: str, text: str, **more: Any) -> list[str]:
        """Somebody writes; returns what the bot says then, anywhere."""
        before = len(self.server.said())
        self.hear(who, text, **more)
        self.work()
        return self.server.said()[before:]

    # ------------------------------------------------------------------------------------------------- looking

    def event_of(self, text: str) -> str:
        """The newest event in which the bot said something that contains ``text``."""
        return next(event_id for event_id, said in reversed(self.server.events) if text in said)

    def outbox(self) -> list[Outbox]:
        with self.core.db.read() as session:
            return list(session.scalars(select(Outbox).order_by(Outbox.id)))

    def put(self, room_id: str, body: Body, **more: Any) -> int:
        """Queue a row by hand."""
        with self.core.db.unit() as session:
            at = self.clock.now()
            return outbox.put(session, session.get_one(Room, room_id), body, now=at, **more)


def sv(key: str, **values: Any) -> str:
    """How a text reads in Swedish."""
    return render(T(key, **values), "sv").plain


def _settings(folder: Path) -> dict[str, Any]:
    def one(handle: str) -> dict[str, str]:
        return {"handle": handle, "name": handle.title(), "matrix_id": f"@{handle}:s"}

    return {
        "homeserver": "http://127.0.0.1:1",
        "user_id": "@assistent:s",
        "password": "unused",
        "data_dir": str(folder),
        "key_file": str(folder / "keys" / "master.json"),
        "units": [
            {"id": "norr", "name": "Norr", "profile": "skovde", "coordinators": [one("anna"), one("berit")]},
            {
                "id": "syd",
                "name": "Syd",
                "profile": "skovde",
                "coordinators": [one("cia")],
                "second": one("chef"),
            },
        ],
    }
