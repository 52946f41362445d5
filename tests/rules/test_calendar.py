from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.i18n import ZONE, say
from bot.rules.calendar import is_date, moment, parse_date, parse_duration, parse_time, says_when
from tests.rules.making import TODAY, refused


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-17", date(2026, 12, 17)),
        (" 2026-12-7. ", date(2026, 12, 7)),
        ("om 1 dag", date(2026, 11, 22)),
        ("Om 14 dagar", date(2026, 12, 5)),
        ("in 14 days", date(2026, 12, 5)),
        ("om 0 dagar", TODAY),
        ("Idag", TODAY),
        ("i dag", TODAY),
        ("imorgon", date(2026, 11, 22)),
        ("i  morgon", date(2026, 11, 22)),
        ("i övermorgon", date(2026, 11, 23)),
        ("igår", date(2026, 11, 20)),
        ("tomorrow", date(2026, 11, 22)),
        ("fredag", date(2026, 11, 27)),
        ("på fredag", date(2026, 11, 27)),
        ("nu på söndag.", date(2026, 11, 22)),
        ("on Monday", date(2026, 11, 23)),
        ("om en vecka", date(2026, 11, 28)),
        ("om två veckor", date(2026, 12, 5)),
        ("in 3 weeks", date(2026, 12, 12)),
        ("om en månad", date(2026, 12, 21)),
        ("om 15 månader", date(2028, 2, 21)),
        ("17 dec", date(2026, 12, 17)),
        ("17 Dec.", date(2026, 12, 17)),
        ("den 17 december", date(2026, 12, 17)),
        ("17:e december 2027", date(2027, 12, 17)),
        ("December 17", date(2026, 12, 17)),
        ("3 mars", date(2027, 3, 3)),
        ("21 november", TODAY),
        ("20 november", date(2027, 11, 20)),
        ("17/12", date(2026, 12, 17)),
        ("1/2", date(2027, 2, 1)),
        ("17/12 2027", date(2027, 12, 17)),
        ("17/12-2027", date(2027, 12, 17)),
        ("tor 17 dec", date(2026, 12, 17)),
        ("torsdag den 17 december 2026", date(2026, 12, 17)),
        ("Thursday, December 17", date(2026, 12, 17)),
        ("torsdag v. 51", date(2026, 12, 17)),
        ("tors v51", date(2026, 12, 17)),
        ("måndag vecka 1", date(2027, 1, 4)),
        ("fredag v 53", date(2027, 1, 1)),
        ("29 feb", date(2028, 2, 29)),
        # Said on a Saturday, in week 47
        ("nästa vecka på torsdag", date(2026, 11, 26)),
        ("torsdag nästa vecka", date(2026, 11, 26)),
        ("next week on Thursday", date(2026, 11, 26)),
        ("lördag nästa vecka", date(2026, 11, 28)),
        ("söndag denna vecka", date(2026, 11, 22)),
        ("om två veckor på söndag", date(2026, 12, 6)),
        ("Sunday in two weeks", date(2026, 12, 6)),
        ("lördag om en vecka", date(2026, 11, 28)),
        ("v51 torsdag", date(2026, 12, 17)),
        ("i vecka 51 på torsdag", date(2026, 12, 17)),
        ("week 51, Thursday", date(2026, 12, 17)),
        ("torsdagen den 17 december", date(2026, 12, 17)),
        ("på torsdagen den 17 december 2026", date(2026, 12, 17)),
        ("på torsdagen", date(2026, 11, 26)),
        ("i fredags", date(2026, 11, 20)),
        ("i lördags", date(2026, 11, 14)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert parse_date(text, TODAY) == day
    assert is_date(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("fredag", date(2026, 11, 20)),
        ("söndag", date(2026, 11, 15)),
        ("17 dec", date(2025, 12, 17)),
        ("17/11", date(2026, 11, 17)),
        ("21 nov", TODAY),
        ("tisdag v. 47", date(2026, 11, 17)),
        ("tisdag v. 48", date(2025, 11, 25)),
        ("29 feb", date(2024, 2, 29)),
        ("idag", TODAY),
    ],
)
def test_dates_of_what_has_been(text: str, day: date) -> None:
    assert parse_date(text, TODAY, past=True) == day


def test_next_friday_is_asked_about_with_both_days() -> None:
    with pytest.raises(Refused) as caught:
        parse_date("Nästa lördag", TODAY)
    assert say(caught.value.text, "sv").startswith(
        "”nästa lördag” kan vara lör 28 nov 2026 (v. 48) eller lör 5 dec 2026"
    )


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("tisdag om två veckor", "tis 1 dec 2026 (v. 49)", "tis 8 dec 2026 (v. 50)"),
        ("om två veckor på tisdag", "tis 1 dec 2026 (v. 49)", "tis 8 dec 2026 (v. 50)"),
        ("torsdagen den 27 november", "fre 27 nov 2026 (v. 48)", "tor 26 nov 2026 (v. 48)"),
        ("fredag 17 dec", "tor 17 dec 2026 (v. 51)", "fre 18 dec 2026 (v. 51)"),
    ],
)
def test_what_may_be_two_days_is_asked_about_with_both(text: str, first: str, second: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_date(text, TODAY)
    shown = say(caught.value.text, "sv")
    assert first in shown
    assert second in shown


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("uppföljning nästa vecka", "nästa vecka"),
        ("uppföljning (torsdag)", "torsdag"),
        ("Stadshuset, v. 51", "v. 51"),
        ("vecka 51 i skolan", "vecka 51"),
        ("möte den 27 med alla", "den 27"),
        ("planera i december", "i december"),
        ("här i kväll", "i kväll"),
        ("klockan 15 Stadshuset", "klockan 15"),
        ("Stadshuset 15:30", "15:30"),
        ("halv fyra i Stadshuset", "halv fyra"),
        ("kvart över tre", "kvart över tre"),
        ("17/12 sal 2", "17/12"),
        ("meet at 3 here", "at 3"),
    ],
)
def test_words_that_say_when_are_found_in_free_text(text: str, part: str) -> None:
    assert says_when(text) == part


@pytest.mark.parametrize(
    "text",
    [
        "uppföljning",
        "Stadshuset sal 2",
        "Rådhuset nr 3",
        "Torsgatan 14 B",
        "Komma till skolan varje dag",
        "Möta Alex vid bussen",
        "torsdagsgruppen",
        "ringa Tor",
        "prata om 3 saker",
        "läsa 20 min",
        "Familjens hus, plan 4",
        "Ring 0500-49 80 00",
    ],
)
def test_words_that_say_nothing_of_when(text: str) -> None:
    assert says_when(text) is None


def test_how_long_is_asked_about_only_where_it_has_a_place_of_its_own() -> None:
    assert says_when("uppföljning 45 min", lengths=True) == "45 min"
    assert says_when("läsa 45 min") is None
    assert says_when("läsa en timme varje dag") is None


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("pm Town Hall", "pm"),
        ("Town Hall p.m.", "p.m"),
        ("Soc i två timmar", "i två timmar"),
        ("Soc en halvtimme", "en halvtimme"),
        ("Town Hall for an hour", "for an hour"),
        ("Soc i", "i"),
        ("avstämning varannan", "varannan"),
        ("avstämning varje vecka", "varje vecka"),
        ("avstämning denna", "denna"),
        ("catch up every other", "every other"),
    ],
)
def test_words_beside_a_day_or_an_hour_are_asked_about_in_a_meeting(text: str, part: str) -> None:
    assert says_when(text, lengths=True) == part


def test_a_day_that_comes_again_is_asked_about_in_a_task_too() -> None:
    assert says_when("ringa hem varannan onsdag") == "varannan onsdag"
    assert says_when("ringa hem varje") == "varje"
    assert says_when("varje | skolan") == "varje"
    assert says_when("prata med varje lärare") is None
    assert says_when("fråga om this") is None


def test_a_month_later_is_never_the_month_after_that() -> None:
    assert parse_date("om en månad", date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize("text", ["tor", "Mats", "jan", "mars", "3", "51", "1 h", "45 min", "skola", "om skolan"])
def test_names_and_numbers_are_no_dates(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nästa fredag", "date.which_of_two"),
        ("nästa lördag", "date.which_of_two"),
        ("next week", "date.which_day"),
        ("v. 51", "date.unclear"),
        ("om några dagar", "date.unclear"),
        ("lördag", "date.today_or_in_a_week"),
        ("fredag 17 dec", "date.other_weekday"),
        ("30 februari", "date.no_such_day"),
        ("31/11 2026", "date.no_such_day"),
        ("17/13", "date.no_such_day"),
        ("torsdag v. 54", "date.no_such_day"),
        ("om 999999 månader", "date.no_such_day"),
        ("om -3 dagar", "date.unclear"),
        ("", "date.unclear"),
        ("2026-02-30", "date.no_such_day"),
        ("2026-13-01", "date.no_such_day"),
        ("om 999999 dagar", "date.too_far"),
        ("9999-12-31", "date.too_far"),
        ("0000-01-01", "date.no_such_day"),
    ],
)
def test_dates_that_are_none(text: str, key: str) -> None:
    assert refused(parse_date, text, TODAY) == key


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("kl 14", time(14)),
        ("kl. 14.30", time(14, 30)),
        ("KL 9", time(9)),
        ("klockan 9", time(9)),
        ("14:00", time(14)),
        ("14.05", time(14, 5)),
        ("at 14:00", time(14)),
        ("0:00", time(0)),
        ("14", time(14)),
    ],
)
def test_times(text: str, at: time) -> None:
    assert parse_time(text) == at


@pytest.mark.parametrize("text", ["kl 24", "kl 25", "14:60", "halv tre", "", "14:5", "kl"])
def test_times_that_are_none(text: str) -> None:
    assert refused(parse_time, text) == "time.unclear"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1 h", 60),
        ("45 min", 45),
        ("1,5 h", 90),
        ("1.5 tim", 90),
        ("1 h 30 min", 90),
        ("1h", 60),
        ("1 timme och 15 minuter", 75),
        ("2 hours", 120),
        ("90 minutes", 90),
    ],
)
def test_durations(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("en stund", "duration.unclear"),
        ("", "duration.unclear"),
        ("13 h", "duration.out_of_range"),
        ("0 min", "duration.out_of_range"),
    ],
)
def test_durations_that_are_none(text: str, key: str) -> None:
    assert refused(parse_duration, text) == key


def test_moments_in_summer_and_winter() -> None:
    assert moment(date(2026, 7, 1), time(15)) == datetime(2026, 7, 1, 13, tzinfo=UTC)
    assert moment(date(2026, 12, 1), time(15)) == datetime(2026, 12, 1, 14, tzinfo=UTC)


def test_the_hour_that_does_not_exist_is_refused_and_the_double_one_is_its_first() -> None:
    assert refused(moment, date(2026, 3, 29), time(2, 30)) == "time.does_not_exist"
    assert moment(date(2026, 3, 29), time(3)) == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_value_or_a_refusal(text: str) -> None:
    with suppress(Refused):
        assert parse_date(text, TODAY)
    with suppress(Refused):
        assert parse_time(text) is not None
    with suppress(Refused):
        assert parse_duration(text)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.times())
def test_a_moment_shows_the_hour_that_was_typed(day: date, at: time) -> None:
    try:
        found = moment(day, at)
    except Refused:
        assert at.hour == 2
        assert day.month == 3
        return
    assert found.astimezone(ZONE).replace(tzinfo=None) == datetime.combine(day, at)
