"""What days are called on which few people meet: holidays, the eves that are as good as one, weekends, and the
school's breaks."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from bot.i18n import T, Text
from bot.rules.when.named import Breaks
from bot.rules.working_day import easter

#: Days with a fixed date, by month and day.
_FIXED = {
    (1, 1): "red_day.new_year",
    (1, 5): "red_day.epiphany_eve",
    (1, 6): "red_day.epiphany",
    (4, 30): "red_day.walpurgis",
    (5, 1): "red_day.may_day",
    (6, 6): "red_day.national_day",
    (12, 24): "red_day.christmas_eve",
    (12, 25): "red_day.christmas_day",
    (12, 26): "red_day.boxing_day",
    (12, 31): "red_day.new_years_eve",
}
#: Days that follow Easter, by the days after Easter Sunday.
_AFTER_EASTER = {
    -3: "red_day.maundy_thursday",
    -2: "red_day.good_friday",
    -1: "red_day.easter_eve",
    0: "red_day.easter_day",
    1: "red_day.easter_monday",
    39: "red_day.ascension",
    48: "red_day.whitsun_eve",
    49: "red_day.whitsun",
}
#: The school's breaks, by their names in a profile.
_BREAKS = {
    "winter": "red_day.break_winter",
    "easter": "red_day.break_easter",
    "summer": "red_day.break_summer",
    "autumn": "red_day.break_autumn",
    "christmas": "red_day.break_christmas",
}
_FRIDAY = 4
_SATURDAY = 5


def name_of(day: date) -> Text | None:
    """What a day is called on which few people meet; None for an ordinary weekday."""
    key = _named(day.year).get(day)
    if key is not None:
        return T(key)
    if day.weekday() < _SATURDAY:
        return None
    return T("red_day.saturday" if day.weekday() == _SATURDAY else "red_day.sunday")


def break_on(day: date, breaks: Breaks) -> Text | None:
    """What the school's break on a day is called; None when there is none, as far as is known."""
    for name, spans in breaks.items():
        if any(day in span for span in spans):
            return T(_BREAKS[name])
    return None


@cache
def _named(year: int) -> dict[date, str]:
    """The days of a year that have a name."""
    sunday = easter(year)
    found = {date(year, month, day): key for (month, day), key in _FIXED.items()}
    found |= {sunday + timedelta(days=days): key for days, key in _AFTER_EASTER.items()}
    eve = _first(_FRIDAY, date(year, 6, 19))
    found[eve] = "red_day.midsummer_eve"
    found[eve + timedelta(days=1)] = "red_day.midsummer"
    found[_first(_SATURDAY, date(year, 10, 31))] = "red_day.all_saints"
    return found


def _first(weekday: int, day: date) -> date:
    """The first such weekday from a day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
