"""An attacker's tools: what a hostile client can send that no honest one does."""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from collections.abc import Awaitable
from typing import Any

import vodozemac
from nacl.signing import SigningKey
from unpaddedbase64 import encode_base64

from bot.matrix.client import Client
from bot.matrix.crypto import published
from bot.matrix.crypto.olm import ALGORITHM, OLM_ALGORITHM
from bot.matrix.http import Http, MatrixError
from bot.stage.homeserver import Homeserver
from bot.stage.people import Person
from storage import keys

ZERO = "A" * 43  # 32 zero bytes
PASSWORD = "attacker's own"


async def inside(client: Client, matrix_room: str, plaintext: str | bytes) -> str:
    """Send any plaintext in a well-formed encrypted event; the client has written in the room before."""
    raw = plaintext.encode() if isinstance(plaintext, str) else plaintext
    with client.machine.unit():
        session = client.machine.current_outbound(matrix_room)
        assert session is not None
        ciphertext, session_id = session._session.encrypt(raw).to_base64(), session.id
        _, sender_key = client.machine.identity_keys()
    content = {
        "algorithm": ALGORITHM,
        "ciphertext": ciphertext,
        "session_id": session_id,
        "sender_key": sender_key,  # out of use, but older clients look for it
        "device_id": client.machine.device_id,
    }
    return await send(client, matrix_room, "m.room.encrypted", content)


async def send(client: Client, matrix_room: str, kind: str, content: dict[str, Any]) -> str:
    """Send an event as it is."""
    answer = await client.http.call("PUT", ("rooms", matrix_room, "send", kind, uuid.uuid4().hex), content)
    return str(answer["event_id"])


async def forge(client: Client, matrix_room: str, kind: str, content: Any, **more: Any) -> str:
    """Encrypt an event that is not what people say."""
    return await inside(
        client, matrix_room, json.dumps({"type": kind, "room_id": matrix_room, "content": content, **more})
    )


async def refused(call: Awaitable[Any], status: int) -> bool:
    """Whether the homeserver refuses what an attacker tries."""
    try:
        await call
    except MatrixError as error:
        if error.status != status:
            raise
        return True
    return False


class Device:
    """A device of an attacker, bare: it says whatever it is told to about its keys."""

    def __init__(self, user_id: str, device_id: str, http: Http) -> None:
        self.user_id = user_id
        self.device_id = device_id
        self.http = http
        self.signer = SigningKey.generate()
        self.olm = vodozemac.Account()

    @classmethod
    async def log_in(cls, server: Homeserver, user_id: str, password: str) -> Device:
        """One more device of a user."""
        http = Http(server.url)
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user_id},
            "password": password,
            "device_id": secrets.token_hex(5).upper(),
        }
        answer = await http.call("POST", ("login",), body)
        http.token = str(answer["access_token"])
        return cls(user_id, str(answer["device_id"]), http)

    def keys(self, **changed: str) -> dict[str, Any]:
        """Device keys, properly signed; ``ed25519`` or ``curve25519`` may be anything."""
        shown = {
            "ed25519": encode_base64(bytes(self.signer.verify_key)),
            "curve25519": self.olm.curve25519_key.to_base64(),
            **changed,
        }
        return self.signed(
            {
                "algorithms": [OLM_ALGORITHM, ALGORITHM],
                "device_id": self.device_id,
                "user_id": self.user_id,
                "keys": {f"{kind}:{self.device_id}": value for kind, value in shown.items()},
            }
        )

    def signed(self, fields: dict[str, Any]) -> dict[str, Any]:
        """Signed by this device."""
        signature = encode_base64(self.signer.sign(published._signable(fields)).signature)
        return {**fields, "signatures": {self.user_id: {f"ed25519:{self.device_id}": signature}}}

    def one_time(self, key: str) -> dict[str, Any]:
        """One-time keys, properly signed, that are anything."""
        return {f"signed_curve25519:{secrets.token_hex(4)}": self.signed({"key": key}) for _ in range(5)}

    async def publish(self, **body: Any) -> None:
        """Upload keys."""
        await self.http.call("POST", ("keys", "upload"), body)

    async def stop(self) -> None:
        """Log off; the keys stay published."""
        await self.http.close()


async def device_of(server: Homeserver, person: Person) -> Device:
    """A bare device of somebody."""
    _, user_id, password = person._account
    return await Device.log_in(server, user_id, password)


async def vouch(person: Person, device: dict[str, Any]) -> None:
    """Have a person's identity sign a device: hostile, and trusted all the same."""
    with person.client.db.unit() as session:
        seeds = keys.seeds(session, person.client.account_id)
    assert seeds is not None
    signed = published.sign(device, person.user_id, SigningKey(bytes.fromhex(seeds["self_signing"])))
    body = {person.user_id: {device["device_id"]: signed}}
    answer = await person.client.http.call("POST", ("keys", "signatures", "upload"), body)
    assert not answer.get("failures"), answer


async def together(*work: Any) -> None:
    """Eight at a time: the machine is small."""
    turns = asyncio.Semaphore(8)

    async def one(doing: Any) -> None:
        async with turns:
            await doing

    await asyncio.gather(*map(one, work))
