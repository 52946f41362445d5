"""The people of a play: real clients, encrypted and cross-signed, all in one process and with stores in
memory."""

from __future__ import annotations

import asyncio
import re
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeVar

from nio.crypto.attachments import encrypt_attachment

from bot.clock import Clock
from bot.matrix import listener
from bot.matrix.client import Client
from bot.matrix.crypto.olm import ALGORITHM
from bot.matrix.history import OWN_ID
from bot.matrix.http import MatrixError
from bot.matrix.outbound import everybody
from bot.stage import account
from bot.stage.homeserver import Homeserver
from bot.stage.received import ReceivedEvent, received_event
from bot.stage.settled import SyncPosition
from bot.stage.stagehand import StageError
from bot.stage.written import written
from storage import keys
from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault

T = TypeVar("T")

_ACCOUNT = "person"
_LONG_POLL_MS = 20_000
#: What the files are that people send, by the word in a conversation.
_FILES = {"voice": "audio/ogg", "image": "image/jpeg", "video": "video/mp4", "file": "application/pdf"}


class Person:
    """One client of one user. ``signed``: it has a cross-signing identity; ``accepts``: it accepts
    invitations."""

    def __init__(
        self,
        url: str,
        user_id: str,
        password: str,
        *,
        signed: bool = True,
        accepts: bool = True,
        name: str = "stage",
    ) -> None:
        self.user_id = user_id
        self.accepts = accepts
        self.rooms: dict[str, str] = {}  # joined: Matrix room -> name
        self._account = (url, user_id, password)
        self._names: dict[str, str] = {}
        self._received: dict[str, ReceivedEvent] = {}
        self._said: dict[str, dict[str, Any]] = {}
        self._changed = asyncio.Event()
        self._life: asyncio.Task[None] | None = None
        self._db = Database("sqlite://", Vault.fresh())
        create_tables(self._db.engine)
        self.client = Client(
            url,
            self._db,
            _ACCOUNT,
            Clock(),
            user_id=user_id,
            password=password,
            device_name=name,
            cross_sign=signed,
            on_event=self._hear,
        )

    @classmethod
    async def arrive(
        cls,
        server: Homeserver,
        localpart: str,
        *,
        password: str = "",
        display_name: str | None = None,
        signed: bool = True,
    ) -> Person:
        """Register a new user and start a client for it."""
        password = password or secrets.token_urlsafe(12)
        user_id = await server.register(localpart, password, display_name=display_name)
        person = cls(server.url, user_id, password, signed=signed)
        await person.start()
        return person

    async def start(self) -> None:
        """Log in, publish keys and identity, and sync from now on."""
        await self.client.start()
        await self.client.sync_once()
        self._life = asyncio.create_task(self._live())
        self._life.add_done_callback(lambda _: self._changed.set())

    async def stop(self) -> None:
        """Close the client; the account stays."""
        if self._life is not None:
            self._life.cancel()
            with suppress(asyncio.CancelledError):
                await self._life
        await self.client.stop()
        self._db.close()

    async def __aenter__(self) -> Person:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def new_device(self, *, signed: bool) -> Person:
        """Log in on a further device. ``signed``: this user's identity vouches for it."""
        url, user_id, password = self._account
        other = Person(url, user_id, password, signed=False, accepts=False, name="another device")
        await other.start()
        if signed:
            await self.vouch_for(other)
        return other

    async def vouch_for(self, other: Person) -> None:
        """Let this user's identity vouch for another device of theirs."""
        with self._db.unit() as session:
            seeds = keys.seeds(session, _ACCOUNT)
        await account.vouch(other.client, _ACCOUNT, seeds, self._account[2])

    async def reset_identity(self) -> None:
        """Make a new cross-signing identity, as after losing every device."""
        await account.reset_identity(self.client, _ACCOUNT, self._account[2])

    # ------------------------------------------------------------------------------------------------- receiving

    @property
    def device_id(self) -> str:
        """This client's device."""
        return self.client.machine.device_id

    @property
    def received(self) -> list[ReceivedEvent]:
        """All events received so far, own ones too, in order of arrival."""
        return list(self._received.values())

    @property
    def sync_position(self) -> SyncPosition:
        """How far this client has synced."""
        with self._db.unit() as session:
            at = keys.position(session, _ACCOUNT) or ""
        return SyncPosition(user_id=self.user_id, device_id=self.device_id, position=at, accepts=self.accepts)

    def event(self, event_id: str) -> ReceivedEvent | None:
        """The event of an id; None when this client has not received it."""
        return self._received.get(event_id)

    async def wait(
        self,
        pattern: str,
        *,
        room: str | None = None,
        sender: str | None = None,
        timeout: float = 20,  # noqa: ASYNC109 - the error says what was heard instead
    ) -> ReceivedEvent:
        """Wait for a readable message that matches; one received before counts too.

        Raises :class:`StageError` after ``timeout`` seconds.
        """

        def found() -> ReceivedEvent | None:
            for event in self._received.values():
                if room not in (None, event.room) or sender not in (None, event.sender):
                    continue
                readable = event.decrypted and event.type in ("m.room.message", "m.reaction")
                if readable and re.search(pattern, event.body, re.DOTALL):
                    return event
            return None

        return await self.until(found, f"heard {pattern!r}", timeout)

    async def until(self, found: Callable[[], T | None], what: str, timeout: float = 20) -> T:  # noqa: ASYNC109 - as above
        """Wait until ``found`` finds something, looking again after each event. ``what`` stands in the
        error."""
        deadline = asyncio.get_running_loop().time() + timeout
        while True:
            if self._life is not None and self._life.done():
                self._life.result()  # why this client stopped listening
            self._changed.clear()
            result = found()
            if result:
                return result
            try:
                async with asyncio.timeout_at(deadline):
                    await self._changed.wait()
            except TimeoutError:
                last = [
                    f"{one.sender}: {one.body if one.decrypted else '(no key)'}" for one in self.received[-5:]
                ]
                raise StageError(
                    f"{self.user_id} has not {what} within {timeout} s; heard last: {last}"
                ) from None

    # -------------------------------------------------------------------------------------------------- speaking

    async def say(self, room: str, text: str) -> str:
        """Write in a room. Returns the event id, as all methods below do that send something."""
        return await self._send(room, written(text, {}))

    async def post(
        self, room: str, text: str, *, pills: Mapping[str, str], thread: tuple[str, str] | None
    ) -> str:
        """Write with links, or in a thread.

        ``pills``: words that are links, with the Matrix ids they lead to; ``thread``: the event with which a thread
        began, and its latest.
        """
        content = written(text, pills)
        if thread is not None:
            root, latest = thread
            content["m.relates_to"] = {
                "rel_type": "m.thread",
                "event_id": root,
                "is_falling_back": True,
                "m.in_reply_to": {"event_id": latest},
            }
        return await self._send(room, content)

    async def send(self, room: str, what: str, text: str) -> str:
        """Send something that is no text, with a caption or file name; a file is encrypted and uploaded, as apps do."""
        msgtype = "m.audio" if what == "voice" else f"m.{what}"
        content: dict[str, Any] = {"msgtype": msgtype, "body": text, "m.mentions": {}}
        if what == "location":
            content["geo_uri"] = "geo:0,0"
        elif what != "emote":
            content |= await self._uploaded(_FILES[what])
            if what == "voice":
                content["org.matrix.msc3245.voice"] = {}
        return await self._send(room, content)

    async def _uploaded(self, mime: str) -> dict[str, Any]:
        """What a message says of its file, whose key and address stand in it."""
        data = secrets.token_bytes(2_000)
        sealed, key = encrypt_attachment(data)
        address = await self.client.http.upload(sealed, "application/octet-stream")
        return {"file": {**key, "url": address}, "info": {"mimetype": mime, "size": len(data)}}

    async def reply(self, to: ReceivedEvent, text: str) -> str:
        """Answer a message."""
        content = written(text, {})
        content["m.mentions"] = {"user_ids": [to.sender]}
        content["m.relates_to"] = {"m.in_reply_to": {"event_id": to.event_id}}
        return await self._send(to.room, content)

    async def edit(self, event: ReceivedEvent, text: str) -> str:
        """Change an own message."""
        content = {
            "msgtype": "m.text",
            "body": f"* {text}",
            "m.mentions": {},
            "m.new_content": written(text, {}),
            "m.relates_to": {"rel_type": "m.replace", "event_id": event.event_id},
        }
        return await self._send(event.room, content)

    async def react(self, event: ReceivedEvent, key: str) -> str:
        """Put an emoji on a message."""
        return await self.client.outbound.react(event.room, event.event_id, key, uuid.uuid4().hex)

    async def redact(self, event: ReceivedEvent) -> str:
        """Redact a message."""
        return await self.client.outbound.redact(event.room, event.event_id, uuid.uuid4().hex)

    async def open(self, name: str, invited: Iterable[str]) -> str:
        """Make an encrypted room and invite people; returns its Matrix id."""
        body = {
            "name": name,
            "preset": "private_chat",
            "invite": list(invited),
            "initial_state": [
                {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": ALGORITHM}}
            ],
        }
        room = str((await self.client.http.call("POST", ("createRoom",), body, tries=1))["room_id"])
        self._names[room] = name
        self.rooms[room] = name

        def encrypted() -> bool:
            return any(
                event.room == room and event.type == "m.room.encryption" for event in self._received.values()
            )

        await self.until(encrypted, "seen its room")
        return room

    async def join(self, room: str) -> None:
        """Accept an invitation."""
        await self.client.join(room)
        try:
            state = await self.client.http.call("GET", ("rooms", room, "state", "m.room.name"))
        except MatrixError as error:
            if error.status not in (403, 404):  # removed again already, or a room without a name
                raise
        else:
            self._names[room] = str(state.get("name", ""))
        self.rooms[room] = self._names.get(room, "")
        self._changed.set()

    async def leave(self, room: str) -> None:
        """Leave a room. A new invitation lets the client in again."""
        await self.client.http.call("POST", ("rooms", room, "leave"), {})
        self.rooms.pop(room, None)

    def rotate(self) -> None:
        """Use new room keys in every room from now on, as clients do after some time."""
        for room in self.rooms:
            self.client.outbound.rotate(room)

    async def _send(self, room: str, content: dict[str, Any]) -> str:
        txn = uuid.uuid4().hex
        # kept before it arrives in the sync: no client can decrypt its own messages
        self._said[txn] = content
        room_id = self.client.room_id(room)
        return await self.client.outbound.send(room_id, "m.room.message", content, txn, audience=everybody)

    async def _live(self) -> None:
        while True:
            try:
                await self.client.sync_once(_LONG_POLL_MS)
                for room in self.client.invites if self.accepts else ():
                    await self.join(room)
            except MatrixError as error:
                if error.token_bad:
                    raise
                await asyncio.sleep(1)  # the homeserver is restarting, or the invitation was withdrawn

    def _hear(self, event: listener.SeenEvent) -> None:
        if event.type == "m.room.member" and event.raw.get("state_key") == self.user_id:
            # Events come in order: a join brings those before it, such as an earlier leave
            if event.content.get("membership") == "join":
                self.rooms.setdefault(event.matrix_room, self._names.get(event.matrix_room, ""))
            elif event.content.get("membership") in ("leave", "ban"):
                self.rooms.pop(event.matrix_room, None)
        before = self._received.get(event.event_id)
        if (
            before is None or not before.decrypted
        ):  # otherwise it came again, when a gap in the sync was filled
            said = (
                self._said.get(str(event.raw["content"].get(OWN_ID)))
                if event.sender == self.user_id
                else None
            )
            self._received[event.event_id] = received_event(event, said)
        self._changed.set()
