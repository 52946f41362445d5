"""nio's Olm machine, changed: no key requests, no forwarded keys, no copies of our own keys, and fallback
keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import vodozemac
from nio.crypto import InboundGroupSession, OutboundGroupSession
from nio.crypto.olm_machine import Olm

from bot.matrix import payload
from bot.matrix.crypto import published
from bot.matrix.crypto.store import Store
from bot.matrix.payload import Malformed

ALGORITHM = "m.megolm.v1.aes-sha2"
OLM_ALGORITHM = "m.olm.v1.curve25519-aes-sha2"
_UNWEDGE_AFTER = timedelta(hours=1)
_MOST_WEDGED = 20


class OlmMachine(Olm):  # type: ignore[misc]  # nio is untyped
    """nio's machine for one device.

    ``received_keys``: the room keys stored since it was last cleared, as (room, session id). ``wedged``:
    devices whose messages no session decrypts. ``accepts_key``: whether to store a user's key for a room.
    """

    def __init__(
        self,
        user_id: str,
        device_id: str,
        store: Store,
        rotation: tuple[timedelta, int],
        accepts_key: Callable[[str, str], bool],
    ) -> None:
        super().__init__(user_id, device_id, store)
        self._accepts_key = accepts_key
        self.received_keys: list[tuple[str, str]] = []
        self.wedged: set[tuple[str, str]] = set()
        self._rotation = rotation

    def decrypt(self, sender: str, sender_key: str, message: Any) -> Any:
        result = super().decrypt(sender, sender_key, message)
        if isinstance(message, vodozemac.PreKeyMessage):
            self.save_account()  # nio saved it before the one-time key was used up
        return result

    def create_outbound_group_session(self, room_id: str) -> None:
        # No inbound twin: a stolen database must not read what the bot wrote
        session = OutboundGroupSession()
        session.max_age, session.max_messages = self._rotation
        self.outbound_group_sessions[room_id] = session

    def create_group_session(
        self, sender_key: str, sender_fp_key: str, room_id: str, session_id: str, session_key: str
    ) -> None:
        session = InboundGroupSession(session_key, sender_fp_key, sender_key, room_id)
        if session.id != session_id:
            raise Malformed("another session than it says")
        known = self.inbound_group_store.get(room_id, sender_key, session_id)
        if known is not None and known.first_known_index <= session.first_known_index:
            return  # we can read at least as much already
        self.inbound_group_store.add(session)
        self.save_inbound_group_session(session)
        self.received_keys.append((room_id, session_id))

    def _handle_room_key_event(self, sender: str, sender_key: str, fields: dict[str, Any]) -> None:
        content = fields["content"]
        if content.get("algorithm") != ALGORITHM:
            raise Malformed("another algorithm")
        room_id = payload.matrix_id(content.get("room_id"), "!")
        if not self._accepts_key(sender, room_id):
            raise Malformed("a key for a room the sender is not in")
        session_id = published.key(content.get("session_id"))
        session_key = content.get("session_key")
        if not isinstance(session_key, str) or len(session_key) > 1000:
            raise Malformed("no session key")
        signer = published.key(fields["keys"].get("ed25519"))
        self.create_group_session(sender_key, signer, room_id, session_id, session_key)

    def _handle_forwarded_room_key_event(self, sender: str, sender_key: str, fields: dict[str, Any]) -> None:
        raise Malformed("a forwarded key, which we never ask for")

    def _mark_device_for_unwedging(self, sender: str, sender_key: str) -> None:
        device = self.device_store.device_from_sender_key(sender, sender_key)
        if device is None or not device.verified or len(self.wedged) >= _MOST_WEDGED:
            return
        newest = self.session_store.get(sender_key)
        now = datetime.now()  # noqa: DTZ005 - nio's own times are naive
        if newest is None or now - newest.creation_time > _UNWEDGE_AFTER:
            self.wedged.add((sender, device.id))

    def prepare_upload(self, *, on_server: int, fallback: bool) -> dict[str, Any]:
        """Create and store the keys for ``/keys/upload``; returns its body.

        It has the device keys unless they are published, enough one-time keys, and a fallback key if asked
        for. To be committed before it is sent; the same keys are returned again until :meth:`mark_uploaded`.
        """
        account: vodozemac.Account = self.account._account  # nio has no fallback keys
        content: dict[str, Any] = {}
        if not self.account.shared:
            content["device_keys"] = self._signed(self.device_keys())
        ready = len(account.one_time_keys)
        wanted = account.max_number_of_one_time_keys - on_server
        if wanted > ready:
            account.generate_one_time_keys(wanted - ready)
        if account.one_time_keys:
            content["one_time_keys"] = {
                f"signed_curve25519:{name}": self._signed({"key": key.to_base64()})
                for name, key in account.one_time_keys.items()
            }
        if fallback:
            if not account.fallback_key:  # type: ignore[attr-defined]  # missing in the type stubs
                account.generate_fallback_key()  # type: ignore[attr-defined]
            content["fallback_keys"] = {
                f"signed_curve25519:{name}": self._signed({"key": key.to_base64(), "fallback": True})
                for name, key in account.fallback_key.items()  # type: ignore[attr-defined]
            }
        self.save_account()
        return content

    def mark_uploaded(self) -> None:
        """Note that the server has what :meth:`prepare_upload` returned."""
        self.account.shared = True
        self.mark_keys_as_published()
        self.save_account()

    @property
    def is_published(self) -> bool:
        """Whether our device keys are published."""
        return bool(self.account.shared)

    def device_keys(self) -> dict[str, Any]:
        """Our device as others see it, unsigned."""
        own = self.account.identity_keys
        return {
            "algorithms": [OLM_ALGORITHM, ALGORITHM],
            "device_id": self.device_id,
            "user_id": self.user_id,
            "keys": {f"{kind}:{self.device_id}": own[kind] for kind in ("curve25519", "ed25519")},
        }

    def _signed(self, fields: dict[str, Any]) -> dict[str, Any]:
        return {**fields, "signatures": {self.user_id: {f"ed25519:{self.device_id}": self.sign_json(fields)}}}
