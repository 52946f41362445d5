"""Reads a phrase as facts about a day: ``på onsdag i vecka 50`` is a Wednesday, and in week 50.

A phrase is one or more pieces in any order. Each piece is a pattern with the facts it says. A phrase is the longest row
of pieces that tells a day, or a period in which to ask for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.rules.school_break import Span
from bot.rules.when.facts import (
    Beside,
    Between,
    Break,
    DayKind,
    DayOfMonth,
    DaysOn,
    Fact,
    FormerWeekday,
    LatestWeekday,
    Month,
    MonthsLater,
    MonthsOn,
    Named,
    NamedDays,
    NextWeekday,
    Nth,
    OneOf,
    PartOfDay,
    SomewhereBeside,
    Sort,
    Vague,
    Week,
    WeekBeside,
    Weekday,
    WeekdayAround,
    WeekdayInWeeks,
    WeekendsOn,
    WeekOfYear,
    WeeksAfterWeekday,
    WeeksLater,
    WeeksOn,
    WorkingDaysLater,
    Year,
    YearsOn,
)
from bot.rules.when.named import BREAK_NAME, DAY_NAME, SPAN_NAME
from bot.rules.when.words import (
    LAST_WEEKDAYS,
    MONTH_NAMES,
    NUMBER,
    ORDINAL,
    PLAIN_SHORT_WEEKDAYS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    WEEKDAY_NAMES,
    any_of,
    number,
)

Facts = tuple[Fact, ...]
_F = TypeVar("_F", bound=Fact)

#: The most pieces of one phrase.
_MOST_PIECES = 6

_ALL_WEEKDAYS = {**SHORT_WEEKDAYS, **WEEKDAY_NAMES}
_FULL = any_of([*WEEKDAY_NAMES, *PLAIN_SHORT_WEEKDAYS])
_ANY_WEEKDAY = rf"{any_of(_ALL_WEEKDAYS)}\.?"
_MONTH = rf"{any_of(SHORT_MONTHS)}\.?"
#: Months that are told from other words after "i": "i mar" is none.
_MONTHS_AFTER_I = (*MONTH_NAMES, "jan", "feb", "apr", "aug", "sep", "sept", "okt", "oct", "nov", "dec")
_DAY_NUMBER = rf"(?:{ORDINAL}|\d{{1,2}})"
_YEAR = r"(?:,? ?(?P<year>\d{4})| ?- ?(?P<short_year>\d{2})(?!\d)| '?(?P<apostrophe_year>(?<=')\d{2}))"
_DEN = r"(?:(?:på |on )?(?:den|the|d\.) |on )"

#: Names of days that are also names of people, which count only after a word such as "på".
_PEOPLE = "(?:lucia|knut|valborg)"

_WORKING = r"(?:vardag(?:en|ar)?|arbetsdag(?:en|ar)?|(?:working|business|week) ?days?)"
_SCHOOL = r"(?:skoldag(?:en|ar)?|school ?days?)"
_NEAR = {
    **dict.fromkeys(
        ("i förrgår", "iförrgår", "förrgår", "the day before yesterday", "day before yesterday"), -2
    ),
    **dict.fromkeys(("igår", "i går", "yesterday", "i gårkväll"), -1),
    **dict.fromkeys(("idag", "i dag", "today", "nu idag"), 0),
    **dict.fromkeys(
        ("imorgon", "i morgon", "imorron", "i morron", "imorrn", "i morrn", "imorn", "i morn"), 1
    ),
    **dict.fromkeys(("imorgn", "imorrgon", "tomorrow", "tmrw", "imoron"), 1),
    **dict.fromkeys(("i övermorgon", "iövermorgon", "övermorgon", "i övermorrn", "övermorrn"), 2),
    **dict.fromkeys(("the day after tomorrow", "day after tomorrow", "overmorrow"), 2),
}
#: Words that say today and a part of it.
_NEAR_PARTS = {
    **dict.fromkeys(("ikväll", "i kväll", "tonight", "this evening", "nu ikväll"), "evening"),
    **dict.fromkeys(("i eftermiddag", "this afternoon"), "afternoon"),
    **dict.fromkeys(("i förmiddag", "i morse", "imorse", "this morning"), "morning"),
}
PARTS = {
    **dict.fromkeys(
        ("bitti", "bittida", "morgon", "morgonen", "förmiddag", "förmiddagen", "fm", "morning"), "morning"
    ),
    **dict.fromkeys(("eftermiddag", "eftermiddagen", "em", "e.m", "afternoon"), "afternoon"),
    **dict.fromkeys(("kväll", "kvällen", "evening"), "evening"),
    **dict.fromkeys(("natt", "natten", "night"), "night"),
}
PART = rf"(?:(?:på |i |in the |at |tidigt på )?{any_of(PARTS)})"
_THIS_WEEK = r"(?:denna vecka|den här veckan|den här vecka|innevarande vecka|this week)"
_NEXT_WEEK = r"(?:(?:nästa|nästkommande|kommande) veckas?|veckan som kommer|next week)"
_IN_TWO_WEEKS = r"(?:nästnästa vecka|veckan efter nästa(?: vecka)?|(?:the )?week after next)"
_LAST_WEEK = r"(?:förra veckan|förra vecka|last week)"


@dataclass(frozen=True)
class _Piece:
    """A pattern, and what it says; None when it says nothing after all."""

    pattern: re.Pattern[str]
    facts: Callable[[re.Match[str]], Facts | None]


@dataclass(frozen=True)
class Phrase:
    """Facts, where their words end, and of how many pieces they are: the fewer, the better they belong together."""

    facts: Facts
    end: int
    pieces: int = 1


_PIECES: list[_Piece] = []


def _piece(pattern: str) -> Callable[[Callable[[re.Match[str]], Facts | None]], None]:
    """Make a function the meaning of a pattern, which ends where a word ends."""

    def add(facts: Callable[[re.Match[str]], Facts | None]) -> None:
        _PIECES.append(_Piece(re.compile(rf"(?:{pattern})(?=\.?(?: |$))"), facts))

    return add


# ------------------------------------------------------------------------------------------------ whole dates


def _date(year: int | None, month: int, day: int) -> Facts:
    facts: Facts = (DayOfMonth(day=day), Month(month=month))
    return facts if year is None else (*facts, Year(year=year))


def _full_year(match: re.Match[str]) -> int | None:
    groups = match.groupdict()
    year = groups.get("year") or groups.get("dashed_year")
    if year:
        return int(year)
    short = groups.get("short_year") or groups.get("apostrophe_year")
    return 2000 + int(short) if short else None


@_piece(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})|(?P<y>\d{4})[/.](?P<m>\d{1,2})[/.](?P<d>\d{1,2})"
)
def _iso(match: re.Match[str]) -> Facts:
    year, month, day = (
        match[long] or match[short] for long, short in (("year", "y"), ("month", "m"), ("day", "d"))
    )
    return _date(int(year), int(month), int(day))


# Ten digits in a row, however they are written, may be a personal number
@_piece(
    r"(?:20)?(?P<year>[2-4]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?! ?[-+]? ?\d{4}(?!\d))"
)
def _digits(match: re.Match[str]) -> Facts:
    return _date(2000 + int(match["year"]), int(match["month"]), int(match["day"]))


@_piece(
    r"(?:den )?(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?:(?P<year>\d{4})|(?P<short_year>\d{2}))?"
    r"|(?P<dashed_day>\d{1,2})-(?P<dashed_month>\d{1,2})-(?P<dashed_year>\d{4})"
    r"|(?:den )?(?P<late_day>2[4-9]|3[01])\.(?P<its_month>0?[1-9]|1[0-2])"
)
def _with_dots(match: re.Match[str]) -> Facts | None:
    day = int(match["day"] or match["late_day"] or match["dashed_day"])
    month = int(match["month"] or match["its_month"] or match["dashed_month"])
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return _date(_full_year(match), month, day)


@_piece(
    r"(?:den )?(?P<day>\d{1,2})/(?P<month>\d{1,2})"
    r"(?:(?: ?[-/]| )(?P<year>\d{4})|(?: ?-|/| ')(?P<short_year>\d{2}))?"
)
def _with_slash(match: re.Match[str]) -> Facts:
    return _date(_full_year(match), int(match["month"]), int(match["day"]))


@_piece(rf"{_DEN}?(?P<day>{_DAY_NUMBER})\.? ?(?:of |i |in )?(?P<month>{_MONTH}){_YEAR}?")
def _day_and_month(match: re.Match[str]) -> Facts:
    return _date(_full_year(match), SHORT_MONTHS[match["month"].rstrip(".")], number(match["day"]))


@_piece(rf"(?P<month>{_MONTH}) (?:the )?(?P<day>{_DAY_NUMBER}){_YEAR}?")
def _month_and_day(match: re.Match[str]) -> Facts:
    return _date(_full_year(match), SHORT_MONTHS[match["month"].rstrip(".")], number(match["day"]))


@_piece(rf"{_DEN}(?P<day>\d{{1,2}}(?::?[ae]|st|nd|rd|th)?)(?! ?/)")
def _day_alone(match: re.Match[str]) -> Facts:
    return (DayOfMonth(day=number(match["day"])),)


# "Den andra" may be anybody; "den tolfte" is a day
@_piece(rf"(?P<den>{_DEN})?(?P<day>{ORDINAL})")
def _day_beside(match: re.Match[str]) -> Facts:
    day = number(match["day"])
    return (DayOfMonth(day=day, sort=Sort.DAY if match["den"] and day >= 10 else Sort.MORE),)


@_piece(rf"(?:den )?sista (?P<month>{any_of(SHORT_MONTHS)})\.?")
def _last_of_month(match: re.Match[str]) -> Facts:
    return (Nth(nth=-1, kind=DayKind.ANY), Month(month=SHORT_MONTHS[match["month"]]))


@_piece(r"\d{4}-\d\d-\d\d(?: eller \d{4}-\d\d-\d\d)+")
def _left_to_choose(match: re.Match[str]) -> Facts:
    return (OneOf(of=tuple(map(date.fromisoformat, match[0].split(" eller ")))),)


@_piece(r"(?P<first>\d{4}-\d\d-\d\d)/(?P<last>\d{4}-\d\d-\d\d)")
def _left_between(match: re.Match[str]) -> Facts:
    return (Between(span=Span(date.fromisoformat(match["first"]), date.fromisoformat(match["last"]))),)


# ------------------------------------------------------------------------------------------------ from today


@_piece(any_of(_NEAR))
def _near(match: re.Match[str]) -> Facts:
    return (DaysOn(count=_NEAR[match[0]]),)


@_piece(any_of(_NEAR_PARTS))
def _near_part(match: re.Match[str]) -> Facts:
    return (DaysOn(count=0), PartOfDay(part=_NEAR_PARTS[match[0]]))


@_piece(PART)
def _part(match: re.Match[str]) -> Facts:
    return (PartOfDay(part=PARTS[match[0].removeprefix("tidigt ").split(" ")[-1]]),)


_UNIT = (
    rf"(?:(?P<working>{_WORKING})|(?P<days>dagars|dagar|dag|dar|dgr|dygn|days|day|d)|"
    r"(?P<fortnights>fortnights?)|(?P<half_years>halvår)|(?P<weeks>veckors|veckor|vecka|weeks|week|v|w)|"
    r"(?P<months>månader|månad|månaders|mån|months|month)|(?P<years>år|years|year))"
)
_COUNT = rf"(?P<count>{NUMBER})"
#: More days, weeks or months than that lie further away than a command may name, whatever they are.
_MOST_COUNTED = 8000
_HALF = r"(?P<half> och en halv| och ett halvt| and a half|[.,]5)?"


def _later(match: re.Match[str], sign: int = 1) -> Facts | None:
    """What lies so many days, weeks, months or years from today; ``sign`` -1: ago."""
    count = sign * min(number(match["count"]), _MOST_COUNTED)
    half = match["half"] is not None
    if match["months"]:
        return (MonthsLater(months=count, more_days=15 * sign if half else 0),)
    if match["years"]:
        return (MonthsLater(months=12 * max(min(count, 20), -20) + (6 * sign if half else 0)),)
    if half:
        return (Vague(),)  # half a week is three days, or four
    if match["half_years"]:
        return (MonthsLater(months=6 * count),)
    if match["working"]:
        return (WorkingDaysLater(count=count),) if sign > 0 else None
    if match["weeks"]:
        return (WeeksLater(count=count),)
    if match["fortnights"]:
        return (WeeksLater(count=2 * count),)
    return (DaysOn(count=count),)


@_piece(rf"(?:om|in|inom|within) {_COUNT}{_HALF} {_UNIT}(?: (?:från (?:nu|idag|i dag)|from (?:now|today)))?")
def _in_some(match: re.Match[str]) -> Facts | None:
    return _later(match)


@_piece(rf"{_COUNT}{_HALF} {_UNIT} (?:från (?:nu|idag|i dag)|from (?:now|today)|härifrån|framåt)")
def _from_now(match: re.Match[str]) -> Facts | None:
    return _later(match)


@_piece(rf"(?:för )?{_COUNT}{_HALF} {_UNIT} (?:sedan|sen|ago)")
def _ago(match: re.Match[str]) -> Facts | None:
    return _later(match, -1)


@_piece(r"(?:om|in|inom|within) (?:(?:ett|a) (?:halvår|halvt år|half year|half-year)|half a year)")
def _half_year(_match: re.Match[str]) -> Facts:
    return (MonthsLater(months=6),)


@_piece(r"(?:om|in) (?:en halv månad|half a month)")
def _half_month(_match: re.Match[str]) -> Facts:
    return (DaysOn(count=15),)


@_piece(r"(?:om|in) (?:halvannan månad|a month and a half)")
def _month_and_half(_match: re.Match[str]) -> Facts:
    return (MonthsLater(months=1, more_days=15),)


@_piece(r"(?:om|in) (?:halvtannat år|a year and a half)")
def _year_and_half(_match: re.Match[str]) -> Facts:
    return (MonthsLater(months=18),)


@_piece(rf"(?P<weeks>{NUMBER}) weeks? (?:from )?(?:today|(?P<tomorrow>tomorrow))")
def _weeks_from_tomorrow(match: re.Match[str]) -> Facts:
    weeks = min(number(match["weeks"]), _MOST_COUNTED)
    return (DaysOn(count=7 * weeks + (1 if match["tomorrow"] else 0)),)


@_piece(
    r"(?:om|in|inom|within) (?:några|ett par|a few|a couple of|some|flera|en halv) "
    r"(?:dagar|dar|days|vecka|veckor|weeks?|månader|months|vardagar|arbetsdagar)"
    r"|(?:i |at )?(?:the )?(?:början|mitten|slutet|start|beginning|middle|end) (?:av|på|of) "
    rf"(?:{any_of(MONTH_NAMES)}|månaden|året|nästa (?:vecka|månad|år)|the (?:month|year)|next (?:week|month|year))"
    r"|i (?:sommar|höst|vinter)|till (?:våren|sommaren|hösten|vintern)|nästa (?:vår|sommar|höst|vinter)"
    r"|(?:this|next) (?:spring|summer|autumn|winter)"
)
def _some(_match: re.Match[str]) -> Facts:
    return (Vague(),)


@_piece(r"(?:nästa (?:vardag|arbetsdag)|next (?:working|business) day)")
def _next_working_day(_match: re.Match[str]) -> Facts:
    return (WorkingDaysLater(count=1),)


# ------------------------------------------------------------------------------------------------ weekdays


@_piece(
    rf"(?:på |on )?(?:(?:den|the) )?(?P<nth>{ORDINAL}|näst sista|sista|second last|last) "
    rf"(?:(?P<weekday>{any_of(WEEKDAY_NAMES)})|(?P<working>{_WORKING})|(?P<school>{_SCHOOL})|dagen|dag|day)"
)
def _nth(match: re.Match[str]) -> Facts:
    return (Nth(nth=_nth_of(match["nth"]), kind=_kind(match), weekday=_weekday_of(match)),)


@_piece(
    rf"(?:nu (?:på )?|på |on |denna |den här |den |the |this(?: coming)? |(?:nu )?kommande |coming )?"
    rf"(?P<weekday>{_FULL})\.?"
)
def _weekday(match: re.Match[str]) -> Facts:
    return (Weekday(weekday=_ALL_WEEKDAYS[match["weekday"].rstrip(".")]),)


@_piece(rf"(?P<on>nu på |på |on )?(?P<weekday>{_ANY_WEEKDAY})")
def _short_weekday(match: re.Match[str]) -> Facts:
    name = match["weekday"].rstrip(".")
    is_plain = match["on"] and name != "tor" and name not in ("sat", "sun")
    return (Weekday(weekday=_ALL_WEEKDAYS[name], sort=Sort.DAY if is_plain else Sort.MORE),)


@_piece(r"(?P<weekday>må|ti|fr|lö|sö)\.?(?= (?:den )?\d{1,2}/\d)")
def _shortest_weekday(match: re.Match[str]) -> Facts:
    weekday = ("må", "ti", "on", "to", "fr", "lö", "sö").index(match["weekday"])
    return (Weekday(weekday=weekday, sort=Sort.MORE),)


@_piece(rf"(?:på |on )?(?:nästa|nästkommande|next) (?P<weekday>{_ANY_WEEKDAY})")
def _next_weekday(match: re.Match[str]) -> Facts:
    return (NextWeekday(weekday=_ALL_WEEKDAYS[match["weekday"].rstrip(".")]),)


@_piece(rf"(?:förra|last) (?P<weekday>{_ANY_WEEKDAY})")
def _former_weekday(match: re.Match[str]) -> Facts:
    return (FormerWeekday(weekday=_ALL_WEEKDAYS[match["weekday"].rstrip(".")]),)


@_piece(rf"(?:nu )?i (?P<weekday>{any_of(LAST_WEEKDAYS)})")
def _latest_weekday(match: re.Match[str]) -> Facts:
    return (LatestWeekday(weekday=LAST_WEEKDAYS[match["weekday"]]),)


@_piece(
    rf"(?:on )?(?P<weekday>{_FULL}) (?P<weeks>week|fortnight)"
    rf"|(?:a|one|(?P<two>two)) weeks? (?:on|from) (?P<after>{_FULL})"
    rf"|(?:en vecka|(?P<tva>två veckor)) från (?:på )?(?P<efter>{_FULL})"
)
def _weeks_after_weekday(match: re.Match[str]) -> Facts:
    weekday = _ALL_WEEKDAYS[match["weekday"] or match["after"] or match["efter"]]
    weeks = 2 if match["two"] or match["tva"] or match["weeks"] == "fortnight" else 1
    return (WeeksAfterWeekday(weekday=weekday, weeks=weeks),)


# ------------------------------------------------------------------------------------------------ weeks, months, years


@_piece(
    rf"(?:i |in |under |på |during )?(?:veckan?|week)\.? ?(?:nr\.? |nummer |number )?"
    rf"(?!(?:en|ett|an?|one) )(?P<week>{NUMBER})"
    r"|(?:i |in |under |på )?[vw]\.? ?(?P<number>\d{1,2})(?: ?-?(?P<year>20\d\d))?"
)
def _week(match: re.Match[str]) -> Facts | None:
    week = number(match["week"] or match["number"])
    if match["number"] and not 1 <= week <= 54:
        return None
    return (Week(week=week), *((Year(year=int(match["year"])),) if match["year"] else ()))


@_piece(
    rf"(?:i |under |in )?(?:(?P<this>{_THIS_WEEK})|(?P<next>{_NEXT_WEEK})|(?P<two>{_IN_TWO_WEEKS})|{_LAST_WEEK})"
)
def _weeks_on(match: re.Match[str]) -> Facts:
    if match["this"]:
        return (WeeksOn(count=0),)
    if match["next"]:
        return (WeeksOn(count=1),)
    return (WeeksOn(count=2 if match["two"] else -1),)


@_piece(
    r"(?:i|till|på|nu i|över|under) helgen|(?:denna helg|den här helgen)|(?:this|at the|over the) weekend"
)
def _weekend(_match: re.Match[str]) -> Facts:
    return (WeekendsOn(),)


@_piece(r"(?:i )?nästa helg|next weekend")
def _next_weekend(_match: re.Match[str]) -> Facts:
    return (WeekendsOn(is_next=True),)


@_piece(
    rf"(?:(?P<i>i|in|under|of) )(?:månaden )?(?P<month>{any_of(_MONTHS_AFTER_I)})\.?(?: (?P<year>20\d\d))?"
)
def _in_month(match: re.Match[str]) -> Facts:
    sort = Sort.MORE if match["i"] == "of" else Sort.PERIOD
    month = Month(month=SHORT_MONTHS[match["month"]], sort=sort)
    return (month,) if match["year"] is None else (month, Year(year=int(match["year"])))


@_piece(rf"(?P<month>{any_of(MONTH_NAMES)})(?: (?P<year>20\d\d))?")
def _month(match: re.Match[str]) -> Facts:
    month = Month(month=MONTH_NAMES[match["month"]], sort=Sort.PERIOD if match["year"] else Sort.MORE)
    return (month,) if match["year"] is None else (month, Year(year=int(match["year"])))


@_piece(
    r"(?:i |in |under |of |den )?(?:(?P<this>denna månad(?:en)?|den här månaden|this month)|"
    r"(?P<next>nästa månad|nästkommande månad|next month)|förra månaden|last month)"
)
def _months_on(match: re.Match[str]) -> Facts:
    if match["this"]:
        return (MonthsOn(count=0),)
    return (MonthsOn(count=1 if match["next"] else -1),)


@_piece(r"(?:i |in |of )?(?:månaden|the month)")
def _of_the_month(_match: re.Match[str]) -> Facts:
    return (MonthsOn(count=0, sort=Sort.MORE),)


@_piece(r"(?:(?P<next>nästa år|next year)|(?P<last>förra året|i fjol|last year)|i år|this year)")
def _years_on(match: re.Match[str]) -> Facts:
    if match["next"]:
        return (YearsOn(count=1),)
    return (YearsOn(count=-1 if match["last"] else 0),)


@_piece(r"(?:år |in )?(?P<year>20\d\d)")
def _year(match: re.Match[str]) -> Facts:
    return (Year(year=int(match["year"])),)


def _nth_of(said: str) -> int:
    if said in ("sista", "last"):
        return -1
    if said in ("näst sista", "second last"):
        return -2
    return number(said)


def _kind(match: re.Match[str]) -> DayKind:
    if match["weekday"]:
        return DayKind.WEEKDAY
    if match["working"]:
        return DayKind.WORKING
    return DayKind.SCHOOL if match["school"] else DayKind.ANY


def _weekday_of(match: re.Match[str]) -> int:
    return _ALL_WEEKDAYS[match["weekday"].rstrip(".")] if match["weekday"] else 0


# ------------------------------------------------------------------------------------------------ days with names


@_piece(rf"(?P<on>(?:på|till|vid|on|at|under) )?(?:the )?(?P<name>{DAY_NAME})")
def _named(match: re.Match[str]) -> Facts:
    is_name = match["on"] is None and re.fullmatch(_PEOPLE, match["name"]) is not None
    return (Named(name=match["name"], sort=Sort.MORE if is_name else Sort.DAY),)


@_piece(rf"(?P<on>(?:i|på|till|under|över|at|over|during) )?(?:the )?(?P<name>{SPAN_NAME})")
def _several(match: re.Match[str]) -> Facts:
    is_alone = match["on"] is None and not match["name"].endswith(("helgen", "veckan"))
    return (NamedDays(name=match["name"], sort=Sort.MORE if is_alone else Sort.PERIOD),)


@_piece(rf"(?P<on>(?:på|under|i|över|during|over|in) )?(?:the )?(?P<name>{BREAK_NAME})")
def _break(match: re.Match[str]) -> Facts:
    return (Break(name=match["name"], sort=Sort.PERIOD if match["on"] else Sort.MORE),)


# ------------------------------------------------------------------------------------------------ before and after

_BESIDE = re.compile(
    r"(?:på |on )?(?:(?:den|the) )?(?:"
    rf"(?P<count>{NUMBER}) (?:(?P<working>{_WORKING})|(?P<weeks>veckor|vecka|weeks?)|dagar|dag|dar|days?)"
    rf"|(?:(?:första|sista|närmaste|first|last|next) )?(?:(?P<a_working>{_WORKING})|(?P<school>{_SCHOOL})|"
    rf"(?P<weekday>{_ANY_WEEKDAY})|(?P<week>veckan|week)|dagen|dan|dag|day)"
    r"|(?P<nothing>))"
    r"(?(nothing)| )(?P<side>före|innan|efter|before|after) "
)


def _beside(text: str, begin: int, depth: int) -> Iterator[Phrase]:
    """The phrases that begin there and say what lies before or after another day."""
    match = _BESIDE.match(text, begin)
    if match is None:
        return
    is_after = match["side"] in ("efter", "after")
    for of in _phrases(text, match.end(), depth + 1):
        if not _is_anchor(of.facts):
            continue
        if match["nothing"] is not None:
            if any(isinstance(fact, Named | Break) for fact in of.facts):
                yield Phrase((SomewhereBeside(of=of.facts, is_after=is_after),), of.end)
        elif match["week"]:
            yield Phrase((WeekBeside(of=of.facts, is_after=is_after),), of.end)
        elif match["count"]:
            count = number(match["count"]) * (7 if match["weeks"] else 1)
            kind = DayKind.WORKING if match["working"] else DayKind.ANY
            if count <= _MOST_BESIDE:
                yield Phrase((Beside(of=of.facts, is_after=is_after, count=count, kind=kind),), of.end)
        else:
            kind = DayKind.ANY
            if match["a_working"]:
                kind = DayKind.WORKING
            elif match["school"]:
                kind = DayKind.SCHOOL
            elif match["weekday"]:
                kind = DayKind.WEEKDAY
            yield Phrase(
                (Beside(of=of.facts, is_after=is_after, kind=kind, weekday=_weekday_of(match)),), of.end
            )


#: So many days before or after another day can be counted.
_MOST_BESIDE = 120


def _is_anchor(facts: Facts) -> bool:
    """Whether facts say enough for something to lie before or after it."""
    return any(isinstance(fact, Named | Break | Beside) for fact in facts) or _tells(facts)


# ------------------------------------------------------------------------------------------------ phrases


def read(text: str, begin: int = 0) -> Iterator[Phrase]:
    """The phrases for a day or a period that begin at a place of a plain text."""
    for phrase in _phrases(text, begin, 0):
        if _tells(phrase.facts):
            yield phrase


_UNTIL = re.compile(r"(?:till och med|tills|t\.? ?o\.? ?m\.?|tom|till|senast|until|till|by) ")


def _phrases(text: str, begin: int, depth: int) -> Iterator[Phrase]:
    """All rows of pieces that begin there, whether or not they tell enough."""
    if depth > 2:
        return
    until = _UNTIL.match(text, begin)
    if until is not None and depth == 0:
        yield from _rows(text, until.end(), depth, _MOST_PIECES)
    yield from _rows(text, begin, depth, _MOST_PIECES)


def _rows(text: str, begin: int, depth: int, left: int) -> Iterator[Phrase]:
    for first in _pieces(text, begin, depth):
        facts = _together(first.facts)
        yield Phrase(facts, first.end)
        if left == 1:
            continue
        after = first.end + text.startswith(".", first.end)
        if after >= len(text) or text[after] != " ":
            continue
        for rest in _rows(text, after + 1, depth, left - 1):
            yield Phrase(_together((*first.facts, *rest.facts)), rest.end, rest.pieces + 1)


def _pieces(text: str, begin: int, depth: int) -> Iterator[Phrase]:
    for piece in _PIECES:
        match = piece.pattern.match(text, begin)
        if match is not None:
            facts = piece.facts(match)
            if facts is not None:
                yield Phrase(facts, match.end())
    yield from _beside(text, begin, depth)


def _together(facts: Facts) -> Facts:
    """Facts of which two say one thing only together: ``tisdag`` and ``om två veckor``."""
    weekday = _only(facts, Weekday)
    weeks = _only(facts, WeeksLater)
    if weekday is not None and weeks is not None:
        both = WeekdayInWeeks(weekday=weekday.weekday, weeks=weeks.count)
        return (both, *(fact for fact in facts if fact not in (weekday, weeks)))
    months = _only(facts, MonthsLater)
    if weekday is not None and months is not None:
        around = WeekdayAround(weekday=weekday.weekday, about=months)
        return (around, *(fact for fact in facts if fact not in (weekday, months)))
    week, year = _only(facts, Week), _only(facts, Year)
    if week is not None and year is not None and not isinstance(week, WeekOfYear):
        of_year = WeekOfYear(week=week.week, year=year.year)
        return (of_year, *(fact for fact in facts if fact not in (week, year)))
    near = _only(facts, DaysOn)
    if near is not None and weeks is not None:
        later = DaysOn(count=near.count + 7 * weeks.count)
        return (later, *(fact for fact in facts if fact not in (near, weeks)))
    return facts


def _only(facts: Facts, kind: type[_F]) -> _F | None:
    found = [fact for fact in facts if isinstance(fact, kind)]
    return found[0] if len(found) == 1 else None


_PLAIN = (
    DaysOn,
    WeeksLater,
    Weekday,
    NextWeekday,
    WeekdayInWeeks,
    Week,
    WeeksOn,
    DayOfMonth,
    Month,
    Year,
    PartOfDay,
)


def is_plain(facts: Facts) -> bool:
    """Whether facts say nothing but a day to come, in the words of a calendar."""
    for fact in facts:
        if not isinstance(fact, _PLAIN):
            return False
        if isinstance(fact, DaysOn | WeeksLater) and fact.count < 0:
            return False
        if isinstance(fact, PartOfDay) and fact.part == "night":
            return False
    return True


def _tells(facts: Sequence[Fact]) -> bool:
    """Whether facts tell a day, or a period in which to ask for one."""
    if _are_names(facts):
        return False
    sorts = [fact.sort for fact in facts]
    if Sort.DAY in sorts or Sort.PERIOD in sorts:
        return True
    # None says it alone, but some do together: "tor 3:e", "sista vardagen i månaden"
    if _says(facts, Nth):
        return _says(facts, Month, MonthsOn)
    if _says(facts, Weekday):
        return _says(facts, DayOfMonth, Named)
    return _says(facts, Named) and _says(facts, Year)


def _says(facts: Sequence[Fact], *kinds: type[Fact]) -> bool:
    return any(isinstance(fact, kinds) for fact in facts)


def _are_names(facts: Sequence[Fact]) -> bool:
    """Whether some of the words are more likely a person's name: "Tor imorgon", "Maj fredag", "Jan 3 mars"."""
    months = [fact for fact in facts if isinstance(fact, Month)]
    weekdays = [fact for fact in facts if isinstance(fact, Weekday)]
    if len(set(months)) > 1 or len(set(weekdays)) > 1:
        return True
    has_year = _says(facts, Year, YearsOn)
    if any(isinstance(fact, Named | Break) and fact.sort is Sort.MORE and not has_year for fact in facts):
        return True  # "planera julen fredag"
    is_near = any(isinstance(fact, DaysOn) for fact in facts)
    if is_near and any(weekday.sort is Sort.MORE for weekday in weekdays):
        return True
    beside_month = any(isinstance(fact, Nth | DayOfMonth | Week) for fact in facts)
    return any(month.sort is Sort.MORE for month in months) and not beside_month
