"""The school's breaks: what each is called, and that there is no school then."""

from __future__ import annotations

from datetime import date

import pytest

from bot.rules.school_break import Span, is_school_day, name_of
from bot.rules.when.named import BREAKS

TUESDAY = date(2026, 10, 27)


@pytest.mark.parametrize("name", BREAKS)
def test_the_school_break_of_a_profile_has_a_name(name: str) -> None:
    breaks = {name: (Span(date(2026, 10, 26), date(2026, 10, 30)),)}
    assert name_of(date(2026, 10, 25), breaks) is None
    assert name_of(date(2026, 10, 26), breaks) is not None
    assert name_of(date(2026, 10, 30), breaks) is not None
    assert name_of(date(2026, 10, 28), {}) is None


def test_there_is_no_school_in_a_break_and_on_days_on_which_nobody_works() -> None:
    breaks = {"autumn": (Span(date(2026, 10, 26), date(2026, 10, 30)),)}
    assert is_school_day(TUESDAY, {})
    assert not is_school_day(TUESDAY, breaks)
    assert not is_school_day(date(2026, 12, 24), {})
