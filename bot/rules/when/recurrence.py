"""Reads how often something repeats: ``varje skoldag från den 30:e``, ``varannan torsdag till jul``, ``weekdays``.

A phrase is a row of pieces in any order, as a day is (``grammar``): which days, from when, until when, how many times.
Each piece is a pattern with what it says; pieces that contradict each other are no phrase. What is vague or may mean
two things is asked about.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import lru_cache

from bot.errors import Refused, Unclear
from bot.i18n import LANGUAGES, WEEKDAYS, T
from bot.rules.recurrence import (
    LAST_DAY,
    MOST_STEP,
    MOST_TIMES,
    DayPart,
    Every,
    Only,
    Recurrence,
    Weeks,
    between,
    first,
    restored,
)
from bot.rules.school_break import Breaks, Span
from bot.rules.when import grammar
from bot.rules.when.day import FURTHEST, is_date, parse_answer, parse_span
from bot.rules.when.facts import (
    Break,
    DaysOn,
    Fact,
    MonthsLater,
    MonthsOn,
    NamedDays,
    PartOfDay,
    Weekday,
    WeeksLater,
    WeeksOn,
    months_on,
)
from bot.rules.when.named import ANY_BREAK, BREAK_NAME, SPAN_NAME
from bot.rules.when.words import (
    MONTH_NAMES,
    NUMBER,
    ORDINAL,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    any_of,
    line,
    number,
    plain,
)

#: The most words of one phrase.
_MOST_WORDS = 24
#: The most pieces of one phrase.
_MOST_PIECES = 7

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class _Part:
    """Words for a day or a period within a phrase: where they begin and end.

    ``ahead``: what a name alone needs in front to be read as a period; ``behind``: the month of ``7`` in ``7-18 dec``.
    ``counts``: whether that day or period belongs to it; None where it is not said. ``is_by``: it was said as a day by
    which something is to be done.
    """

    begin: int
    end: int
    ahead: str = ""
    behind: str = ""
    counts: bool | None = None
    is_by: bool = False


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What pieces say together; None: nothing about it."""

    every: Every | None = None
    step: int | None = None
    only: Only | None = None
    part: DayPart | None = None
    weekdays: tuple[int, ...] | None = None
    weeks: Weeks | None = None
    nth: int | None = None
    month_day: int | None = None
    #: Days that were said in a form in which they come again and again: ``tisdagar``, ``mån, ons``
    is_often: bool | None = None
    #: Nothing but how many times a week
    times_a_week: int | None = None
    begins: _Part | None = None
    until: _Part | None = None
    within: _Part | None = None
    #: An end by its name: of the term, the year, the month
    end: str | None = None
    months: int | None = None
    days: int | None = None
    count: int | None = None
    #: The text that asks what is meant, where no more can be known
    unclear: str | None = None


@dataclass(frozen=True)
class _Piece:
    """A pattern, and what it says; None when it says nothing after all."""

    pattern: re.Pattern[str]
    said: Callable[[re.Match[str]], _Said | None]


@dataclass(frozen=True)
class _Phrase:
    """What was said, and where its words end."""

    said: _Said
    end: int


_PIECES: list[_Piece] = []


def _piece(pattern: str) -> Callable[[Callable[[re.Match[str]], _Said | None]], None]:
    """Make a function the meaning of a pattern, which ends where a word ends."""

    def add(said: Callable[[re.Match[str]], _Said | None]) -> None:
        _PIECES.append(_Piece(re.compile(rf"(?:{pattern})(?=\.?(?: |$))"), said))

    return add


# ------------------------------------------------------------------------------------------------ words

#: Parts of the day, and whether the word means any of them.
_PARTS_OF_DAY = {
    **dict.fromkeys(("morgon", "förmiddag", "eftermiddag", "kväll"), False),
    **dict.fromkeys(("morgnar", "förmiddagar", "eftermiddagar", "kvällar"), True),
}
_PART_NAMES = {
    **dict.fromkeys(("morgnar", "morgnarna", "mornings"), DayPart.MORNING),
    **dict.fromkeys(("eftermiddagar", "eftermiddagarna", "afternoons"), DayPart.AFTERNOON),
    **dict.fromkeys(("kvällar", "kvällarna", "evenings"), DayPart.EVENING),
    **dict.fromkeys(("nätter", "nätterna", "nights"), DayPart.NIGHT),
    **{word: DayPart(part) for word, part in grammar.PARTS.items()},
    **dict.fromkeys(("förmiddag", "förmiddagen", "förmiddagar", "förmiddagarna", "fm"), DayPart.FORENOON),
    "before noon": DayPart.FORENOON,
}


def _weekday_words() -> Mapping[str, tuple[int, bool]]:
    """Every word for a weekday, with its number, and whether it means any of them (``tisdagar``, ``tis``)."""
    found: dict[str, tuple[int, bool]] = {}
    for language in LANGUAGES:
        for weekday, name in enumerate(WEEKDAYS[language]):
            found[name.casefold()] = (weekday, False)
            found[f"{name.casefold()}s"] = (weekday, True)
    for weekday, name in enumerate(WEEKDAYS["sv"]):
        found |= {f"{name}en": (weekday, False), f"{name}ar": (weekday, True), f"{name}arna": (weekday, True)}
        for part, are_several in _PARTS_OF_DAY.items():
            found[f"{name}s{part}"] = (weekday, are_several)
        del found[f"{name}s"]  # "i tisdags" has been
    for name, weekday in SHORT_WEEKDAYS.items():
        found.setdefault(name, (weekday, True))
    return found


_WEEKDAY_WORDS = _weekday_words()
_WEEKDAY = rf"{any_of(_WEEKDAY_WORDS)}\.?"
_AND = r"(?: ?(?:,|&|\+|/) ?| (?:och|o|and|samt|&|\+) | )(?:(?:varje|på|every|on) )?"
_LIST = rf"{_WEEKDAY}(?:{_AND}{_WEEKDAY}){{0,6}}"
_RANGE = rf"(?P<first>{_WEEKDAY})(?: ?- ?| (?:till(?: och med)?|t\.?o\.?m\.?|to|through|thru) )(?P<last>{_WEEKDAY})"

_RANGE_WORDS = {
    **_WEEKDAY_WORDS,
    **{name: (weekday, True) for weekday, name in enumerate(("må", "ti", "on", "to", "fr", "lö", "sö"))},
}

_EACH = r"(?:varje|alla|samtliga|var|varenda|every|each|all)"
_OTHER = r"(?:varannan|vartannat|var annan|every (?:other|second|2nd)|each other|alternate)"
_NTH_OR_N = rf"(?:(?:var|vart|every|each) (?:(?P<nth>{ORDINAL})|(?P<n>{NUMBER})))"
_ON = r"(?:på|under|om|on|bara|endast|bara på|endast på|only|only on|utom helger)"
_SCHOOL_DAY = r"(?:skoldag|skol-dag|school ?-?day)"
_SCHOOL_DAYS = r"(?:skoldagar(?:na)?|school ?-?days)"
_WORKING_DAY = r"(?:(?:helgfri )?vardag|arbetsdag|week ?day|working day|work ?day|business day)"
_WORKING_DAYS = (
    r"(?:(?:helgfria )?vardagar(?:na)?|arbetsdagar(?:na)?|week ?days|working days|work ?days|business days)"
)
_PLAIN_PART = any_of(word for word in _PART_NAMES if len(word) > 3)


def _weekdays_in(said: str) -> tuple[tuple[int, ...], bool]:
    """The weekdays of a list, and whether they were said as any of them."""
    words = [word for word in re.split(r"[ ,&+/.]+", said) if word in _WEEKDAY_WORDS]
    found = sorted({_WEEKDAY_WORDS[word][0] for word in words})
    return tuple(found), any(_WEEKDAY_WORDS[word][1] for word in words)


def _part_in(said: str) -> DayPart | None:
    """The part of the day with which weekdays were said: ``tisdagskväll``."""
    ends = [word for word in _PARTS_OF_DAY if re.search(rf"dags{word}\b", said)]
    return _PART_NAMES[ends[0]] if ends else None


def _stepped(every: Every, step: int) -> _Said:
    """Each so many days, weeks or months; so many weeks are said in days, too."""
    if every is Every.DAY and step % 7 == 0 and step:
        return _stepped(Every.WEEK, step // 7)
    if not 1 <= step <= MOST_STEP:
        return _Said(every=every, unclear="recurrence.too_rare")
    return _Said(every=every, step=step)


def _step_of(match: re.Match[str]) -> int:
    return number(match["nth"] or match["n"])


# ------------------------------------------------------------------------------------------------ days


@_piece(rf"(?P<each>{_EACH}) (?:{_SCHOOL_DAY}|{_SCHOOL_DAYS})|(?:{_ON} )?{_SCHOOL_DAYS}(?: only)?")
def _school_days(match: re.Match[str]) -> _Said:
    return _Said(every=Every.DAY if match["each"] else None, only=Only.SCHOOL)


@_piece(
    r"när det är skola|(?:men )?(?:inte|ej|utom|förutom|not|except)(?: på| under| i| in| during| on)?(?: the)? "
    r"(?:lov|loven|lovet|skollov|skolloven|lovdagar|(?:school )?(?:breaks|holidays))|(?:under|i) skolveckor"
)
def _not_in_breaks(_match: re.Match[str]) -> _Said:
    return _Said(only=Only.SCHOOL)


@_piece(rf"(?P<each>{_EACH}) (?:{_WORKING_DAY}|{_WORKING_DAYS})|(?:{_ON} )?{_WORKING_DAYS}(?: only)?")
def _working_days(match: re.Match[str]) -> _Said:
    return _Said(every=Every.DAY if match["each"] else None, only=Only.WORKING)


@_piece(
    r"(?:men )?(?:inte|ej|utom|förutom|not|except)(?: på| on)?(?: the)? (?:helger|helgen|helgerna|röda dagar|weekends)"
)
def _not_at_weekends(_match: re.Match[str]) -> _Said:
    return _Said(only=Only.WORKING)


@_piece(
    rf"{_EACH} (?:dag|dagar|day|days|(?P<part>{_PLAIN_PART}))|(?:dagligen|daily|everyday|alla veckans dagar|"
    r"(?:sju|7|seven) (?:dagar|dgr|days) (?:i veckan|a week))"
)
def _each_day(match: re.Match[str]) -> _Said:
    return _Said(every=Every.DAY, step=1, part=_PART_NAMES[match["part"]] if match["part"] else None)


@_piece(rf"{_OTHER} (?:(?P<kept>{_SCHOOL_DAY}|{_WORKING_DAY})|dag|day)")
def _second_day(match: re.Match[str]) -> _Said:
    if match["kept"]:
        return _Said(every=Every.DAY, unclear="recurrence.not_every_other")
    return _stepped(Every.DAY, 2)


@_piece(rf"{_NTH_OR_N} (?:(?P<kept>{_SCHOOL_DAY}s?|{_WORKING_DAY}s?)|dag|dagar|days?)")
def _nth_day(match: re.Match[str]) -> _Said:
    if match["kept"]:
        return _Said(every=Every.DAY, unclear="recurrence.not_every_other")
    return _stepped(Every.DAY, _step_of(match))


# ------------------------------------------------------------------------------------------------ weekdays and weeks


@_piece(rf"(?P<each>{_EACH}) (?P<list>{_LIST})|(?:{_ON} )?(?P<some>{_LIST})")
def _weekdays(match: re.Match[str]) -> _Said:
    weekdays, is_often = _weekdays_in(match["list"] or match["some"])
    part = _part_in(match[0])
    if match["each"]:
        return _Said(every=Every.WEEK, weekdays=weekdays, is_often=True, part=part)
    # One short name is a day ("tis"), or a man ("Tor"); "mån, ons" are days of each week
    is_short = re.fullmatch(rf"{any_of(SHORT_WEEKDAYS)}\.?", match["some"]) is not None
    return _Said(weekdays=weekdays, is_often=True if is_often and not is_short else None, part=part)


@_piece(
    rf"(?:(?P<each>{_EACH}(?: (?:dag|dagar|day))?(?: (?:från|from))?|dagligen|daily) |(?:från|from|på) )?"
    rf"(?:{_RANGE}|(?P<short>må|ti|on|to)-(?P<short_last>ti|on|to|fr|lö|sö))"
)
def _weekday_range(match: re.Match[str]) -> _Said | None:
    names = (match["first"] or match["short"], match["last"] or match["short_last"])
    (begin, is_often), (end, _) = (_RANGE_WORDS[name.rstrip(".")] for name in names)
    if begin >= end:
        return None
    weekdays = tuple(range(begin, end + 1))
    if match["each"]:
        return _Said(every=Every.WEEK, weekdays=weekdays, is_often=True)
    return _Said(weekdays=weekdays, is_often=True if is_often else None)


@_piece(rf"{_OTHER} (?P<list>{_LIST})")
def _second_weekday(match: re.Match[str]) -> _Said:
    weekdays = _weekdays_in(match["list"])[0]
    return _Said(every=Every.WEEK, step=2, weekdays=weekdays, is_often=True, part=_part_in(match[0]))


@_piece(rf"(?P<every>var|vart|every|each) (?P<nth>{ORDINAL}) (?P<list>{_LIST})")
def _nth_weekday(match: re.Match[str]) -> _Said | None:
    weekdays = _weekdays_in(match["list"])[0]
    step = number(match["nth"])
    if match["every"] in ("every", "each"):
        # "Every third Monday" comes each third week to some people, on the third of each month to others
        if step in (3, 4):
            return _Said(every=Every.WEEK, weekdays=weekdays, unclear="recurrence.week_or_month")
        return None
    return replace(_stepped(Every.WEEK, step), weekdays=weekdays, is_often=True, part=_part_in(match[0]))


@_piece(
    rf"(?:i |under )?{_EACH} (?:vecka|veckor|week|weeks)|veckovis|weekly|per vecka|per week|hela veckorna"
)
def _each_week(_match: re.Match[str]) -> _Said:
    return _Said(every=Every.WEEK, step=1)


@_piece(
    rf"(?:i |in )?{_OTHER} (?:vecka|week)|fortnightly|(?:every|each) fortnight|once a fortnight|en gång varannan vecka"
)
def _second_week(_match: re.Match[str]) -> _Said:
    return _Said(every=Every.WEEK, step=2)


@_piece(rf"(?:i |in )?{_NTH_OR_N} (?:vecka|veckor|weeks?)")
def _nth_week(match: re.Match[str]) -> _Said:
    return _stepped(Every.WEEK, _step_of(match))


@_piece(
    rf"(?:(?:{_EACH}|på|i|under|in|on|during) )?(?:(?P<odd>udda|ojämna?|odd)|jämna?|jamna?|even) "
    r"(?:veckonummer|week numbers|veckor(?:na)?|vecka|weeks?)"
)
def _odd_or_even(match: re.Match[str]) -> _Said:
    return _Said(every=Every.WEEK, step=1, weeks=Weeks.ODD if match["odd"] else Weeks.EVEN)


_TIMES = r"(?:gång|gånger|ggr|gång(?:er)?na|dag|dagar|dgr|times?|days?)"
_IN_A = r"(?: ?/ ?| (?:i|per|varje|om|under|a|an|each|every|in) )"


@_piece(
    rf"(?:(?P<some>några|någon|ett par|enstaka|flera|en eller två|ett antal|a few|a couple of|several|some) {_TIMES}"
    rf"|(?P<n>{NUMBER}) ?{_TIMES}|(?P<word>once|twice|thrice)){_IN_A}"
    r"(?:(?P<week>veckan?|week|v)|(?P<month>månad|månaden|month)|(?P<day>dag|dagen|day|dygn|dygnet))"
)
def _times(match: re.Match[str]) -> _Said:
    if match["some"]:
        return _Said(unclear="recurrence.vague")
    by_word = {"once": 1, "twice": 2, "thrice": 3}
    times = by_word[match["word"]] if match["word"] else number(match["n"])
    if match["day"]:
        return _Said(every=Every.DAY, step=1, unclear=None if times == 1 else "recurrence.once_a_day")
    if match["month"]:
        return _Said(every=Every.MONTH, step=1, unclear=None if times == 1 else "recurrence.once_a_month")
    if not 1 <= times <= 7:
        return _Said(unclear="recurrence.once_a_day")
    if times == 7:
        return _Said(every=Every.DAY, step=1)
    return _Said(every=Every.WEEK, step=1, times_a_week=times)


# ------------------------------------------------------------------------------------------------ months

_MONTH_DAY_NAME = any_of(
    [word for word in _WEEKDAY_WORDS if word not in SHORT_WEEKDAYS or len(word) > 4] + ["tors", "tis", "ons"]
)
_NTH = rf"(?P<nth>{ORDINAL}|näst sista|sista|second last|second to last|last but one|last)"


@_piece(
    rf"(?P<each>(?:varje|every|each) )?(?:på |on )?(?:(?:den|the) )?{_NTH} "
    rf"(?:(?P<weekday>{_MONTH_DAY_NAME})|(?P<school>{_SCHOOL_DAY}(?:en)?)|(?P<working>{_WORKING_DAY}(?:en)?)|"
    r"dagen|dag|day)"
)
def _nth_of_month(match: re.Match[str]) -> _Said | None:
    last = {"sista": -1, "last": -1}
    nth = last.get(match["nth"], -2) if not re.match(ORDINAL, match["nth"]) else number(match["nth"])
    # "Every first Monday" comes each month; "every third" is asked about
    every = Every.MONTH if match["each"] and nth in (1, -1) else None
    if match["each"] and every is None:
        return None
    if match["weekday"]:
        weekdays = _weekdays_in(match["weekday"])[0]
        if not -2 <= nth <= 4:
            return _Said(every=every, nth=-1, weekdays=weekdays, unclear="recurrence.not_in_each_month")
        return _Said(every=every, nth=nth, weekdays=weekdays)
    if match["school"] or match["working"]:
        if not -2 <= nth <= 4:
            return None
        return _Said(every=every, nth=nth, only=Only.SCHOOL if match["school"] else Only.WORKING)
    if nth == -2:
        return None
    return _Said(every=every, month_day=LAST_DAY if nth == -1 else nth)


@_piece(
    rf"(?:(?:på |on )?(?:den|the|d\.) )?(?P<day>{ORDINAL})|(?:(?:på |on )?(?:den|the|d\.)) (?P<figure>\d{{1,2}})"
    r"|(?:den|the) (?P<last>sista|last)|dag (?P<number>\d{1,2})"
)
def _day_of_month(match: re.Match[str]) -> _Said | None:
    if match["last"]:
        return _Said(month_day=LAST_DAY)
    day = number(match["day"] or match["figure"] or match["number"])
    return _Said(month_day=day) if 1 <= day <= LAST_DAY else None


@_piece(
    rf"(?:(?:i|in|of) )?{_EACH} (?:månad|månader|months?)|månadsvis|månatligen|monthly|per månad|per month|(?:i|of|in) "
    r"(?:månaden|the month)|a month"
)
def _each_month(_match: re.Match[str]) -> _Said:
    return _Said(every=Every.MONTH, step=1)


@_piece(rf"(?:(?:i|in|of) )?{_OTHER} (?:månad|month)|bimonthly")
def _second_month(_match: re.Match[str]) -> _Said:
    return _Said(every=Every.MONTH, step=2)


@_piece(rf"(?:(?:i|in|of) )?{_NTH_OR_N} (?:månad|månader|months?)")
def _nth_month(match: re.Match[str]) -> _Said:
    return _stepped(Every.MONTH, _step_of(match))


@_piece(
    r"(?P<quarter>(?:(?:i|in|of) )?(?:varje|every|each) (?:kvartal|quarter)|kvartalsvis|quarterly|en gång i kvartalet)"
    r"|varje halvår|halvårsvis"
)
def _longer(match: re.Match[str]) -> _Said:
    return _Said(every=Every.MONTH, step=3 if match["quarter"] else 6)


# ------------------------------------------------------------------------------------------------ its ends


@_piece(
    r"(?:i|for|under|de närmaste|de kommande|the next|for the next|during) (?:de närmaste |de kommande )?"
    rf"(?P<n>{NUMBER}) (?:(?P<weeks>veckor(?:na)?|vecka|weeks?)|(?P<months>månader(?:na)?|månad|months?)|"
    r"(?P<years>år|years?)|dagar(?:na)?|dag|days?)(?: framåt)?"
)
def _lasting(match: re.Match[str]) -> _Said:
    count = min(number(match["n"]), 2 * FURTHEST)
    if match["weeks"]:
        return _Said(days=7 * count)
    if match["months"] or match["years"]:
        return _Said(months=count * (12 if match["years"] else 1))
    return _Said(days=count)


_ALTOGETHER = r"(?:totalt|sammanlagt|in total)"


@_piece(
    rf"(?:{_ALTOGETHER} )?(?P<n>{NUMBER}) ?(?:gånger|ggr|times|tillfällen|occasions)"
    rf"(?! (?:i|per|om|varje|a|each|every|in|under|/) )(?: {_ALTOGETHER})?"
)
def _counted(match: re.Match[str]) -> _Said:
    count = number(match["n"])
    if not 2 <= count <= MOST_TIMES:
        return _Said(unclear="recurrence.too_often")
    return _Said(count=count)


_TILL = r"(?:(?:fram )?till |until )?(?:the )?"
_REST = r"(?:hela |resten av |under |(?:for )?the rest of |during |in )?(?:the )?"
#: The ends of what lasts, by what ends.
_ENDS: Mapping[str, str] = {
    "term": rf"{_TILL}(?:terminens slut|terminsslutet|slutet av terminen|terminsavslutningen|julavslutningen|"
    rf"end of (?:the )?term)|{_REST}(?:(?:vår|höst)?terminen(?: ut)?|term(?: time)?)",
    "school_year": rf"{_TILL}(?:läsårets slut|skolavslutningen|end of the school year)"
    rf"|{_REST}(?:läsåret(?: ut)?|school year)",
    "year": rf"{_TILL}(?:årets slut|årsskiftet|end of the year)|resten av året|året ut|the rest of the year",
    "week": r"resten av veckan|veckan ut|the rest of the week",
    "month": rf"{_TILL}(?:slutet av månaden|månadens slut|end of the month)|resten av månaden|månaden ut",
}


def _ending(name: str) -> Callable[[re.Match[str]], _Said]:
    return lambda _match: _Said(end=name)


for _name, _pattern in _ENDS.items():
    _piece(_pattern)(_ending(_name))


@_piece(rf"(?:(?:tidigt )?(?:på|i|in the|at|in) )?(?:the )?(?P<part>{any_of(_PART_NAMES)})")
def _part(match: re.Match[str]) -> _Said:
    return _Said(part=_PART_NAMES[match["part"]])


@_piece(
    r"tills vidare|until further notice|(?:från|from)(?: och med)? (?:nu|now)(?: on)?|framöver|i veckan|in the week"
)
def _nothing_more(_match: re.Match[str]) -> _Said:
    return _Said()


@_piece(
    r"(?:lite )?(?:då|nu) och då|(?:allt )?emellanåt|(?:någon gång )?ibland|now and then|sometimes|occasionally|"
    r"from time to time|(?:every )?once in a while|every now and then"
)
def _vague(_match: re.Match[str]) -> _Said:
    return _Said(unclear="recurrence.vague")


@_piece(rf"(?:på |at |on )?(?:helger(?:na)?|weekends)|(?:{_EACH}|{_OTHER}) (?P<one>helg|weekend)")
def _weekend(match: re.Match[str]) -> _Said:
    if match["one"]:
        return _Said(unclear="recurrence.which_weekday")  # once at a weekend, on one of its days
    return _Said(weekdays=(5, 6), is_often=True)


_FROM = re.compile(
    r"(?:från och med|fr\.? ?o\.? ?m\.?|from och med|med start(?: på)?|med början|start|startar|börjar|från|"
    r"starting(?: on| from)?|beginning(?: on)?|as of|as from|from) (?=\S)"
)
_UNTIL = re.compile(
    r"(?:(?P<with>(?:fram )?till och med|t\.? ?o\.? ?m\.?|tom|through|thru|(?:until|up to) and including)"
    r"|(?P<by>senast|by)|(?:fram till|fram tills|ända till|tills|till|until|til|up to|to)) (?=\S)"
)
_AFTER = re.compile(r"(?:efter|after) (?=\S)")
_BEFORE = re.compile(r"(?:före|innan|before) (?=\S)")
_BETWEEN = re.compile(r"(?:(?:mellan|between) )?(?=\S)")
_NAME = re.compile(rf"(?:the )?(?:{SPAN_NAME}|{BREAK_NAME}|{any_of(MONTH_NAMES)})(?: 20\d\d)?(?=\.?(?: |$))")


def _parts(text: str, begin: int) -> Iterator[_Part]:
    """The words for a day or a period that begin there."""
    ends = {phrase.end for phrase in grammar.read(text, begin)}
    yield from (_Part(begin=begin, end=end) for end in sorted(ends))
    name = _NAME.match(text, begin)
    if name is not None and name.end() not in ends:
        yield _Part(begin=begin, end=name.end(), ahead="i ")


def _bounds(text: str, begin: int) -> Iterator[_Phrase]:
    """When it begins, ends, or within what it comes, said there."""
    match = _FROM.match(text, begin)
    if match is not None:
        yield from (_Phrase(_Said(begins=part), part.end) for part in _parts(text, match.end()))
    match = _UNTIL.match(text, begin)
    if match is not None:
        for part in _parts(text, match.end()):
            counts = True if match["with"] or match["by"] else None
            until = replace(part, counts=counts, is_by=match["by"] is not None)
            yield _Phrase(_Said(until=until), part.end)
    match = _AFTER.match(text, begin)
    if match is not None:
        for part in _parts(text, match.end()):
            yield _Phrase(_Said(begins=replace(part, counts=False)), part.end)
    match = _BEFORE.match(text, begin)
    if match is not None:
        for part in _parts(text, match.end()):
            yield _Phrase(_Said(until=replace(part, counts=False)), part.end)
    yield from _from_one_to_another(text, begin)
    for phrase in grammar.read(text, begin):
        if all(fact.is_period for fact in phrase.facts):
            yield _Phrase(_Said(within=_Part(begin=begin, end=phrase.end)), phrase.end)


_TO_ANOTHER = re.compile(r"(?P<and> (?:och|and) )|(?: ?- ?| (?:till(?: och med)?|to|through) )(?=\S)")


_MONTH = rf" ?{any_of(SHORT_MONTHS)}\.?|/\d{{1,2}}"
_NUMBERS = re.compile(
    rf"(?:mellan |between |från |from )?(?:den |the )?(?P<one>\d{{1,2}}(?::?[ae])?(?P<month>{_MONTH})?)"
    rf"(?: ?- ?| (?:till|to|och|and) (?:den |the )?)"
    rf"(?P<other>\d{{1,2}}(?::?[ae])?(?P<its_month>{_MONTH}))(?=\.?(?: |$))"
)


_WEEKS = re.compile(
    r"(?:i |under |från |from |mellan |between |in )?(?:v\.? ?|veckorna |vecka |weeks |week )(?P<one>\d{1,2})"
    r"(?: ?- ?| (?:till(?: och med)?|t\.?o\.?m\.?|to|och|and) )(?:v\.? ?|vecka |week )?(?P<other>\d{1,2})(?=\.?(?: |$))"
)


def _from_one_to_another(text: str, begin: int) -> Iterator[_Phrase]:
    """``mellan 1 och 18 dec``, ``7-18 dec``, ``7 dec till 18 dec``, ``v. 49-51``: both ends belong to it."""
    match = _WEEKS.match(text, begin)
    if match is not None:
        one = _Part(begin=match.start("one"), end=match.end("one"), ahead="v ")
        other = _Part(begin=match.start("other"), end=match.end("other"), ahead="v ", counts=True)
        yield _Phrase(_Said(begins=one, until=other), match.end())
    match = _NUMBERS.match(text, begin)
    if match is not None:
        behind = "" if match["month"] else match["its_month"]
        one = _Part(begin=match.start("one"), end=match.end("one"), behind=behind)
        other = _Part(begin=match.start("other"), end=match.end("other"), counts=True)
        yield _Phrase(_Said(begins=one, until=other), match.end())
    match = _BETWEEN.match(text, begin)
    if match is None:
        return
    for begins in _parts(text, match.end()):
        joined = _TO_ANOTHER.match(text, begins.end)
        if joined is None or bool(joined["and"]) != bool(match[0]):
            continue
        for until in _parts(text, joined.end()):
            yield _Phrase(_Said(begins=begins, until=replace(until, counts=True)), until.end)


def _are_from_today(facts: Sequence[Fact]) -> bool:
    """Whether facts count from the day on which they are said, whatever is spoken of."""
    return any(isinstance(fact, DaysOn | WeeksLater | MonthsLater | WeeksOn | MonthsOn) for fact in facts)


# ------------------------------------------------------------------------------------------------ phrases


@lru_cache(maxsize=256)
def _phrases(text: str) -> tuple[_Phrase, ...]:
    """The phrases that begin a plain text and say how often something repeats."""
    return tuple(phrase for phrase in _rows(text, 0, _MOST_PIECES) if _tells(phrase.said))


def _rows(text: str, begin: int, left: int) -> Iterator[_Phrase]:
    for one in _pieces(text, begin):
        yield one
        after = one.end + text.startswith(".", one.end)
        if left == 1 or after >= len(text) or text[after] != " ":
            continue
        for rest in _rows(text, _past_filler(text, after + 1), left - 1):
            both = _together(one.said, rest.said)
            if both is not None:
                yield _Phrase(both, rest.end)


def _past_filler(text: str, begin: int) -> int:
    """Past a word or sign that only joins: ``varje tisdag - från 1 dec``, ``och till jul``."""
    joining = re.compile(r"(?:[-–|] |och |and |men |but )").match(text, begin)
    return begin if joining is None else joining.end()


def _pieces(text: str, begin: int) -> Iterator[_Phrase]:
    for piece in _PIECES:
        match = piece.pattern.match(text, begin)
        if match is not None:
            said = piece.said(match)
            if said is not None:
                yield _Phrase(said, match.end())
    yield from _bounds(text, begin)


def _together(one: _Said, other: _Said) -> _Said | None:
    """What both say; None when they contradict each other."""
    found = {}
    for field in fields(_Said):
        said, more = getattr(one, field.name), getattr(other, field.name)
        if said is not None and more is not None and said != more:
            return None
        found[field.name] = more if said is None else said
    both = _Said(**found)
    return None if _contradicts(both) else both


def _contradicts(said: _Said) -> bool:
    of_month = said.nth is not None or said.month_day is not None
    if said.every is Every.DAY and (said.weekdays or said.weeks or of_month):
        return True
    if said.every is Every.WEEK and of_month:
        return True
    return said.every is Every.MONTH and bool(said.weekdays) and said.nth is None


def _tells(said: _Said) -> bool:
    """Whether it is said how often, not only from when or until when."""
    if said.unclear is not None or said.every is not None:
        return said.every is not Every.MONTH or said.step is not None or said.nth is not None
    if said.nth is not None or said.month_day is not None:
        return False
    if said.only is not None:
        return True
    weekdays = said.weekdays or ()
    return bool(weekdays) and (said.is_often is True or len(weekdays) > 1)


def _whole(text: str) -> _Said | None:
    """What a whole plain text says of how often something repeats; None when it says nothing of that.

    Of several ways to read it: ``från måndag v. 2`` is a day of that week, ``varje dag från måndag till fredag`` are
    weekdays, and otherwise the shorter piece comes first: ``från den 30:e till jul`` has a beginning and an end.
    """
    text = text.rstrip(".")
    fitting = [phrase for phrase in _phrases(text) if phrase.end == len(text)]
    return max(fitting, key=_likelihood).said if fitting else None


def _likelihood(phrase: _Phrase) -> tuple[bool, int]:
    return phrase.said.within is None, len(phrase.said.weekdays or ())


def is_recurrence(text: str) -> bool:
    """Whether words say how often something repeats, even if it must be asked what exactly is meant."""
    return _stored(text) is not None or _whole(_plain(text)) is not None


def _stored(text: str) -> Recurrence | None:
    """The recurrence whose stored line a text is: so it is kept until a question is answered."""
    try:
        return restored(text.strip())
    except ValueError:
        return None


def count_recurrence(words: Sequence[str]) -> int:
    """How many words at the front say how often something repeats; 0 when none do."""
    read = line(words[:_MOST_WORDS])
    return max((read.count_to(0, phrase.end) for phrase in _phrases(read.plain)), default=0)


def ends_of_recurrences(text: str, begin: int) -> Iterator[int]:
    """Where the words end that begin at a place of a plain text and say how often."""
    yield from (begin + phrase.end for phrase in _phrases(text[begin:]))


def _plain(text: str) -> str:
    return plain(" ".join(text.split()[: 2 * _MOST_WORDS]))


# ------------------------------------------------------------------------------------------------ what is meant


def parse_recurrence(text: str, today: date, *, breaks: Breaks | None = None) -> Recurrence:
    """How often something repeats, as people write it. ``breaks`` are the school's.

    Without a beginning it begins tomorrow at the earliest: nobody is late with what they were asked for today. Where
    today would be one of its days each week or month, it is asked. Refused with what to write instead;
    :class:`Unclear` when it may mean one of several things.
    """
    stored = _stored(text)
    if stored is not None:
        return stored
    said = _plain(text)
    found = _whole(said)
    if found is None:
        raise Refused(T("recurrence.unclear", text=text.strip()))
    return _Meaning(text.strip(), said.rstrip("."), found, today, breaks or {}).recurrence()


#: Before weekdays of which it is asked whether each week is meant.
_WEEKLY = "varje vecka "
_CHOICES = re.compile(r"\d{4}-\d\d-\d\d(?: eller \d{4}-\d\d-\d\d)+")
_YES = re.compile(r"1|ja(?: tack)?|japp|jo|yes|yep|(?:ja )?varje vecka|every week|each week")


def parse_recurrence_answer(before: str, text: str, today: date, *, breaks: Breaks | None = None) -> str:
    """An answer to a question about ``before``, as words that say by themselves how often something repeats.

    ``2`` is the second of the days shown; ``tisdag`` after ``varje vecka`` is each Tuesday.
    """
    said = text.strip().rstrip(".!")
    choices = _CHOICES.search(before)
    if choices is not None:
        day = parse_answer(choices[0], text, today, breaks=breaks)
        if is_date(day):
            return f"{before[: choices.start()]}{day}{before[choices.end() :]}"
    if choices is None and _YES.fullmatch(plain(said)) and _is_meant(before, today, breaks):
        return before
    other_than_weekly = f"{said} {before.removeprefix(_WEEKLY)}"
    for both in (f"{before} {said}", f"{before} den {said}", said, other_than_weekly):
        if _is_meant(both, today, breaks):
            return both
    return text


def _is_meant(text: str, today: date, breaks: Breaks | None) -> bool:
    """Whether words say how often, or leave only which of some days is meant."""
    try:
        parse_recurrence(text, today, breaks=breaks)
    except Unclear as unclear:
        return _CHOICES.search(unclear.left) is not None
    except Refused:
        return False
    return True


class _Meaning:
    """What a phrase means on a day. ``shown``: its words, for what is asked; ``text``: the same, plain."""

    def __init__(self, shown: str, text: str, said: _Said, today: date, breaks: Breaks) -> None:
        self._shown = shown
        self._text = text
        self._said = said
        self._today = today
        self._breaks = breaks

    def recurrence(self) -> Recurrence:
        """The recurrence. Refused when there is none, or it may be several."""
        self._check_clear()
        begins = self._beginning()
        rule = self._rule(begins)
        within = self._span(self._said.within, self._today) if self._said.within else None
        if begins is None:
            rule = self._from_soon(rule, within)
        elif within is not None:
            rule = replace(rule, begins=max(rule.begins, within.first))
        # Each other week and month counts from the first day that fits, whatever day was said to begin with
        begin = first(replace(rule, step=1 if rule.every is not Every.DAY else rule.step), self._breaks)
        if begin is None:
            raise self._never()
        rule = replace(rule, begins=begin, count=self._said.count)
        last = self._last(rule, within)
        if last is None:
            return rule
        self._check_last(rule, last)
        # The last day on which it really comes is what people want to be told
        return replace(rule, last=between(rule, begin, last, self._breaks)[-1])

    # ------------------------------------------------------------------------------------------ which days

    def _check_clear(self) -> None:
        """Refuse, or ask about, what nobody can know."""
        said = self._said
        if said.unclear is not None:
            raise Refused(T(said.unclear, text=self._shown))
        if said.within is not None and any(
            isinstance(fact, Break) and fact.name in ANY_BREAK for fact in self._facts(said.within)
        ):
            raise Refused(T("recurrence.which_break", text=self._shown))
        if said.every is Every.DAY and said.only is not None and (said.step or 1) > 1:
            raise Refused(T("recurrence.not_every_other", text=self._shown))
        weekdays = said.weekdays or ()
        if said.times_a_week is not None and weekdays and len(weekdays) != said.times_a_week:
            raise Refused(T("recurrence.other_number", text=self._shown))
        if said.every is None and not said.is_often and len(weekdays) > 1:
            raise Unclear(T("recurrence.is_it_weekly", text=self._shown), left=_WEEKLY + self._text)

    def _rule(self, begins: Span | None) -> Recurrence:
        """How often, from the day with which it begins; from tomorrow where none was said."""
        said = self._said
        begin = self._today + _DAY if begins is None else begins.first
        step = said.step or 1
        every = said.every
        if every is None:
            every = Every.WEEK if said.weekdays else Every.DAY
        if every is Every.DAY:
            return Recurrence(begins=begin, every=every, step=step, only=said.only, part=said.part)
        if every is Every.WEEK:
            weekdays = said.weekdays or self._weekdays_of(begins)
            return Recurrence(
                begins=begin,
                every=every,
                step=step,
                weekdays=weekdays,
                weeks=said.weeks,
                only=said.only,
                part=said.part,
            )
        month_day = said.month_day
        if month_day is None and said.nth is None:
            month_day = self._month_day_of(begins)
        return Recurrence(
            begins=begin,
            every=every,
            step=step,
            weekdays=said.weekdays or (),
            month_day=month_day,
            nth=said.nth,
            only=said.only,
            part=said.part,
        )

    def _weekdays_of(self, begins: Span | None) -> tuple[int, ...]:
        """The weekday of the day with which it begins, which must be said where it is not."""
        times = self._said.times_a_week or 1
        if begins is not None and begins.first == begins.last and times == 1:
            return (begins.first.weekday(),)
        key = "recurrence.which_weekday" if times == 1 else "recurrence.which_weekdays"
        raise Unclear(T(key, text=self._shown), left=self._text)

    def _month_day_of(self, begins: Span | None) -> int:
        if begins is not None and begins.first == begins.last:
            return begins.first.day
        raise Unclear(T("recurrence.which_day_of_month", text=self._shown), left=self._text)

    # ------------------------------------------------------------------------------------------ its beginning

    def _beginning(self) -> Span | None:
        """The day or period with which it begins; None when none is said."""
        part = self._said.begins
        if part is None:
            return None
        begins = self._span(part, self._today)
        if part.counts is False:
            return Span(begins.last + _DAY, begins.last + 7 * _DAY)
        if begins.first < self._today:
            raise Refused(T("recurrence.has_been", text=self._shown, day=begins.first))
        return begins

    def _from_soon(self, rule: Recurrence, within: Span | None) -> Recurrence:
        """From tomorrow on, or from when it is said to be within; where today would be one of its days, it is asked."""
        begin = rule.begins if within is None else max(rule.begins, within.first)
        later = replace(rule, begins=begin)
        is_within = within is None or within.first <= self._today
        if rule.every is Every.DAY or not is_within:
            return later
        from_today = replace(rule, begins=self._today)
        if first(from_today, self._breaks) != self._today:
            return later
        end = None if within is None else within.last
        other = first(replace(later, step=1, last=end), self._breaks)
        if other is None:
            return from_today  # today is the only day left of it
        if (other - self._today).days < 7:
            return later  # of several days in a week, as of each day: the next one
        raise Unclear(
            T("recurrence.from_today", text=self._shown, day=self._today, other=other),
            left=f"{self._text} från {self._today.isoformat()} eller {other.isoformat()}",
        )

    # ------------------------------------------------------------------------------------------ its end

    def _last(self, rule: Recurrence, within: Span | None) -> date | None:
        """The last day on which it may come, of all that were said; None when none was."""
        said = self._said
        found = [] if within is None else [within.last]
        if said.days is not None:
            found.append(rule.begins + said.days * _DAY - _DAY)
        if said.months is not None:
            found.append(months_on(rule.begins, said.months) - _DAY)
        if said.end is not None:
            found.append(self._named_end(said.end, rule.begins))
        if said.until is not None:
            found.append(self._until(said.until, rule))
        return min(found, default=None)

    def _check_last(self, rule: Recurrence, last: date) -> None:
        if last < rule.begins:
            raise self._never()
        if (last - self._today).days > FURTHEST:
            raise Refused(T("date.too_far", text=self._shown))

    def _never(self) -> Refused:
        return Refused(T("recurrence.never", text=self._shown))

    def _named_end(self, name: str, begins: date) -> date:
        """The last day of the term, the school year, the year, the month or the week."""
        if name == "week":
            return begins + (6 - begins.weekday()) * _DAY
        if name == "year":
            return date(begins.year, 12, 31)
        if name == "month":
            return date(begins.year, begins.month, monthrange(begins.year, begins.month)[1])
        names = ("summer",) if name == "school_year" else ("christmas", "summer")
        ends = [span.first for each in names for span in self._breaks.get(each, ()) if span.first > begins]
        if not ends:
            raise Refused(T("date.break_unknown", text=self._shown))
        return min(ends) - _DAY

    def _until(self, part: _Part, rule: Recurrence) -> date:
        """The last day, as it was said: a day belongs to it, "till jul" ends before Christmas, of "till april" it is
        asked."""
        facts = self._facts(part)
        day = self._today if self._said.begins is None or _are_from_today(facts) else rule.begins
        if day == rule.begins and all(isinstance(fact, Weekday | PartOfDay) for fact in facts):
            day += _DAY  # "från fredag till fredag" is a week
        span = self._span(part, day)
        if part.counts is False:
            return span.first - _DAY
        is_festive = any(isinstance(fact, NamedDays | Break) for fact in facts)
        if not all(fact.is_period for fact in facts) or (part.counts and not (is_festive and part.is_by)):
            return span.last
        before = span.first - _DAY
        if is_festive:
            # It may be Christmas now: then until the next one
            return before if before >= rule.begins else self._span(part, span.last + _DAY).first - _DAY
        if before < rule.begins:
            return span.last
        left = f"{before.isoformat()} eller {span.last.isoformat()}"
        raise Unclear(
            T("recurrence.until_when", text=self._shown, first=before, second=span.last),
            left=self._text[: part.begin] + left + self._text[part.end :],
        )

    # ------------------------------------------------------------------------------------------ days within it

    def _words(self, part: _Part) -> str:
        return part.ahead + self._text[part.begin : part.end] + part.behind

    def _facts(self, part: _Part) -> Sequence[Fact]:
        words = self._words(part)
        fitting = [phrase for phrase in grammar.read(words) if phrase.end == len(words)]
        return min(fitting, key=lambda phrase: phrase.pieces).facts

    def _span(self, part: _Part, today: date) -> Span:
        """The days that a part of the phrase means. What is asked about it keeps the rest of the phrase."""
        try:
            return parse_span(self._words(part), today, breaks=self._breaks)
        except Unclear as unclear:
            left = self._text[: part.begin] + unclear.left + self._text[part.end :]
            raise Unclear(unclear.text, left=left) from unclear
