"""Our published keys: uploaded, topped up, and replaced when the homeserver was restored from an older
backup."""

from __future__ import annotations

from typing import Any

from bot.logs import get_logger
from bot.matrix.crypto.machine import Machine
from bot.matrix.crypto.to_device import ToDevice
from bot.matrix.http import Http, MatrixError
from bot.matrix.payload import as_object
from storage import keys

log = get_logger(__name__)

_TOP_UP_BELOW = 25  # one-time keys left on the server
_MOST_LEFT = 200


class Upkeep:
    """Keeps the published keys of one account usable."""

    def __init__(self, http: Http, machine: Machine, to_devices: ToDevice) -> None:
        self._http = http
        self._machine = machine
        self._to_devices = to_devices

    async def publish(self, *, on_server: int | None, fallback: bool) -> None:
        """Upload the keys the server lacks, ``on_server`` being the one-time keys it has; ``None``: only at
        first."""
        with self._machine.unit() as session:
            first = not self._machine.olm.is_published
            if not first and on_server is None:
                return
            body = self._machine.olm.prepare_upload(on_server=on_server or 0, fallback=first or fallback)
            if "fallback_keys" in body:
                keys.save_fallback_at(session, self._machine.account_id, self._machine.clock.now())
        if body:
            await self._http.call("POST", ("keys", "upload"), body)
        with self._machine.unit():
            self._machine.olm.mark_uploaded()

    async def maintain(self, answer: dict[str, Any]) -> None:
        """Upload the keys a sync answer says are used up, and replace broken Olm sessions.

        What fails is tried again after the next sync.
        """
        counts = answer.get("device_one_time_keys_count")
        unused = answer.get("device_unused_fallback_key_types")
        left = counts.get("signed_curve25519", 0) if isinstance(counts, dict) else _TOP_UP_BELOW
        fallback = isinstance(unused, list) and "signed_curve25519" not in unused
        try:
            if fallback or (isinstance(left, int) and left < _TOP_UP_BELOW):
                await self.publish(on_server=left if isinstance(left, int) else 0, fallback=fallback)
            await self._to_devices.replace_wedged_sessions()
        except MatrixError as error:
            if error.token_bad:
                raise
            log.warning("keys.upload_failed", status=error.status, errcode=error.errcode)

    async def replace_one_time_keys(self) -> None:
        """Claim all our own one-time keys and upload fresh ones.

        A homeserver restored from a backup hands out keys that were used since, and nobody can decrypt what
        is encrypted with those.
        """
        user_id = self._machine.user_id
        device_id = self._machine.device_id
        ask = {"one_time_keys": {user_id: {device_id: "signed_curve25519"}}}
        for _ in range(_MOST_LEFT):
            answer = await self._http.call("POST", ("keys", "claim"), ask, needs={"one_time_keys": dict})
            if not _offered(answer, user_id, device_id):
                break
        await self.publish(on_server=0, fallback=True)


def _offered(answer: dict[str, Any], user_id: str, device_id: str) -> bool:
    """Whether a claim gave us a one-time key of our own, and not only the fallback key."""
    offered = as_object(as_object(answer["one_time_keys"].get(user_id)).get(device_id))
    if not offered:
        return False
    return not any(as_object(one).get("fallback") is True for one in offered.values())
