"""Which meetings a series has: the days of a rule, as far ahead as people may be called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.errors import Refused
from bot.i18n import T
from bot.rules import red_day, school_break, working_day
from bot.rules.meeting import Meeting
from bot.rules.recurrence import Recurrence, between
from bot.rules.school_break import Breaks, Span

#: So many meetings are called at once, and so many days ahead.
MOST = 30
LONGEST = timedelta(days=365)
#: So long before it people are asked whether they can come to a later meeting of a series.
ASKED_BEFORE = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Days:
    """The days of a series. ``goes_on``: the rule goes on after the last of them."""

    days: tuple[date, ...]
    goes_on: bool


def days_of(rule: Recurrence, breaks: Breaks, *, first: date) -> Days:
    """The days from ``first`` on, as far ahead as people are called."""
    found = between(rule, first, first + 2 * LONGEST, breaks)
    within = [day for day in found if day <= first + LONGEST][:MOST]
    return Days(days=tuple(within), goes_on=len(found) > len(within))


def no_days(ends_with: date | None, code: str) -> Refused:
    """Why a series has no day: it begins after the last day of the consent, or none of its days is left."""
    if ends_with is not None:
        return Refused(T("meeting.series_after_consent", day=ends_with, code=code))
    return Refused(T("meeting.series_none"))


def none_within(span: Span) -> Refused:
    """Why days are not left out of a series: it has no meeting then, so something else is meant."""
    return Refused(T("meeting.series_without_none", first=span.first, last=span.last))


def is_free(rule: Recurrence, day: date, breaks: Breaks) -> bool:
    """Whether a day of a series is one on which few can come. Who says "every Saturday" means Saturdays."""
    if red_day.of_day(day) is not None and not working_day.is_working_day(day):
        return True
    if school_break.name_of(day, breaks) is not None:
        return True
    return day.weekday() >= 5 and day.weekday() not in rule.weekdays


def free_days(rule: Recurrence, days: Iterable[date], breaks: Breaks) -> list[date]:
    """Those of the days of a series that are red, or in a break."""
    return [day for day in days if is_free(rule, day, breaks)]


def asked_on(days: Sequence[date]) -> list[date]:
    """On which day people are asked about each of the days of a series: a week before, when people work; where the
    days come closer, not before the one before it has been."""
    found = []
    for before, day in pairwise(days):
        asked = working_day.on_or_before(day - ASKED_BEFORE)
        if asked <= before:
            asked = working_day.on_or_after(before + _DAY)
        found.append(asked if asked < day else working_day.on_or_before(day - _DAY))
    return found


def following(meetings: Iterable[Meeting], meeting: Meeting) -> list[Meeting]:
    """Those of the planned meetings that belong to the series of one of them and are not before it, in order."""
    theirs = [one for one in meetings if one.series_id is not None and one.series_id == meeting.series_id]
    return sorted(
        (one for one in theirs if one.starts_at >= meeting.starts_at), key=lambda one: one.starts_at
    )
