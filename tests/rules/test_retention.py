from __future__ import annotations

from datetime import date

from bot.rules.retention import dispose_on, followup_on, leave_on, purge_on
from tests.rules.making import SKOVDE, TODAY, profile


def test_the_days_of_the_conversations() -> None:
    assert purge_on(TODAY, SKOVDE) == date(2027, 2, 19)
    assert dispose_on(TODAY, SKOVDE) == date(2031, 11, 21)
    assert leave_on(TODAY, SKOVDE) == date(2026, 11, 28)
    assert followup_on(TODAY, SKOVDE) == date(2026, 12, 21)


def test_a_leap_day_is_kept_for_whole_years() -> None:
    assert dispose_on(date(2028, 2, 29), SKOVDE) == date(2033, 3, 1)
    assert dispose_on(date(2028, 2, 29), profile(retention_years=4)) == date(2032, 2, 29)
