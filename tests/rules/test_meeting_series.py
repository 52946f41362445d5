"""Which meetings a series has, and when people are asked about each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.rules import meeting_series as rules
from bot.rules.meeting_series import LONGEST, MOST
from bot.rules.recurrence import Every, Recurrence
from bot.rules.school_break import Span
from tests.rules.making import meeting

TODAY = date(2026, 11, 23)
BREAKS = {"winter": (Span(date(2027, 2, 15), date(2027, 2, 19)),)}
MONDAYS = Recurrence(begins=date(2026, 11, 30), every=Every.WEEK, weekdays=(0,))


def test_a_series_without_an_end_stops_after_as_many_as_are_called_at_once() -> None:
    found = rules.days_of(MONDAYS, {}, first=TODAY)
    assert (len(found.days), found.days[0], found.goes_on) == (MOST, date(2026, 11, 30), True)


def test_a_series_is_called_for_a_year_at_most() -> None:
    each_month = Recurrence(begins=TODAY, every=Every.MONTH, month_day=31)
    found = rules.days_of(each_month, {}, first=TODAY)
    assert found.days[-1] == date(2027, 10, 31)
    assert found.days[-1] <= TODAY + LONGEST
    assert found.goes_on


def test_a_series_that_ends_by_itself_does_not_go_on() -> None:
    found = rules.days_of(replace(MONDAYS, count=3), {}, first=TODAY)
    assert found.days == (date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14))
    assert not found.goes_on
    assert rules.days_of(replace(MONDAYS, last=date(2026, 12, 13)), {}, first=TODAY).goes_on is False


@pytest.mark.parametrize(
    ("day", "free"),
    [
        (date(2026, 12, 7), False),
        (date(2027, 1, 6), True),  # Epiphany
        (date(2027, 1, 5), False),  # an eve on which people work
        (date(2026, 12, 24), True),
        (date(2027, 2, 15), True),  # in the break
        (date(2026, 12, 5), True),  # a Saturday nobody asked for
    ],
)
def test_which_days_are_free(day: date, *, free: bool) -> None:
    assert rules.is_free(MONDAYS, day, BREAKS) is free


def test_who_says_every_saturday_means_saturdays() -> None:
    saturdays = replace(MONDAYS, weekdays=(5,))
    assert not rules.is_free(saturdays, date(2026, 12, 5), BREAKS)
    assert rules.is_free(saturdays, date(2026, 12, 26), BREAKS), "Boxing Day is red"


def test_people_are_asked_a_week_before() -> None:
    days = [date(2026, 12, 3), date(2027, 1, 14)]
    assert rules.asked_on(days) == [date(2027, 1, 7)]


def test_people_are_asked_on_a_day_on_which_they_work() -> None:
    # A week before it is Epiphany, and before that people work on its eve
    assert rules.asked_on([date(2026, 12, 9), date(2027, 1, 13)]) == [date(2027, 1, 5)]


def test_people_are_not_asked_about_the_next_before_the_one_before_it_has_been() -> None:
    weekly = [date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17)]
    assert rules.asked_on(weekly) == [date(2026, 12, 4), date(2026, 12, 11)]
    fridays = [date(2026, 12, 4), date(2026, 12, 11)]
    assert rules.asked_on(fridays) == [date(2026, 12, 7)], "on Monday, since nobody works at the weekend"


def test_about_meetings_of_each_day_people_are_asked_the_day_before() -> None:
    days = [date(2026, 12, 7) + timedelta(days=one) for one in range(3)]
    assert rules.asked_on(days) == [date(2026, 12, 7), date(2026, 12, 8)]


def test_what_follows_a_meeting_is_of_its_series_alone() -> None:
    base = meeting(series_id="s1")
    week = timedelta(days=7)
    later = replace(base, id="later", starts_at=base.starts_at + week)
    earlier = replace(base, id="earlier", starts_at=base.starts_at - week)
    other = replace(later, id="other", series_id="s2")
    alone = replace(later, id="alone", series_id=None)
    assert rules.following([later, other, alone, base, earlier], base) == [base, later]
    assert rules.following([alone], replace(base, series_id=None)) == []
