"""Parses dates, times and durations as people type them, in Swedish local time."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from bot.errors import Refused
from bot.i18n import LANGUAGES, MONTHS, WEEKDAYS, ZONE, T

#: The furthest date a command may name, in days from today.
FURTHEST = 3660
#: The most words a date or a duration is written with: ``på torsdagen den 17 december 2026``.
MOST_WORDS = 7

#: The shortest and the longest duration that can be typed.
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=12)


def _short(names: dict[str, int]) -> dict[str, int]:
    """Names with their first three and four letters as abbreviations."""
    return names | {name[:length]: number for name, number in names.items() for length in (3, 4)}


def _any(names: dict[str, int]) -> str:
    """A pattern for any of the names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


_SWEDISH_WEEKDAYS = {name.casefold(): day for day, name in enumerate(WEEKDAYS["sv"])}
_WEEKDAYS = {
    **{name.casefold(): day for lang in LANGUAGES for day, name in enumerate(WEEKDAYS[lang])},
    **{f"{name}en": day for name, day in _SWEDISH_WEEKDAYS.items()},
}
_SHORT_WEEKDAYS = _short(_WEEKDAYS)
_MONTHS = _short({name.casefold(): month for lang in LANGUAGES for month, name in enumerate(MONTHS[lang], 1)})
_NEAR = {
    **dict.fromkeys(("igår", "i går", "yesterday"), -1),
    **dict.fromkeys(("idag", "i dag", "today"), 0),
    **dict.fromkeys(("imorgon", "i morgon", "imorron", "i morron", "tomorrow"), 1),
    **dict.fromkeys(("i övermorgon", "iövermorgon", "övermorgon"), 2),
}
_COUNTS = {
    **dict.fromkeys(("en", "ett", "a", "an", "one"), 1),
    **{
        word: n for n, word in enumerate(("två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio"), 2)
    },
    **{
        word: n
        for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)
    },
}

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_LATER = re.compile(
    rf"(?:om|in) (?P<count>\d{{1,6}}|{_any(_COUNTS)}) "
    r"(?:(?P<days>dag|dagar|dar|days?|d)|(?P<weeks>vecka|veckor|v|weeks?|w)|(?P<months>månad|månader|mån|months?))"
)
_WEEKDAY = re.compile(rf"(?:nu )?(?:på |on )?(?P<weekday>{_any(_WEEKDAYS)})")
_NEXT = re.compile(rf"(?:nästa|next) (?:(?P<weekday>{_any(_WEEKDAYS)})|vecka|månad|week|month)")
# Abbreviated only beside a date: Tor and Jan are also people
_ON = "(?:på |on )?"
_WITH = rf"(?:{_ON}(?P<weekday>{_any(_SHORT_WEEKDAYS)})[.,]? )"
_WEEK_NUMBER = r"(?:vecka|v|week|w)\.? ?(?P<week>\d{1,2})"
_OF_WEEK = (
    re.compile(rf"{_WITH}(?:i )?{_WEEK_NUMBER}"),
    re.compile(rf"(?:i )?{_WEEK_NUMBER}[.,]? {_ON}(?P<weekday>{_any(_SHORT_WEEKDAYS)})"),
)
# A week counted from this one and a day in it, in either order, which together name one day
_WEEKS_ON = (
    r"(?:(?P<this>denna vecka|den här veckan|this week)|(?P<next>nästa vecka|next week)|"
    rf"(?:om|in) (?P<count>\d{{1,2}}|{_any(_COUNTS)}) (?:vecka|veckor|weeks?|v|w))"
)
_IN_WEEKS = (
    re.compile(rf"{_WEEKS_ON},? {_ON}(?P<weekday>{_any(_WEEKDAYS)})"),
    re.compile(rf"{_ON}(?P<weekday>{_any(_WEEKDAYS)}),? {_WEEKS_ON}"),
)
_LAST = re.compile(rf"i (?P<weekday>{_any(_SWEDISH_WEEKDAYS)})s")
_OF_MONTH = (
    re.compile(
        rf"{_WITH}?(?:den |the )?(?P<day>\d{{1,2}})(?::?[ae]|st|nd|rd|th)?\.? (?:of )?(?P<month>{_any(_MONTHS)})"
        r"[.,]?(?: (?P<year>\d{4}))?"
    ),
    re.compile(
        rf"{_WITH}?(?P<month>{_any(_MONTHS)})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?[.,]?(?: (?P<year>\d{{4}}))?"
    ),
    re.compile(rf"{_WITH}?(?:den )?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?:[ /-](?P<year>\d{{4}}))?"),
)

# Words that say when without being a date or time by themselves; among other words they may be meant as one
_WHEN = re.compile(
    r"(?:nästa|denna|den här|förra|this|next|last) (?:vecka|veckan|månad|månaden|week|month)|"
    r"(?:vecka|v|week|w)\.? ?\d{1,2}|(?:i|till|på) helgen|i ?kväll|i natt|tonight|(?:för|efter)middag(?:en)?|"
    rf"(?:i|in) (?:{_any(_MONTHS)})|den \d{{1,2}}(?::?[ae])?|\d{{1,2}}:[ae]|tis|ons|tors|fre|lör|sön"
)
_O_CLOCK = re.compile(
    r"(?:kl|klockan|at)\.? ?\d{1,2}(?:[.:]\d{2})?|(?:[01]?\d|2[0-3])[.:][0-5]\d|\d{1,2} ?[ap]m|"
    r"(?:halv|half past|(?:kvart|fem|tio|tjugo) (?:över|i)|(?:a )?quarter (?:past|to)) "
    rf"(?:\d{{1,2}}|{_any(_COUNTS)}|elva|tolv|eleven|twelve)"
)
# Words that stand before a day. At the end of a text the day after them has already been taken as a date
_EACH = r"(?:varje|varannan|every(?: other| second)?)"
_THIS = r"(?:denna|den här|this)"
_EACH_DAY = re.compile(rf"(?:{_EACH}|{_THIS}) (?:{_any(_WEEKDAYS)})")
_EACH_ONE = re.compile(rf"{_EACH} (?:dag|vecka|månad|day|week|month)")
_LEFT_OVER = re.compile(_EACH)
# The same where hours and durations are arguments of their own
_HOUR_LEFT_OVER = re.compile(rf"{_THIS}|i|for")
_LASTING = re.compile(
    rf"(?:(?:i|på|in|for) )?(?:(?:\d{{1,3}}|en halv|half an|{_any(_COUNTS)}) )?"
    r"(?:(?:halv)?timm(?:e|en|ar|arna)|minut(?:en|er|erna)?|hours?|minutes?)|[ap]\.?m"
)

_CLOCK = re.compile(r"^(?:kl\.?\s*|klockan\s+|at\s+)?(\d{1,2})(?:[.:](\d{2}))?$")
_HOURS = r"(?P<hours>\d{1,2}(?:[.,]\d)?)\s*(?:h|tim|timme|timmar|hours?)\.?"
_MINUTES = r"(?P<minutes>\d{1,3})\s*(?:m|min|minut|minuter|minutes?)\.?"
_LENGTH = re.compile(rf"^(?:{_HOURS})?\s*(?:och|and)?\s*(?:{_MINUTES})?$")


def is_date(text: str) -> bool:
    """Whether words have the form of a date; the day need not exist."""
    return _reading(_plain(text)) is not None


def parse_date(text: str, today: date, *, past: bool = False) -> date:
    """A date as people write it, in either language.

    ``2026-12-17``, ``17 dec``, ``17/12``, ``fredag``, ``torsdag v. 51``, ``imorgon``, ``om två veckor``.
    Without a year it is the next such day, or with ``past`` the last. Refused with what to write instead,
    also when a weekday and its date do not agree, or when two days could be meant.
    """
    reading = _reading(_plain(text))
    if reading is None:
        raise Refused(T("date.unclear", text=text.strip(), example=(today + timedelta(days=14)).isoformat()))
    try:
        found = reading(today, past)
    except (ValueError, OverflowError):
        raise Refused(T("date.no_such_day", text=text.strip())) from None
    if abs((found - today).days) > FURTHEST:
        raise Refused(T("date.too_far", text=text.strip()))
    return found


def says_when(text: str, *, lengths: bool = False) -> str | None:
    """The first words of a free text that read like a day, a week or a time of day; None when there are none.

    Such words may be meant as another argument of the command. ``lengths``: hours and durations are arguments
    too.
    """
    words = text.split()
    for begin in range(len(words)):
        for count in range(min(MOST_WORDS, len(words) - begin), 0, -1):
            part = " ".join(words[begin : begin + count]).strip("\"'()[].,;:!?–-")
            at_end = begin + count == len(words) or words[begin + count] == "|"
            if _is_when(_plain(part), lengths=lengths, at_end=at_end):
                return part
    return None


def _is_when(typed: str, *, lengths: bool, at_end: bool) -> bool:
    """Whether words say when. ``at_end``: nothing of the text follows them."""
    patterns = [_WHEN, _O_CLOCK, _EACH_DAY]
    if at_end:
        patterns.append(_LEFT_OVER)
    if lengths:
        patterns += [_LASTING, _EACH_ONE]
    if lengths and at_end:
        patterns.append(_HOUR_LEFT_OVER)
    if _reading(typed) is not None or any(pattern.fullmatch(typed) for pattern in patterns):
        return True
    return lengths and _length(typed) is not None


#: Gives the day that is meant, from today and whether it is past. Raises ``ValueError`` when there is no such
#: day.
_Reading = Callable[[date, bool], date]


def _plain(text: str) -> str:
    """A text in small letters with single spaces, without dots and commas around it."""
    return " ".join(text.casefold().strip().strip(".,").split())


def _reading(typed: str) -> _Reading | None:
    """The reading of a date; None when words are no date."""
    if typed in _NEAR:
        return lambda today, _: today + timedelta(days=_NEAR[typed])
    if match := _ISO.fullmatch(typed):
        year, month, day = map(int, match.groups())
        return lambda _today, _past: date(year, month, day)
    if match := _LATER.fullmatch(typed):
        count = _COUNTS.get(match["count"]) or int(match["count"])
        if match["months"]:
            return lambda today, _: _months_on(today, count)
        days = timedelta(days=min(count * (7 if match["weeks"] else 1), 2 * FURTHEST))
        return lambda today, _: today + days
    if match := _WEEKDAY.fullmatch(typed):
        weekday = _WEEKDAYS[match["weekday"]]
        return lambda today, past: _next(weekday, today, past)
    if match := _NEXT.fullmatch(typed):
        weekday_said = match["weekday"]
        return lambda today, _: _which(typed, weekday_said, today)
    if match := _LAST.fullmatch(typed):
        weekday = _SWEDISH_WEEKDAYS[match["weekday"]]
        return lambda today, _: today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)
    for pattern in _OF_WEEK:
        if match := pattern.fullmatch(typed):
            return _of_week(int(match["week"]), _SHORT_WEEKDAYS[match["weekday"]])
    for pattern in _IN_WEEKS:
        if match := pattern.fullmatch(typed):
            return _in_weeks(match)
    for pattern in _OF_MONTH:
        if match := pattern.fullmatch(typed):
            return _of_month(match)
    return None


def _of_week(week: int, weekday: int) -> _Reading:
    """The reading of a weekday in a numbered week: ``torsdag v. 51``."""
    return lambda today, past: _nearest(
        lambda year: date.fromisocalendar(year, week, weekday + 1), today, past
    )


def _in_weeks(match: re.Match[str]) -> _Reading:
    """The reading of a weekday in a week counted from this one: ``tisdag om två veckor``."""
    weekday = _WEEKDAYS[match["weekday"]]
    count = 1 if match["next"] else 0
    if match["count"]:
        count = _COUNTS.get(match["count"]) or int(match["count"])

    def read(today: date, _: bool) -> date:
        in_that_week = today + timedelta(days=7 * count + weekday - today.weekday())
        # On a Wednesday, "tisdag om två veckor" means two weeks after the coming Tuesday to some people
        from_the_next = today + timedelta(days=7 * count + (weekday - today.weekday()) % 7)
        if match["count"] and in_that_week != from_the_next:
            raise Refused(T("date.which_of_two", text=match[0], first=in_that_week, second=from_the_next))
        return in_that_week

    return read


def _of_month(match: re.Match[str]) -> _Reading:
    """The reading of a day of a month, with or without weekday and year: ``tors 17 dec``."""
    day = int(match["day"])
    month = int(match["month"]) if match["month"].isdigit() else _MONTHS[match["month"]]
    weekday = None if match["weekday"] is None else _SHORT_WEEKDAYS[match["weekday"]]

    def read(today: date, past: bool) -> date:
        if match["year"]:
            found = date(int(match["year"]), month, day)
        else:
            found = _nearest(lambda year: date(year, month, day), today, past)
        if weekday not in (None, found.weekday()):
            near = found + timedelta(days=weekday - found.weekday())
            raise Refused(T("date.other_weekday", text=match[0], day=found, near=near))
        return found

    return read


def _next(weekday: int, today: date, past: bool) -> date:
    """The next day with that weekday, or with ``past`` the last. Refused if today is one: two days could be
    meant."""
    if weekday == today.weekday():
        raise Refused(T("date.today_or_in_a_week", day=today))
    if past:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _which(typed: str, weekday: str | None, today: date) -> date:
    """Refuses ``nästa fredag``, which is the coming Friday to some and the one after it to others."""
    if weekday is None:
        raise Refused(T("date.which_day", text=typed, example=(today + timedelta(days=14)).isoformat()))
    first = today + timedelta(days=(_WEEKDAYS[weekday] - today.weekday() - 1) % 7 + 1)
    raise Refused(T("date.which_of_two", text=typed, first=first, second=first + timedelta(days=7)))


def _nearest(of_year: Callable[[int], date], today: date, past: bool) -> date:
    """The next such day from today on, or with ``past`` the last up to today. A leap day may be years
    away."""
    for years in range(9):
        try:
            found = of_year(today.year - years if past else today.year + years)
        except ValueError:
            continue
        near = found <= today if past else found >= today
        if near:
            return found
    raise ValueError("no such day in any year")


def _months_on(today: date, count: int) -> date:
    """The same day so many months later, or the last day of that month."""
    years, month = divmod(today.month - 1 + count, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def parse_time(text: str) -> time:
    """A time of day: ``kl 14``, ``kl 14.30``, ``14:00``, ``at 14:00``. Refused with what to write instead."""
    match = _CLOCK.match(text.strip().casefold())
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Refused(T("time.unclear", text=text.strip()))
    return time(int(match[1]), int(match[2] or 0))


def parse_duration(text: str) -> timedelta:
    """How long something takes: ``1 h``, ``45 min``, ``1,5 h``, ``1 h 30 min``; five minutes to twelve
    hours."""
    match = _length(text)
    if match is None:
        raise Refused(T("duration.unclear", text=text.strip()))
    found = timedelta(
        hours=float((match["hours"] or "0").replace(",", ".")), minutes=int(match["minutes"] or 0)
    )
    if not SHORTEST <= found <= LONGEST:
        raise Refused(T("duration.out_of_range", text=text.strip()))
    return found


def is_duration(text: str) -> bool:
    """Whether words have the form of a duration, even one that is too long."""
    return _length(text) is not None


def _length(text: str) -> re.Match[str] | None:
    match = _LENGTH.match(text.strip().casefold())
    return match if match and (match["hours"] or match["minutes"]) else None


def day_of(at: datetime) -> date:
    """The Swedish date of a moment."""
    return at.astimezone(ZONE).date()


def morning(day: date) -> datetime:
    """Nine in the morning, Swedish time, when people are told what is due on a day."""
    return moment(day, time(9))


def moment(day: date, at: time) -> datetime:
    """A Swedish date and time as a moment in UTC, in which adding hours is right across clock changes.

    An hour that comes twice in October means the first. One that does not exist in March is refused.
    """
    local = datetime.combine(day, at, tzinfo=ZONE)
    found = local.astimezone(UTC)
    if found.astimezone(ZONE).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(T("time.does_not_exist", day=day, at=at))
    return found
