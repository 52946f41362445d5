"""How often something repeats, and on which days that is.

A :class:`Recurrence` is a rule with a first day and perhaps an end. It knows dates only, so that a change of the clocks
is nothing to it. What falls away is decided here, and nowhere else:

* *Every school day* and *every working day* leave out red days and weekends (``red_day``, ``working_day``); school days
  also the school's breaks, as far as the profile knows them.
* *Every Tuesday* stays a Tuesday, also on a red day and in a break: it is what was said, and a youth may well be met on
  Boxing Day. But nobody is asked about it while they are free. Whoever asks a professional looks at
  ``working_day.is_working_day`` first, and asks on the working day after it.
* *The 31st of each month* is its last day, as is the 30th of February.
* What comes a number of times is counted by the days that are left.

Which days fit is computed by dateutil, which is loaded when somebody first asks: most of what the bot does repeats
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from types import MappingProxyType
from typing import Any

from bot.i18n import T, Text
from bot.rules.school_break import Breaks, is_school_day
from bot.rules.working_day import is_working_day

#: The most days, weeks or months between two occurrences.
MOST_STEP = 12
#: The most often that something can be said to come.
MOST_TIMES = 366
#: The last day of each month, however long that is.
LAST_DAY = 31

_DAY = timedelta(days=1)
#: What has not come for so many days never comes again: "every Saturday that is a school day".
_NEVER = 3660
_WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


class Every(StrEnum):
    """What is counted from one occurrence to the next."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Weeks(StrEnum):
    """The weeks with an odd or an even number. After a week 53 comes a week 1: two odd ones in a row."""

    ODD = "odd"
    EVEN = "even"


class Only(StrEnum):
    """The days to which something keeps."""

    WORKING = "working"
    SCHOOL = "school"


class DayPart(StrEnum):
    """The part of the day that was said with it. It is told, and changes nothing about its days."""

    MORNING = "morning"
    FORENOON = "forenoon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """How often something repeats.

    Each ``step`` days; or weeks, on ``weekdays`` (from Monday, 0), perhaps only in some ``weeks``; or months, on the
    ``month_day``, on the ``nth`` of one weekday, or on the ``nth`` of the days that it keeps to; from the end where
    ``nth`` is less than none. From ``begins`` to ``last``, and at most ``count`` times. Raises ValueError for what is
    no rule.
    """

    begins: date
    every: Every
    step: int = 1
    weekdays: tuple[int, ...] = ()
    weeks: Weeks | None = None
    month_day: int | None = None
    nth: int | None = None
    only: Only | None = None
    part: DayPart | None = None
    last: date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if not self._is_rule():
            raise ValueError("no rule by which something could repeat")

    def _is_rule(self) -> bool:
        in_range = 1 <= self.step <= MOST_STEP and (self.count is None or 1 <= self.count <= MOST_TIMES)
        is_sorted = self.weekdays == tuple(sorted(set(self.weekdays))) and set(self.weekdays) <= set(range(7))
        of_month = self.month_day is not None or self.nth is not None
        if not (in_range and is_sorted):
            return False
        if self.every is Every.DAY:
            return not (self.weekdays or self.weeks or of_month) and (self.step == 1 or self.only is None)
        if self.every is Every.WEEK:
            return bool(self.weekdays) and not of_month and (self.step == 1 or self.weeks is None)
        if self.weeks is not None:
            return False
        if self.month_day is not None:
            return self.nth is None and not self.weekdays and 1 <= self.month_day <= LAST_DAY
        is_near = self.nth in (1, 2, 3, 4, -1, -2)
        return is_near and (len(self.weekdays) == 1 or (not self.weekdays and self.only is not None))

    @property
    def stored(self) -> str:
        """The rule in one line of at most 90 characters, the same for the same rule; :func:`restored` reads it."""
        parts: list[str] = [self.every if self.step == 1 else f"{self.every}/{self.step}"]
        if self.weekdays:
            parts.append(",".join(_WEEKDAYS[weekday] for weekday in self.weekdays))
        if self.weeks is not None:
            parts.append(self.weeks)
        if self.month_day is not None:
            parts.append(f"on {self.month_day}")
        if self.only is not None:
            parts.append(self.only)
        if self.nth is not None:
            parts.append(f"nth {self.nth}")
        if self.part is not None:
            parts.append(self.part)
        parts.append(f"from {self.begins.isoformat()}")
        if self.last is not None:
            parts.append(f"to {self.last.isoformat()}")
        if self.count is not None:
            parts.append(f"times {self.count}")
        return " ".join(parts)


_STORED = re.compile(
    r"(?P<every>day|week|month)(?:/(?P<step>\d{1,2}))?"
    r"(?: (?P<weekdays>(?:mo|tu|we|th|fr|sa|su)(?:,(?:mo|tu|we|th|fr|sa|su))*))?"
    r"(?: (?P<weeks>odd|even))?(?: on (?P<month_day>\d{1,2}))?(?: (?P<only>working|school))?"
    r"(?: nth (?P<nth>-?\d))?(?: (?P<part>morning|forenoon|afternoon|evening|night))? from (?P<begins>\d{4}-\d\d-\d\d)"
    r"(?: to (?P<last>\d{4}-\d\d-\d\d))?(?: times (?P<count>\d{1,3}))?"
)


def restored(text: str) -> Recurrence:
    """The rule that was stored as a text. Raises ValueError for any other text."""
    match = _STORED.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no stored recurrence")
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    found: dict[str, Any] = {"every": Every(said["every"])}
    found |= {name: int(said[name]) for name in ("step", "month_day", "nth", "count") if name in said}
    found |= {name: date.fromisoformat(said[name]) for name in ("begins", "last") if name in said}
    if "weekdays" in said:
        found["weekdays"] = tuple(_WEEKDAYS.index(name) for name in said["weekdays"].split(","))
    if "weeks" in said:
        found["weeks"] = Weeks(said["weeks"])
    if "only" in said:
        found["only"] = Only(said["only"])
    if "part" in said:
        found["part"] = DayPart(said["part"])
    return Recurrence(**found)


# ------------------------------------------------------------------------------------------------ its days


def first(recurrence: Recurrence, breaks: Breaks) -> date | None:
    """The first day on which it comes; None when it never does. ``breaks`` are the school's."""
    return next(_occurrences(recurrence, breaks, recurrence.begins), None)


def next_after(recurrence: Recurrence, day: date, breaks: Breaks) -> date | None:
    """The first day after another on which it comes; None when it is over."""
    return next(_occurrences(recurrence, breaks, day + _DAY), None)


def between(recurrence: Recurrence, first: date, last: date, breaks: Breaks) -> tuple[date, ...]:
    """The days on which it comes from one day to another, both included, the earliest first."""
    return tuple(takewhile(lambda day: day <= last, _occurrences(recurrence, breaks, first)))


def _occurrences(recurrence: Recurrence, breaks: Breaks, since: date) -> Iterator[date]:
    """The days on which it comes, from one day on."""
    if recurrence.count is None:
        yield from _uncounted(recurrence, breaks, since)
        return
    counted = islice(_uncounted(recurrence, breaks, recurrence.begins), recurrence.count)
    yield from (day for day in counted if day >= since)


def _uncounted(recurrence: Recurrence, breaks: Breaks, since: date) -> Iterator[date]:
    """The days on which it would come if it were not counted."""
    begin = max(since, recurrence.begins)
    latest = begin
    for day in _fitting(recurrence, breaks, begin):
        if recurrence.last is not None and day > recurrence.last:
            return
        if (day - latest).days > _NEVER:
            return
        if day >= begin and _counts(recurrence, day, breaks):
            latest = day
            yield day


def _counts(recurrence: Recurrence, day: date, breaks: Breaks) -> bool:
    """Whether a day that fits the rule is one to which it keeps."""
    if recurrence.weeks is not None and (day.isocalendar().week % 2 == 1) != (recurrence.weeks is Weeks.ODD):
        return False
    return recurrence.only is None or _is_of(recurrence.only, day, breaks)


def _is_of(only: Only, day: date, breaks: Breaks) -> bool:
    return is_working_day(day) if only is Only.WORKING else is_school_day(day, breaks)


def _fitting(recurrence: Recurrence, breaks: Breaks, since: date) -> Iterator[date]:
    """The days that fit the rule, from some day before ``since`` on."""
    if recurrence.nth is None or recurrence.weekdays:
        yield from _ruled(recurrence, _aligned(recurrence, since))
        return
    assert recurrence.only is not None
    each_first = replace(recurrence, nth=None, only=None, month_day=1)
    for first_of_month in _ruled(each_first, _aligned(recurrence, since).replace(day=1)):
        found = _nth_of_month(first_of_month, recurrence.nth, recurrence.only, breaks)
        if found is not None:
            yield found


def _nth_of_month(first_of_month: date, nth: int, only: Only, breaks: Breaks) -> date | None:
    """The n-th working day or school day of a month; None when it has not so many."""
    days = [first_of_month + _DAY * count for count in range(31)]
    fitting = [day for day in days if day.month == first_of_month.month and _is_of(only, day, breaks)]
    if len(fitting) < abs(nth):
        return None
    return fitting[nth - 1 if nth > 0 else nth]


def _aligned(recurrence: Recurrence, since: date) -> date:
    """The day from which counting gives the same days from ``since`` on, with fewer to pass over."""
    begins, step = recurrence.begins, recurrence.step
    if recurrence.every is Every.DAY:
        return begins + _DAY * ((since - begins).days // step * step)
    if recurrence.every is Every.WEEK:
        monday = begins - _DAY * begins.weekday()
        return max(begins, monday + _DAY * ((since - monday).days // (7 * step) * 7 * step))
    months = (since.year - begins.year) * 12 + since.month - begins.month
    years, month = divmod(begins.month - 1 + months // step * step, 12)
    return max(begins, date(begins.year + years, month + 1, 1))


def _ruled(recurrence: Recurrence, begin: date) -> Iterator[date]:
    """The days of the rule without what it keeps to, from one on."""
    from dateutil import rrule  # by whoever first asks what repeats: most do not

    start = datetime.combine(begin, time())
    step = recurrence.step
    if recurrence.every is Every.DAY:
        rule = rrule.rrule(rrule.DAILY, dtstart=start, interval=step)
    elif recurrence.every is Every.WEEK:
        rule = rrule.rrule(
            rrule.WEEKLY, dtstart=start, interval=step, byweekday=recurrence.weekdays, wkst=rrule.MO
        )
    elif recurrence.month_day is not None:
        # Of a month that is shorter its last day: the last one of those from the 28th on that it has
        days = range(min(28, recurrence.month_day), recurrence.month_day + 1)
        rule = rrule.rrule(rrule.MONTHLY, dtstart=start, interval=step, bymonthday=days, bysetpos=-1)
    else:
        weekday = rrule.weekday(recurrence.weekdays[0], recurrence.nth)
        rule = rrule.rrule(rrule.MONTHLY, dtstart=start, interval=step, byweekday=weekday)
    for found in rule:
        yield found.date()


# ------------------------------------------------------------------------------------------------ in words

_NAMES = (
    "recurrence.monday",
    "recurrence.tuesday",
    "recurrence.wednesday",
    "recurrence.thursday",
    "recurrence.friday",
    "recurrence.saturday",
    "recurrence.sunday",
)
_ORDINALS: Mapping[int, str] = MappingProxyType(
    {
        1: "recurrence.first",
        2: "recurrence.second",
        3: "recurrence.third",
        4: "recurrence.fourth",
        5: "recurrence.fifth",
        6: "recurrence.sixth",
        7: "recurrence.seventh",
        8: "recurrence.eighth",
        9: "recurrence.ninth",
        10: "recurrence.tenth",
        11: "recurrence.eleventh",
        12: "recurrence.twelfth",
        -1: "recurrence.last",
        -2: "recurrence.last_but_one",
    }
)


_PARTS: Mapping[DayPart, str] = MappingProxyType(
    {
        DayPart.MORNING: "recurrence.morning",
        DayPart.FORENOON: "recurrence.forenoon",
        DayPart.AFTERNOON: "recurrence.afternoon",
        DayPart.EVENING: "recurrence.evening",
        DayPart.NIGHT: "recurrence.night",
    }
)


def in_words(recurrence: Recurrence, *, today: date | None = None) -> Text:
    """How often it repeats: ``varje skoldag från mån 30 nov 2026 (v. 49)``.

    ``today``: the day it is read; when it has begun by then, its beginning is left out.
    """
    said = rhythm(recurrence)
    if recurrence.part is not None:
        said = T(_PARTS[recurrence.part], what=said)
    if today is None or recurrence.begins > today:
        said = T("recurrence.from", what=said, day=recurrence.begins)
    if recurrence.last is not None:
        said = T("recurrence.until", what=said, day=recurrence.last)
    if recurrence.count is not None:
        said = T("recurrence.times", what=said, n=recurrence.count)
    return said


def rhythm(recurrence: Recurrence) -> Text:
    if recurrence.every is Every.DAY:
        return _each_day(recurrence)
    if recurrence.every is Every.WEEK:
        return _kept_to(recurrence, _each_week(recurrence))
    said = _each_month(recurrence)
    return said if recurrence.nth is not None and not recurrence.weekdays else _kept_to(recurrence, said)


def _kept_to(recurrence: Recurrence, said: Text) -> Text:
    if recurrence.only is Only.SCHOOL:
        return T("recurrence.only_school_days", what=said)
    if recurrence.only is Only.WORKING:
        return T("recurrence.only_working_days", what=said)
    return said


def _each_day(recurrence: Recurrence) -> Text:
    if recurrence.only is not None:
        is_school = recurrence.only is Only.SCHOOL
        return T("recurrence.school_day" if is_school else "recurrence.working_day")
    if recurrence.step == 1:
        return T("recurrence.day")
    if recurrence.step == 2:
        return T("recurrence.second_day")
    return T("recurrence.nth_day", nth=_ordinal(recurrence.step))


def _each_week(recurrence: Recurrence) -> Text:
    days = _named(recurrence.weekdays)
    if recurrence.weeks is not None:
        return T(
            "recurrence.odd_weeks" if recurrence.weeks is Weeks.ODD else "recurrence.even_weeks", days=days
        )
    if recurrence.step == 1:
        return T("recurrence.week", days=days)
    if recurrence.step > 2:
        return T("recurrence.nth_week", nth=_ordinal(recurrence.step), days=days)
    is_one = len(recurrence.weekdays) == 1
    return T("recurrence.second_weekday" if is_one else "recurrence.second_week", days=days)


def _each_month(recurrence: Recurrence) -> Text:
    day = _day_of_month(recurrence)
    if recurrence.step == 1:
        return T("recurrence.month", day=day)
    if recurrence.step == 2:
        return T("recurrence.second_month", day=day)
    return T("recurrence.nth_month", day=day, nth=_ordinal(recurrence.step))


def _day_of_month(recurrence: Recurrence) -> Text:
    if recurrence.nth is not None:
        nth = _ordinal(recurrence.nth)
        if recurrence.weekdays:
            return T("recurrence.nth_weekday", nth=nth, weekday=T(_NAMES[recurrence.weekdays[0]]))
        is_school = recurrence.only is Only.SCHOOL
        return T("recurrence.nth_school_day" if is_school else "recurrence.nth_working_day", nth=nth)
    day = recurrence.month_day
    assert day is not None
    if day == LAST_DAY:
        return T("recurrence.last_day")
    # Four ways to write a number as a place, of which English needs all and Swedish two
    if day in (1, 21):
        return T("recurrence.day_first", day=day)
    if day in (2, 22):
        return T("recurrence.day_second", day=day)
    return T("recurrence.day_third" if day in (3, 23) else "recurrence.day_other", day=day)


def _named(weekdays: tuple[int, ...]) -> Text:
    names = [T(_NAMES[weekday]) for weekday in weekdays]
    if len(names) == 1:
        return names[0]
    if len(names) > 2 and weekdays[-1] - weekdays[0] == len(names) - 1:
        return T("recurrence.weekdays", first=names[0], last=names[-1])
    return T("recurrence.and", days=names[:-1], last=names[-1])


def _ordinal(number: int) -> Text:
    return T(_ORDINALS[number])
