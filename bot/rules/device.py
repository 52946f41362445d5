"""Whether somebody can read the bot's messages, judged by their devices.

Only a device that its owner's cross-signing identity vouches for is given keys. Somebody who cannot read
cannot be told so by the bot either; instead the coordinator is told, with what to say on the phone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.i18n import T, Text

#: How long a change of devices is not reported. People verify a new device within minutes, and then nothing
#: is wrong.
SETTLING_TIME = timedelta(minutes=3)

#: One person's devices are reported no more often than this, however often the homeserver changes its mind.
TOLD_AGAIN_AFTER = timedelta(hours=2)

#: How long the coordinator is assumed to remember what was reported.
REMEMBERED = timedelta(days=30)


class AccountState(StrEnum):
    """Whether somebody can read with the devices they have, and if not, why."""

    READS = "reads"
    UNKNOWN = "unknown"  # the homeserver has not been asked yet
    NO_DEVICE = "no_device"
    UNSIGNED = "unsigned"  # no device that the owner vouches for
    CHANGED = "changed"  # another cross-signing identity than the one the bot knows
    GONE = "gone"  # no cross-signing identity any more
    LOST = "lost"  # every device has been reported lost
    WAITING = "waiting"  # a device was reported lost, and the new one is not accepted yet


#: Why somebody cannot read yet.
_CANNOT: Mapping[AccountState, str] = MappingProxyType(
    {
        AccountState.UNKNOWN: "device.cannot_unknown",
        AccountState.NO_DEVICE: "device.cannot_no_device",
        AccountState.UNSIGNED: "device.cannot_unsigned",
        AccountState.CHANGED: "device.cannot_changed",
        AccountState.GONE: "device.cannot_gone",
        AccountState.LOST: "device.cannot_lost",
        AccountState.WAITING: "device.cannot_waiting",
    }
)

#: States in which somebody has to act, so that they are reported unasked.
NEEDS_ACTION = frozenset(
    {AccountState.UNSIGNED, AccountState.CHANGED, AccountState.GONE, AccountState.WAITING}
)


@dataclass(frozen=True, kw_only=True)
class Device:
    """One device. ``key``: its Ed25519 key, which apps show as the session key. ``trusted``: it is given room
    keys."""

    id: str
    name: str
    key: str
    trusted: bool
    lost: bool

    @property
    def mark(self) -> str:
        """A short hash of the device id, by which a device that was reported is remembered."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:16]

    @property
    def key_in_fours(self) -> str:
        """The first 16 characters of the session key, four by four, as people's apps show it."""
        return _fours(self.key[:16])


@dataclass(frozen=True, kw_only=True)
class Account:
    """Somebody's Matrix account: its devices and its cross-signing identity.

    ``pinned`` is the identity the bot accepted, ``seen`` the one the homeserver shows now. ``closed``: a
    device was reported lost, and whoever has it could sign others, so the identity vouches for no new device
    until it is accepted again.
    """

    user_id: str
    asked: bool
    pinned: str | None
    seen: str | None
    closed: bool
    devices: tuple[Device, ...]

    @property
    def reading(self) -> AccountState:
        """Whether they can read, and if not, why."""
        if any(device.trusted for device in self.devices):
            return AccountState.READS
        if not self.asked:
            return AccountState.UNKNOWN
        if self.pinned is not None and self.seen != self.pinned:
            return AccountState.GONE if self.seen is None else AccountState.CHANGED
        if not self.devices:
            return AccountState.NO_DEVICE
        if all(device.lost for device in self.devices):
            return AccountState.LOST
        return AccountState.WAITING if self.closed else AccountState.UNSIGNED

    @property
    def acceptable(self) -> bool:
        """Whether there is a new cross-signing identity to accept."""
        return self.seen is not None and (self.seen != self.pinned or self.closed)

    @property
    def unconfirmed(self) -> tuple[Device, ...]:
        """Devices that are given no keys and are not reported lost."""
        return tuple(device for device in self.devices if not device.trusted and not device.lost)

    def code(self, key: str) -> str:
        """A cross-signing key as twenty digits, for two people to compare on the phone."""
        number = int.from_bytes(hashlib.sha256(f"{self.user_id} {key}".encode()).digest()) % 10**20
        return _fours(f"{number:020}")

    def cannot_read(self, name: str) -> Text | None:
        """The text that says that somebody cannot read yet, and why; None when they can."""
        if self.reading is AccountState.READS:
            return None
        return T(_CANNOT[self.reading], name=name)


def _fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
