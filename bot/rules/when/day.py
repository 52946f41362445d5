"""Finds the day that a phrase means: the one for which everything holds that it says.

If it may be several days, it is asked which; if it is none, the refusal says why.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.errors import Refused, Unclear
from bot.i18n import T, Text
from bot.rules.school_break import Breaks, Span
from bot.rules.when import grammar
from bot.rules.when.facts import (
    Beside,
    Break,
    DayOfMonth,
    Fact,
    Month,
    MonthsOn,
    Nth,
    PartOfDay,
    Vague,
    Week,
    Weekday,
    WeekOfYear,
    WeeksOn,
    World,
    Year,
    YearsOn,
)
from bot.rules.when.grammar import Facts
from bot.rules.when.words import MOST_WORDS, ORDINAL, line, number, plain

#: The furthest day a command may name, in days from today.
FURTHEST = 3660
#: A day without a year that was within so many days, and comes again in a year, is asked about.
_JUST = 31
#: So many days are shown to choose from.
_MOST_SHOWN = 7

_DAY = timedelta(days=1)


def parse_date(text: str, today: date, *, past: bool = False, breaks: Breaks | None = None) -> date:
    """A day as people write it, in either language: ``17 dec``, ``onsdag v. 50``, ``dagen före julafton``.

    Without a year it is the next such day, or with ``past`` the last. ``breaks`` are the school's. Refused with what to
    write instead; :class:`Unclear` when it may be one of several days, or was just.
    """
    said = text.strip()
    facts = _whole(plain(text))
    if facts is None:
        raise Refused(T("date.unclear", text=said, example=(today + timedelta(days=14)).isoformat()))
    return _Search(said, facts, World(today=today, past=past, breaks=breaks or {})).found()


def parse_span(text: str, today: date, *, breaks: Breaks | None = None) -> Span:
    """The days to come that words mean: one day, or what is left of a week, a month, a break. Refused as a day is."""
    facts = _whole(plain(text))
    if facts is None:
        raise Refused(T("date.vague", text=text))
    return _Search(text, facts, World(today=today, breaks=breaks or {})).found_span()


def parse_answer(
    before: str, text: str, today: date, *, past: bool = False, breaks: Breaks | None = None
) -> str:
    """An answer to the question which day ``before`` means, as words of a day by themselves.

    ``2`` is the second of those shown; ``onsdag`` after ``vecka 50`` is the Wednesday of that week.
    """
    left = _whole(plain(before))
    if left is None:
        return text
    world = World(today=today, past=past, breaks=breaks or {})
    choices = [day for fact in left for day in fact.days(world) or ()]
    if not choices:
        return text
    meant = {day for day in (_by_place(text, choices), _by_facts(text, choices, world)) if day is not None}
    if len(meant) != 1:
        return text
    part = part_of_day(before)
    day = meant.pop().isoformat()
    return day if part is None else f"{day} {part}"


def part_of_day(text: str) -> str | None:
    """The part of the day that the words of a day also say: ``kväll`` of ``ikväll``, as a word for it."""
    for fact in _whole(plain(text)) or ():
        if isinstance(fact, PartOfDay):
            return fact.part
    return None


def is_date(text: str) -> bool:
    """Whether words have the form of a day, or of a period in which to ask for one; it need not exist."""
    return _whole(plain(text)) is not None


def count_date(words: Sequence[str]) -> int:
    """How many words at the front are a day; 0 when none are."""
    read = line(words[:MOST_WORDS])
    return max((read.count_to(0, phrase.end) for phrase in grammar.read(read.plain)), default=0)


def _whole(text: str) -> Facts | None:
    """The facts that a whole plain text says; None when it is no day."""
    text = text.rstrip(".") if text.endswith("..") else text
    fitting = [
        phrase for phrase in grammar.read(text) if phrase.end == len(text) or text[phrase.end :] == "."
    ]
    if not fitting:
        return None
    return min(fitting, key=lambda phrase: phrase.pieces).facts


_PLACE = re.compile(
    rf"(?:(?:nr|nummer|number) )?(?P<digit>[1-9])[.)]?|(?:den |the )?(?P<word>(?!\d){ORDINAL})(?: one)?"
)
_FIRST = re.compile(r"(?:den |the )?(?:tidigare|förra|förstnämnda|earlier|former)(?: one)?")
_LAST = re.compile(r"(?:den |the )?(?:senare|sista|sistnämnda|later|latter|last)(?: one)?")


def _by_place(text: str, choices: Sequence[date]) -> date | None:
    """The day whose place among those shown is said: ``2``, ``den andra``, ``den senare``."""
    shown = _shown(choices)
    said = plain(text)
    if len(choices) == 2 and _FIRST.fullmatch(said):
        return choices[0]
    if len(choices) == 2 and _LAST.fullmatch(said):
        return choices[1]
    match = _PLACE.fullmatch(said)
    if match is None:
        return None
    place = number(match["digit"] or match["word"])
    return shown[place - 1] if place <= len(shown) else None


def _shown(choices: Sequence[date]) -> Sequence[date]:
    """The days that are numbered in a question: of a week those from Monday to Friday, of more days none."""
    if len(choices) > _MOST_SHOWN:
        return ()
    weekdays = [day for day in choices if day.weekday() < 5]
    return weekdays if len(weekdays) >= 3 else choices


def _by_facts(text: str, choices: Sequence[date], world: World) -> date | None:
    """The only day of those for which everything holds that is said."""
    said = plain(text)
    facts = _whole(said) or _whole(f"den {said}") or _whole(f"på {said}")
    if facts is None:
        return None
    fitting = [day for day in choices if _all_hold(facts, day, world)]
    return fitting[0] if len(fitting) == 1 else None


def _all_hold(facts: Iterable[Fact], day: date, world: World) -> bool:
    return all(fact.holds(day, world) for fact in facts)


class _Search:
    """The search for the day that some facts mean. ``said``: the words, for what is asked or refused."""

    def __init__(self, said: str, facts: Facts, world: World) -> None:
        self._said = said
        self._facts = facts
        self._world = world
        self._check_possible()
        # A number in its month tells a day by itself: what is said beside it is compared
        has_number = any(isinstance(fact, DayOfMonth) for fact in facts)
        is_told = has_number or any(_is_single(fact, world) for fact in facts)
        self._checks = tuple(fact for fact in facts if is_told and isinstance(fact, Weekday | Week | WeeksOn))
        self._telling = tuple(fact for fact in facts if fact not in self._checks)

    def found(self) -> date:
        """The day. Refused when there is none, or it may be several."""
        if any(fact.is_open for fact in self._facts):
            return self._one_of([day for day in self._days(self._telling) if self._fits(day)])
        day = next(self._days(self._telling), None)
        if day is None:
            raise self._none()
        if abs((day - self._world.today).days) > FURTHEST:
            raise Refused(T("date.too_far", text=self._said))
        if all(fact.is_period for fact in self._facts):
            raise self._which_of_period(day)
        if not self._fits(day):
            day = self._meant_instead(day)
        self._check_today(day)
        self._check_just(day)
        return day

    def found_span(self) -> Span:
        """The day, or all days of a period that are still to come."""
        if not all(fact.is_period for fact in self._facts):
            day = self.found()
            return Span(day, day)
        first = next(self._days(self._telling), None)
        if first is None:
            raise self._none()
        if (first - self._world.today).days > FURTHEST:
            raise Refused(T("date.too_far", text=self._said))
        return self._period_around(first)

    # ------------------------------------------------------------------------------------------ candidates

    def _days(self, facts: Facts) -> Iterator[date]:
        """The days for which facts hold, the nearest first, in the direction that is spoken of."""
        world = self._world
        known = [days for fact in facts if (days := fact.days(world)) is not None]
        if known:
            candidates: Iterable[date] = sorted(known, key=len)[0]
            if not any(fact.is_open for fact in facts):
                candidates = sorted(candidates, key=self._nearness)
        else:
            step = -_DAY if world.past else _DAY
            candidates = (world.today + days * step for days in range(FURTHEST + 1))
        return (day for day in candidates if _all_hold(facts, day, world))

    def _nearness(self, day: date) -> tuple[bool, int]:
        """What has been comes after what will be, and the other way round for what is past."""
        days = (day - self._world.today).days
        return (days > 0 if self._world.past else days < 0), abs(days)

    def _fits(self, day: date) -> bool:
        return _all_hold(self._checks, day, self._world)

    # ------------------------------------------------------------------------------------------ questions

    def _unclear(self, text: Text, *left: str) -> Unclear:
        """Ask which is meant, and keep what is left to choose from, with the part of the day that was said."""
        part = [fact.part for fact in self._facts if isinstance(fact, PartOfDay)]
        return Unclear(text, left=" ".join([" eller ".join(left), *part]))

    def _one_of(self, days: list[date]) -> date:
        if not days:
            raise self._none()
        if len(days) == 1:
            return days[0]
        raise self._which(days)

    def _which(self, days: Sequence[date]) -> Unclear:
        left = [day.isoformat() for day in days]
        if len(days) == 2:
            return self._unclear(
                T("date.which_of_two", text=self._said, first=days[0], second=days[1]), *left
            )
        return self._unclear(T("date.which_of", text=self._said, days=_numbered(days)), *left)

    def _period_around(self, first: date) -> Span:
        """The days in a row around a day for which everything holds, from today on."""
        last = first
        while _all_hold(self._facts, last + _DAY, self._world) and (last - first).days < 100:
            last += _DAY
        while _all_hold(self._facts, first - _DAY, self._world) and first > self._world.today:
            first -= _DAY
        return Span(first, last)

    def _which_of_period(self, day: date) -> Unclear:
        """Ask for a day of a week, a month or a break."""
        period = self._period_around(day)
        first, last = period.first, period.last
        if first == last:
            return self._unclear(T("date.is_it", text=self._said, day=first), first.isoformat())
        left = f"{first.isoformat()}/{last.isoformat()}"
        days = [first + days * _DAY for days in range((last - first).days + 1)]
        if len(days) <= _MOST_SHOWN:
            return self._unclear(T("date.which_day_of", text=self._said, days=_numbered(_shown(days))), left)
        return self._unclear(T("date.which_day", text=self._said, first=first, last=last), left)

    def _meant_instead(self, day: date) -> date:
        """The day that is meant though what is said beside it does not fit: never known, so asked."""
        near = self._number_in_another_month(day) or self._beside(day)
        if near is None:
            raise Refused(T("date.not_one_day", text=self._said))
        both = T("date.other_weekday", text=self._said, day=day, near=near)
        raise self._unclear(both, day.isoformat(), near.isoformat())

    def _number_in_another_month(self, day: date) -> date | None:
        """``fredag den 8:e``: the next month in which the 8th is a Friday is as likely as another day."""
        if any(isinstance(fact, Month | MonthsOn | Year) for fact in self._facts):
            return None
        soon = (day + days * _DAY for days in range(1, 70))
        return next((each for each in soon if _all_hold(self._facts, each, self._world)), None)

    def _beside(self, day: date) -> date | None:
        """The nearest day for which all the rest holds; of another week, the same weekday."""
        checks = self._checks
        if not any(isinstance(fact, Weekday) for fact in checks):
            checks = (*checks, Weekday(weekday=day.weekday()))
        around = (day + days * side * _DAY for days in range(1, 200) for side in (1, -1))
        fitting = (each for each in around if _all_hold(checks, each, self._world))
        return next((each for each in fitting if self._world.past or each >= self._world.today), None)

    def _check_today(self, day: date) -> None:
        """A bare weekday that is today's may mean today, or in a week."""
        if day != self._world.today or not all(isinstance(fact, Weekday | PartOfDay) for fact in self._facts):
            return
        other = day + (-7 if self._world.past else 7) * _DAY
        key = "date.today_or_a_week_ago" if self._world.past else "date.today_or_in_a_week"
        raise self._unclear(T(key, day=day, other=other), day.isoformat(), other.isoformat())

    def _check_just(self, day: date) -> None:
        """Words without a year that were true a few days ago, and will be again in a year, may mean either."""
        world = self._world
        if abs((day - world.today).days) < 300:
            return
        if any(isinstance(fact, Year | YearsOn) or fact.days(world) is not None for fact in self._facts):
            return
        step = _DAY if world.past else -_DAY
        near = (world.today + days * step for days in range(1, _JUST + 1))
        just = next((each for each in near if _all_hold(self._telling, each, world)), None)
        if just is not None:
            key = "date.is_to_come" if world.past else "date.has_been"
            raise self._unclear(T(key, text=self._said, day=just, other=day), day.isoformat())

    # ------------------------------------------------------------------------------------------ no day at all

    def _check_possible(self) -> None:
        """Refuse what no calendar has, and say why."""
        for fact in _all_facts(self._facts):
            if isinstance(fact, Vague):
                raise Refused(T("date.vague", text=self._said))
            if isinstance(fact, Week) and not 1 <= fact.week <= 53:
                raise Refused(T("date.no_such_week", week=fact.week))
            if isinstance(fact, Break) and not fact.spans(self._world):
                raise Refused(T("date.break_unknown", text=self._said))
            if (
                isinstance(fact, Year | WeekOfYear)
                and abs(fact.year - self._world.today.year) > FURTHEST // 365
            ):
                raise Refused(T("date.too_far" if fact.year else "date.no_such_day", text=self._said))
        day = next((fact.day for fact in self._facts if isinstance(fact, DayOfMonth)), None)
        month = next((fact.month for fact in self._facts if isinstance(fact, Month)), None)
        if day is not None and not 1 <= day <= 31:
            raise Refused(T("date.no_such_day", text=self._said))
        if month is not None and not 1 <= month <= 12:
            raise Refused(T("date.no_such_month", text=self._said, month=month))
        if day is not None and month is not None:
            self._check_month(day, month)

    def _check_month(self, day: int, month: int) -> None:
        year = next((fact.year for fact in self._facts if isinstance(fact, Year)), None)
        longest = monthrange(year or 2028, month)[1]
        if day == 29 and day > longest:
            raise Refused(T("date.no_leap_year", text=self._said, year=str(year)))
        if day > longest:
            raise Refused(T("date.month_shorter", text=self._said, n=longest))

    def _none(self) -> Refused:
        """Why there is no such day."""
        week = next((fact.week for fact in self._facts if isinstance(fact, Week)), None)
        year = next((fact.year for fact in self._facts if isinstance(fact, WeekOfYear)), None)
        if week == 53 and year is not None:
            return Refused(T("date.no_week_53", year=str(year)))
        if any(isinstance(fact, Break) for fact in _all_facts(self._facts)):
            return Refused(T("date.break_unknown", text=self._said))
        return Refused(T("date.not_one_day", text=self._said))


def _numbered(days: Sequence[date]) -> list[object]:
    return [T("date.choice", number=number, day=day) for number, day in enumerate(days, 1)]


def _is_single(fact: Fact, world: World) -> bool:
    """Whether a fact alone tells one day."""
    if isinstance(fact, Nth | Week | Weekday | DayOfMonth) or fact.is_period:
        return False
    days = fact.days(world)
    return days is None or len(days) == 1


def _all_facts(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts, and those within them."""
    for fact in facts:
        yield fact
        if isinstance(fact, Beside):
            yield from _all_facts(fact.of)
