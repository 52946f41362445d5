"""Olm messages to single devices: room keys, and the dummy that replaces a broken session."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from bot.matrix.crypto.machine import Machine
from bot.matrix.http import Http
from storage import device as known_devices
from storage.device import KnownDevice

PER_REQUEST = 20  # devices in one request

#: A message and the device it was encrypted for.
Encrypted = tuple[KnownDevice, dict[str, Any]]


class ToDevice:
    """Sends Olm messages from one account."""

    def __init__(self, http: Http, machine: Machine) -> None:
        self._http = http
        self._machine = machine

    async def ensure_sessions(self, devices: Sequence[KnownDevice]) -> list[KnownDevice]:
        """Start a session with each device we have none with; returns the devices we have one with then."""
        with self._machine.unit():
            unreached = self._machine.without_session(devices)
        if not unreached:
            return list(devices)
        await self.claim(unreached)
        with self._machine.unit():
            unreached = self._machine.without_session(devices)
        return [device for device in devices if device not in unreached]

    async def claim(self, devices: Sequence[KnownDevice]) -> list[KnownDevice]:
        """Claim a one-time key of each device and start a new session; returns the devices it worked for."""
        asked: dict[str, dict[str, str]] = {}
        for device in devices:
            asked.setdefault(device.user_id, {})[device.device_id] = "signed_curve25519"
        body = {"one_time_keys": asked, "timeout": 10_000}
        answer = await self._http.call("POST", ("keys", "claim"), body, needs={"one_time_keys": dict})
        with self._machine.unit():
            return self._machine.start_sessions(devices, answer["one_time_keys"])

    async def send(self, devices: Sequence[KnownDevice], kind: str, content: dict[str, Any]) -> None:
        """Send the same message to each device; there must be a session with each."""
        for start in range(0, len(devices), PER_REQUEST):
            with self._machine.unit():
                encrypted = self.encrypt(devices[start : start + PER_REQUEST], kind, content)
            await self.put(encrypted)

    def encrypt(self, devices: Sequence[KnownDevice], kind: str, content: dict[str, Any]) -> list[Encrypted]:
        """Encrypt a message to each device, in an open unit, which is to be committed before :meth:`put`."""
        return [(device, self._machine.encrypt_to_device(device, kind, content)) for device in devices]

    async def put(self, encrypted: Sequence[Encrypted]) -> None:
        """Send what was encrypted.

        The ratchets are committed by now: whatever happens to the calls, no message key is used twice.
        """
        for start in range(0, len(encrypted), PER_REQUEST):
            messages: dict[str, dict[str, Any]] = {}
            for device, message in encrypted[start : start + PER_REQUEST]:
                messages.setdefault(device.user_id, {})[device.device_id] = message
            txn = uuid.uuid4().hex
            await self._http.call("PUT", ("sendToDevice", "m.room.encrypted", txn), {"messages": messages})

    async def replace_wedged_sessions(self) -> None:
        """Start new sessions with trusted devices whose messages we cannot decrypt, and send each a dummy
        message."""
        if not self._machine.has_wedged:
            return
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
