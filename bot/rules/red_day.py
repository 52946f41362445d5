"""Holidays, and the eves that are as good as one: when they are, and what they are called.

Computed here: ``holidays``, a library of those of all countries, takes 16 MB and a third of a second to load, and these
are twenty lines. A test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from bot.i18n import T, Text

_FRIDAY = 4
_SATURDAY = 5


class RedDay(StrEnum):
    """A holiday or an eve, by the text that says its name."""

    NEW_YEAR = "red_day.new_year"
    EPIPHANY_EVE = "red_day.epiphany_eve"
    EPIPHANY = "red_day.epiphany"
    MAUNDY_THURSDAY = "red_day.maundy_thursday"
    GOOD_FRIDAY = "red_day.good_friday"
    EASTER_EVE = "red_day.easter_eve"
    EASTER_DAY = "red_day.easter_day"
    EASTER_MONDAY = "red_day.easter_monday"
    WALPURGIS = "red_day.walpurgis"
    MAY_DAY = "red_day.may_day"
    ASCENSION = "red_day.ascension"
    WHITSUN_EVE = "red_day.whitsun_eve"
    WHITSUN = "red_day.whitsun"
    NATIONAL_DAY = "red_day.national_day"
    MIDSUMMER_EVE = "red_day.midsummer_eve"
    MIDSUMMER = "red_day.midsummer"
    ALL_SAINTS = "red_day.all_saints"
    CHRISTMAS_EVE = "red_day.christmas_eve"
    CHRISTMAS_DAY = "red_day.christmas_day"
    BOXING_DAY = "red_day.boxing_day"
    NEW_YEARS_EVE = "red_day.new_years_eve"


#: Eves on which people are at work, for a part of the day at least.
WORKED = frozenset({RedDay.EPIPHANY_EVE, RedDay.MAUNDY_THURSDAY, RedDay.WALPURGIS})


def on(month: int, day: int) -> Callable[[int], date]:
    """The same date each year."""
    return lambda year: date(year, month, day)


def from_easter(days: int) -> Callable[[int], date]:
    """So many days after Easter Sunday; before it, if less than none."""
    return lambda year: easter(year) + timedelta(days=days)


def weekday_from(weekday: int, month: int, day: int, *, later: int = 0) -> Callable[[int], date]:
    """The first such weekday from a date on, and some days later."""

    def of(year: int) -> date:
        begin = date(year, month, day)
        return begin + timedelta(days=(weekday - begin.weekday()) % 7 + later)

    return of


#: When each is, in a year.
WHEN: Mapping[RedDay, Callable[[int], date]] = MappingProxyType(
    {
        RedDay.NEW_YEAR: on(1, 1),
        RedDay.EPIPHANY_EVE: on(1, 5),
        RedDay.EPIPHANY: on(1, 6),
        RedDay.MAUNDY_THURSDAY: from_easter(-3),
        RedDay.GOOD_FRIDAY: from_easter(-2),
        RedDay.EASTER_EVE: from_easter(-1),
        RedDay.EASTER_DAY: from_easter(0),
        RedDay.EASTER_MONDAY: from_easter(1),
        RedDay.WALPURGIS: on(4, 30),
        RedDay.MAY_DAY: on(5, 1),
        RedDay.ASCENSION: from_easter(39),
        RedDay.WHITSUN_EVE: from_easter(48),
        RedDay.WHITSUN: from_easter(49),
        RedDay.NATIONAL_DAY: on(6, 6),
        RedDay.MIDSUMMER_EVE: weekday_from(_FRIDAY, 6, 19),
        RedDay.MIDSUMMER: weekday_from(_SATURDAY, 6, 20),
        RedDay.ALL_SAINTS: weekday_from(_SATURDAY, 10, 31),
        RedDay.CHRISTMAS_EVE: on(12, 24),
        RedDay.CHRISTMAS_DAY: on(12, 25),
        RedDay.BOXING_DAY: on(12, 26),
        RedDay.NEW_YEARS_EVE: on(12, 31),
    }
)


def of_day(day: date) -> RedDay | None:
    """The holiday or eve on a day; None for an ordinary day, also of a weekend."""
    return _of_year(day.year).get(day)


def name_of(day: date) -> Text | None:
    """What a day is called on which few people meet: a holiday, an eve, a weekend; None for an ordinary weekday."""
    found = of_day(day)
    if found is not None:
        return T(found.value)
    if day.weekday() < _SATURDAY:
        return None
    return T("red_day.saturday" if day.weekday() == _SATURDAY else "red_day.sunday")


@cache
def _of_year(year: int) -> dict[date, RedDay]:
    """The holidays and eves of a year. Where two fall on one day, it is the one on which nobody is at work."""
    worked_first = sorted(WHEN, key=lambda red_day: red_day not in WORKED)
    return {WHEN[red_day](year): red_day for red_day in worked_first}


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
