"""A unit of each municipality with an open case, and the laws that hold at every word the bot says in a room.

It is the fast stage: the whole application on a real database, people with really signed devices, and a homeserver that
only notes. Each life begins with a copy of the moment when the room had just been opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.core import Core
from bot.delivery.held import READABLE
from bot.matrix import sync
from bot.messages import Delivered, Kind
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from bot.stage import cast
from bot.stage.fast import FastStage
from bot.stage.script import parse
from bot.stage.stagehand import BOT, Line, StageError
from handlers import TABLE
from storage import audit, room
from storage import case as cases
from storage import member as members
from storage.blank import create_tables
from storage.db import Database
from storage.outbox import Item
from storage.room import RoomView
from storage.tables import Actor, Case, Consent, Inbox, Meeting, Receipt, Room, SealedKey, Task
from tests import opened, postgres
from tests.bodies import words_of
from tests.laws.openings import CAST, CONSENT, NAMED, OPENINGS
from tests.laws.oracle import Facts, way
from tests.sqlite import database, restore


class Broken(AssertionError):
    """A law does not hold."""


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What a town was like: when its database was copied, and what its homeserver knew."""

    at: datetime
    file: Path
    joined: Mapping[str, frozenset[str]]
    lines: tuple[Line, ...]
    readers: Mapping[str, frozenset[tuple[str, str]]]


class Town(FastStage):
    """One municipality's unit; people speak, and every word of the bot is judged as it leaves."""

    def __init__(self, profile: str, folder: Path) -> None:
        self.profile = profile
        self._kept: Database | None = None
        super().__init__(parse(CAST.format(profile=profile)), TABLE, folder)

    def _build(self, *, is_new: bool = False) -> Core:
        # One database for all lives: compiling every statement anew for each would take most of the time
        self._kept = self._kept or self._opened()
        if is_new:
            create_tables(self._kept.engine)
        return Core(cast.settings(self._script, folder=self._folder), self._kept, self._clock, self._table)

    def _opened(self) -> Database:
        return database(self._folder / "play.db", self._vault)

    async def crash(self) -> None:
        """All that was only in memory is gone."""
        self._core = self._build()
        self._core.prepare()

    def remember(self, file: Path | None = None) -> Moment:
        """Keep this moment, to begin lives with; in a ``file`` of its own where there are several."""
        file = file or self._folder / "moment.db"
        self._keep(file)
        return Moment(
            at=self.now(),
            file=file,
            joined={where: frozenset(users) for where, users in self._joined.items()},
            lines=tuple(self._lines),
            readers=dict(self._readers),
        )

    def _keep(self, file: Path) -> None:
        raw = self._core.db.engine.raw_connection()
        with closing(sqlite3.connect(file)) as copy, closing(raw):
            raw.driver_connection.backup(copy)  # type: ignore[union-attr]

    def _put_back(self, file: Path) -> None:
        restore(self._core.db, file)

    def begin(self, moment: Moment) -> None:
        """Begin another life at that moment."""
        self._put_back(moment.file)
        self._clock.start_at(moment.at)
        self._joined = {where: set(users) for where, users in moment.joined.items()}
        self._lines, self._readers = list(moment.lines), dict(moment.readers)
        self._core = self._build()

    # ------------------------------------------------------------------------------------------------------ speaking

    async def tell(self, who: str, text: str, place: str = "office") -> list[str]:
        """Somebody writes, and the bot does all it has to; what it said there."""
        before = len(self._lines)
        try:
            await self.say(who, place, text)
        except StageError:
            return []  # they are not in that room (any more)
        await self.settle()
        return [line.text for line in self._lines[before:] if line.who == BOT]

    async def write(self, who: str, place: str, text: str) -> None:
        """Somebody writes, if they are in that room; the bot does not come to it yet."""
        try:
            await self.say(who, place, text)
        except StageError:
            return

    async def agreed(self, text: str, *, who: str = "anna", place: str = "office") -> bool:
        """Somebody writes, says yes to what is asked, and so does a second person. Whether the second was needed."""
        said = await self.tell(who, text, place)
        for _ in range(3):
            if not said or not any("ja / nej" in one or "JA / NEJ" in one or "andra ja" in one for one in said):
                return False
            if any("andra ja" in one for one in said):
                await self.tell("berit" if who == "anna" else "anna", "ja")
                return True
            said = await self.tell(who, "ja", place)
        return False

    async def open(self) -> None:
        """From first idea to open room, in the municipality's own order."""
        before, givers, after = OPENINGS[self.profile]
        asked = " tillfrågad ja" if self.profile == "tyreso" else ""
        await self.settle()
        for line in before:
            await self.tell("anna", line)
        await self.agreed(CONSENT.format(givers=givers) + asked)
        for named in NAMED:
            await self.agreed(f"utse K-7F2 {named}")
        for line in after:
            await self.tell("anna", line)
        await self.agreed("öppna K-7F2 rummet")
        await self.move_clock(self.now() + timedelta(minutes=1))

    async def wait(self, days: int) -> None:
        """Let days pass. The bot looks at every room each day: at least whenever it has something to do."""
        to = self.now() + timedelta(days=days)
        while self.now() < to:
            await self.settle()
            following = self._core.next_at()
            at = to if following is None or following > to else max(following, self.now() + timedelta(seconds=1))
            self._clock.advance_to(at)
            self._core.daily()
        await self.settle()

    async def shows(self, who: str, membership: str, where: RoomView, *, by: str | None = None) -> None:
        """The homeserver shows that somebody has come, has left, or was let in by its administrator."""
        user = self.matrix_id(who)
        there = self._joined.setdefault(str(where.matrix_room), set())
        if (membership == "join") == (user in there):
            return
        if membership == "join":
            there.add(user)
        else:
            there.discard(user)
        event = {
            "type": "m.room.member",
            "state_key": user,
            "sender": user if by is None else self.matrix_id(by),
            "content": {"membership": membership},
        }
        with self._core.db.unit() as session:
            sync.apply_state(session, session.get_one(Room, where.id), event, self.now(), self._core.watch)
            self._add(session, where, user, Kind.MEMBER, membership, user, f"$member{self._number()}")
        await self.settle()

    # ------------------------------------------------------------------------------------------------------- judging

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        words = where.kind.of_case and item.kind in READABLE
        if words:
            self._judge_circle(where, self.inside(where), item)
        done = len(self._lines)
        delivered = await super()._deliver(item, where)
        for line in self._lines[done:] if words else ():
            readers = {user for user, _ in self._readers[line.id]}
            facts = self.facts()
            allowed = {} if facts is None else facts.allowed(where.kind, where.scope)
            if not readers <= set(allowed.values()):
                raise Broken(f"keys of {line.text!r} went to {readers - set(allowed.values())}")
        return delivered

    def _judge_circle(self, where: RoomView, there: frozenset[str], item: Item | None = None) -> None:
        facts = self.facts()
        rests = facts is None or facts.must_rest(where.kind, where.scope)
        allowed = {} if facts is None else facts.allowed(where.kind, where.scope, lingering=rests)
        if not there <= set(allowed.values()):
            after = "" if item is None else f" when it was said: {words_of(item.body)!r}"
            raise Broken(f"{there - set(allowed.values())} in the {where.kind} room{after}")
        if item is None and rests and where.matrix_room is not None and where.state == RoomState.OPEN:
            raise Broken(f"the {where.kind} room is not frozen")

    def judge(self) -> None:
        """At rest: nobody is in a room, or asked into it, who is not covered for it."""
        for where in self.rooms():
            if where.matrix_room is None or where.state == RoomState.LEFT:
                continue
            with self._core.db.read() as session:
                shown = members.memberships(session, where.matrix_room)
            there = self.inside(where) | {user for user, how in shown.items() if how in ("join", "invite", "knock")}
            self._judge_circle(where, there - {self.bot_user})
        if self.facts() is None:
            self._judge_erased()

    def _judge_erased(self) -> None:
        with self._core.db.read() as session:
            case = session.scalars(select(Case)).one()
            left = [
                row
                for table in (Consent, Actor, Task, Meeting, Receipt)
                for row in session.scalars(select(table).where(table.case_id == case.id))
            ]
            rooms = select(Room.id).where(Room.case_id == case.id)
            left += session.scalars(select(Inbox).where(Inbox.room_id.in_(rooms))).all()
            people = [one.id for one in opened.people(session) if one.role in (Role.YOUTH, Role.GUARDIAN)]
            if left or people or case.about_sealed is not None:
                raise Broken(f"of a case that is disposed of there is still {left or people or case}")
            if session.scalars(select(SealedKey).where(SealedKey.id == case.key_id)).first() is not None:
                raise Broken("the key of a case that is disposed of is still there")

    def judge_audit(self) -> None:
        """The chain holds."""
        with self._core.db.read() as session:
            wrong = list(audit.broken_links(session))
        if wrong:
            raise Broken(f"the audit log: {wrong}")

    # ------------------------------------------------------------------------------------------------------- looking

    @property
    def bot_user(self) -> str:
        return self._core.settings.user_id

    def rooms(self) -> list[RoomView]:
        """The rooms of the case."""
        with self._core.db.read() as session:
            query = select(Room).where(Room.kind.in_((RoomKind.CASE, RoomKind.SIDE))).order_by(Room.number)
            return [room.view(row) for row in session.scalars(query)]

    def inside(self, where: RoomView) -> frozenset[str]:
        """Who is in a room, by Matrix id."""
        return frozenset(self._joined.get(where.matrix_room or "", ()))

    def facts(self) -> Facts | None:
        """All there is about the case, as it is written; None when it is not (any more)."""
        with self._core.db.read() as session:
            row = session.scalars(select(Case)).one()
            if row.state == "disposed":
                return None
            return Facts(
                way=way(self.profile),
                case=cases.get(session, row.id),
                rows=tuple(opened.grants(session)),
                actors=tuple(opened.actors(session)),
                people=tuple(opened.people(session)),
                day=self._core.clock.today(),
            )


class TownOnPostgres(Town):
    """The same, on a PostgreSQL server."""

    def __init__(self, profile: str, folder: Path, server_url: str) -> None:
        self._server_url = server_url
        self._databases = ExitStack()
        self._url = self._databases.enter_context(postgres.database(server_url))
        self._copies: dict[Path, str] = {}  # copies, by the file that a copy of SQLite's would be in
        super().__init__(profile, folder)

    def _opened(self) -> Database:
        return Database(self._url, self._vault)

    def _keep(self, file: Path) -> None:
        self._core.db.close()  # nobody may look at what is copied
        self._copies[file] = self._databases.enter_context(postgres.database(self._server_url, copy_of=self._url))

    def _put_back(self, file: Path) -> None:
        self._core.db.close()
        postgres.replace(self._server_url, self._url, self._copies[file])

    def close(self) -> None:
        super().close()
        self._databases.close()
