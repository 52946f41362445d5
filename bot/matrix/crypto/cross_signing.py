"""The bot's own cross-signing identity: created once, stored before it is uploaded, never replaced
unattended.

It is checked at each start and whenever the homeserver reports that our keys changed. Without it Element
shows a red shield on the bot's messages, or withholds the keys to everybody else's.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from nacl.signing import SigningKey

from bot.errors import IdentityForeign
from bot.logs import get_logger
from bot.matrix.crypto import published
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.recovery import USAGES
from bot.matrix.http import Http, MatrixError
from bot.matrix.login import post_with_password
from bot.matrix.payload import Malformed, as_object
from storage import identity as identities
from storage import keys

log = get_logger(__name__)

#: Seconds between two repairs: a homeserver that loses our signature each time must not keep us busy.
REPAIR_EVERY = 300.0

_FOREIGN = (
    "the homeserver shows {what} for this account that {are} not ours: somebody has replaced {them}, or our database "
    "is an older one. The bot says nothing more. Look with: sigbot identity verify"
)
_LOST = (
    "the homeserver shows a cross-signing identity for this account, and our database has none. Look first "
    "whether `database` and data_dir are the bot's own, and whether the disk is there. Only if its database is lost: "
    "sigbot identity restore, with the recovery key; without one, reset the identity in Element, logged in as the bot"
)


async def ensure_published(http: Http, machine: Machine, password: str | None) -> bool:
    """Upload whatever the homeserver lacks of our identity and our signed device; returns whether anything
    was missing.

    ``password`` is only needed by homeservers that ask for it when an identity is uploaded.

    Raises: IdentityForeign: the homeserver shows an identity, or keys of our device, that are not ours. From
        then on every call raises it. MatrixError: the homeserver refused.
    """
    with blocking_calls_if_foreign(http):
        shown = await query_keys(http, machine.user_id)
        if published.part_of(shown, "master_keys", machine.user_id) is not None and not _has_seeds(machine):
            raise IdentityForeign(_LOST)
        signers = load_or_create_signers(machine)
        wrote = await _publish(http, machine, signers, password, shown)
        if wrote:
            shown = await query_keys(http, machine.user_id)
            if not (is_ours(machine.user_id, signers, shown) and _device_signed(machine, signers, shown)):
                raise MatrixError(0, "IDENTITY", "the homeserver does not show what we uploaded")
            log.info("identity.published")
    with machine.unit() as session:
        public = published.public_of(signers["master"])
        known = identities.get(session, machine.account_id, machine.user_id)
        if known is None or known.pinned != public:
            identities.save(session, machine.account_id, machine.user_id, pinned=public, seen=public)
            identities.mark_stale(session, machine.account_id, [machine.user_id])
    return wrote


class Guard:
    """Checks our identity again when our keys changed while we run, and publishes again what was lost.

    Not ``active`` for the stage's people: they may change their identity elsewhere.
    """

    def __init__(self, http: Http, machine: Machine, password: str | None, *, active: bool) -> None:
        self._active = active
        self._http = http
        self._machine = machine
        self._password = password
        self._in_doubt = False
        self._repaired_at = -REPAIR_EVERY

    async def check_and_repair(self, changed: Container[str]) -> None:
        """Check our identity if we are among the users whose keys ``changed``, or if the last check was not
        clean.

        Raises:
            IdentityForeign: as :func:`ensure_published`.
            MatrixError: the homeserver cannot be asked.
        """
        if self._machine.user_id in changed:
            self._in_doubt = True
        if not (self._in_doubt and self._active):
            return
        with blocking_calls_if_foreign(self._http):
            signers = load_or_create_signers(self._machine)
            shown = await query_keys(self._http, self._machine.user_id)
            sound = is_ours(self._machine.user_id, signers, shown) and _device_signed(
                self._machine, signers, shown
            )
            now = asyncio.get_running_loop().time()
            if not sound and now - self._repaired_at >= REPAIR_EVERY:
                self._repaired_at = now
                log.warning("own_identity.incomplete")
                await self._repair()
            self._in_doubt = not sound

    async def _repair(self) -> None:
        try:
            await ensure_published(self._http, self._machine, self._password)
        except MatrixError as error:
            # Tried again later; meanwhile clients that do not require the signature still read us
            log.warning("own_identity.not_repaired", status=error.status, errcode=error.errcode)


@contextmanager
def blocking_calls_if_foreign(http: Http) -> Iterator[None]:
    """Make every later call fail once the identity turns out not to be ours: nothing may be said under it."""
    try:
        yield
    except IdentityForeign as error:
        log.error("own_identity.foreign")
        http.blocked_by = error
        raise


async def query_keys(http: Http, user_id: str) -> dict[str, Any]:
    """A user's devices and identity, as the homeserver shows them now."""
    return await http.call("POST", ("keys", "query"), {"device_keys": {user_id: []}}, needs=published.ANSWER)


def signers_of(seeds: Mapping[str, str]) -> dict[str, SigningKey]:
    """The three signing keys derived from the seeds, by usage."""
    return {usage: SigningKey(bytes.fromhex(seeds[usage])) for usage in USAGES}


def is_ours(user_id: str, signers: Mapping[str, SigningKey], shown: Mapping[str, Any]) -> bool:
    """Whether the server shows our identity complete (``False``: none, or a part is missing or a different
    key).

    Raises:
        IdentityForeign: it shows a master key that is not ours.
    """
    master = published.public_of(signers["master"])
    raw = published.part_of(shown, "master_keys", user_id)
    if raw is None:
        return False
    try:
        seen = published.cross_signing_key(user_id, "master", raw)
    except Malformed:
        seen = ""
    if seen != master:
        raise IdentityForeign(_FOREIGN.format(what="a cross-signing identity", are="is", them="it"))
    for usage in ("self_signing", "user_signing"):
        raw = published.part_of(shown, f"{usage}_keys", user_id)
        try:
            public = published.cross_signing_key(user_id, usage, raw)
        except Malformed:
            return False
        if public != published.public_of(signers[usage]):
            return False
        if not published.is_signed(raw, user_id, f"ed25519:{master}", master):
            return False
    return True


def _has_seeds(machine: Machine) -> bool:
    with machine.unit() as session:
        return keys.seeds(session, machine.account_id) is not None


def load_or_create_signers(machine: Machine) -> dict[str, SigningKey]:
    """Load our three signing keys; when there are none, create them and commit them before anybody sees
    them."""
    with machine.unit() as session:
        seeds = keys.seeds(session, machine.account_id)
        if seeds is None:
            seeds = {usage: secrets.token_hex(32) for usage in USAGES}
            keys.save_seeds(session, machine.account_id, seeds)
    return signers_of(seeds)


async def _publish(
    http: Http,
    machine: Machine,
    signers: dict[str, SigningKey],
    password: str | None,
    shown: Mapping[str, Any],
) -> bool:
    """Upload what the homeserver does not show; returns whether anything was missing."""
    wrote = False
    if not is_ours(machine.user_id, signers, shown):
        await upload(http, machine, signers, password)
        wrote = True
    if _own_device(machine, shown) is None:
        await _publish_device(http, machine)
        shown = await query_keys(http, machine.user_id)
        wrote = True
    if not _device_signed(machine, signers, shown):
        await _sign_device(http, machine, signers, shown)
        wrote = True
    return wrote


async def upload(http: Http, machine: Machine, signers: dict[str, SigningKey], password: str | None) -> None:
    """Upload an identity. Replacing one that is there takes the account's password."""
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
    await post_with_password(http, ("keys", "device_signing", "upload"), body, user_id, password)


def _own_device(machine: Machine, shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """Our device as the homeserver shows it; ``None`` when it shows none.

    Raises:
        IdentityForeign: it shows keys we do not have.
    """
    devices = as_object(published.part_of(shown, "device_keys", machine.user_id))
    raw = devices.get(machine.device_id)
    if raw is None:
        return None
    with machine.unit():
        ours = machine.identity_keys()
    try:
        found = published.device(machine.user_id, machine.device_id, raw)
        seen = (found.ed25519, found.curve25519)
    except Malformed:
        seen = ("", "")
    if seen != ours:
        raise IdentityForeign(_FOREIGN.format(what="keys of our device", are="are", them="them"))
    return dict(raw)


def _device_signed(machine: Machine, signers: Mapping[str, SigningKey], shown: Mapping[str, Any]) -> bool:
    raw = _own_device(machine, shown)
    public = published.public_of(signers["self_signing"])
    return raw is not None and published.is_signed(raw, machine.user_id, f"ed25519:{public}", public)


async def _publish_device(http: Http, machine: Machine) -> None:
    """Upload our device keys again: the homeserver lost them, as when it was restored from an older
    backup."""
    with machine.unit():
        fields = machine.olm.device_keys()
        fields["signatures"] = {machine.user_id: {f"ed25519:{machine.device_id}": machine.sign(fields)}}
    await http.call("POST", ("keys", "upload"), {"device_keys": fields})


async def _sign_device(
    http: Http, machine: Machine, signers: Mapping[str, SigningKey], shown: Mapping[str, Any]
) -> None:
    shown_device = _own_device(machine, shown)
    if shown_device is None:
        raise MatrixError(0, "IDENTITY", "the homeserver does not show our device")
    raw = {name: value for name, value in shown_device.items() if name != "unsigned"}
    signed = published.sign(raw, machine.user_id, signers["self_signing"])
    answer = await http.call(
        "POST", ("keys", "signatures", "upload"), {machine.user_id: {machine.device_id: signed}}
    )
    if answer.get("failures"):
        raise MatrixError(0, "IDENTITY", "the homeserver refused our signature of our device")
