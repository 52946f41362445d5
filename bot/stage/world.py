"""The real world of a play: a homeserver, the bot as a process of its own that can be killed, and encrypted people."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.app import CLOCK_LOOK
from bot.clock import MovableClock
from bot.core import ACCOUNT, Core
from bot.matrix.http import MatrixError
from bot.settings import Settings, load
from bot.stage import cast, process, settled
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.process import BotProcess
from bot.stage.received import Heard, line_of
from bot.stage.settled import Traffic
from bot.stage.stagehand import BOT, AccountChange, Line, StageError
from bot.stage.steps import Actor, Script
from handlers import TABLE
from storage import due, migrate, outbox, sealed
from storage.db import Database

_PATIENCE = 60.0  # seconds until a play is given up
_KEYS_LAST = timedelta(days=1)  # clients take new room keys after a day; the bot has thrown old ones away by then
_KEYS_LATE = 3.0  # seconds in which a key may still follow its message


class World:
    """A :class:`bot.stage.stagehand.Stagehand` on a homeserver. Async context manager.

    ``tag`` ends every Matrix name, so that several worlds fit on one homeserver. ``via``: where the bot finds it, when
    something stands between them. ``crashes``, ``hardships``: see :class:`bot.stage.process.BotProcess`.
    """

    def __init__(
        self,
        script: Script,
        folder: Path,
        server: Homeserver,
        *,
        tag: str = "",
        via: str | None = None,
        crashes: Sequence[str] = (),
        hardships: Sequence[str] = (),
    ) -> None:
        self.people: dict[str, Person] = {}
        self.devices: list[Person] = []  # further devices of people
        self._folder, self._script, self._server, self._tag = folder, script, server, tag
        self._via = via or server.url
        self._traffic = Traffic(server.folder / "homeserver.db")
        self._clock = MovableClock(folder / "clock")
        self._config = folder / "sigbot.toml"
        self._lines, self._known = list[Line](), set[str]()
        self.bot = BotProcess(self._config, folder / "bot.log", crashes=crashes, hardships=hardships)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:  # nobody else closes what is open already
            await self._stack.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def _open(self) -> None:
        password = secrets.token_urlsafe(16)
        planned = cast.settings_for(
            self._script,
            homeserver=self._via,
            server_name=self._server.server_name,
            folder=self._folder,
            tag=self._tag,
            password=password,
            log_format="json",
        )
        self._bot_user = str(planned["user_id"])
        await self._server.register(self._bot_user[1:].partition(":")[0], password)
        await self._server.override_ratelimit(self._bot_user)
        self._folder.mkdir(parents=True, exist_ok=True)
        process.write_settings(self._config, planned)
        self._prepare(load(self._config))
        for actor in self._script.people.values():
            if actor.matrix != "none":
                self.people[actor.handle] = await self._arrive(actor)
        self._stack.push_async_callback(self.bot.end)
        self.bot.begin()

    def _prepare(self, settings: Settings) -> None:
        """Clock, keys, tables and people, before the bot starts."""
        self._clock.start_at(self._script.start)
        for folder in (settings.data_dir, settings.key_file.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        sealed.write_master(settings.key_file)
        self._db = Database(settings.database_url, sealed.Vault.load(settings.key_file))
        self._stack.callback(self._db.close)
        migrate.ensure(self._db)
        core = Core(settings, self._db, self._clock, TABLE)
        core.prepare()
        cast.add_known(core, self._script, self._server.server_name, self._tag)

    async def _arrive(self, actor: Actor) -> Person:
        signed = actor.matrix == "signed"
        person = await Person.arrive(self._server, actor.handle + self._tag, display_name=actor.name, signed=signed)
        self._stack.push_async_callback(person.stop)
        return person

    async def new_device(self, who: str, *, signed: bool) -> Person:
        """Somebody logs in on one more device."""
        device = await self._person(who).new_device(signed=signed)
        self._stack.push_async_callback(device.stop)
        self.devices.append(device)
        return device

    # ------------------------------------------------------------------------------------------------- settling

    async def settle(self) -> None:
        """Until the bot has nothing left to do at its time and everybody has got everything."""
        loop = asyncio.get_running_loop()
        began, calm = loop.time(), 0
        while calm < 2:  # twice: a step may just have ended on one side and not begun on the other
            self.bot.must_live()
            busy = self._busy(patient=loop.time() - began < _KEYS_LATE)
            if busy is not None and loop.time() - began > _PATIENCE:
                raise StageError(f"after {_PATIENCE:.0f} s {busy}:\n{self.bot.log_tail()}")
            calm = calm + 1 if busy is None else 0
            await asyncio.sleep(0.03)
        self._listen()

    def _busy(self, *, patient: bool) -> str | None:
        with self._db.read() as session:
            if unfinished := settled.unfinished(session, self._clock.now(), patient=patient):
                return f"the bot has not {unfinished}"
            devices = [settled.bot(session), *(one.reached for one in [*self.people.values(), *self.devices])]
        return self._traffic.lacking(devices)

    # -------------------------------------------------------------------------------------------------- acting

    async def say(self, who: str, place: str, text: str) -> None:
        """Write."""
        person, where = self._person(who), self.matrix_room(place)
        if where not in person.rooms:
            raise StageError(f"{who} is not in {place}")
        await self._try(person.say(where, text))

    async def send(self, who: str, place: str, what: str, text: str) -> None:
        """Send something that is no text."""
        person, where = self._person(who), self.matrix_room(place)
        if where not in person.rooms:
            raise StageError(f"{who} is not in {place}")
        await self._try(person.show(where, what, text))

    async def reply(self, who: str, to: Line, text: str) -> None:
        """Answer a message."""
        await self._try(self._person(who).reply(self._event(who, to), text))

    async def react(self, who: str, to: Line, key: str) -> None:
        """Put an emoji on a message."""
        await self._try(self._person(who).react(self._event(who, to), key))

    async def edit(self, who: str, to: Line, text: str) -> None:
        """Change an own message."""
        await self._try(self._person(who).edit(self._event(who, to), text))

    async def redact(self, who: str, to: Line) -> None:
        """Take an own message back."""
        await self._try(self._person(who).redact(self._event(who, to)))

    async def account(self, who: str, what: AccountChange) -> None:
        """Log in on one more device, vouch for the newest, or make a new identity."""
        person = self._person(who)
        if what == "new device":
            await self.new_device(who, signed=False)
        else:
            await (person.reset_identity() if what == "new identity" else person.vouch_for(self._newest(who)))

    async def crash(self) -> None:
        """Kill the bot without warning and start it again."""
        self.bot.crash()

    async def move_clock(self, to: datetime) -> None:
        """Let the bot's time pass."""
        if to - self.now() >= _KEYS_LAST:
            for person in self.people.values():
                person.rotate()
        if to < self.now():
            raise StageError(f"it is {self.now():%Y-%m-%d %H:%M} UTC already")
        while (following := self._next_at()) is not None and following <= to:
            if following > self.now():
                self._clock.move(following - self.now())
            await self.settle()  # what is due then is done then, not all at once at the end
            if self._next_at() == following:
                break  # it has to wait for something else
        self._clock.move(max(to - self.now(), timedelta(0)))
        await asyncio.sleep(3 * CLOCK_LOOK)  # the daily round leaves no trace before it begins

    def _next_at(self) -> datetime | None:
        with self._db.read() as session:
            times = (due.next_at(session), outbox.next_at(session, ACCOUNT))
        return min((at for at in times if at is not None), default=None)

    async def enter(self, who: str, place: str) -> None:
        """Be let in by the homeserver's administrator; clients of the stage accept every invitation."""
        await self._server.let_in(self.matrix_room(place), self._person(who).user_id)

    async def knock(self, who: str) -> None:
        """Make a room and invite the bot to it."""
        await self._person(who).open("A question", [self._bot_user])

    async def leave(self, who: str, place: str) -> None:
        """Leave a room, of one's own will."""
        await self._person(who).leave(self.matrix_room(place))

    # -------------------------------------------------------------------------------------------------- looking

    async def members(self, place: str) -> frozenset[str]:
        """Who has joined beside the bot."""
        return frozenset(map(self._handle, self._traffic.joined(self.matrix_room(place)))) - {BOT}

    async def reads(self, who: str, line: Line, *, newest: bool = False) -> bool:
        """Whether this person's client (the first, or the ``newest``) has the message in clear."""
        person = self._newest(who) if newest else self.people.get(who)
        got = person.got(line.id) if person else None
        return got is not None and got.decrypted

    def unreadable(self) -> list[str]:
        """People who got a message of the bot that their client could not decrypt, with the place of it."""
        places = self._places()
        return [
            f"{handle} in {places.get(heard.room, heard.room)}"
            for handle, person in self.people.items()
            for heard in person.heard
            if heard.sender == self._bot_user and not heard.decrypted
        ]

    def now(self) -> datetime:
        """The bot's time."""
        return self._clock.now()

    def matrix_id(self, who: str) -> str:
        """The Matrix id of a handle."""
        return cast.matrix_id(who, self._server.server_name, self._tag)

    def transcript(self) -> Sequence[Line]:
        """All that somebody could read so far."""
        return self._lines

    def _listen(self) -> None:
        """Add what anybody has read since the last time, in the homeserver's order."""
        places = self._places()
        fresh: dict[str, Line] = {}
        for person in [*self.people.values(), *self.devices]:
            for heard in person.heard:
                if heard.event_id in self._known or heard.event_id in fresh or not heard.decrypted:
                    continue
                if line := line_of(heard, places.get(heard.room, heard.room), self._handle(heard.sender)):
                    fresh[heard.event_id] = line
        self._known |= set(fresh)
        self._lines += [fresh[event_id] for event_id in self._traffic.order(fresh)]

    def _person(self, who: str) -> Person:
        if who not in self.people:
            raise StageError(f"{who} has no Matrix account")
        return self.people[who]

    def _newest(self, who: str) -> Person:
        user_id = self._person(who).user_id
        return [one for one in [*self.people.values(), *self.devices] if one.user_id == user_id][-1]

    def _handle(self, user_id: str) -> str:
        handles = {self._bot_user: BOT} | {person.user_id: handle for handle, person in self.people.items()}
        return handles.get(user_id, user_id)

    def _event(self, who: str, line: Line) -> Heard:
        if (event := self._person(who).got(line.target)) is None:
            raise StageError(f"{who} has not got that message")
        return event

    def matrix_room(self, place: str) -> str:
        """The Matrix room of a place. Raises :class:`StageError` when there is none."""
        found = [where for where, named in self._places().items() if named == place]
        if not found:
            raise StageError(f"there is no {place}")
        return found[-1]

    def _places(self) -> dict[str, str]:
        """The place of each Matrix room, as the bot knows them."""
        with self._db.read() as session:
            return cast.places(session, self._tag)

    async def _try(self, doing: Awaitable[str]) -> None:
        try:
            await doing
        except MatrixError as error:
            raise StageError(f"the homeserver refused: {error}") from error
