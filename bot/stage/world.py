"""The real stage of a play: a homeserver, the bot as a process that can be killed, and people with
encryption."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.app import CLOCK_CHECK_EVERY
from bot.clock import MovableClock
from bot.core import Core
from bot.matrix.http import MatrixError
from bot.settings import Settings, load
from bot.stage import cast, process, settled
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from bot.stage.process import BotProcess
from bot.stage.received import ReceivedEvent, line_of
from bot.stage.settled import Traffic
from bot.stage.stagehand import BOT, AccountChange, Line, StageError
from bot.stage.steps import Actor, Script
from handlers import TABLE
from storage import sealed, version
from storage.db import Database

# clients change their room keys after a day, when the bot has dropped the old ones
_KEYS_LAST = timedelta(days=1)
_KEYS_LATE = 3.0  # seconds for which a key may follow its message


class World:
    """A :class:`bot.stage.stagehand.Stagehand` on a homeserver. Async context manager.

    ``tag`` ends every Matrix name, so that several worlds fit on one homeserver. ``via``: the homeserver's
    address for the bot, when there is a proxy between them. ``database``: the address of an empty one, instead of
    a file in the folder. ``crashes``, ``hardships``: see
    :class:`bot.stage.process.BotProcess`.
    """

    #: Seconds since the bot was started after which a play that does not settle is given up
    patience = 60.0

    def __init__(
        self,
        script: Script,
        folder: Path,
        server: Homeserver,
        *,
        tag: str = "",
        via: str | None = None,
        database: str = "",
        crashes: Sequence[str] = (),
        hardships: Sequence[str] = (),
    ) -> None:
        self.people: dict[str, Person] = {}
        self.devices: list[Person] = []  # further devices of people
        self._folder = folder
        self._script = script
        self._server = server
        self._tag = tag
        self._via = via or server.url
        self._database = database
        self._traffic = Traffic(server.folder / "homeserver.db")
        self._clock = MovableClock(folder / "clock")
        self._config = folder / "sigbot.toml"
        self._lines: list[Line] = []
        self._known: set[str] = set()
        self.bot = BotProcess(self._config, folder / "bot.log", crashes=crashes, hardships=hardships)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        try:
            await self._open()
        except BaseException:  # __aexit__ is not called then
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
        if self._database:
            planned["database"] = self._database
        self._bot_user = str(planned["user_id"])
        await self._server.register(self._bot_user[1:].partition(":")[0], password)
        await self._server.override_ratelimit(self._bot_user)
        self._folder.mkdir(parents=True, exist_ok=True)
        process.write_settings(self._config, planned)
        self._prepare(load(self._config))
        for actor in self._script.people.values():
            if actor.matrix not in ("none", "visitor"):
                self.people[actor.handle] = await self._arrive(actor)
        self._stack.push_async_callback(self.bot.stop)
        self.bot.start()

    def _prepare(self, settings: Settings) -> None:
        """Make clock, keys, tables and people, before the bot starts."""
        self._clock.start_at(self._script.start)
        for folder in (settings.data_dir, settings.key_file.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        sealed.write_master(settings.key_file)
        self._db = Database(settings.database_url, sealed.Vault.load(settings.key_file))
        self._stack.callback(self._db.close)
        version.ensure(self._db)
        core = Core(settings, self._db, self._clock, TABLE)
        core.prepare()
        cast.add_known(core, self._script, self._server.server_name, self._tag)

    async def _arrive(self, actor: Actor) -> Person:
        signed = actor.matrix == "signed"
        person = await Person.arrive(
            self._server, actor.handle + self._tag, display_name=actor.name, signed=signed
        )
        self._stack.push_async_callback(person.stop)
        return person

    async def new_device(self, who: str, *, signed: bool) -> Person:
        """Let somebody log in on one more device."""
        device = await self._person(who).new_device(signed=signed)
        self._stack.push_async_callback(device.stop)
        self.devices.append(device)
        return device

    # ------------------------------------------------------------------------------------------------- settling

    async def settle(self) -> None:
        """Wait until the bot has nothing left to do at its time, and everybody has received everything."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        process = self.bot.process
        calm = 0
        if process is None:
            self._listen()
            return
        while calm < 2:  # twice, as something may have ended on one side and not yet begun on the other
            self.bot.check_alive()
            if self.bot.process is not process:  # it was killed, and a start takes long on a busy machine
                began = loop.time()
                process = self.bot.process
            busy = self._busy(patient=loop.time() - began < _KEYS_LATE)
            if busy is not None and loop.time() - began > self.patience:
                raise StageError(f"after {self.patience:.0f} s {busy}:\n{self.bot.log_tail()}")
            calm = calm + 1 if busy is None else 0
            await asyncio.sleep(0.03)
        self._listen()

    def _busy(self, *, patient: bool) -> str | None:
        """What somebody has not done or received yet; None when everything has settled."""
        with self._db.read() as session:
            unfinished = settled.unfinished(session, self._clock.now(), patient=patient)
            if unfinished:
                return f"the bot has not {unfinished}"
            positions = [settled.bot_position(session)]
        positions += [client.sync_position for client in self._clients()]
        return self._traffic.lacking(positions)

    def _clients(self) -> list[Person]:
        """Everybody's clients, further devices last."""
        return [*self.people.values(), *self.devices]

    # -------------------------------------------------------------------------------------------------- acting

    async def say(self, who: str, place: str, text: str) -> None:
        """Write."""
        await self._try(self._person(who).say(self._room_of(who, place), text))

    async def post(
        self, who: str, place: str, text: str, *, pills: Mapping[str, str], thread: Line | None
    ) -> None:
        """Write with links, or in a thread."""
        room = self._room_of(who, place)
        in_thread = None if thread is None else (thread.thread or thread.target, thread.target)
        await self._try(self._person(who).post(room, text, pills=self._ids(pills), thread=in_thread))

    def _ids(self, pills: Mapping[str, str]) -> dict[str, str]:
        """The Matrix ids of the handles that words lead to."""
        return {
            words: self._bot_user if handle == BOT else self.matrix_id(handle)
            for words, handle in pills.items()
        }

    async def send(self, who: str, place: str, what: str, text: str) -> None:
        """Send something that is no text."""
        await self._try(self._person(who).send(self._room_of(who, place), what, text))

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
        """Redact an own message or reaction."""
        await self._try(self._person(who).redact(self._event(who, to)))

    async def account(self, who: str, what: AccountChange) -> None:
        """Log in on one more device, vouch for the newest, or make a new identity."""
        if what == "new device":
            await self.new_device(who, signed=False)
        elif what == "device signed":
            await self._person(who).vouch_for(self._newest(who))
        else:
            await self._person(who).reset_identity()

    async def crash(self) -> None:
        """Kill the bot without warning and start it again."""
        self.bot.crash()

    async def set_away(self, begins: bool) -> None:
        """Stop the bot, or start it again."""
        if begins:
            await self.bot.stop()
        else:
            self.bot.start()

    async def move_clock(self, to: datetime) -> None:
        """Let the bot's time pass."""
        if self.bot.process is None:
            self._clock.advance_to(to)
            return
        if to - self.now() >= _KEYS_LAST:
            for person in self.people.values():
                person.rotate()
        if to < self.now():
            raise StageError(f"it is {self.now():%Y-%m-%d %H:%M} UTC already")
        while (following := self._next_at()) is not None and following <= to:
            self._clock.advance_to(following)
            await self.settle()  # each thing is carried out when it is due, not all at once at the end
            if self._next_at() == following:
                break  # it waits for something else
        self._clock.advance_to(to)
        await asyncio.sleep(3 * CLOCK_CHECK_EVERY)  # nothing shows that the daily round is about to begin

    def _next_at(self) -> datetime | None:
        with self._db.read() as session:
            return settled.next_at(session, self.now())

    async def enter(self, who: str, place: str) -> None:
        """Let the homeserver's administrator invite somebody; the stage's clients accept every invitation."""
        await self._server.let_in(self.matrix_room(place), self._person(who).user_id)

    async def knock(self, who: str) -> None:
        """Make a room and invite the bot to it."""
        await self._person(who).open("A question", [self._bot_user])

    async def leave(self, who: str, place: str) -> None:
        """Leave a room on one's own initiative."""
        await self._person(who).leave(self.matrix_room(place))

    # -------------------------------------------------------------------------------------------------- looking

    async def members(self, place: str) -> frozenset[str]:
        """Who has joined beside the bot."""
        return frozenset(map(self._handle, self._traffic.joined(self.matrix_room(place)))) - {BOT}

    async def reads(self, who: str, line: Line, *, newest: bool = False) -> bool:
        """Whether this person's client (the first, or the ``newest``) has the message decrypted."""
        person = self._newest(who) if newest else self.people.get(who)
        event = person.event(line.id) if person else None
        return event is not None and event.decrypted

    def unreadable(self) -> list[str]:
        """People whose client received a message of the bot and could not decrypt it, each with its place."""
        places = self._places()
        return [
            f"{handle} in {places.get(event.room, event.room)}"
            for handle, person in self.people.items()
            for event in person.received
            if event.sender == self._bot_user and not event.decrypted
        ]

    def now(self) -> datetime:
        """The bot's time."""
        return self._clock.now()

    def matrix_id(self, who: str) -> str:
        """The Matrix id of a handle."""
        return cast.matrix_id(who, self._server.server_name, self._tag)

    def transcript(self) -> Sequence[Line]:
        """All lines that somebody could read so far."""
        return self._lines

    def _listen(self) -> None:
        """Add the events somebody has read since the last time to the transcript, in the homeserver's
        order."""
        places = self._places()
        fresh: dict[str, Line] = {}
        for client in self._clients():
            for event in client.received:
                if event.event_id in self._known or event.event_id in fresh or not event.decrypted:
                    continue
                line = line_of(event, places.get(event.room, event.room), self._handle(event.sender))
                if line is not None:
                    fresh[event.event_id] = line
        self._known |= set(fresh)
        self._lines += [fresh[event_id] for event_id in self._traffic.order(fresh)]

    def _person(self, who: str) -> Person:
        if who not in self.people:
            raise StageError(f"{who} has no Matrix account")
        return self.people[who]

    def _newest(self, who: str) -> Person:
        """Somebody's newest client."""
        user_id = self._person(who).user_id
        return [client for client in self._clients() if client.user_id == user_id][-1]

    def _handle(self, user_id: str) -> str:
        handles = {self._bot_user: BOT} | {person.user_id: handle for handle, person in self.people.items()}
        return handles.get(user_id, user_id)

    def _event(self, who: str, line: Line) -> ReceivedEvent:
        """The event of a line, as somebody's client has it."""
        event = self._person(who).event(line.target)
        if event is None:
            raise StageError(f"{who} has not received that message")
        return event

    def _room_of(self, who: str, place: str) -> str:
        """The Matrix room of a place that somebody is in. Raises :class:`StageError` when they are not."""
        matrix_room = self.matrix_room(place)
        if matrix_room not in self._person(who).rooms:
            raise StageError(f"{who} is not in {place}")
        return matrix_room

    def matrix_room(self, place: str) -> str:
        """The Matrix room of a place. Raises :class:`StageError` when there is none."""
        found = [matrix_room for matrix_room, named in self._places().items() if named == place]
        if not found:
            raise StageError(f"there is no {place}")
        return found[-1]

    def _places(self) -> dict[str, str]:
        """What scripts call each Matrix room that the bot has."""
        with self._db.read() as session:
            return cast.places(session, self._tag)

    async def _try(self, doing: Awaitable[str]) -> None:
        try:
            await doing
        except MatrixError as error:
            raise StageError(f"the homeserver refused: {error}") from error
