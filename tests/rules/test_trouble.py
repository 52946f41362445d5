"""What is wrong follows from what is seen, and only some of it means that the bot does not do its work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules.trouble import NOT_READY, Limits, Signs, Trouble, hinders, troubles

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LIMITS = Limits(sync=3 * MINUTE, inbox=2 * MINUTE, outbox=10 * MINUTE, due=10 * MINUTE, disk=500)
WELL = Signs(synced_at=NOW)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        ({}, ()),
        ({"has_database": False}, (Trouble.DATABASE,)),
        ({"has_lease": False}, (Trouble.LEASE,)),
        ({"synced_at": None}, (Trouble.SYNC,)),
        ({"synced_at": NOW - 3 * MINUTE}, ()),
        ({"synced_at": NOW - 4 * MINUTE}, (Trouble.SYNC,)),
        ({"synced_at": NOW + 4 * MINUTE}, ()),  # the clock was set back
        ({"inbox_since": NOW - 3 * MINUTE}, (Trouble.INBOX,)),
        ({"inbox_since": NOW - 2 * MINUTE}, ()),
        ({"outbox_since": NOW - 11 * MINUTE}, (Trouble.OUTBOX,)),
        ({"outbox_since": NOW - 10 * MINUTE}, ()),
        ({"due_since": NOW - 11 * MINUTE}, (Trouble.DUE,)),
        ({"due_since": NOW - 10 * MINUTE}, ()),
        ({"office_failing": 1}, (Trouble.OFFICE,)),
        ({"set_aside": 1}, (Trouble.ASIDE,)),
        ({"disk_free": 499}, (Trouble.DISK,)),
        ({"disk_free": 500}, ()),
        ({"has_recovery": False}, (Trouble.RECOVERY,)),
        ({"has_recovery": True, "other_devices": 0}, ()),
        ({"other_devices": 1}, (Trouble.DEVICES,)),
        ({"other_devices": 1, "has_lease": False}, (Trouble.LEASE, Trouble.DEVICES)),
    ],
)
def test_what_is_wrong_follows_from_what_is_seen(seen: dict[str, Any], found: tuple[Trouble, ...]) -> None:
    assert troubles(replace(WELL, **seen), LIMITS, NOW) == found


def test_with_some_troubles_the_bot_still_does_its_work() -> None:
    assert hinders(tuple(Trouble)) == NOT_READY
    assert set(Trouble) - set(NOT_READY) == {
        Trouble.OFFICE,
        Trouble.ASIDE,
        Trouble.DISK,
        Trouble.RECOVERY,
        Trouble.DEVICES,
    }
