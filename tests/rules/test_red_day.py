"""Red days, eves and weekends: days on which few people meet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays.constants import BANK, OPTIONAL
from holidays.countries.sweden import Sweden

from bot.i18n import say
from bot.rules.red_day import WORKED, RedDay, name_of, of_day


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-12-24", "julafton"),
        ("2026-12-25", "juldagen"),
        ("2026-12-26", "annandag jul"),
        ("2026-12-31", "nyårsafton"),
        ("2027-01-01", "nyårsdagen"),
        ("2027-01-05", "trettondagsafton"),
        ("2027-01-06", "trettondedag jul"),
        ("2027-03-25", "skärtorsdagen"),
        ("2027-03-26", "långfredagen"),
        ("2027-03-27", "påskafton"),
        ("2027-03-28", "påskdagen"),
        ("2027-03-29", "annandag påsk"),
        ("2027-04-30", "valborgsmässoafton"),
        ("2027-05-01", "första maj"),
        ("2027-05-06", "Kristi himmelsfärdsdag"),
        ("2027-05-16", "pingstdagen"),
        ("2027-06-06", "nationaldagen"),
        ("2027-06-25", "midsommarafton"),
        ("2027-06-26", "midsommardagen"),
        ("2027-11-06", "alla helgons dag"),
        ("2026-12-19", "en lördag"),
        ("2026-12-20", "en söndag"),
    ],
)
def test_a_day_on_which_few_people_meet_has_a_name(day: str, name: str) -> None:
    found = name_of(date.fromisoformat(day))
    assert found is not None
    assert say(found, "sv") == name


@pytest.mark.parametrize("day", ["2026-12-17", "2026-12-23", "2027-01-07", "2027-03-24", "2027-06-24", "2026-11-30"])
def test_an_ordinary_weekday_has_none(day: str) -> None:
    assert name_of(date.fromisoformat(day)) is None


#: The eves on which nobody is at work.
OFF = {
    RedDay.EASTER_EVE,
    RedDay.WHITSUN_EVE,
    RedDay.MIDSUMMER_EVE,
    RedDay.CHRISTMAS_EVE,
    RedDay.NEW_YEARS_EVE,
}


@pytest.mark.parametrize("year", range(2020, 2061))
def test_a_library_of_holidays_says_the_same(year: int) -> None:
    """By law, and by custom: banks close on the eves, or close early. It also knows days between a holiday and a
    weekend, which are no eves, and each Sunday."""
    by_law = set(Sweden(years=year, include_sundays=False))
    eves = Sweden(years=year, include_sundays=False, categories=(BANK, OPTIONAL), language="en_US")
    off = {day for day, name in eves.items() if "from 2pm" not in name and name != "Squeeze day"}
    ours = dict[date, RedDay]()
    for count in range(366):
        day = date(year, 1, 1) + timedelta(days=count)
        found = of_day(day)
        if found is not None and day.year == year:
            ours[day] = found
    assert {day for day, found in ours.items() if found not in OFF | WORKED} == by_law
    assert {day for day, found in ours.items() if found in OFF} == off - by_law
    assert {day for day, found in ours.items() if found in WORKED} <= set(eves)
