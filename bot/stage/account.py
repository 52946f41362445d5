"""Changes of people's accounts in a play: a further device, its signature, or a new cross-signing identity.

On the real stage people make them with their clients. Without a homeserver :class:`PublishedAccount` stands
for what one would show of an account: really signed keys, judged by the code that judges them in production.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from canonicaljson import encode_canonical_json
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from sqlalchemy.orm import Session
from unpaddedbase64 import encode_base64

from bot.core import ACCOUNT
from bot.matrix.client import Client
from bot.matrix.crypto import cross_signing, published
from bot.matrix.crypto.trust import schedule_notice, update_user
from bot.stage.stagehand import AccountChange, StageError
from storage import device as known_devices
from storage import identity as identities
from storage import keys
from storage.db import Database


class PublishedAccount:
    """An account as ``/keys/query`` shows it. ``signed``: it has an identity that vouches for its first
    device."""

    def __init__(self, user_id: str, *, signed: bool) -> None:
        self.user_id = user_id
        self.devices: list[str] = []
        self._identity: tuple[SigningKey, SigningKey] | None = None
        self._shown: dict[str, dict[str, Any]] = {}
        self.new_device()
        if signed:
            self.reset_identity()

    def new_device(self) -> None:
        """Log in on one more device, which no identity vouches for yet."""
        device_id = f"DEVICE{len(self.devices) + 1}"
        signer = SigningKey.generate()
        fields: dict[str, Any] = {
            "user_id": self.user_id,
            "device_id": device_id,
            "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
            "keys": {
                f"ed25519:{device_id}": published.public_of(signer),
                f"curve25519:{device_id}": encode_base64(bytes(PrivateKey.generate().public_key)),
            },
        }
        by_itself = encode_base64(signer.sign(encode_canonical_json(fields)).signature)
        fields["signatures"] = {self.user_id: {f"ed25519:{device_id}": by_itself}}
        fields["unsigned"] = {"device_display_name": "another device" if self.devices else "stage"}
        self.devices.append(device_id)
        self._shown[device_id] = fields

    def sign_newest(self) -> None:
        """Let the identity vouch for the newest device."""
        if self._identity is None:
            raise StageError("an unsigned person has no identity to sign a device with")
        self._sign(self.devices[-1], self._identity[1])

    def reset_identity(self) -> None:
        """Make a new identity that vouches for the first device."""
        self._identity = (SigningKey.generate(), SigningKey.generate())
        self._sign(self.devices[0], self._identity[1])

    def answer(self) -> dict[str, Any]:
        """The homeserver's answer to ``/keys/query`` about the account."""
        found: dict[str, Any] = {
            "device_keys": {self.user_id: self._shown},
            "master_keys": {},
            "self_signing_keys": {},
        }
        if self._identity is not None:
            master, signer = self._identity
            found["master_keys"][self.user_id] = self._key("master", master)
            lower = published.sign(self._key("self_signing", signer), self.user_id, master)
            found["self_signing_keys"][self.user_id] = lower
        return found

    def saved(self) -> dict[str, Any]:
        """The account with its secret keys, for a file: see :meth:`restored`."""
        keys = None if self._identity is None else [bytes(key).hex() for key in self._identity]
        return {"user_id": self.user_id, "devices": self.devices, "identity": keys, "shown": self._shown}

    @classmethod
    def restored(cls, saved: Mapping[str, Any]) -> PublishedAccount:
        """The account that :meth:`saved` wrote."""
        one = cls(saved["user_id"], signed=False)
        one.devices = list(saved["devices"])
        one._shown = dict(saved["shown"])
        if saved["identity"] is not None:
            master, signer = (SigningKey(bytes.fromhex(key)) for key in saved["identity"])
            one._identity = (master, signer)
        return one

    def _sign(self, device_id: str, signer: SigningKey) -> None:
        self._shown[device_id] = published.sign(self._shown[device_id], self.user_id, signer)

    def _key(self, usage: str, signer: SigningKey) -> dict[str, Any]:
        public = published.public_of(signer)
        return {"user_id": self.user_id, "usage": [usage], "keys": {f"ed25519:{public}": public}}


class Accounts:
    """Everybody's account as published, with what the bot has concluded from it."""

    def __init__(self, shown: Iterable[PublishedAccount]) -> None:
        self._shown = {one.user_id: one for one in shown}

    def all(self) -> Sequence[PublishedAccount]:
        """Every account."""
        return list(self._shown.values())

    def change(self, session: Session, user_id: str, what: AccountChange) -> None:
        """Change what is shown of an account, and mark it as changed for the bot to look up."""
        one = self._shown[user_id]
        if what == "new device":
            one.new_device()
        elif what == "device signed":
            one.sign_newest()
        else:
            one.reset_identity()
        identities.mark_stale(session, ACCOUNT, [user_id])

    def look_up(self, db: Database, now: datetime) -> None:
        """Answer the bot's questions about the accounts whose devices it wants to look up."""
        with db.read() as session:
            stale = identities.stale(session, ACCOUNT)
        if not stale:
            return
        with db.unit() as session:
            for user_id in stale:
                answer = self._shown[user_id].answer() if user_id in self._shown else {}
                for change in update_user(session, ACCOUNT, user_id, answer):
                    schedule_notice(session, change, now)

    def device(self, user_id: str, *, newest: bool = False) -> tuple[str, str]:
        """The user id and device id of somebody's first device, or of the newest."""
        one = self._shown.get(user_id)
        if one is None:
            return user_id, ""
        return user_id, one.devices[-1] if newest else one.devices[0]

    def all_of(self, users: Iterable[str]) -> frozenset[tuple[str, str]]:
        """The user ids and device ids of all devices of some users."""
        shown = [self._shown[user] for user in users if user in self._shown]
        return frozenset((one.user_id, device) for one in shown for device in one.devices)

    def trusted(self, session: Session, users: Iterable[str]) -> frozenset[tuple[str, str]]:
        """The devices of some users that are given keys."""
        listed = known_devices.of_users(session, ACCOUNT, list(users))
        return frozenset((one.user_id, one.device_id) for one in listed if one.trusted)


async def vouch(client: Client, account_id: str, seeds: dict[str, str] | None, password: str) -> None:
    """Let an identity vouch for a client's device, as after verifying it. ``seeds`` are the identity's
    keys."""
    if seeds is None:
        raise StageError("an unsigned person has no identity to sign a device with")
    with client.machine.unit() as session:
        keys.save_seeds(session, account_id, seeds)
    await cross_signing.ensure_published(client.http, client.machine, password)


async def reset_identity(client: Client, account_id: str, password: str) -> None:
    """Replace an account's identity by a new one, as after losing every device."""
    seeds = {usage: secrets.token_hex(32) for usage in ("master", "self_signing", "user_signing")}
    await cross_signing.upload(client.http, client.machine, cross_signing.signers_of(seeds), password)
    await vouch(client, account_id, seeds, password)
