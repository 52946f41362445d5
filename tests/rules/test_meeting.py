from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.i18n import ZONE
from bot.rules.meeting import at_night
from tests.rules.making import meeting


def local(day: str, at: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZONE)


def test_a_meeting_ends() -> None:
    start = local("2026-12-17", "15:00")
    held = meeting(starts_at=start, minutes=45)
    assert held.ends_at - held.starts_at == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("at", "night"), [("05:59", True), ("06:00", False), ("15:00", False), ("21:59", False), ("22:00", True)]
)
def test_a_meeting_at_night_is_one_that_nobody_means(at: str, night: bool) -> None:
    assert at_night(local("2026-12-17", at)) is night
