"""Encrypts and sends events, for exactly the devices that may read them.

An outbound room session is used again only while the devices it was shared with are exactly those that may
read; if anybody came or went, a fresh one is shared. Outbound sessions live in memory only: after a restart
every room gets a fresh one.
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

#: The users who may read what is sent to a room, whether or not they are in it now.
Audience = Callable[[Session, Room], frozenset[str]]

_RETRY_UNREACHED = 300.0  # seconds until those without a one-time key are tried again
_MOST_TRIES = 5


class NotEncrypted(Exception):
    """The room is not known to be encrypted: nothing is sent there."""


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """The devices a room's current session was shared with, and those that had no one-time key."""

    session_id: str
    reached: frozenset[tuple[str, str, str]]
    unreached: frozenset[tuple[str, str, str]]
    at: float


def everybody(session: Session, room: Room) -> frozenset[str]:
    """Everybody who is in the room or invited: the audience of the messages that embedded people write."""
    memberships = members.memberships(session, room.matrix_room or "")
    return frozenset(user for user, membership in memberships.items() if membership in ("join", "invite"))


class Outbound:
    """Sends events from one account."""

    def __init__(self, http: Http, machine: Machine, directory: Directory, rooms: Rooms) -> None:
        self._http = http
        self._machine = machine
        self._directory = directory
        self._rooms = rooms
        self.to_devices = ToDevice(http, machine)
        self._shared: dict[str, _Shared] = {}
        self._uncertain: set[str] = set()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        #: By Matrix room, as of the last time keys were shared: devices (user, id) that had no one-time key.
        self.unreached: dict[str, frozenset[tuple[str, str]]] = {}
        #: By Matrix room, likewise: members of the audience without a single device signed by their identity.
        self.held_back: dict[str, frozenset[str]] = {}

    async def send(
        self, room_id: str, event_type: str, content: dict[str, Any], txn: str, *, audience: Audience
    ) -> str:
        """Encrypt an event and send it; returns its id. The same ``txn`` never makes a second event.

        Raises:
            NotEncrypted: the room is not known to be encrypted.
            MatrixError: the homeserver refused or could not be reached.
            Unsettled: members or devices kept changing.
        """
        matrix_room = self._encrypted_room(room_id)
        lock = self._locks.setdefault(matrix_room, asyncio.Lock())
        async with lock:
            for _ in range(_MOST_TRIES):
                await self._refresh_readers(room_id, matrix_room, audience)
                with self._machine.unit() as session:
                    if matrix_room in self._uncertain:
                        continue  # there was news meanwhile
                    devices = self._reading_devices(session, room_id, audience)
                    if self._is_shared_with(matrix_room, devices):
                        invited = self._invited_readers(session, room_id, audience)
                        current = self._machine.current_outbound(matrix_room)
                        room_key = _room_key(matrix_room, current)  # before the ratchet moves on
                        encrypted = self._encrypt(matrix_room, event_type, content, txn)
                        break
                await self._share_new_session(room_id, matrix_room, audience)
            else:
                raise Unsettled("members or devices changed at every try")
            event_id = await self._put(("rooms", matrix_room, "send", "m.room.encrypted", txn), encrypted)
            if invited:
                await self._share_with_latecomers(
                    room_id, matrix_room, audience, event_id, _device_keys(devices), room_key
                )
            return event_id

    async def send_file(
        self,
        room_id: str,
        name: str,
        mime: str,
        data: bytes,
        txn: str,
        *,
        audience: Audience,
        caption: str = "",
    ) -> str:
        """Encrypt a file, upload it and send it; returns the event id."""
        self._encrypted_room(room_id)
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
        """React to an event with an emoji; unencrypted, as every client sends reactions."""
        relation = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return await self._put(("rooms", matrix_room, "send", "m.reaction", txn), {"m.relates_to": relation})

    async def redact(self, matrix_room: str, event_id: str, txn: str) -> str:
        """Remove an event's content."""
        return await self._put(("rooms", matrix_room, "redact", event_id, txn), {})

    def rotate(self, matrix_room: str) -> None:
        """Drop the room's outbound session, so that the next message there starts a fresh one."""
        self._machine.rotate(matrix_room)

    def require_member_check(self, matrix_room: str) -> None:
        """Make the next message to a room wait until the homeserver was asked who is in it."""
        self._uncertain.add(matrix_room)

    def _encrypted_room(self, room_id: str) -> str:
        """The Matrix id of a room known to be encrypted."""
        with self._machine.unit() as session:
            row = session.get_one(Room, room_id)
            if not row.encrypted or row.matrix_room is None:
                raise NotEncrypted("the room is not known to be encrypted")
            return row.matrix_room

    async def _refresh_readers(self, room_id: str, matrix_room: str, audience: Audience) -> None:
        """Ask the homeserver for the room's members if they may have changed, and for stale devices of its
        readers."""
        with self._machine.unit() as session:
            ask = (
                matrix_room in self._uncertain
                or self._machine.current_outbound(matrix_room) is None  # keys are about to be shared
                or bool(self._invited_readers(session, room_id, audience))  # they may have joined by now
            )
        if ask:
            self._uncertain.discard(matrix_room)  # before asking: a check that is required meanwhile stands
            try:
                await self._rooms.members.refresh(matrix_room)
            except BaseException:
                self._uncertain.add(matrix_room)
                raise
        with self._machine.unit() as session:
            readers = self._readers(session, room_id, audience)
        await self._directory.refresh(readers)

    def _invited_readers(self, session: Session, room_id: str, audience: Audience) -> frozenset[str]:
        """The members of the audience who are invited or about to be: they may join at any moment."""
        row = session.get_one(Room, room_id)
        memberships = members.memberships(session, row.matrix_room or "")
        invited = {user for user, membership in memberships.items() if membership == "invite"}
        inviting = {body.user_id for _, body in outbox.pending(session, room_id, InviteBody)}
        return audience(session, row) & (invited | inviting)

    def _readers(self, session: Session, room_id: str, audience: Audience) -> frozenset[str]:
        row = session.get_one(Room, room_id)
        return members.joined(session, row.matrix_room or "") & audience(session, row)

    def _reading_devices(
        self, session: Session, room_id: str, audience: Audience
    ) -> list[known_devices.KnownDevice]:
        """The devices that may read: the trusted devices of those in the audience who have joined the
        room."""
        return self._trusted_devices(session, self._readers(session, room_id, audience))

    def _trusted_devices(self, session: Session, users: frozenset[str]) -> list[known_devices.KnownDevice]:
        return [
            device
            for device in known_devices.of_users(session, self._machine.account_id, users)
            if device.trusted
            and (device.user_id, device.device_id) != (self._machine.user_id, self._machine.device_id)
        ]

    def _is_shared_with(self, matrix_room: str, devices: list[known_devices.KnownDevice]) -> bool:
        """Whether the room's current session was shared with exactly these devices."""
        session = self._machine.current_outbound(matrix_room)
        shared = self._shared.get(matrix_room)
        if session is None or shared is None or shared.session_id != session.id:
            return False
        if shared.reached | shared.unreached != _device_keys(devices):
            return False
        return not shared.unreached or asyncio.get_running_loop().time() - shared.at < _RETRY_UNREACHED

    async def _share_new_session(self, room_id: str, matrix_room: str, audience: Audience) -> None:
        """Start a fresh room session and share it with those who may read; marked as shared only when all
        went out."""
        with self._machine.unit() as session:
            devices = self._reading_devices(session, room_id, audience)
        reached = await self.to_devices.ensure_sessions(devices)
        with self._machine.unit() as session:
            fresh = self._machine.start_outbound(matrix_room)
            held_back = self._readers(session, room_id, audience) - {device.user_id for device in devices}
            held_back -= {self._machine.user_id}
        unreached = [device for device in devices if device not in reached]
        await self.to_devices.send(reached, "m.room_key", _room_key(matrix_room, fresh))
        fresh.mark_as_shared()
        self._shared[matrix_room] = _Shared(
            session_id=fresh.id,
            reached=_device_keys(reached),
            unreached=_device_keys(unreached),
            at=asyncio.get_running_loop().time(),
        )
        self.unreached[matrix_room] = frozenset((device.user_id, device.device_id) for device in unreached)
        self.held_back[matrix_room] = held_back
        log.info(
            "room_session.shared", reached=len(reached), unreached=len(unreached), held_back=len(held_back)
        )

    async def _share_with_latecomers(
        self,
        room_id: str,
        matrix_room: str,
        audience: Audience,
        event_id: str,
        reached: frozenset[tuple[str, str, str]],
        room_key: dict[str, str],
    ) -> None:
        """Send a message's key to those who joined between our member check and the message.

        The homeserver counts them as present, so it shows them the message. ``reached``: the devices that
        have the key.
        """
        try:
            joined = await self._rooms.members.joined_at(matrix_room, event_id)
            with self._machine.unit() as session:
                joined &= audience(session, session.get_one(Room, room_id))
            await self._directory.refresh(joined)
            with self._machine.unit() as session:
                late = [
                    one for one in self._trusted_devices(session, joined) if not _device_keys([one]) & reached
                ]
            await self.to_devices.send(await self.to_devices.ensure_sessions(late), "m.room_key", room_key)
        except MatrixError as error:
            # No reason to fail: the message itself is sent
            log.warning("room_session.latecomers_unreached", status=error.status, errcode=error.errcode)

    def _encrypt(
        self, matrix_room: str, event_type: str, content: dict[str, Any], txn: str
    ) -> dict[str, Any]:
        encrypted = self._machine.encrypt(matrix_room, event_type, {**content, OWN_ID: txn})
        encrypted[OWN_ID] = txn  # also unencrypted: we keep no key to read our own messages
        if "m.relates_to" in content:
            # unencrypted, because the homeserver relates events
            encrypted["m.relates_to"] = content["m.relates_to"]
        return encrypted

    async def _put(self, path: Iterable[str], content: dict[str, Any]) -> str:
        return str((await self._http.call("PUT", tuple(path), content, needs={"event_id": str}))["event_id"])


def _room_key(matrix_room: str, own: OutboundGroupSession | None) -> dict[str, str]:
    """The content of an ``m.room_key``: decrypts what the session encrypts from now on, and nothing
    before."""
    assert own is not None  # nothing is sent without one
    return {
        "algorithm": ALGORITHM,
        "room_id": matrix_room,
        "session_id": own.id,
        "session_key": own.session_key,
    }


def _device_keys(devices: Iterable[known_devices.KnownDevice]) -> frozenset[tuple[str, str, str]]:
    """What identifies devices for key sharing: user, device id, Curve25519 key."""
    return frozenset((device.user_id, device.device_id, device.curve25519) for device in devices)
