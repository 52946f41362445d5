"""What goes to one device of somebody alone, through an Olm session with it: room keys, and a word that heals."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from bot.matrix.crypto.machine import Machine
from bot.matrix.http import Http
from storage import device as known_devices
from storage.device import KnownDevice

_PER_REQUEST = 20  # devices in one request


class ToDevice:
    """Of one account."""

    def __init__(self, http: Http, machine: Machine) -> None:
        self._http = http
        self._machine = machine

    async def reach(self, devices: Sequence[KnownDevice]) -> list[KnownDevice]:
        """Have a session with each; returns those there is one with now."""
        with self._machine.unit():
            lacking = self._machine.lacking(devices)
        if lacking:
            await self.claim(lacking)
        with self._machine.unit():
            lacking = self._machine.lacking(devices)
        return [device for device in devices if device not in lacking]

    async def claim(self, devices: Sequence[KnownDevice]) -> list[KnownDevice]:
        """Start a new session with each, whether there is one or not; returns those it worked for."""
        asked: dict[str, dict[str, str]] = {}
        for device in devices:
            asked.setdefault(device.user_id, {})[device.device_id] = "signed_curve25519"
        body, needs = {"one_time_keys": asked, "timeout": 10_000}, {"one_time_keys": dict}
        answer = await self._http.call("POST", ("keys", "claim"), body, needs=needs)
        with self._machine.unit():
            return self._machine.claimed(devices, answer["one_time_keys"])

    async def send(self, devices: Sequence[KnownDevice], kind: str, content: dict[str, Any]) -> None:
        """Send the same to each; there is a session with each."""
        for start in range(0, len(devices), _PER_REQUEST):
            messages: dict[str, dict[str, Any]] = {}
            with self._machine.unit():
                for device in devices[start : start + _PER_REQUEST]:
                    message = self._machine.to_device(device, kind, content)
                    messages.setdefault(device.user_id, {})[device.device_id] = message
            # The ratchets are on disk: whatever happens to the call, none is ever used twice
            txn = uuid.uuid4().hex
            await self._http.call("PUT", ("sendToDevice", "m.room.encrypted", txn), {"messages": messages})

    async def heal(self) -> None:
        """Start new sessions with devices whose messages to us no session opens, and tell them."""
        with self._machine.unit() as session:
            wedged = self._machine.take_wedged()
            devices = [
                device
                for user_id in {user_id for user_id, _ in wedged}
                for device in known_devices.of_user(session, self._machine.account_id, user_id)
                if (user_id, device.device_id) in wedged and device.trusted
            ]
        if devices:
            await self.send(await self.claim(devices), "m.dummy", {})
