"""Messages leave here, encrypted, for exactly the devices that may read them.

A room session of ours is used again only while the devices it was handed to are still exactly those that may read;
if anybody came or went, a fresh one is handed out. Sessions of ours live in memory only: after a restart every room
gets a fresh one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from nio.crypto import OutboundGroupSession
from nio.crypto.attachments import encrypt_attachment
from sqlalchemy.orm import Session

from bot.logs import get_logger
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.olm import ALGORITHM
from bot.matrix.crypto.to_device import ToDevice
from bot.matrix.crypto.trust import Directory
from bot.matrix.history import OWN_ID
from bot.matrix.http import Http, MatrixError
from bot.matrix.members import Unsettled
from bot.matrix.rooms import Rooms
from storage import device as known_devices
from storage import member as members
from storage import outbox
from storage.body import InviteBody
from storage.tables import Room

log = get_logger(__name__)

#: Who may read what is said in a room, whether or not they are in it now.
Audience = Callable[[Session, Room], frozenset[str]]

_RETRY_UNREACHED = 300.0  # seconds until those without a one-time key are tried again
_TURNS = 5


class NotEncrypted(Exception):
    """The room is not known to be encrypted: nothing is sent there."""


@dataclass(frozen=True, kw_only=True)
class _Handed:
    """To which devices our present session of a room went, and which had no key to be reached with."""

    session_id: str
    reached: frozenset[tuple[str, str, str]]
    unreached: frozenset[tuple[str, str, str]]
    at: float


def everybody(session: Session, room: Room) -> frozenset[str]:
    """All who are in the room or invited: the audience of people's own messages."""
    memberships = members.memberships(session, room.matrix_room or "")
    return frozenset(user for user, membership in memberships.items() if membership in ("join", "invite"))


class Outbound:
    """Sends for one account."""

    def __init__(self, http: Http, machine: Machine, directory: Directory, rooms: Rooms) -> None:
        self._http = http
        self._machine = machine
        self._directory = directory
        self._rooms = rooms
        self.to_devices = ToDevice(http, machine)
        self._handed: dict[str, _Handed] = {}
        self._unsure: set[str] = set()
        self._turn: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        #: By Matrix room, as of the last time keys were handed out: devices (user, id) that had no one-time key ...
        self.unreached: dict[str, frozenset[tuple[str, str]]] = {}
        #: ... and members of the audience without a single device that their owner vouches for.
        self.held_back: dict[str, frozenset[str]] = {}

    async def send(
        self, room_id: str, event_type: str, content: dict[str, Any], txn: str, *, audience: Audience
    ) -> str:
        """Encrypt and send; returns the event id. The same ``txn`` never makes a second event.

        Raises:
            NotEncrypted: the room is not known to be encrypted.
            MatrixError: the homeserver refused or could not be reached.
            Unsettled: members or devices kept changing.
        """
        matrix_room = self._where(room_id)
        lock = self._turn.setdefault(matrix_room, asyncio.Lock())
        async with lock:
            for _ in range(_TURNS):
                await self._look(room_id, matrix_room, audience)
                with self._machine.unit() as session:
                    if matrix_room in self._unsure:
                        continue  # there was news meanwhile
                    wanted = self._wanted(session, room_id, audience)
                    if self._settled(matrix_room, wanted):
                        awaited, readers = self._awaited(session, room_id, audience), _names(wanted)
                        room_key = _room_key(matrix_room, self._machine.outbound(matrix_room))  # before it moves on
                        encrypted = self._encrypt(matrix_room, event_type, content, txn)
                        break
                await self._hand_out(room_id, matrix_room, audience)
            else:
                raise Unsettled("members or devices changed at every try")
            event_id = await self._put(("rooms", matrix_room, "send", "m.room.encrypted", txn), encrypted)
            if awaited:
                await self._catch_up(room_id, matrix_room, audience, event_id, readers, room_key)
            return event_id

    async def send_file(
        self, room_id: str, name: str, mime: str, data: bytes, txn: str, *, audience: Audience, caption: str = ""
    ) -> str:
        """Encrypt a file, upload it and send it; returns the event id."""
        self._where(room_id)
        sealed, secrets = await asyncio.to_thread(encrypt_attachment, data)
        address = await self._http.upload(sealed, "application/octet-stream")
        content = {
            "msgtype": "m.image" if mime.startswith("image/") else "m.file",
            "body": caption or name,
            "filename": name,
            "file": {**secrets, "url": address},
            "info": {"mimetype": mime, "size": len(data)},
            "m.mentions": {},
        }
        return await self.send(room_id, "m.room.message", content, txn, audience=audience)

    async def react(self, matrix_room: str, event_id: str, key: str, txn: str) -> str:
        """Put an emoji on an event. Not encrypted: no client encrypts reactions."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return await self._put(("rooms", matrix_room, "send", "m.reaction", txn), {"m.relates_to": relation})

    async def redact(self, matrix_room: str, event_id: str, txn: str) -> str:
        """Remove an event's content."""
        return await self._put(("rooms", matrix_room, "redact", event_id, txn), {})

    def rotate(self, matrix_room: str) -> None:
        """The next message there uses a fresh room session."""
        self._machine.rotate(matrix_room)

    def doubt(self, matrix_room: str) -> None:
        """Sync cannot tell who is in the room: ask the homeserver before the next message."""
        self._unsure.add(matrix_room)

    def _where(self, room_id: str) -> str:
        with self._machine.unit() as session:
            row = session.get_one(Room, room_id)
            if not row.encrypted or row.matrix_room is None:
                raise NotEncrypted("the room is not known to be encrypted")
            return row.matrix_room

    async def _look(self, room_id: str, matrix_room: str, audience: Audience) -> None:
        """Make sure that we know who is in the room and which devices they have."""
        with self._machine.unit() as session:
            ask = (
                matrix_room in self._unsure
                or self._machine.outbound(matrix_room) is None  # keys are about to be handed out
                or bool(self._awaited(session, room_id, audience))  # then this message may be for them too
            )
        if ask:
            self._unsure.discard(matrix_room)  # before it is asked: doubts that come meanwhile stand
            try:
                await self._rooms.members.look(matrix_room)
            except BaseException:
                self._unsure.add(matrix_room)
                raise
        with self._machine.unit() as session:
            readers = self._readers(session, room_id, audience)
        await self._directory.refresh(readers)

    def _awaited(self, session: Session, room_id: str, audience: Audience) -> frozenset[str]:
        """Who is invited, or is being invited, and may read: they may have come in by now."""
        row = session.get_one(Room, room_id)
        memberships = members.memberships(session, row.matrix_room or "")
        asked = {user for user, membership in memberships.items() if membership == "invite"}
        asking = {body.user_id for _, body in outbox.pending(session, room_id, InviteBody)}
        return audience(session, row) & (asked | asking)

    def _readers(self, session: Session, room_id: str, audience: Audience) -> frozenset[str]:
        row = session.get_one(Room, room_id)
        return members.joined(session, row.matrix_room or "") & audience(session, row)

    def _wanted(self, session: Session, room_id: str, audience: Audience) -> list[known_devices.KnownDevice]:
        """The devices that may read: vouched for by their owners, who are in the room and in the audience."""
        return self._trusted(session, self._readers(session, room_id, audience))

    def _trusted(self, session: Session, users: frozenset[str]) -> list[known_devices.KnownDevice]:
        return [
            device
            for device in known_devices.of_users(session, self._machine.account_id, users)
            if device.trusted and (device.user_id, device.device_id) != (self._machine.user_id, self._machine.device_id)
        ]

    def _settled(self, matrix_room: str, wanted: list[known_devices.KnownDevice]) -> bool:
        """Whether our present session went to exactly these devices."""
        session, handed = self._machine.outbound(matrix_room), self._handed.get(matrix_room)
        if session is None or handed is None or handed.session_id != session.id:
            return False
        if handed.reached | handed.unreached != _names(wanted):
            return False
        return not handed.unreached or asyncio.get_running_loop().time() - handed.at < _RETRY_UNREACHED

    async def _hand_out(self, room_id: str, matrix_room: str, audience: Audience) -> None:
        """Start a fresh room session and hand it to those who may read; marked as shared only when all went out."""
        with self._machine.unit() as session:
            wanted = self._wanted(session, room_id, audience)
        reached = await self.to_devices.reach(wanted)
        with self._machine.unit() as session:
            fresh = self._machine.new_outbound(matrix_room)
            mute = self._readers(session, room_id, audience) - {device.user_id for device in wanted}
            mute -= {self._machine.user_id}
        unreached = [device for device in wanted if device not in reached]
        await self.to_devices.send(reached, "m.room_key", _room_key(matrix_room, fresh))
        fresh.mark_as_shared()
        self._handed[matrix_room] = _Handed(
            session_id=fresh.id,
            reached=_names(reached),
            unreached=_names(unreached),
            at=asyncio.get_running_loop().time(),
        )
        self.unreached[matrix_room] = frozenset((device.user_id, device.device_id) for device in unreached)
        self.held_back[matrix_room] = mute
        log.info("keys.handed", reached=len(reached), unreached=len(unreached), held_back=len(mute))

    async def _catch_up(
        self,
        room_id: str,
        matrix_room: str,
        audience: Audience,
        event_id: str,
        had: frozenset[tuple[str, str, str]],
        room_key: dict[str, str],
    ) -> None:
        """Whoever came in between our last look at the members and a message gets its key after it (``had``: those who
        have it): to the homeserver they were there, so they see it."""
        try:
            inside = await self._rooms.members.joined_at(matrix_room, event_id)
            with self._machine.unit() as session:
                inside &= audience(session, session.get_one(Room, room_id))
            await self._directory.refresh(inside)
            with self._machine.unit() as session:
                late = [one for one in self._trusted(session, inside) if not _names([one]) & had]
            await self.to_devices.send(await self.to_devices.reach(late), "m.room_key", room_key)
        except MatrixError as error:
            log.warning("keys.late_not_handed", status=error.status, errcode=error.errcode)  # the message itself is out

    def _encrypt(self, matrix_room: str, event_type: str, content: dict[str, Any], txn: str) -> dict[str, Any]:
        encrypted = self._machine.encrypt(matrix_room, event_type, {**content, OWN_ID: txn})
        encrypted[OWN_ID] = txn  # also outside: we keep no key to read our own messages
        if "m.relates_to" in content:
            encrypted["m.relates_to"] = content["m.relates_to"]  # the homeserver relates events, so it must see this
        return encrypted

    async def _put(self, path: Iterable[str], content: dict[str, Any]) -> str:
        return str((await self._http.call("PUT", tuple(path), content, needs={"event_id": str}))["event_id"])


def _room_key(matrix_room: str, own: OutboundGroupSession | None) -> dict[str, str]:
    """What opens what is encrypted with a session from now on, and nothing before."""
    assert own is not None  # nothing is sent without one
    return {"algorithm": ALGORITHM, "room_id": matrix_room, "session_id": own.id, "session_key": own.session_key}


def _names(devices: Iterable[known_devices.KnownDevice]) -> frozenset[tuple[str, str, str]]:
    return frozenset((device.user_id, device.device_id, device.curve25519) for device in devices)
