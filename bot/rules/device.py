"""Whether somebody can read, judged by their devices: only one that its owner vouches for is given keys.

Who cannot read is told nothing by the bot, since nothing the bot says can be read there: the coordinator hears it, and
what to say on the phone.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.i18n import T, Text

#: People verify a new device within minutes: so long nothing is said of it, and news that takes itself back is none.
SETTLING_TIME = timedelta(minutes=3)

#: However often the homeserver changes its mind, one person's devices are key_in_fours of no more often than this.
TOLD_AGAIN_AFTER = timedelta(hours=2)

#: How long what was told counts as known.
REMEMBERED = timedelta(days=30)


class AccountState(StrEnum):
    """How it is with somebody's devices."""

    READS = "reads"
    UNKNOWN = "unknown"  # the homeserver has not been asked yet
    NO_DEVICE = "no_device"
    UNSIGNED = "unsigned"  # no device that the owner vouches for
    CHANGED = "changed"  # another identity than the one we know
    GONE = "gone"  # no identity any more
    LOST = "lost"  # all there is has been reported lost
    WAITING = "waiting"  # one was reported lost, and a new one is not accepted yet


#: What somebody has to do something about, so that it is told unasked.
NEEDS_ACTION = frozenset({AccountState.UNSIGNED, AccountState.CHANGED, AccountState.GONE, AccountState.WAITING})


@dataclass(frozen=True, kw_only=True)
class Device:
    """One device. ``key``: its Ed25519 key, which clients show as the session key. ``trusted``: it is given keys."""

    id: str
    name: str
    key: str
    trusted: bool
    lost: bool

    @property
    def mark(self) -> str:
        """Short and opaque: what a list of devices is remembered by."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:16]

    @property
    def key_in_fours(self) -> str:
        """The beginning of the session key, in fours, as people's apps show it."""
        return _fours(self.key[:16])


@dataclass(frozen=True, kw_only=True)
class Account:
    """What is known of somebody's account: the identity that counts, the one shown now, and the devices.

    ``closed``: a device was reported lost, and whoever has it may sign others: the identity vouches for no further
    device until it is accepted anew.
    """

    user_id: str
    asked: bool
    pinned: str | None
    seen: str | None
    closed: bool
    devices: tuple[Device, ...]

    @property
    def state(self) -> AccountState:
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
        """Whether there is an identity to accept."""
        return self.seen is not None and (self.seen != self.pinned or self.closed)

    @property
    def unconfirmed(self) -> tuple[Device, ...]:
        """Devices that are not given keys, and are not known to be lost."""
        return tuple(device for device in self.devices if not device.trusted and not device.lost)

    def code(self, key: str) -> str:
        """An identity in twenty digits, to read to each other on the phone."""
        number = int.from_bytes(hashlib.sha256(f"{self.user_id} {key}".encode()).digest()) % 10**20
        return _fours(f"{number:020}")

    def cannot_read(self, name: str) -> Text | None:
        """That somebody cannot read yet, and why; ``None`` when they can."""
        if self.state is AccountState.READS:
            return None
        return T(f"device.cannot_{self.state}", name=name)


def _fours(text: str) -> str:
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
