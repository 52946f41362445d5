from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.i18n import ZONE
from bot.rules.meeting import Likeness, at_night, likeness
from tests.rules.making import meeting


def local(day: str, at: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZONE)


def test_a_meeting_ends() -> None:
    start = local("2026-12-17", "15:00")
    held = meeting(starts_at=start, minutes=45)
    assert held.ends_at - held.starts_at == timedelta(minutes=45)


@pytest.mark.parametrize(
    ("at", "night"), [("06:59", True), ("07:00", False), ("15:00", False), ("20:00", False), ("20:01", True)]
)
def test_a_meeting_at_night_is_one_that_nobody_means(at: str, night: bool) -> None:
    assert at_night(local("2026-12-17", at)) is night


@pytest.mark.parametrize(
    ("day", "at", "title", "like"),
    [
        ("2026-12-17", "15:00", "kris", Likeness.SAME_TIME),
        ("2026-12-17", "14:30", "kris", Likeness.SAME_TIME),
        ("2026-12-17", "15:59", "kris", Likeness.SAME_TIME),
        ("2026-12-17", "16:00", "kris", Likeness.SAME_DAY),  # one after the other
        ("2026-12-17", "14:00", "kris", Likeness.SAME_DAY),
        ("2026-12-17", "10:00", "Uppföljning ", Likeness.SAME_TITLE),
        ("2026-12-18", "23:00", "uppföljning", Likeness.SAME_TITLE),
        ("2026-12-16", "08:00", "uppföljning", Likeness.SAME_TITLE),
        ("2026-12-19", "15:00", "uppföljning", None),
        ("2026-12-18", "15:00", "kris", None),
    ],
)
def test_a_meeting_may_be_the_same_as_another(day: str, at: str, title: str, like: Likeness | None) -> None:
    there = meeting(starts_at=local("2026-12-17", "15:00"), minutes=60, title="uppföljning")
    assert likeness(meeting(starts_at=local(day, at), minutes=60, title=title), there) is like
