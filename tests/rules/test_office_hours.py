"""When the office reads, and how long somebody has been silent while it did."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from pydantic import ValidationError

from bot.i18n import ZONE
from bot.rules.office_hours import OfficeHours

HOURS = OfficeHours(opens=time(8), closes=time(16))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "reads"),
    [
        ("2026-11-27 07:59", False),
        ("2026-11-27 08:00", True),
        ("2026-11-27 15:59", True),
        ("2026-11-27 16:00", False),
        ("2026-11-28 12:00", False),  # a Saturday
        ("2026-12-24 12:00", False),  # an eve on which nobody is at work
        ("2026-04-30 12:00", True),  # one on which people are
        ("2026-05-14 12:00", False),  # Ascension Day
    ],
)
def test_it_reads_in_its_hours_on_its_days_and_never_on_red_days(moment: str, reads: bool) -> None:
    assert HOURS.reads(at(moment)) is reads


@pytest.mark.parametrize(
    ("moment", "opening"),
    [
        ("2026-11-27 07:00", "2026-11-27 08:00"),
        ("2026-11-27 08:00", "2026-11-30 08:00"),
        ("2026-11-27 20:00", "2026-11-30 08:00"),
        ("2026-12-23 17:00", "2026-12-28 08:00"),
        ("2026-12-30 17:00", "2027-01-04 08:00"),
        ("2027-03-25 17:00", "2027-03-30 08:00"),  # Easter
    ],
)
def test_the_next_opening_is_after_red_days_and_weekends(moment: str, opening: str) -> None:
    assert HOURS.next_opening(at(moment)) == at(opening)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-11-27 14:30", "2026-11-27 15:30", 1),
        ("2026-11-27 15:30", "2026-11-27 23:00", 0.5),
        ("2026-11-27 15:00", "2026-11-30 09:00", 2),
        ("2026-11-27 20:00", "2026-11-29 20:00", 0),
        ("2026-12-23 15:00", "2026-12-28 08:30", 1.5),
    ],
)
def test_only_office_time_counts(since: str, until: str, hours: float) -> None:
    assert HOURS.between(at(since), at(until)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "wrong",
    [
        {"opens": time(16), "closes": time(8)},
        {"opens": time(8), "closes": time(16), "days": ()},
        {"opens": time(8), "closes": time(16), "days": (8,)},
    ],
)
def test_hours_in_which_nobody_ever_reads_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        OfficeHours.model_validate(wrong)
