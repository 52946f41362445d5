"""Encrypts and sends events, for exactly the devices that may read them.

An outbound room session is used again only while the devices it was shared with are exactly those that may
read; if anybody came or went, a fresh one is shared. Outbound sessions live in memory only: after a restart
every room gets a fresh one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any
from weakref import WeakValueDictionary

from nio.crypto import OutboundGroupSession
from nio.crypto.attachments import encrypt_attachment
from sqlalchemy.orm import Session

from bot.logs import get_logger
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.olm import ALGORITHM
from bot.matrix.crypto.to_device import PER_REQUEST, Encrypted, ToDevice
from bot.matrix.crypto.trust import Directory
from bot.matrix.history import OWN_ID
from bot.matrix.http import Http, MatrixError
from bot.matrix.members import Unsettled
from bot.matrix.rooms import Rooms
from storage import device as known_devices
from storage import member as members
from storage import outbox
from storage import room as rooms
from storage.body import InviteBody, Wording
from storage.room import RoomView

log = get_logger(__name__)

#: The users who may read what is sent to a room, whether or not they are in it now.
Audience = Callable[[Session, RoomView], frozenset[str]]

_NOT_ENCRYPTED = "the room is not known to be encrypted"
_RETRY_UNREACHED = 300.0  # seconds until those without a one-time key are tried again
#: Looks at a room until an event can be encrypted: some rounds of members, devices, sessions and keys.
_MOST_LOOKS = 20


class NotEncrypted(Exception):
    """The room is not known to be encrypted: nothing is sent there."""


@dataclass(frozen=True, kw_only=True)
class _Shared:
    """The devices a room's current session was shared with, and those that had no one-time key."""

    session_id: str
    reached: frozenset[tuple[str, str, str]]
    unreached: frozenset[tuple[str, str, str]]
    at: float


class _Missing(Enum):
    """What has to be asked for or handed out before an event can be encrypted."""

    MEMBERS = auto()  # who is in the room
    DEVICES = auto()  # the devices of some readers
    SESSIONS = auto()  # one-to-one sessions with some of their devices
    KEYS = auto()  # a room session that exactly the readers' devices have


@dataclass(frozen=True, kw_only=True)
class _Look:
    """Who may read what is sent to a room now, and what is missing.

    ``coming``: members of the audience who are invited or about to be, and may join at any moment.
    ``lacking``: the users to ask about. ``unreached``: the devices we have no one-to-one session with.
    """

    matrix_room: str
    memberships: Mapping[str, str]
    readers: frozenset[str]
    coming: frozenset[str]
    devices: Sequence[known_devices.KnownDevice] = ()
    missing: _Missing | None = None
    lacking: frozenset[str] = frozenset()
    unreached: Sequence[known_devices.KnownDevice] = ()


@dataclass
class _Done:
    """What was asked for since keys were last handed out."""

    members: bool = False
    devices_of: frozenset[str] = frozenset()
    claimed: list[known_devices.KnownDevice] = field(default_factory=list)

    def forget(self) -> None:
        """Begin a new round."""
        self.members = False
        self.devices_of = frozenset()
        self.claimed = []


@dataclass(frozen=True, kw_only=True)
class _Handout:
    """A fresh room session, and its key as encrypted for the first devices it reaches."""

    session: OutboundGroupSession
    key: dict[str, str]
    reached: Sequence[known_devices.KnownDevice]
    first: Sequence[Encrypted]


@dataclass(frozen=True, kw_only=True)
class _Encrypted:
    """An encrypted event, and the devices that can read it. ``room_key``: for those who come in just then, if
    anybody may."""

    matrix_room: str
    content: dict[str, Any]
    reached: frozenset[tuple[str, str, str]]
    room_key: dict[str, str] | None


def everybody(session: Session, room: RoomView) -> frozenset[str]:
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
        async with self._locks.setdefault(room_id, asyncio.Lock()):
            encrypted = await self._encrypt_for_readers(room_id, event_type, content, txn, audience)
            path = ("rooms", encrypted.matrix_room, "send", "m.room.encrypted", txn)
            event_id = await self._put(path, encrypted.content)
            if encrypted.room_key is not None:
                await self._share_with_latecomers(room_id, audience, event_id, encrypted, encrypted.room_key)
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
        caption: Wording | None = None,
        size: tuple[int, int] | None = None,
    ) -> str:
        """Encrypt a file, upload it and send it; returns the event id.

        ``caption``: what is said of it, which is also read out instead of a picture; ``size``: a picture's width and
        height, so that clients leave room for it before it has come.
        """
        self._check_encrypted(room_id)
        sealed, secrets = await asyncio.to_thread(encrypt_attachment, data)
        address = await self._http.upload(sealed, "application/octet-stream")
        content: dict[str, Any] = {
            "msgtype": "m.image" if mime.startswith("image/") else "m.file",
            "body": name if caption is None else caption.plain,
            "filename": name,
            "file": {**secrets, "url": address},
            "info": {"mimetype": mime, "size": len(data)},
            "m.mentions": {},
        }
        if caption is not None:
            content |= {"format": "org.matrix.custom.html", "formatted_body": caption.html}
        if size is not None:
            content["info"] |= {"w": size[0], "h": size[1]}
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

    def _check_encrypted(self, room_id: str) -> None:
        with self._machine.db.read() as session:
            if not _is_encrypted(rooms.get(session, room_id)):
                raise NotEncrypted(_NOT_ENCRYPTED)

    async def _encrypt_for_readers(
        self, room_id: str, event_type: str, content: dict[str, Any], txn: str, audience: Audience
    ) -> _Encrypted:
        """Encrypt an event for exactly those who may read it.

        When nothing is missing this is one unit, in which the audience is computed and the event encrypted.
        What is missing is asked for outside of it, and then everything is looked at from the start: whoever
        may read no more by then gets nothing.
        """
        done = _Done()
        for _ in range(_MOST_LOOKS):
            handout: _Handout | None = None
            with self._machine.unit() as session:
                room = rooms.get(session, room_id)
                is_encrypted = _is_encrypted(room)
                if is_encrypted:
                    look = self._look(session, room, audience, done)
                    if look.missing is None:
                        return self._encrypt(look, event_type, content, txn)
                    if look.missing is _Missing.KEYS:
                        handout = self._start_session(look)
            if not is_encrypted:  # raised in the unit it would throw away the sessions of all rooms
                raise NotEncrypted(_NOT_ENCRYPTED)
            await self._provide(look, handout, done)
        raise Unsettled("members or devices changed at every try")

    def _look(self, session: Session, room: RoomView, audience: Audience, done: _Done) -> _Look:
        """Who may read what is sent to a room now, and what is missing until it can be encrypted for them.

        ``done``: what was asked for since keys were last handed out, and need not be asked for again.
        """
        matrix_room = str(room.matrix_room)
        may_read = audience(session, room)
        memberships = members.memberships(session, matrix_room)
        invited = {user for user, membership in memberships.items() if membership == "invite"}
        joined = {user for user, membership in memberships.items() if membership == "join"}
        inviting: set[str] = set()
        if may_read - joined - invited:  # else there is nobody left to be invited
            inviting = {body.user_id for _, body in outbox.pending(session, room.id, InviteBody)}
        look = _Look(
            matrix_room=matrix_room,
            memberships=memberships,
            readers=may_read & joined,
            coming=may_read & (invited | inviting),
        )
        if matrix_room in self._uncertain:
            return replace(look, missing=_Missing.MEMBERS)
        # Keys are about to be handed out, or somebody may have joined by now
        if not done.members and (look.coming or self._machine.current_outbound(matrix_room) is None):
            return replace(look, missing=_Missing.MEMBERS)
        stale = self._directory.stale(session, look.readers) - done.devices_of
        if stale:
            return replace(look, missing=_Missing.DEVICES, lacking=stale)
        devices = self._trusted_devices(session, look.readers)
        look = replace(look, devices=devices)
        if self._is_shared_with(matrix_room, devices):
            return look
        without = [one for one in self._machine.without_session(devices) if one not in done.claimed]
        if without:
            return replace(look, missing=_Missing.SESSIONS, unreached=without)
        return replace(look, missing=_Missing.KEYS, unreached=self._machine.without_session(devices))

    async def _provide(self, look: _Look, handout: _Handout | None, done: _Done) -> None:
        """Ask for, or hand out, what was missing."""
        match look.missing:
            case _Missing.MEMBERS:
                await self._refresh_members(look)
                done.members = True
            case _Missing.DEVICES:
                await self._directory.refresh(look.lacking)
                done.devices_of |= look.lacking  # whose own server is away stay stale
            case _Missing.SESSIONS:
                await self.to_devices.claim(look.unreached)
                done.claimed += look.unreached
            case _:
                assert handout is not None
                await self._hand_out(look, handout)
                done.forget()

    async def _refresh_members(self, look: _Look) -> None:
        matrix_room = look.matrix_room
        self._uncertain.discard(matrix_room)  # before asking: a check that is required meanwhile stands
        try:
            await self._rooms.members.refresh(matrix_room, look.memberships)
        except BaseException:
            self._uncertain.add(matrix_room)
            raise

    def _trusted_devices(self, session: Session, users: frozenset[str]) -> list[known_devices.KnownDevice]:
        return [
            device
            for device in known_devices.of_users(session, self._machine.account_id, users)
            if device.trusted
            and (device.user_id, device.device_id) != (self._machine.user_id, self._machine.device_id)
        ]

    def _is_shared_with(self, matrix_room: str, devices: Sequence[known_devices.KnownDevice]) -> bool:
        """Whether the room's current session was shared with exactly these devices."""
        session = self._machine.current_outbound(matrix_room)
        shared = self._shared.get(matrix_room)
        if session is None or shared is None or shared.session_id != session.id:
            return False
        if shared.reached | shared.unreached != _device_keys(devices):
            return False
        return not shared.unreached or asyncio.get_running_loop().time() - shared.at < _RETRY_UNREACHED

    def _start_session(self, look: _Look) -> _Handout:
        """Start a fresh room session, and encrypt its key for the devices of the first request."""
        fresh = self._machine.start_outbound(look.matrix_room)
        key = _room_key(look.matrix_room, fresh)
        reached = [one for one in look.devices if one not in look.unreached]
        first = self.to_devices.encrypt(reached[:PER_REQUEST], "m.room_key", key)
        return _Handout(session=fresh, key=key, reached=reached, first=first)

    async def _hand_out(self, look: _Look, handout: _Handout) -> None:
        """Send a fresh session's key to those who may read; it counts as shared only when all went out."""
        await self.to_devices.put(handout.first)
        await self.to_devices.send(handout.reached[PER_REQUEST:], "m.room_key", handout.key)
        handout.session.mark_as_shared()
        held_back = look.readers - {device.user_id for device in look.devices} - {self._machine.user_id}
        self._shared[look.matrix_room] = _Shared(
            session_id=handout.session.id,
            reached=_device_keys(handout.reached),
            unreached=_device_keys(look.unreached),
            at=asyncio.get_running_loop().time(),
        )
        self.unreached[look.matrix_room] = frozenset((one.user_id, one.device_id) for one in look.unreached)
        self.held_back[look.matrix_room] = held_back
        log.info(
            "room_session.shared",
            reached=len(handout.reached),
            unreached=len(look.unreached),
            held_back=len(held_back),
        )

    async def _share_with_latecomers(
        self, room_id: str, audience: Audience, event_id: str, sent: _Encrypted, room_key: dict[str, str]
    ) -> None:
        """Send a message's key to those who joined between our member check and the message.

        The homeserver counts them as present, so it shows them the message.
        """
        try:
            joined = await self._rooms.members.joined_at(sent.matrix_room, event_id)
            with self._machine.db.read() as session:
                asked = joined & audience(session, rooms.get(session, room_id))
            await self._directory.refresh(asked)
            claimed: list[known_devices.KnownDevice] = []
            while True:
                with self._machine.unit() as session:
                    readers = joined & audience(session, rooms.get(session, room_id))
                    late = [
                        one
                        for one in self._trusted_devices(session, readers)
                        if not _device_keys([one]) & sent.reached
                    ]
                    unreached = self._machine.without_session(late)
                    without = [one for one in unreached if one not in claimed]
                    if not without:
                        reached = [one for one in late if one not in unreached]
                        encrypted = self.to_devices.encrypt(reached, "m.room_key", room_key)
                        break
                await self.to_devices.claim(without)
                claimed += without
            await self.to_devices.put(encrypted)
        except MatrixError as error:
            # No reason to fail: the message itself is sent
            log.warning("room_session.latecomers_unreached", status=error.status, errcode=error.errcode)

    def _encrypt(self, look: _Look, event_type: str, content: dict[str, Any], txn: str) -> _Encrypted:
        current = self._machine.current_outbound(look.matrix_room)
        # before the ratchet moves on
        room_key = _room_key(look.matrix_room, current) if look.coming else None
        encrypted = self._machine.encrypt(look.matrix_room, event_type, {**content, OWN_ID: txn})
        encrypted[OWN_ID] = txn  # also unencrypted: we keep no key to read our own messages
        if "m.relates_to" in content:
            # unencrypted, because the homeserver relates events
            encrypted["m.relates_to"] = content["m.relates_to"]
        return _Encrypted(
            matrix_room=look.matrix_room,
            content=encrypted,
            reached=_device_keys(look.devices),
            room_key=room_key,
        )

    async def _put(self, path: Iterable[str], content: dict[str, Any]) -> str:
        return str((await self._http.call("PUT", tuple(path), content, needs={"event_id": str}))["event_id"])


def _is_encrypted(room: RoomView) -> bool:
    """Whether a room is known to be encrypted."""
    return room.encrypted and room.matrix_room is not None


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
