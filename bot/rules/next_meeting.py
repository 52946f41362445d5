"""When the next meeting is, counted from the last one that was held."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.errors import Refused, Unclear
from bot.i18n import WEEKDAYS
from bot.rules import red_day, when, working_day
from bot.rules.school_break import Breaks

_WEEK = timedelta(days=7)
#: Words that count from a day: ``om en månad``, ``in three weeks``.
_AHEAD = re.compile(r"(?:om|in)\s", re.IGNORECASE)
#: Months are counted to a date, and so to any weekday.
_MONTHS = re.compile(r"\b(?:månad\w*|mån|months?)\b", re.IGNORECASE)


def proposed(last: date, days: int, today: date) -> date:
    """The day that is proposed for the next follow-up: so many days after the last one, on the same weekday, when
    people work; a week later each, until it is still to come."""
    return _possible(_nearest(last + timedelta(days=days), last.weekday()), today)


def said(words: str, last: date | None, today: date, breaks: Breaks) -> date:
    """The day that somebody says for the next meeting. ``om en månad`` counts from the last one, and then falls on its
    weekday; every other day is that day."""
    if last is None or _AHEAD.match(words) is None:
        return _named(words, last, today, breaks)
    found = when.parse_date(words, last, breaks=breaks)
    if _MONTHS.search(words) is not None:
        found = _nearest(found, last.weekday())
    if found > today:
        return found if working_day.is_working_day(found) else _possible(found, today)
    return when.parse_date(words, today, breaks=breaks)


def _named(words: str, last: date | None, today: date, breaks: Breaks) -> date:
    """A day by its name. ``nästa vecka`` is the weekday on which people met last."""
    try:
        return when.parse_date(words, today, breaks=breaks)
    except Unclear:
        if last is None:
            raise
        try:
            return when.parse_date(f"{WEEKDAYS['sv'][last.weekday()]} {words}", today, breaks=breaks)
        except Refused:
            pass
        raise


def _nearest(day: date, weekday: int) -> date:
    """The day with a weekday that is nearest to a day."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)


def _possible(day: date, today: date) -> date:
    """The day, or the first so many weeks later that is still to come and on which people work."""
    if red_day.name_of(day) is not None and day.weekday() >= 5:
        return day if day > today else day + _WEEK * ((today - day).days // 7 + 1)
    while day <= today or not working_day.is_working_day(day):
        day += _WEEK
    return day
