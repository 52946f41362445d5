"""Which days people work on: from Monday to Friday, except red days and the eves on which nobody is at work."""

from __future__ import annotations

from datetime import date, timedelta

#: Red days, and eves that are free, by month and day. Those that are always on a weekend are left out.
_FIXED = frozenset({(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)})

#: Days after Easter Sunday: Good Friday, Easter Monday, Ascension Day.
_AFTER_EASTER = frozenset({-2, 1, 39})


def is_working_day(day: date) -> bool:
    """Whether people are at work on a day."""
    if day.weekday() >= 5 or (day.month, day.day) in _FIXED:
        return False
    if (day - easter(day.year)).days in _AFTER_EASTER:
        return False
    # Midsummer Eve is the Friday from 19 to 25 June
    return not (day.month == 6 and day.weekday() == 4 and 19 <= day.day <= 25)


def following(day: date) -> date:
    """The first working day after a day."""
    found = day + timedelta(days=1)
    while not is_working_day(found):
        found += timedelta(days=1)
    return found


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian calendar: the first Sunday after the full moon on or after 21 March."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, left_over = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leap_years, odd_years = divmod(of_century, 4)
    to_sunday = (32 + 2 * left_over + 2 * leap_years - moon - odd_years) % 7
    late = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
