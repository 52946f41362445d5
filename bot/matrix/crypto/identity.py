"""Our own cross-signing identity: made once, kept before it is shown, checked at each start and whenever the homeserver
says that something about us changed, never replaced unattended.

Without it nobody's client trusts the bot: Element shows a red shield, or gives it no keys at all.
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
from bot.matrix.login import as_owner
from bot.matrix.payload import Malformed
from storage import identity as identities
from storage import keys

log = get_logger(__name__)

#: Seconds between two repairs: a homeserver that loses our signature each time must not keep us busy.
MEND_EVERY = 300.0

_FOREIGN = (
    "the homeserver shows {what} for this account that {are} not ours: somebody has replaced {them}, or our database "
    "is an older one. The bot says nothing more. Look with: sigbot identity verify"
)
_LOST = (
    "the homeserver shows a cross-signing identity for this account, and our database has none. Look first "
    "whether `database` and data_dir are the bot's own, and whether the disk is there. Only if its database is lost: "
    "sigbot identity restore, with the recovery key; without one, reset the identity in Element, logged in as the bot"
)


async def ensure(http: Http, machine: Machine, password: str | None) -> bool:
    """Have our identity on the homeserver and our device signed by it; returns whether anything had to be written.

    ``password`` is only needed by homeservers that ask for it when an identity is uploaded.

    Raises:
        IdentityForeign: the homeserver shows an identity, or keys of our device, that are not ours. From then on every
            call raises it.
        MatrixError: the homeserver refused.
    """
    with _silencing(http):
        shown = await ask(http, machine.user_id)
        if _of(shown, "master_keys", machine.user_id) is not None and not _has_seeds(machine):
            raise IdentityForeign(_LOST)
        signers = _signers(machine)
        wrote = await _publish(http, machine, signers, password, shown)
        if wrote:
            shown = await ask(http, machine.user_id)
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
    """Looks at our identity again when something about us changed while we run, and publishes again what was lost.

    Not ``active`` for people: they may change their identity elsewhere.
    """

    def __init__(self, http: Http, machine: Machine, password: str | None, *, active: bool) -> None:
        self._active = active
        self._http = http
        self._machine = machine
        self._password = password
        self._doubted = False
        self._mended_at = -MEND_EVERY

    async def look(self, changed: Container[str]) -> None:
        """To be called with the users whose keys changed. Once in doubt, every call asks until all is in order.

        Raises:
            IdentityForeign: as :func:`ensure`.
            MatrixError: the homeserver cannot be asked.
        """
        self._doubted |= self._machine.user_id in changed
        if not (self._doubted and self._active):
            return
        with _silencing(self._http):
            signers = _signers(self._machine)
            shown = await ask(self._http, self._machine.user_id)
            sound = is_ours(self._machine.user_id, signers, shown) and _device_signed(self._machine, signers, shown)
            now = asyncio.get_running_loop().time()
            if not sound and now - self._mended_at >= MEND_EVERY:
                self._mended_at = now
                log.warning("identity.lost")
                await self._mend()
            self._doubted = not sound

    async def _mend(self) -> None:
        try:
            await ensure(self._http, self._machine, self._password)
        except MatrixError as error:  # tried again later; meanwhile we are still heard by those who can hear us
            log.warning("identity.not_mended", status=error.status, errcode=error.errcode)


@contextmanager
def _silencing(http: Http) -> Iterator[None]:
    """Under an identity that is not ours nothing more is said, whatever is under way."""
    try:
        yield
    except IdentityForeign as error:
        log.error("identity.foreign")
        http.refuse = error
        raise


async def ask(http: Http, user_id: str) -> dict[str, Any]:
    """What the homeserver shows of a user's devices and identity."""
    return await http.call("POST", ("keys", "query"), {"device_keys": {user_id: []}}, needs=published.ANSWER)


def signers_of(seeds: Mapping[str, str]) -> dict[str, SigningKey]:
    """The three keys that grow from the seeds."""
    return {usage: SigningKey(bytes.fromhex(seeds[usage])) for usage in USAGES}


def is_ours(user_id: str, signers: Mapping[str, SigningKey], shown: Mapping[str, Any]) -> bool:
    """Whether our identity is on the server (``False``: none, or a part is missing or another one).

    Raises:
        IdentityForeign: somebody else's is.
    """
    master = published.public_of(signers["master"])
    raw = _of(shown, "master_keys", user_id)
    if raw is None:
        return False
    try:
        seen = published.cross_signing_key(user_id, "master", raw)
    except Malformed:
        seen = ""
    if seen != master:
        raise IdentityForeign(_FOREIGN.format(what="a cross-signing identity", are="is", them="it"))
    for usage in ("self_signing", "user_signing"):
        raw = _of(shown, f"{usage}_keys", user_id)
        try:
            public = published.cross_signing_key(user_id, usage, raw)
        except Malformed:
            return False
        if public != published.public_of(signers[usage]) or not published.signed(
            raw, user_id, f"ed25519:{master}", master
        ):
            return False
    return True


def _has_seeds(machine: Machine) -> bool:
    with machine.unit() as session:
        return keys.seeds(session, machine.account_id) is not None


def _signers(machine: Machine) -> dict[str, SigningKey]:
    """Our three keys; made and committed when there are none, before anybody sees them."""
    with machine.unit() as session:
        seeds = keys.seeds(session, machine.account_id)
        if seeds is None:
            seeds = {usage: secrets.token_hex(32) for usage in USAGES}
            keys.save_seeds(session, machine.account_id, seeds)
    return signers_of(seeds)


async def _publish(
    http: Http, machine: Machine, signers: dict[str, SigningKey], password: str | None, shown: Mapping[str, Any]
) -> bool:
    """Upload what the homeserver does not show; returns whether there was anything."""
    wrote = False
    if not is_ours(machine.user_id, signers, shown):
        await upload(http, machine, signers, password)
        wrote = True
    if _own_device(machine, shown) is None:
        await _publish_device(http, machine)
        shown = await ask(http, machine.user_id)
        wrote = True
    if not _device_signed(machine, signers, shown):
        await _sign_device(http, machine, signers, shown)
        wrote = True
    return wrote


async def upload(http: Http, machine: Machine, signers: dict[str, SigningKey], password: str | None) -> None:
    """Show an identity; in place of another one only with the account's password."""
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
    await as_owner(http, ("keys", "device_signing", "upload"), body, user_id, password)


def _own_device(machine: Machine, shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """Our device as the homeserver shows it; ``None`` when it shows none.

    Raises:
        IdentityForeign: it shows keys we do not have.
    """
    listed = _of(shown, "device_keys", machine.user_id)
    raw = listed.get(machine.device_id) if isinstance(listed, dict) else None
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
    raw, public = _own_device(machine, shown), published.public_of(signers["self_signing"])
    return raw is not None and published.signed(raw, machine.user_id, f"ed25519:{public}", public)


async def _publish_device(http: Http, machine: Machine) -> None:
    """Again: the homeserver has lost it, as when it was restored from an older copy of itself."""
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
    answer = await http.call("POST", ("keys", "signatures", "upload"), {machine.user_id: {machine.device_id: signed}})
    if answer.get("failures"):
        raise MatrixError(0, "IDENTITY", "the homeserver refused our signature of our device")


def _of(shown: Mapping[str, Any], part: str, user_id: str) -> Any:
    section = shown.get(part)
    return section.get(user_id) if isinstance(section, dict) else None
