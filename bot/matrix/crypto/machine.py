"""Olm and Megolm for one account: nio's machine, guarded against malformed input and against crashes.

Everything that moves a ratchet happens inside :meth:`Machine.unit`. When that unit rolls back, the ratchets
in memory are ahead of those on disk, so the whole machine is thrown away and read again when next needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import vodozemac
from nio.crypto import InboundGroupSession, OutboundGroupSession
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from unpaddedbase64 import decode_base64

from bot.clock import Clock
from bot.logs import get_logger
from bot.matrix import payload, visible
from bot.matrix.crypto import published
from bot.matrix.crypto.olm import ALGORITHM, OLM_ALGORITHM, OlmMachine
from bot.matrix.crypto.store import LazyRoomSessions, Store, olm_device
from bot.matrix.payload import Malformed
from storage import device as known_devices
from storage import keys
from storage import member as members
from storage import room as rooms
from storage.db import Database

log = get_logger(__name__)

#: Event types accepted inside encryption. Messages and reactions are read; of the others only that they were
#: sent.
ALLOWED_TYPES = frozenset(visible.KINDS)
_LARGEST_TO_DEVICE = 100_000


@dataclass(frozen=True, kw_only=True)
class Decrypted:
    """An event that was decrypted. ``verified``: sent from a device signed by its owner's pinned identity."""

    type: str
    content: dict[str, Any]
    session_id: str
    message_index: int
    verified: bool


@dataclass(frozen=True, kw_only=True)
class MissingKey:
    """An event whose room key we do not have; it may still come."""

    session_id: str


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """An event that no key would make readable; ``reason`` is for the log."""

    reason: str


class Machine:
    """Olm and Megolm for one account in one database.

    ``rotation``: for how long and for how many messages an outbound room session is used. ``any_room``:
    accept room keys for rooms we do not know yet, as people's clients must; otherwise only from members, past
    or present, of a room of ours.
    """

    def __init__(
        self,
        db: Database,
        account_id: str,
        clock: Clock,
        *,
        rotation: tuple[timedelta, int] = (timedelta(days=1), 100),
        any_room: bool = False,
    ) -> None:
        self.db = db
        self.account_id = account_id
        self.clock = clock
        self.rotation = rotation
        self._any_room = any_room
        self._unknown_device_wrote = False
        self._store = Store(account_id, clock.now)
        self._olm: OlmMachine | None = None
        self._device: tuple[str, str] | None = None
        db.on_rollback(self._forget)

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A unit of work in which the machine may be used."""
        opened = False
        try:
            with self.db.unit() as session:
                opened = True
                self._store.session = session
                yield session
        finally:
            if opened:
                self._store.session = None

    def _forget(self) -> None:
        # A unit that was not ours moved no ratchet: then memory and disk still agree
        if self._store.session is not None:
            self._olm = None

    def set_device(self, user_id: str, device_id: str) -> None:
        """Set the user and device whose keys these are; to be called once, after login."""
        self._device = (user_id, device_id)

    @property
    def user_id(self) -> str:
        """Our Matrix id."""
        return self._own_device[0]

    @property
    def device_id(self) -> str:
        """The id of our device."""
        return self._own_device[1]

    @property
    def _own_device(self) -> tuple[str, str]:
        if self._device is None:
            raise RuntimeError("the account has no device yet")
        return self._device

    @property
    def olm(self) -> OlmMachine:
        """nio's machine, read from the database when it is not in memory."""
        if self._olm is None:
            self._olm = OlmMachine(*self._own_device, self._store, self.rotation, self._accepts_key)
        elif self._store.session is None:
            raise RuntimeError("the Olm machine works inside Machine.unit() only")
        return self._olm

    def identity_keys(self) -> tuple[str, str]:
        """Our device's public keys: Ed25519 and Curve25519."""
        found = self.olm.account.identity_keys
        return found["ed25519"], found["curve25519"]

    # --------------------------------------------------------------------------------------------------- inbound

    def receive(self, events: Iterable[Any]) -> list[tuple[str, str]]:
        """Decrypt to-device events and store the room keys in them; returns (room, session id) of each new
        key."""
        olm = self.olm
        olm.received_keys = []
        self._unknown_device_wrote = False
        for event in events:
            try:
                self._receive(event)
            except SQLAlchemyError:
                raise  # not the event's fault: the whole unit must roll back
            except Exception as error:  # noqa: BLE001 - one malformed event must not stop the next
                log.info("todevice.dropped", why=type(error).__name__)
        if self._unknown_device_wrote:
            keys.drop_strange_sessions(self._store.open, self.account_id)
        return olm.received_keys

    def _receive(self, event: Any) -> None:
        content = event["content"]
        if event["type"] != "m.room.encrypted" or content["algorithm"] != OLM_ALGORITHM:
            return
        sender = payload.matrix_id(event["sender"], "@")
        sender_key = published.agreement_key(content["sender_key"])
        part = content["ciphertext"].get(self.identity_keys()[1])
        if part is None:
            return  # for another device
        body = part["body"]
        if not isinstance(body, str) or len(body) > _LARGEST_TO_DEVICE:
            raise Malformed("no ciphertext")
        message: vodozemac.PreKeyMessage | vodozemac.AnyOlmMessage
        if part["type"] == 0:
            message = vodozemac.PreKeyMessage.from_base64(body)
            known = known_devices.of_user(self._store.open, self.account_id, sender)
            if sender_key not in {device.curve25519 for device in known}:
                self._unknown_device_wrote = True
        else:
            message = vodozemac.AnyOlmMessage.normal(decode_base64(body))
        self.olm.decrypt(sender, sender_key, message)

    def _accepts_key(self, sender: str, matrix_room: str) -> bool:
        """Whether to store somebody's key for a room: anybody can invent rooms, and send keys for them."""
        if self._any_room:
            return True
        session = self._store.open
        if rooms.at(session, self.account_id, matrix_room) is None:
            return False
        return sender in members.memberships(session, matrix_room)

    def decrypt(
        self, session: Session, matrix_room: str, event: dict[str, Any]
    ) -> Decrypted | MissingKey | Rejected:
        """Decrypt an event of a room. What it contains never changes what we believe about the room."""
        try:
            return self._decrypt(session, matrix_room, event)
        except ValueError as error:  # Malformed, broken Unicode, and all that vodozemac raises
            return Rejected(reason=f"{type(error).__name__} {error}"[:100])

    def _decrypt(
        self, session: Session, matrix_room: str, event: dict[str, Any]
    ) -> Decrypted | MissingKey | Rejected:
        content = event.get("content")
        sender = payload.matrix_id(event.get("sender"), "@")
        if not isinstance(content, dict) or content.get("algorithm") != ALGORITHM or "state_key" in event:
            raise Malformed("not a room message")
        session_id = published.key(content.get("session_id"))
        ciphertext = content.get("ciphertext")
        if not isinstance(ciphertext, str) or len(ciphertext) > payload.LARGEST:
            raise Malformed("no ciphertext")
        found = self._room_session(session, matrix_room, session_id, sender)
        if found is None:
            return MissingKey(session_id=session_id)
        room_session, verified = found
        if vodozemac.MegolmMessage.from_base64(ciphertext).message_index() < room_session.first_known_index:
            return MissingKey(session_id=session_id)  # our copy of the session begins after this message
        place = (self.account_id, matrix_room, room_session.sender_key, session_id)
        if not keys.touch_megolm_session(session, *place, self.clock.now()):
            return MissingKey(session_id=session_id)  # dropped, though still in memory
        text, index = room_session.decrypt(ciphertext)
        inner = payload.parse_event(text)
        if inner.get("room_id") != matrix_room:
            raise Malformed("written for another room")
        if (
            "state_key" in inner
            or inner.get("type") not in ALLOWED_TYPES
            or not isinstance(inner.get("content"), dict)
        ):
            raise Malformed("not a kind of event that is sent encrypted")
        plain = dict(inner["content"])
        relation = content.get("m.relates_to")  # clients leave it outside the encryption
        if "m.relates_to" not in plain and isinstance(relation, dict):
            payload.check(relation)
            plain["m.relates_to"] = relation
        return Decrypted(
            type=inner["type"], content=plain, session_id=session_id, message_index=index, verified=verified
        )

    def drop_keys_before(self, session: Session, when: datetime) -> int:
        """Delete the inbound room sessions not used since ``when``, so that old messages can no longer be
        decrypted.

        Returns how many were deleted.
        """
        self.olm.inbound_group_store.clear()
        return keys.drop_megolm_before(session, self.account_id, when)

    def _room_session(
        self, session: Session, matrix_room: str, session_id: str, sender: str
    ) -> tuple[InboundGroupSession, bool] | None:
        """The session to decrypt with, and whether it came from a trusted device of the sender.

        Several devices may send a key under one session id (a member can pass on a key as if it were his
        own): the one that came from the sender's device counts. ``sender_key`` in the event is only a claim
        and is not read.
        """
        store: LazyRoomSessions = self.olm.inbound_group_store
        found = store.by_id(matrix_room, session_id)
        devices = {
            device.curve25519: device for device in known_devices.of_user(session, self.account_id, sender)
        }
        for one in found:
            device = devices.get(one.sender_key)
            if device is not None and device.ed25519 == one.ed25519:
                return one, device.trusted
        if not found:
            return None
        return found[0], False

    def sign(self, fields: dict[str, Any]) -> str:
        """Our device's signature of an object without signatures."""
        return str(self.olm.sign_json(fields))

    # -------------------------------------------------------------------------------------------------- outbound

    def without_session(
        self, devices: Iterable[known_devices.KnownDevice]
    ) -> list[known_devices.KnownDevice]:
        """The devices we have no Olm session with."""
        return [device for device in devices if self.olm.session_store.get(device.curve25519) is None]

    def start_sessions(
        self, devices: Iterable[known_devices.KnownDevice], answer: Any
    ) -> list[known_devices.KnownDevice]:
        """Start an Olm session with each device, from the one-time keys in an answer of ``/keys/claim``.

        Missing and malformed keys are skipped. Returns the devices it worked for.
        """
        reached = []
        for device in devices:
            try:
                raw = answer[device.user_id][device.device_id]
                one_time = published.one_time_key(device.user_id, device.device_id, device.ed25519, raw)
                self.olm.create_session(one_time, device.curve25519)
            except (KeyError, TypeError):
                log.info("claim.no_key")  # nothing left on the server, and no fallback key
            except (Malformed, vodozemac.SessionCreationException, vodozemac.KeyException) as error:
                log.info("claim.dropped", why=type(error).__name__)
            else:
                reached.append(device)
        return reached

    def encrypt_to_device(
        self, device: known_devices.KnownDevice, kind: str, content: dict[str, Any]
    ) -> dict[str, Any]:
        """Encrypt a message to a device we have an Olm session with. To be committed before it is sent."""
        one_to_one = self.olm.session_store.get(device.curve25519)
        message: dict[str, Any] = self.olm._olm_encrypt(one_to_one, olm_device(device), kind, content)
        return message

    def start_outbound(self, matrix_room: str) -> OutboundGroupSession:
        """Start a fresh outbound session for a room, shared with nobody yet."""
        self.olm.create_outbound_group_session(matrix_room)
        return self.olm.outbound_group_sessions[matrix_room]

    def current_outbound(self, matrix_room: str) -> OutboundGroupSession | None:
        """A room's outbound session; ``None`` if there is none, it is used up, or it was not shared
        completely."""
        found: OutboundGroupSession | None = self.olm.outbound_group_sessions.get(matrix_room)
        if found is None or found.expired or not found.shared:
            return None
        return found

    def rotate(self, matrix_room: str) -> None:
        """Drop a room's outbound session, so that the next message there starts a fresh one."""
        if self._olm is not None:
            self._olm.outbound_group_sessions.pop(matrix_room, None)

    def encrypt(self, matrix_room: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """Encrypt an event with the room's current outbound session."""
        encrypted: dict[str, Any] = self.olm.group_encrypt(matrix_room, {"type": kind, "content": content})
        return encrypted

    @property
    def has_wedged(self) -> bool:
        """Whether there are devices whose messages no session of ours decrypts. Needs no unit of work."""
        return self._olm is not None and bool(self._olm.wedged)

    def take_wedged(self) -> set[tuple[str, str]]:
        """Return and clear the devices (user, id) whose messages no session of ours decrypts."""
        wedged = self.olm.wedged
        self.olm.wedged = set()
        return wedged
