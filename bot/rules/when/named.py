"""How Swedish holidays, eves and other days with names are written, and the school's breaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

from bot.rules.red_day import WHEN, RedDay, from_easter, on, weekday_from
from bot.rules.school_break import Breaks, Span
from bot.rules.when.words import any_of

#: How each day with a name is written, and when it is.
_DAYS: tuple[tuple[str, Callable[[int], date]], ...] = (
    ("nyårsdagen|nyårsdag|new year's day|new years day", WHEN[RedDay.NEW_YEAR]),
    ("trettondagsafton|trettonafton|twelfth night", WHEN[RedDay.EPIPHANY_EVE]),
    ("trettondedag jul|trettondagen|trettondag jul|trettondedagen|epiphany", WHEN[RedDay.EPIPHANY]),
    ("tjugondag knut|tjugondag jul|knut", on(1, 13)),
    ("alla hjärtans dag|valentine's day|valentines day", on(2, 14)),
    ("fettisdagen|fettisdag|shrove tuesday", from_easter(-47)),
    ("palmsöndagen|palmsöndag|palm sunday", from_easter(-7)),
    ("skärtorsdagen|skärtorsdag|maundy thursday", WHEN[RedDay.MAUNDY_THURSDAY]),
    ("långfredagen|långfredag|good friday", WHEN[RedDay.GOOD_FRIDAY]),
    ("påskafton|påskaftonen|easter eve|holy saturday|easter saturday", WHEN[RedDay.EASTER_EVE]),
    ("påskdagen|påskdag|easter sunday|easter day", WHEN[RedDay.EASTER_DAY]),
    ("annandag påsk|annandagen påsk|påskannandagen|easter monday", WHEN[RedDay.EASTER_MONDAY]),
    ("valborgsmässoafton|valborg|valborgsafton|walpurgis night|walpurgis eve", WHEN[RedDay.WALPURGIS]),
    ("förstamaj|may day", WHEN[RedDay.MAY_DAY]),
    (
        "kristi himmelsfärdsdag|kristi himmelsfärdsdagen|kristi himmelsfärd|kristi himmelfärdsdag|"
        "kristi himmelfärd|ascension day",
        WHEN[RedDay.ASCENSION],
    ),
    ("pingstafton|whitsun eve", WHEN[RedDay.WHITSUN_EVE]),
    ("pingstdagen|pingstdag|whit sunday|pentecost", WHEN[RedDay.WHITSUN]),
    ("mors dag|swedish mother's day", weekday_from(6, 5, 25)),
    ("nationaldagen|sveriges nationaldag|national day|the national day", WHEN[RedDay.NATIONAL_DAY]),
    (
        "midsommarafton|midsommaraftonen|midsummer eve|midsummer's eve|midsummers eve",
        WHEN[RedDay.MIDSUMMER_EVE],
    ),
    ("midsommardagen|midsommardag|midsummer day|midsummer's day", WHEN[RedDay.MIDSUMMER]),
    ("halloween", on(10, 31)),
    ("alla helgons dag|allhelgonadagen|alla helgon|all saints' day|all saints day", WHEN[RedDay.ALL_SAINTS]),
    ("fars dag|swedish father's day", weekday_from(6, 11, 8)),
    (
        "första advent|1:a advent|1 advent|första söndagen i advent|first advent|first sunday of advent",
        weekday_from(6, 11, 27),
    ),
    ("andra advent|2:a advent|2 advent|second advent", weekday_from(6, 11, 27, later=7)),
    ("tredje advent|3:e advent|3 advent|third advent", weekday_from(6, 11, 27, later=14)),
    ("fjärde advent|4:e advent|4 advent|fourth advent", weekday_from(6, 11, 27, later=21)),
    ("luciadagen|lucia|luciadag|saint lucy's day|st lucy's day", on(12, 13)),
    ("dan före dan|dan före dopparedan|lillejulafton|uppesittarkväll", on(12, 23)),
    ("julafton|julaftonen|dopparedan|christmas eve|xmas eve", WHEN[RedDay.CHRISTMAS_EVE]),
    ("juldagen|juldag|christmas day|xmas day", WHEN[RedDay.CHRISTMAS_DAY]),
    (
        "annandag jul|annandagen jul|annandagen|annandag|annandan|annan dag jul|boxing day",
        WHEN[RedDay.BOXING_DAY],
    ),
    ("nyårsafton|nyårsaftonen|new year's eve|new years eve", WHEN[RedDay.NEW_YEARS_EVE]),
)

#: Several days with one name: how they are written, the first, the last.
_SPANS: tuple[tuple[str, Callable[[int], date], Callable[[int], date]], ...] = (
    ("trettonhelgen|trettondagshelgen", on(1, 5), on(1, 6)),
    ("påsken|påsk|påskhelgen|easter", from_easter(-2), from_easter(1)),
    ("påskveckan|stilla veckan|holy week", from_easter(-6), from_easter(0)),
    ("pingsten|pingst|pingsthelgen|whitsun", from_easter(48), from_easter(49)),
    ("midsommarhelgen|midsommar|midsommaren|midsummer", WHEN[RedDay.MIDSUMMER_EVE], WHEN[RedDay.MIDSUMMER]),
    ("allhelgonahelgen|allhelgona|allhelgonahelg", weekday_from(4, 10, 30), WHEN[RedDay.ALL_SAINTS]),
    ("julhelgen|julhelgerna|julen|jul|christmas|xmas", on(12, 24), on(12, 26)),
    ("mellandagarna|mellandagar", on(12, 27), on(12, 30)),
    ("nyårshelgen|nyåret|nyår|new year|new year's|new years", on(12, 31), lambda year: date(year + 1, 1, 1)),
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
