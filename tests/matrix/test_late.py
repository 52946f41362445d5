"""When a message was written, by the bot's own clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.matrix import inbound

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
SENT = datetime(2026, 11, 24, 1, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("unsigned", "sent_at"),
    [
        ({"age": 20_820_000}, NOW - timedelta(hours=5, minutes=47)),  # whatever the sender's server says
        ({"age": 0}, NOW),
        ({"age": -1}, SENT),
        ({"age": 10**15}, SENT),
        ({"age": "20820000"}, SENT),
        ({}, SENT),
        (None, SENT),
    ],
)
def test_the_age_that_our_server_gives_counts_first(unsigned: Any, sent_at: datetime) -> None:
    raw = {
        "event_id": "$1",
        "sender": "@alex:s",
        "type": "m.room.message",
        "content": {},
        "origin_server_ts": int(SENT.timestamp() * 1000),
        "unsigned": unsigned,
    }
    assert inbound._checked(raw, NOW).sent_at == sent_at
