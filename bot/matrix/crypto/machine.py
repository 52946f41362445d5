"""The Olm machine: nio's, held so that no stranger can stop it and no crash can lose a key.

Everything that moves a ratchet happens inside :meth:`Machine.unit`. When that unit rolls back, what is in memory is
ahead of what is on disk, so all of it is thrown away and read again when next needed.
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

#: What is taken in of what was encrypted: messages and reactions are read; of the rest, that it was sent.
ALLOWED_TYPES = frozenset(visible.KINDS)
_LARGEST_TO_DEVICE = 100_000


@dataclass(frozen=True, kw_only=True)
class Decrypted:
    """What an encrypted event said. ``verified``: from a device its owner, whose identity is pinned, vouches for."""

    type: str
    content: dict[str, Any]
    session_id: str
    message_index: int
    verified: bool


@dataclass(frozen=True, kw_only=True)
class MissingKey:
    """The key may still come."""

    session_id: str


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """No key can make sense of it; ``reason`` is for the log."""

    reason: str


class Machine:
    """Olm and Megolm for one account in one database.

    ``rotation`` is how long and for how many messages our own room sessions are used. ``any_room``: keys are taken in
    for rooms we do not know yet, as people's clients must; else only from those who are or were in a room of ours.
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
        self._strange = False
        self._store = Store(account_id, clock.now)
        self._olm: OlmMachine | None = None
        self._login: tuple[str, str] | None = None
        db.on_rollback(self._forget)

    @contextmanager
    def unit(self) -> Iterator[Session]:
        """A unit of work in which the machine may be used."""
        mine = False
        try:
            with self.db.unit() as session:
                mine = True
                self._store.session = session
                yield session
        finally:
            if mine:
                self._store.session = None

    def _forget(self) -> None:
        # A unit that was not ours moved no ratchet: then memory and disk still agree
        if self._store.session is not None:
            self._olm = None

    def be(self, user_id: str, device_id: str) -> None:
        """Whose keys these are; known once the account has a device."""
        self._login = (user_id, device_id)

    @property
    def user_id(self) -> str:
        """Our Matrix id."""
        return self._me[0]

    @property
    def device_id(self) -> str:
        """Our device."""
        return self._me[1]

    @property
    def _me(self) -> tuple[str, str]:
        if self._login is None:
            raise RuntimeError("the account has no device yet")
        return self._login

    @property
    def olm(self) -> OlmMachine:
        """nio's machine, read from the database when it is not in memory."""
        if self._olm is None:
            self._olm = OlmMachine(*self._me, self._store, self.rotation, self._wants)
        elif self._store.session is None:
            raise RuntimeError("the Olm machine works inside Machine.unit() only")
        return self._olm

    def identity_keys(self) -> tuple[str, str]:
        """Our device's public keys: Ed25519 and Curve25519."""
        found = self.olm.account.identity_keys
        return found["ed25519"], found["curve25519"]

    # ---------------------------------------------------------------------------------------------- what comes in

    def receive(self, events: Iterable[Any]) -> list[tuple[str, str]]:
        """Take in to-device events; returns the (room, session id) of the room keys that came."""
        olm = self.olm
        olm.arrived, self._strange = [], False
        for event in events:
            try:
                self._receive(event)
            except SQLAlchemyError:
                raise  # nothing about the event: the whole unit must go
            except Exception as error:  # noqa: BLE001 - whatever a stranger sends, the next event must be heard
                log.info("todevice.dropped", why=type(error).__name__)
        if self._strange:
            keys.drop_strange_sessions(self._store.open, self.account_id)
        return olm.arrived

    def _receive(self, event: Any) -> None:
        content = event["content"]
        if event["type"] != "m.room.encrypted" or content["algorithm"] != OLM_ALGORITHM:
            return
        sender, sender_key = payload.matrix_id(event["sender"], "@"), published.agreement_key(content["sender_key"])
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
            self._strange |= sender_key not in {device.curve25519 for device in known}
        else:
            message = vodozemac.AnyOlmMessage.normal(decode_base64(body))
        self.olm.decrypt(sender, sender_key, message)

    def _wants(self, sender: str, matrix_room: str) -> bool:
        """Whether somebody's key for a room can be of any use: anybody can invent rooms, and keys for them."""
        session = self._store.open
        ours = rooms.at(session, self.account_id, matrix_room) is not None
        return self._any_room or (ours and sender in members.memberships(session, matrix_room))

    def decrypt(self, session: Session, matrix_room: str, event: dict[str, Any]) -> Decrypted | MissingKey | Rejected:
        """Open an encrypted event of a room. Never touches what we believe about the room."""
        try:
            return self._decrypt(session, matrix_room, event)
        except ValueError as error:  # Malformed, broken Unicode, and all that vodozemac raises
            return Rejected(reason=f"{type(error).__name__} {error}"[:100])

    def _decrypt(self, session: Session, matrix_room: str, event: dict[str, Any]) -> Decrypted | MissingKey | Rejected:
        content, sender = event.get("content"), payload.matrix_id(event.get("sender"), "@")
        if not isinstance(content, dict) or content.get("algorithm") != ALGORITHM or "state_key" in event:
            raise Malformed("not a room message")
        session_id, ciphertext = published.key(content.get("session_id")), content.get("ciphertext")
        if not isinstance(ciphertext, str) or len(ciphertext) > payload.LARGEST:
            raise Malformed("no ciphertext")
        found = self._room_session(session, matrix_room, session_id, sender)
        if found is None:
            return MissingKey(session_id=session_id)
        room_session, verified = found
        if vodozemac.MegolmMessage.from_base64(ciphertext).message_index() < room_session.first_known_index:
            return MissingKey(session_id=session_id)  # from before the point we were let in at
        place = (self.account_id, matrix_room, room_session.sender_key, session_id)
        if not keys.touch_megolm_session(session, *place, self.clock.now()):
            return MissingKey(session_id=session_id)  # dropped, though still in memory
        text, index = room_session.decrypt(ciphertext)
        inner = payload.event(text)
        if inner.get("room_id") != matrix_room:
            raise Malformed("written for another room")
        if "state_key" in inner or inner.get("type") not in ALLOWED_TYPES or not isinstance(inner.get("content"), dict):
            raise Malformed("not a kind of event that is sent encrypted")
        said = dict(inner["content"])
        outside = content.get("m.relates_to")
        if "m.relates_to" not in said and isinstance(outside, dict):
            payload.check(outside)
            said["m.relates_to"] = outside
        return Decrypted(
            type=inner["type"], content=said, session_id=session_id, message_index=index, verified=verified
        )

    def drop_keys_before(self, session: Session, when: datetime) -> int:
        """Forget what reads old conversation: room sessions not used since ``when``. Returns how many."""
        self.olm.inbound_group_store.clear()
        return keys.drop_megolm_before(session, self.account_id, when)

    def _room_session(
        self, session: Session, matrix_room: str, session_id: str, sender: str
    ) -> tuple[InboundGroupSession, bool] | None:
        """The session to read with, and whether it belongs to a device of the sender that its owner vouches for.

        Several devices may claim one session id (a member can pass on what he was sent as if it were his): the one
        that belongs to the sender counts. ``sender_key`` in the event is only a claim, so it is not looked at.
        """
        store: LazyRoomSessions = self.olm.inbound_group_store
        found = store.under(matrix_room, session_id)
        devices = {device.curve25519: device for device in known_devices.of_user(session, self.account_id, sender)}
        for one in found:
            device = devices.get(one.sender_key)
            if device is not None and device.ed25519 == one.ed25519:
                return one, device.trusted
        return (found[0], False) if found else None

    def sign(self, fields: dict[str, Any]) -> str:
        """Our device's signature of an object without signatures."""
        return str(self.olm.sign_json(fields))

    # ------------------------------------------------------------------------------------------- what goes out

    def lacking(self, devices: Iterable[known_devices.KnownDevice]) -> list[known_devices.KnownDevice]:
        """Those we have no one-to-one session with."""
        return [device for device in devices if self.olm.session_store.get(device.curve25519) is None]

    def claimed(self, devices: Iterable[known_devices.KnownDevice], answer: Any) -> list[known_devices.KnownDevice]:
        """Start sessions with what ``/keys/claim`` gave; malformed keys are dropped. Returns whom it worked for."""
        reached = []
        for device in devices:
            try:
                raw = answer[device.user_id][device.device_id]
                one_time = published.one_time_key(device.user_id, device.device_id, device.ed25519, raw)
                self.olm.create_session(one_time, device.curve25519)
            except (KeyError, TypeError):
                log.info("claim.none")  # nothing left on the server, and no fallback key
            except (Malformed, vodozemac.SessionCreationException, vodozemac.KeyException) as error:
                log.info("claim.dropped", why=type(error).__name__)
            else:
                reached.append(device)
        return reached

    def to_device(self, device: known_devices.KnownDevice, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """An Olm message to a device we have a session with; to be committed before it is sent."""
        one_to_one = self.olm.session_store.get(device.curve25519)
        message: dict[str, Any] = self.olm._olm_encrypt(one_to_one, olm_device(device), kind, content)
        return message

    def new_outbound(self, matrix_room: str) -> OutboundGroupSession:
        """A fresh room session of ours, shared with nobody."""
        self.olm.create_outbound_group_session(matrix_room)
        return self.olm.outbound_group_sessions[matrix_room]

    def outbound(self, matrix_room: str) -> OutboundGroupSession | None:
        """Our room session, unless it is used up or was never handed out completely."""
        found: OutboundGroupSession | None = self.olm.outbound_group_sessions.get(matrix_room)
        return None if found is None or found.expired or not found.shared else found

    def rotate(self, matrix_room: str) -> None:
        """Never use our present room session again."""
        if self._olm is not None:
            self._olm.outbound_group_sessions.pop(matrix_room, None)

    def encrypt(self, matrix_room: str, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """Encrypt with our present room session."""
        encrypted: dict[str, Any] = self.olm.group_encrypt(matrix_room, {"type": kind, "content": content})
        return encrypted

    def take_wedged(self) -> set[tuple[str, str]]:
        """Devices (user, id) whose messages to us no session opens: a new session heals them."""
        wedged, self.olm.wedged = self.olm.wedged, set()
        return wedged
