"""What a phrase says about a day: it is a Wednesday, it lies in week 50, it comes two days before Christmas Eve.

Each fact holds for a day or not. Which day a phrase means is found in :mod:`bot.rules.when.day`: the one for which all
its facts hold.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import ClassVar

from bot.rules import working_day
from bot.rules.school_break import Breaks, Span, is_school_day
from bot.rules.when.named import (
    breaks_of,
    named_in,
)
from bot.rules.working_day import is_working_day

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class World:
    """What the meaning of a phrase depends on. ``past``: what is spoken of has been."""

    today: date
    past: bool = False
    breaks: Breaks = field(default_factory=dict)


class Sort(Enum):
    """How much a fact tells by itself."""

    DAY = 1  # a day, or one of few: fredag, julafton, den 3:e
    PERIOD = 2  # several days: vecka 50, i december
    MORE = 3  # nothing by itself: 2027, tor, andra


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that is said about a day."""

    sort: Sort = Sort.DAY
    #: Whether all the days for which it holds are meant alike, so that nobody can know which.
    is_open: ClassVar[bool] = False
    #: Whether it holds for many days in a row, so that something else must say which of them.
    is_period: ClassVar[bool] = False

    def holds(self, day: date, world: World) -> bool:
        """Whether a day can be the one that is spoken of."""
        days = self.days(world)
        assert days is not None
        return day in days

    def days(self, world: World) -> Sequence[date] | None:
        """The days it holds for, if those are few and known; else None."""
        return None


# ------------------------------------------------------------------------------------------------ counted from today


@dataclass(frozen=True, kw_only=True)
class DaysOn(Fact):
    """So many days from today: ``imorgon``, ``om 14 dagar``, ``för tre dagar sedan``."""

    count: int

    def days(self, world: World) -> Sequence[date]:
        return [world.today + self.count * _DAY]


@dataclass(frozen=True, kw_only=True)
class WeeksLater(Fact):
    """So many weeks from today: ``om två veckor``. With a weekday it is a day around then, and not always clear
    which."""

    count: int

    def days(self, world: World) -> Sequence[date]:
        return [world.today + self.count * _WEEK]


@dataclass(frozen=True, kw_only=True)
class MonthsLater(Fact):
    """So many months from today, and perhaps half a month: ``om ett halvår``."""

    months: int
    more_days: int = 0

    def days(self, world: World) -> Sequence[date]:
        return [months_on(world.today, self.months) + self.more_days * _DAY]


@dataclass(frozen=True, kw_only=True)
class WorkingDaysLater(Fact):
    """So many working days from today: ``om tre arbetsdagar``."""

    count: int

    def days(self, world: World) -> Sequence[date]:
        return [working_day.after(world.today, self.count)]


# ------------------------------------------------------------------------------------------------ weekdays


@dataclass(frozen=True, kw_only=True)
class Weekday(Fact):
    """A weekday, by its number from Monday, 0."""

    weekday: int

    def holds(self, day: date, world: World) -> bool:
        return day.weekday() == self.weekday


@dataclass(frozen=True, kw_only=True)
class NextWeekday(Fact):
    """``nästa fredag``: the coming one to some people, the one after it to others."""

    weekday: int
    is_open = True

    def days(self, world: World) -> Sequence[date]:
        first = coming(self.weekday, world.today)
        return [first, first + _WEEK]


@dataclass(frozen=True, kw_only=True)
class FormerWeekday(Fact):
    """``förra tisdagen``: the last one, or the one in last week, which may be another."""

    weekday: int
    is_open = True

    def days(self, world: World) -> Sequence[date]:
        last = latest(self.weekday, world.today)
        in_last_week = _monday(world.today) - _WEEK + self.weekday * _DAY
        return sorted({last, in_last_week}, reverse=True)


@dataclass(frozen=True, kw_only=True)
class LatestWeekday(Fact):
    """``i tisdags``: the last one before today."""

    weekday: int

    def days(self, world: World) -> Sequence[date]:
        return [latest(self.weekday, world.today)]


@dataclass(frozen=True, kw_only=True)
class WeeksAfterWeekday(Fact):
    """``tuesday week``: so many weeks after the coming one."""

    weekday: int
    weeks: int

    def days(self, world: World) -> Sequence[date]:
        day = world.today
        if day.weekday() != self.weekday:
            day = coming(self.weekday, day)
        return [day + self.weeks * _WEEK]


@dataclass(frozen=True, kw_only=True)
class WeekdayInWeeks(Fact):
    """``tisdag om två veckor``: in the week two from now to some people, two weeks after the coming Tuesday to
    others."""

    weekday: int
    weeks: int
    is_open = True

    def days(self, world: World) -> Sequence[date]:
        in_that_week = _monday(world.today) + self.weeks * _WEEK + self.weekday * _DAY
        from_the_next = world.today + self.weeks * _WEEK + (self.weekday - world.today.weekday()) % 7 * _DAY
        return sorted({in_that_week, from_the_next})


@dataclass(frozen=True, kw_only=True)
class WeekdayAround(Fact):
    """``torsdag om en månad``: the one before that day, or the one after."""

    weekday: int
    about: Fact
    is_open = True

    def days(self, world: World) -> Sequence[date]:
        (day,) = self.about.days(world) or ()
        if day.weekday() == self.weekday:
            return [day]
        return [latest(self.weekday, day), coming(self.weekday, day)]


# ------------------------------------------------------------------------------------------------ weeks


@dataclass(frozen=True, kw_only=True)
class Week(Fact):
    """A numbered week: ``v. 51``."""

    week: int
    sort: Sort = Sort.PERIOD
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        return day.isocalendar().week == self.week


@dataclass(frozen=True, kw_only=True)
class WeekOfYear(Week):
    """A numbered week of a year, as weeks are counted: week 53 of 2026 ends in 2027."""

    year: int

    def holds(self, day: date, world: World) -> bool:
        return day.isocalendar()[:2] == (self.year, self.week)

    def days(self, world: World) -> Sequence[date]:
        monday = _monday(date(self.year, 1, 4)) + (self.week - 1) * _WEEK
        days = [monday + days * _DAY for days in range(7)]
        return [day for day in days if self.holds(day, world)]


@dataclass(frozen=True, kw_only=True)
class WeeksOn(Fact):
    """A week counted from this one: ``nästa vecka``."""

    count: int
    sort: Sort = Sort.PERIOD
    is_period = True

    def days(self, world: World) -> Sequence[date]:
        monday = _monday(world.today) + self.count * _WEEK
        return [monday + days * _DAY for days in range(7)]


@dataclass(frozen=True, kw_only=True)
class WeekendsOn(Fact):
    """``i helgen``; ``nästa helg`` is the coming one to some people, the one after it to others."""

    is_next: bool = False
    sort: Sort = Sort.PERIOD
    is_period = True

    def days(self, world: World) -> Sequence[date]:
        saturday = _monday(world.today) + 5 * _DAY
        found = [saturday, saturday + _DAY]
        if self.is_next:
            found += [day + _WEEK for day in found]
        return [day for day in found if day >= world.today]


# ------------------------------------------------------------------------------------------------ months and years


@dataclass(frozen=True, kw_only=True)
class DayOfMonth(Fact):
    """The number of a day in its month."""

    day: int

    def holds(self, day: date, world: World) -> bool:
        return day.day == self.day


@dataclass(frozen=True, kw_only=True)
class Month(Fact):
    """A month, by its number."""

    month: int
    sort: Sort = Sort.PERIOD
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        return day.month == self.month


@dataclass(frozen=True, kw_only=True)
class MonthsOn(Fact):
    """A month counted from this one: ``nästa månad``."""

    count: int
    sort: Sort = Sort.PERIOD
    is_period = True

    def days(self, world: World) -> Sequence[date]:
        first = months_on(world.today.replace(day=1), self.count)
        return [first.replace(day=day) for day in range(1, monthrange(first.year, first.month)[1] + 1)]


@dataclass(frozen=True, kw_only=True)
class Year(Fact):
    """A year."""

    year: int
    sort: Sort = Sort.MORE
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        return day.year == self.year

    def days(self, world: World) -> Sequence[date]:
        return _days_of(self.year)


@dataclass(frozen=True, kw_only=True)
class YearsOn(Fact):
    """A year counted from this one: ``nästa år``."""

    count: int
    sort: Sort = Sort.MORE
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        return day.year == world.today.year + self.count

    def days(self, world: World) -> Sequence[date]:
        return _days_of(world.today.year + self.count)


class DayKind(Enum):
    """What days are counted of."""

    ANY = 1
    WORKING = 2
    SCHOOL = 3
    WEEKDAY = 4


@dataclass(frozen=True, kw_only=True)
class Nth(Fact):
    """The so-manieth day of a kind in its month, from the end if negative: ``första måndagen``, ``sista vardagen``."""

    nth: int
    kind: DayKind
    weekday: int = 0
    sort: Sort = Sort.MORE

    def holds(self, day: date, world: World) -> bool:
        if not self.fits(day, world):
            return False
        step = -_DAY if self.nth > 0 else _DAY
        count = 0
        at = day
        while at.month == day.month:
            count += self.fits(at, world)
            at += step
        return count == abs(self.nth)

    def fits(self, day: date, world: World) -> bool:
        """Whether a day is of the kind."""
        return is_of_kind(self.kind, day, world, self.weekday)


# ------------------------------------------------------------------------------------------------ days with names


@dataclass(frozen=True, kw_only=True)
class Named(Fact):
    """A day with a name: ``julafton``."""

    name: str

    def holds(self, day: date, world: World) -> bool:
        return day in named_in(self.name, day.year) or day in named_in(self.name, day.year - 1)


@dataclass(frozen=True, kw_only=True)
class NamedDays(Named):
    """Several days with one name: ``påsk``."""

    sort: Sort = Sort.PERIOD
    is_period = True


@dataclass(frozen=True, kw_only=True)
class Break(Fact):
    """A break of the school's, as the profile knows it."""

    name: str
    sort: Sort = Sort.PERIOD
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        return any(day in span for span in self.spans(world))

    def spans(self, world: World) -> Sequence[Span]:
        """When it is; none: the profile does not say."""
        return breaks_of(self.name, world.breaks)


# ------------------------------------------------------------------------------------------------ beside another day


@dataclass(frozen=True, kw_only=True)
class Beside(Fact):
    """A day before or after what other facts say: ``två dagar före julafton``, ``fredagen efter sportlovet``.

    ``count`` days of a kind away.
    """

    of: tuple[Fact, ...]
    is_after: bool
    count: int = 1
    kind: DayKind = DayKind.ANY
    weekday: int = 0

    def holds(self, day: date, world: World) -> bool:
        if self.kind is DayKind.ANY:
            return self.is_edge(day + (-self.count if self.is_after else self.count) * _DAY, world)
        if not is_of_kind(self.kind, day, world, self.weekday):
            return False
        step = -_DAY if self.is_after else _DAY
        count = 1
        for days in range(1, 7 * self.count + 80):
            at = day + days * step
            if self.is_edge(at, world):
                return count == self.count
            count += is_of_kind(self.kind, at, world, self.weekday)
            if count > self.count:
                return False
        return False

    def is_edge(self, day: date, world: World) -> bool:
        """Whether a day is the last of what it is after, or the first of what it is before."""
        beyond = day + (_DAY if self.is_after else -_DAY)
        return _all_hold(self.of, day, world) and not _all_hold(self.of, beyond, world)


@dataclass(frozen=True, kw_only=True)
class WeekBeside(Beside):
    """A day in the week before or after what other facts say: ``veckan efter påsk``."""

    sort: Sort = Sort.PERIOD
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        monday = _monday(day)
        if not self.is_after:
            return any(self.is_edge(monday + days * _DAY, world) for days in range(7, 14))
        for days in range(-7, 1):
            edge = monday + days * _DAY
            if self.is_edge(edge, world):
                # After what ends on a Monday, as Easter does, comes the week of that Monday
                is_tail = edge.weekday() == 0 and _all_hold(self.of, edge - _DAY, world)
                return is_tail == (days == 0)
        return False


@dataclass(frozen=True, kw_only=True)
class SomewhereBeside(Beside):
    """One of the days before or after: ``före jul``."""

    sort: Sort = Sort.PERIOD
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        step = -_DAY if self.is_after else _DAY
        return any(self.is_edge(day + days * step, world) for days in range(1, 8))


# ----------------------------------------------------------------------------------------------- what is left to choose


@dataclass(frozen=True, kw_only=True)
class OneOf(Fact):
    """One of some days, as a question left them to choose from."""

    of: tuple[date, ...]
    is_open = True

    def days(self, world: World) -> Sequence[date]:
        return self.of


@dataclass(frozen=True, kw_only=True)
class Between(Fact):
    """One of the days from one to another, as a question left them to choose from."""

    span: Span
    sort: Sort = Sort.PERIOD
    is_period = True

    def days(self, world: World) -> Sequence[date]:
        return [self.span.first + days * _DAY for days in range((self.span.last - self.span.first).days + 1)]


@dataclass(frozen=True, kw_only=True)
class Vague(Fact):
    """Some days from now, nobody knows how many: ``om några dagar``."""

    def days(self, world: World) -> Sequence[date]:
        return []


@dataclass(frozen=True, kw_only=True)
class PartOfDay(Fact):
    """A part of the day, which says nothing about the day: ``kväll``."""

    part: str
    sort: Sort = Sort.MORE
    is_period = True

    def holds(self, day: date, world: World) -> bool:
        return True


# ------------------------------------------------------------------------------------------------ the calendar


def coming(weekday: int, day: date) -> date:
    """The next such weekday after a day."""
    return day + ((weekday - day.weekday() - 1) % 7 + 1) * _DAY


def latest(weekday: int, day: date) -> date:
    """The last such weekday before a day."""
    return day - ((day.weekday() - weekday - 1) % 7 + 1) * _DAY


def months_on(day: date, count: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + count, 12)
    year = min(max(day.year + years, 1), 9000)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_of_kind(kind: DayKind, day: date, world: World, weekday: int) -> bool:
    """Whether a day is of a kind."""
    match kind:
        case DayKind.ANY:
            return True
        case DayKind.WORKING:
            return is_working_day(day)
        case DayKind.SCHOOL:
            return is_school_day(day, world.breaks)
        case DayKind.WEEKDAY:
            return day.weekday() == weekday


def _monday(day: date) -> date:
    return day - day.weekday() * _DAY


def _days_of(year: int) -> Sequence[date]:
    first = date(year, 1, 1)
    return [first + days * _DAY for days in range((date(year, 12, 31) - first).days + 1)]


def _all_hold(facts: Sequence[Fact], day: date, world: World) -> bool:
    return all(fact.holds(day, world) for fact in facts)
