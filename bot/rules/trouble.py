"""What keeps the bot from its work, and what needs a person's hands: each has a name, the same everywhere.

One decision serves the readiness page, the numbers, the room of operators and their commands. What waits on purpose
(for the morning, for a reader, for a server of somebody else that is away) never counts: see :mod:`storage.backlog`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType


class Trouble(StrEnum):
    """Something that is wrong, by the name that pages, alerts and the database have for it."""

    DATABASE = "database"  # cannot be read or written
    LEASE = "lease"  # another bot holds the database, or nobody knows whether we do
    SYNC = "sync"  # nothing is heard
    INBOX = "inbox"  # what was heard is not handled
    OUTBOX = "outbox"  # what is said does not go out
    DUE = "due"  # what is due is not done
    OFFICE = "office"  # something fails in an office itself, where nobody can be told of it
    ASIDE = "aside"  # something failed so often that it was set aside
    DISK = "disk"  # nearly full
    RECOVERY = "recovery"  # no recovery key: if the database is lost, people see a stranger
    DEVICES = "devices"  # people trust further devices of the bot's account


#: With these the bot does not do its work: readiness falls. With the others it does, and a person is needed.
NOT_READY = (
    Trouble.DATABASE,
    Trouble.LEASE,
    Trouble.SYNC,
    Trouble.INBOX,
    Trouble.OUTBOX,
    Trouble.DUE,
)


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What is seen of the bot. ``since`` times: of the oldest that should be done by now; None: there is none.

    ``synced_at``: None before the first sync. ``disk_free``: bytes; None where there is no disk to look at.
    ``has_recovery``, ``other_devices``: None where the homeserver was not asked yet.
    """

    has_database: bool = True
    has_lease: bool = True
    synced_at: datetime | None = None
    inbox_since: datetime | None = None
    outbox_since: datetime | None = None
    due_since: datetime | None = None
    office_failing: int = 0
    set_aside: int = 0
    disk_free: int | None = None
    has_recovery: bool | None = None
    other_devices: int | None = None


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How long something may take, and how little room there may be, before it is trouble."""

    sync: timedelta
    inbox: timedelta
    outbox: timedelta
    due: timedelta
    disk: int  # bytes


def troubles(signs: Signs, limits: Limits, now: datetime) -> tuple[Trouble, ...]:
    """All that is wrong at ``now``, in the order of :class:`Trouble`."""
    return tuple(one for one in Trouble if _FOUND[one](signs, limits, now))


def hinders(found: tuple[Trouble, ...]) -> tuple[Trouble, ...]:
    """Those troubles with which the bot does not do its work."""
    return tuple(one for one in found if one in NOT_READY)


def _is_old(since: datetime | None, most: timedelta, now: datetime) -> bool:
    return since is not None and now - since > most


_FOUND: Mapping[Trouble, Callable[[Signs, Limits, datetime], bool]] = MappingProxyType(
    {
        Trouble.DATABASE: lambda signs, limits, now: not signs.has_database,
        Trouble.LEASE: lambda signs, limits, now: not signs.has_lease,
        Trouble.SYNC: lambda signs, limits, now: (
            signs.synced_at is None or _is_old(signs.synced_at, limits.sync, now)
        ),
        Trouble.INBOX: lambda signs, limits, now: _is_old(signs.inbox_since, limits.inbox, now),
        Trouble.OUTBOX: lambda signs, limits, now: _is_old(signs.outbox_since, limits.outbox, now),
        Trouble.DUE: lambda signs, limits, now: _is_old(signs.due_since, limits.due, now),
        Trouble.OFFICE: lambda signs, limits, now: signs.office_failing > 0,
        Trouble.ASIDE: lambda signs, limits, now: signs.set_aside > 0,
        Trouble.DISK: lambda signs, limits, now: (
            signs.disk_free is not None and signs.disk_free < limits.disk
        ),
        Trouble.RECOVERY: lambda signs, limits, now: signs.has_recovery is False,
        Trouble.DEVICES: lambda signs, limits, now: bool(signs.other_devices),
    }
)
