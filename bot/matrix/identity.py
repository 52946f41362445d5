"""Our own cross-signing identity: made once, kept before it is shown, checked at each start, never replaced unattended.

Without it nobody's client trusts the bot: Element shows a red shield, or gives it no keys at all.
"""

from __future__ import annotations

import secrets
from typing import Any

from nacl.signing import SigningKey

from bot.errors import IdentityForeign
from bot.logs import get_logger
from bot.matrix import published
from bot.matrix.http import Http, MatrixError
from bot.matrix.machine import Machine
from bot.matrix.payload import Malformed
from storage import device as known_devices
from storage import keys

log = get_logger(__name__)

_USAGES = ("master", "self_signing", "user_signing")


async def ensure(http: Http, machine: Machine, password: str | None) -> bool:
    """Have our identity on the homeserver and our device signed by it; returns whether anything had to be written.

    ``password`` is only needed by homeservers that ask for it when an identity is uploaded.

    Raises:
        IdentityForeign: the homeserver shows an identity that is not ours.
        MatrixError: the homeserver refused.
    """
    signers = _signers(machine)
    shown = await _ask(http, machine)
    wrote = False
    if not _is_ours(machine, signers, shown):
        await _upload(http, machine, signers, password)
        wrote = True
    if not _device_signed(machine, signers, shown):
        await _sign_device(http, machine, signers, shown)
        wrote = True
    if wrote:
        shown = await _ask(http, machine)
        if not (_is_ours(machine, signers, shown) and _device_signed(machine, signers, shown)):
            raise MatrixError(0, "IDENTITY", "the homeserver does not show what we uploaded")
        log.info("identity.published")
    with machine.unit() as session:
        public = published.public_of(signers["master"])
        known = known_devices.pin(session, machine.account_id, machine.user_id)
        if known is None or known.pinned != public:
            known_devices.save_pin(session, machine.account_id, machine.user_id, pinned=public, seen=public)
            known_devices.mark_stale(session, machine.account_id, [machine.user_id])
    return wrote


def _signers(machine: Machine) -> dict[str, SigningKey]:
    """Our three keys; made and committed when there are none, before anybody sees them."""
    with machine.unit() as session:
        seeds = keys.seeds(session, machine.account_id)
        if seeds is None:
            seeds = {usage: secrets.token_hex(32) for usage in _USAGES}
            keys.save_seeds(session, machine.account_id, seeds)
    return {usage: SigningKey(bytes.fromhex(seeds[usage])) for usage in _USAGES}


async def _ask(http: Http, machine: Machine) -> dict[str, Any]:
    return await http.call("POST", ("keys", "query"), {"device_keys": {machine.user_id: []}})


def _is_ours(machine: Machine, signers: dict[str, SigningKey], shown: dict[str, Any]) -> bool:
    """Whether our identity is on the server (``False``: none is). Raises :class:`IdentityForeign`."""
    user_id, master = machine.user_id, published.public_of(signers["master"])
    raw = shown.get("master_keys", {}).get(user_id)
    if raw is None:
        return False
    try:
        seen = published.cross_signing_key(user_id, "master", raw)
    except Malformed:
        seen = ""
    if seen != master:
        raise IdentityForeign(
            "the homeserver shows a cross-signing identity for this account that is not ours: restore our database, "
            "or reset the account's identity by hand and have everybody accept the new one"
        )
    for usage in ("self_signing", "user_signing"):
        raw = shown.get(f"{usage}_keys", {}).get(user_id)
        try:
            public = published.cross_signing_key(user_id, usage, raw)
        except Malformed:
            return False
        if public != published.public_of(signers[usage]) or not published.signed(
            raw, user_id, f"ed25519:{master}", master
        ):
            return False
    return True


async def _upload(http: Http, machine: Machine, signers: dict[str, SigningKey], password: str | None) -> None:
    user_id = machine.user_id
    body: dict[str, Any] = {}
    for usage, signer in signers.items():
        public = published.public_of(signer)
        body[f"{usage}_key"] = {"user_id": user_id, "usage": [usage], "keys": {f"ed25519:{public}": public}}
    with machine.unit():
        by_device = machine.sign(body["master_key"])
    body["master_key"]["signatures"] = {user_id: {f"ed25519:{machine.device_id}": by_device}}
    for usage in ("self_signing", "user_signing"):
        body[f"{usage}_key"] = published.sign(body[f"{usage}_key"], user_id, signers["master"])
    path = ("keys", "device_signing", "upload")
    try:
        await http.call("POST", path, body)
    except MatrixError as error:
        if error.status != 401 or "flows" not in error.body or password is None:
            raise
        proof = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user_id},
            "password": password,
            "session": error.body.get("session"),
        }
        await http.call("POST", path, {**body, "auth": proof})


def _own_device(machine: Machine, shown: dict[str, Any]) -> dict[str, Any]:
    """Our device as the homeserver shows it. Raises :class:`MatrixError` when it is not the one we have the keys of."""
    raw = shown.get("device_keys", {}).get(machine.user_id, {}).get(machine.device_id)
    with machine.unit():
        ed25519, curve25519 = machine.identity_keys()
    try:
        found = published.device(machine.user_id, machine.device_id, raw)
    except Malformed as error:
        raise MatrixError(0, "IDENTITY", f"the homeserver shows our device wrongly: {error}") from error
    if (found.ed25519, found.curve25519) != (ed25519, curve25519):
        raise MatrixError(0, "IDENTITY", "the homeserver shows other keys for our device than it has")
    return dict(raw)


def _device_signed(machine: Machine, signers: dict[str, SigningKey], shown: dict[str, Any]) -> bool:
    public = published.public_of(signers["self_signing"])
    return published.signed(_own_device(machine, shown), machine.user_id, f"ed25519:{public}", public)


async def _sign_device(http: Http, machine: Machine, signers: dict[str, SigningKey], shown: dict[str, Any]) -> None:
    raw = {name: value for name, value in _own_device(machine, shown).items() if name != "unsigned"}
    signed = published.sign(raw, machine.user_id, signers["self_signing"])
    answer = await http.call("POST", ("keys", "signatures", "upload"), {machine.user_id: {machine.device_id: signed}})
    if answer.get("failures"):
        raise MatrixError(0, "IDENTITY", "the homeserver refused our signature of our device")
