"""The next meeting is counted from the last one that was held."""

from __future__ import annotations

from datetime import date

import pytest

from bot.errors import Refused
from bot.rules import next_meeting as rules

LAST = date(2026, 12, 17)  # a Thursday
TODAY = date(2026, 12, 18)


@pytest.mark.parametrize(
    ("last", "today", "day"),
    [
        (LAST, TODAY, date(2027, 1, 14)),
        # The nearest Thursday is Ascension Day
        (date(2027, 4, 8), date(2027, 4, 9), date(2027, 5, 13)),
        # Long ago: a Thursday that is still to come
        (LAST, date(2027, 3, 1), date(2027, 3, 4)),
        (LAST, date(2027, 3, 4), date(2027, 3, 11)),
        # Who met on a Saturday meets on one
        (date(2026, 12, 12), TODAY, date(2027, 1, 9)),
    ],
)
def test_a_meeting_is_proposed_on_the_same_weekday_when_people_work(last: date, today: date, day: date) -> None:
    assert rules.proposed(last, 30, today) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("om en månad", date(2027, 1, 14)),  # the 17th is a Sunday
        ("in a month", date(2027, 1, 14)),
        ("om två månader", date(2027, 2, 18)),
        ("om fyra veckor", date(2027, 1, 14)),
        ("om 14 dagar", date(2027, 1, 7)),  # the 31st is a red day
        ("torsdag v. 3", date(2027, 1, 21)),
        ("den 14 januari", date(2027, 1, 14)),
        ("nästa vecka", date(2026, 12, 24)),  # said by its name it is that day, and the preview says what day it is
        ("imorgon", date(2026, 12, 19)),
    ],
)
def test_what_counts_ahead_counts_from_the_last_meeting(words: str, day: date) -> None:
    assert rules.said(words, LAST, TODAY, {}) == day


def test_what_would_be_over_counts_from_today() -> None:
    assert rules.said("om en vecka", LAST, date(2027, 2, 1), {}) == date(2027, 2, 8)


def test_without_a_last_meeting_everything_counts_from_today() -> None:
    assert rules.said("om en vecka", None, TODAY, {}) == date(2026, 12, 25)
    with pytest.raises(Refused):
        rules.said("nästa vecka", None, TODAY, {})
