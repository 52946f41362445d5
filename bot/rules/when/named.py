"""Swedish holidays, eves and other days with names, and the school's breaks.

Computed here: a library of the holidays of all countries takes 16 MB and a third of a second to load, and these
are twenty lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from bot.rules.when.words import any_of
from bot.rules.working_day import easter, following, is_working_day


@dataclass(frozen=True)
class Span:
    """Days that follow each other, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _from(month: int, day: int, weekday: int, *, later: int = 0) -> Callable[[int], date]:
    """The first such weekday from a day on, and some days later."""

    def of(year: int) -> date:
        begin = date(year, month, day)
        return begin + timedelta(days=(weekday - begin.weekday()) % 7 + later)

    return of


_MIDSUMMER_EVE = _from(6, 19, 4)
_ALL_SAINTS = _from(10, 31, 5)

#: How each day with a name is written, and when it is.
_DAYS: tuple[tuple[str, Callable[[int], date]], ...] = (
    ("nyårsdagen|nyårsdag|new year's day|new years day", _on(1, 1)),
    ("trettondagsafton|trettonafton|twelfth night", _on(1, 5)),
    ("trettondedag jul|trettondagen|trettondag jul|trettondedagen|epiphany", _on(1, 6)),
    ("tjugondag knut|tjugondag jul|knut", _on(1, 13)),
    ("alla hjärtans dag|valentine's day|valentines day", _on(2, 14)),
    ("fettisdagen|fettisdag|shrove tuesday", _from_easter(-47)),
    ("palmsöndagen|palmsöndag|palm sunday", _from_easter(-7)),
    ("skärtorsdagen|skärtorsdag|maundy thursday", _from_easter(-3)),
    ("långfredagen|långfredag|good friday", _from_easter(-2)),
    ("påskafton|påskaftonen|easter eve|holy saturday|easter saturday", _from_easter(-1)),
    ("påskdagen|påskdag|easter sunday|easter day", _from_easter(0)),
    ("annandag påsk|annandagen påsk|påskannandagen|easter monday", _from_easter(1)),
    ("valborgsmässoafton|valborg|valborgsafton|walpurgis night|walpurgis eve", _on(4, 30)),
    ("förstamaj|may day", _on(5, 1)),
    (
        "kristi himmelsfärdsdag|kristi himmelsfärdsdagen|kristi himmelsfärd|kristi himmelfärdsdag|"
        "kristi himmelfärd|ascension day",
        _from_easter(39),
    ),
    ("pingstafton|whitsun eve", _from_easter(48)),
    ("pingstdagen|pingstdag|whit sunday|pentecost", _from_easter(49)),
    ("mors dag|swedish mother's day", _from(5, 25, 6)),
    ("nationaldagen|sveriges nationaldag|national day|the national day", _on(6, 6)),
    ("midsommarafton|midsommaraftonen|midsummer eve|midsummer's eve|midsummers eve", _MIDSUMMER_EVE),
    ("midsommardagen|midsommardag|midsummer day|midsummer's day", _from(6, 20, 5)),
    ("halloween", _on(10, 31)),
    ("alla helgons dag|allhelgonadagen|alla helgon|all saints' day|all saints day", _ALL_SAINTS),
    ("fars dag|swedish father's day", _from(11, 8, 6)),
    (
        "första advent|1:a advent|1 advent|första söndagen i advent|first advent|first sunday of advent",
        _from(11, 27, 6),
    ),
    ("andra advent|2:a advent|2 advent|second advent", _from(11, 27, 6, later=7)),
    ("tredje advent|3:e advent|3 advent|third advent", _from(11, 27, 6, later=14)),
    ("fjärde advent|4:e advent|4 advent|fourth advent", _from(11, 27, 6, later=21)),
    ("luciadagen|lucia|luciadag|saint lucy's day|st lucy's day", _on(12, 13)),
    ("dan före dan|dan före dopparedan|lillejulafton|uppesittarkväll", _on(12, 23)),
    ("julafton|julaftonen|dopparedan|christmas eve|xmas eve", _on(12, 24)),
    ("juldagen|juldag|christmas day|xmas day", _on(12, 25)),
    ("annandag jul|annandagen jul|annandagen|annandag|annandan|annan dag jul|boxing day", _on(12, 26)),
    ("nyårsafton|nyårsaftonen|new year's eve|new years eve", _on(12, 31)),
)

#: Several days with one name: how they are written, the first, the last.
_SPANS: tuple[tuple[str, Callable[[int], date], Callable[[int], date]], ...] = (
    ("trettonhelgen|trettondagshelgen", _on(1, 5), _on(1, 6)),
    ("påsken|påsk|påskhelgen|easter", _from_easter(-2), _from_easter(1)),
    ("påskveckan|stilla veckan|holy week", _from_easter(-6), _from_easter(0)),
    ("pingsten|pingst|pingsthelgen|whitsun", _from_easter(48), _from_easter(49)),
    ("midsommarhelgen|midsommar|midsommaren|midsummer", _MIDSUMMER_EVE, _from(6, 19, 4, later=1)),
    ("allhelgonahelgen|allhelgona|allhelgonahelg", _from(10, 30, 4), _ALL_SAINTS),
    ("julhelgen|julhelgerna|julen|jul|christmas|xmas", _on(12, 24), _on(12, 26)),
    ("mellandagarna|mellandagar", _on(12, 27), _on(12, 30)),
    ("nyårshelgen|nyåret|nyår|new year|new year's|new years", _on(12, 31), lambda year: date(year + 1, 1, 1)),
)

#: The school's breaks: the key in a profile, and how each is written.
BREAKS: Mapping[str, tuple[str, ...]] = {
    "winter": ("sportlovet", "sportlov", "vinterlovet", "winter break", "the winter break"),
    "easter": ("påsklovet", "påsklov", "easter break", "the easter break", "easter holidays"),
    "summer": ("sommarlovet", "sommarlov", "summer break", "the summer break", "summer holidays"),
    "autumn": ("höstlovet", "höstlov", "läslovet", "autumn break", "the autumn break", "half-term"),
    "christmas": ("jullovet", "jullov", "christmas break", "the christmas break", "christmas holidays"),
}
ANY_BREAK = ("lovet", "the break", "the holidays", "skollovet")

_DAY_OF = {name: of for names, of in _DAYS for name in names.split("|")}
_SPAN_OF = {name: (first, last) for names, first, last in _SPANS for name in names.split("|")}
_BREAK_OF = {name: key for key, names in BREAKS.items() for name in names}

#: Patterns for names of days, of several days, and of the school's breaks.
DAY_NAME = any_of(_DAY_OF)
SPAN_NAME = any_of(_SPAN_OF)
BREAK_NAME = any_of([*_BREAK_OF, *ANY_BREAK])

Breaks = Mapping[str, tuple[Span, ...]]


@lru_cache(maxsize=512)
def named_in(name: str, year: int) -> Span:
    """The days of a name that begin in a year."""
    if name in _DAY_OF:
        day = _DAY_OF[name](year)
        return Span(day, day)
    first, last = _SPAN_OF[name]
    return Span(first(year), last(year))


def breaks_of(name: str, breaks: Breaks) -> tuple[Span, ...]:
    """The school's breaks of that name, as far as the profile knows them; ``lovet`` may be any."""
    if name in ANY_BREAK:
        return tuple(
            sorted((span for spans in breaks.values() for span in spans), key=lambda span: span.first)
        )
    return breaks.get(_BREAK_OF[name], ())


def is_school_day(day: date, breaks: Breaks) -> bool:
    """Whether there is school on a day, as far as the profile knows the breaks."""
    if not is_working_day(day):
        return False
    return not any(day in span for spans in breaks.values() for span in spans)


def working_days_after(day: date, count: int) -> date:
    """The day that comes so many working days after another."""
    for _ in range(count):
        day = following(day)
    return day
