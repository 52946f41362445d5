"""Red days, eves and weekends: days on which few people meet."""

from __future__ import annotations

from datetime import date

import pytest

from bot.i18n import say
from bot.rules.red_day import name_of


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
