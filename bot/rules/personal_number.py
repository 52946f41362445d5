"""Finds Swedish personal identity numbers in text. Nobody may write them here: the case's code is enough.

A number counts when its day may be somebody's day of birth and its check digit is right, whatever stands
between its digits: dashes, blanks, line breaks, signs, ``streck``, ``sista fyra``. Coordination numbers (day
of birth plus 60; month and day may be unknown, 00) and interim numbers (a letter for the first of the last
four digits) count too.

The check digit of another number is right by chance, one time in ten. So numbers are told apart by how they
are written, never by how likely they are:

* **Where the gaps are.** A personal number is broken at the joints of its date and before its last four, and
  the parts of its date have the same sign between them. ``0708-12 28 90`` and ``08-121 228 93`` are broken
  like telephone numbers, so they are. ``0708122890`` in one piece is a personal number, unless a word such as
  ``mobil`` or ``ring`` stands before it: what was missed cannot be taken back, and a telephone number can be
  written again with a dash.
* **When it is.** Nobody was born after today. A time of day after a day of the last or next years is a
  time, unless the sign of a personal number stands between.
* **What it belongs to.** A longer row of equal groups, a link, the id of an event or a room, an amount.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from stdnum import luhn

#: How far from today people write about a day; a day before that is a day of birth.
WRITTEN_ABOUT = timedelta(days=3 * 366)
#: What is added to the day of birth in a coordination number.
_COORDINATION = 60
_FIRST_YEAR = 1850
_FEWEST_DIGITS = 10
_MOST_DIGITS = 12
#: The most characters between two groups of one number.
_LONGEST_GAP = 40

_DIGITS = re.compile(r"\d+")
#: The letter of an interim number, before three digits.
_INTERIM = re.compile(r"[JKLMNRSTUWX]\d{3}(?!\w)", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]{0,10}")
_NAMED = re.compile(
    r"\W{0,3}(?:minus|streck|(?:binde|tank|sned)streck|plus|punkt|dash|hyphen|slash|dot)\W{0,3}",
    re.IGNORECASE,
)
_BEFORE_LAST = re.compile(
    r"\W{0,4}(?:(?:och|samt|med|and|with)\W{1,2})?(?:(?:de|the)\W)?"
    r"(?:(?:(?:fyra|4)\W)?sista(?:\W(?:fyra|4))?(?:\Wsiffrorna)?|last\W(?:four|4)(?:\Wdigits)?"
    r"|(?:kontroll|slut)siffror(?:na)?)(?:\W(?:är|is|are))?\W{1,3}",
    re.IGNORECASE,
)
#: Stands for words before the last four.
_LAST_FOUR = "last four"
#: The sign of a personal number; ``+`` for those who are a hundred.
_SIGNED = frozenset("-+")
#: Signs within a time of day, and between two hours.
_OF_TIMES = frozenset(":.-")
#: After how many digits the date may be broken.
_DATES_OF_SIX = ((), (2, 4))
_DATES_OF_EIGHT = ((), (2,), (4,), (4, 6), (2, 4, 6))

_CLOCK = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d|2400")
_HOURS = re.compile(r"(?:[01]\d|2[0-4]){2}")
#: The rest of a date whose year has just been read.
_A_DATE = re.compile(r"([-./ ])\d\d\1\d\d(?!\d)")
#: Words before a number that say what it is.
_PHONE = re.compile(
    r"\b(?:tel(?:efon)?(?:nr|nummer)?|tfn|mobil(?:en)?(?:nr|nummer)?|ring(?:er|a)?|sms:?a?|call|phone|mobile)\b"
    r"\W{0,3}(?:(?:på|mig|oss|me|us|är|is|on|nr|nummer)\W{1,2}){0,2}\Z",
    re.IGNORECASE,
)
_BILL = re.compile(
    r"\b(?:ocr(?:-?nr|-?nummer)?|faktura(?:nr|nummer)?|invoice|order(?:nr|nummer)?)\b\W{0,3}\Z", re.IGNORECASE
)
_FILED = re.compile(r"(?:\b[A-ZÅÄÖ]{2,6}|\b(?i:dnr|diarienr|diarienummer|mål|nr))[.: ]{0,2}\Z")
#: Words after which a letter with three digits is a room.
_ON_A_DAY = re.compile(r"\b(?:den|the|möte|mötet|meeting)\W{1,2}\Z", re.IGNORECASE)
#: Words after an amount.
_UNIT = re.compile(r"\s?(?:kr\b|kronor\b|sek\b|:-|€|eur\b|meter\b|personer\b|elever\b)", re.IGNORECASE)
#: Links, and the ids that programs give: of events, of rooms, of anything.
_NO_WORDS = re.compile(
    r"(?P<link>\b(?:[a-z][a-z+.]{1,9}://|matrix:|mailto:|www\.)\S+)"
    r"|[$!](?=[^\s:]*[a-z])[\w+/=.~-]{18,}(?::\S+)?"
    r"|\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b",
    re.IGNORECASE,
)


def holds_personal_number(text: str, today: date) -> bool:
    """Whether a valid Swedish personal identity, coordination or interim number stands in a text, that
    somebody born by ``today`` may have."""
    return next(_found(text.translate(_PLAIN), today), None) is not None


def without_numbers(text: str, today: date) -> str:
    """The text with an ellipsis in the place of every personal number."""
    while (shown := _struck(text, today)) != text:
        text = shown  # what is left may stand together like a number
    return text


def _struck(text: str, today: date) -> str:
    places = []  # where each character of the plain text stands in the text
    plain = ""
    for place, character in enumerate(text):
        shown = character.translate(_PLAIN)
        if shown:
            places.append(place)
            plain += shown
    kept = []
    end = 0
    for first, last in _found(plain, today):
        kept.append(text[end : places[first]])
        end = places[last - 1] + 1
    kept.append(text[end:])
    return "…".join(kept)


# -------------------------------------------------------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits that stand together; the first may be the letter of an interim number."""

    start: int
    end: int
    digits: str


@dataclass(frozen=True, kw_only=True)
class _Row:
    """Groups that are ten or twelve digits together.

    ``date_ends``: how many digits the date has, six or eight. ``gaps``: what stands between two groups, by how
    many digits are before it. ``before`` and ``after``: the neighbouring groups with their gaps.
    """

    start: int
    end: int
    lengths: tuple[int, ...]
    digits: str
    gaps: Mapping[int, str]
    before: tuple[int, str | None]
    after: tuple[int, str | None]

    @property
    def date_ends(self) -> int:
        """How many digits the date has: six or eight."""
        return len(self.digits) - 4

    @property
    def date_gaps(self) -> dict[int, str]:
        """What stands between the parts of the date."""
        return {place: gap for place, gap in self.gaps.items() if place < self.date_ends}

    @property
    def joint(self) -> str:
        """What stands before the last four."""
        return self.gaps.get(self.date_ends, "")

    @property
    def cut(self) -> str | None:
        """What stands between the last two pairs; None if nothing does."""
        return self.gaps.get(self.date_ends + 2)

    @property
    def is_signed(self) -> bool:
        """Whether it is written as the authorities write it: ``811228-9874``."""
        return list(self.gaps) == [self.date_ends] and self.joint in _SIGNED

    @property
    def is_even(self) -> bool:
        """Whether it is three or more groups of the same length."""
        return len(self.lengths) > 2 and len(set(self.lengths)) == 1


def _found(plain: str, today: date) -> Iterator[tuple[int, int]]:
    """Where the numbers begin and end."""
    groups = _groups(plain)
    gaps = [None, *(_gap(plain[one.end : two.start]) for one, two in pairwise(groups)), None]
    no_words = list(_NO_WORDS.finditer(plain)) if groups else []
    first = 0
    while first < len(groups):
        for count in _counts(groups, gaps, first):
            row = _row(groups, gaps, first, count)
            if _is_number(row, plain, no_words, today):
                yield row.start, row.end
                first += count
                break
        else:
            first += 1


def _groups(plain: str) -> list[_Group]:
    """The groups of digits of a text, in order."""
    found = []
    for match in _DIGITS.finditer(plain):
        start = match.start()
        if start > 0 and len(match[0]) == 3 and _INTERIM.match(plain, start - 1):
            start -= 1
        found.append(_Group(start, match.end(), plain[start : match.end()]))
    return found


def _gap(between: str) -> str | None:
    """What stands between two groups of one number, without the blanks around it; None when such groups belong
    to no number together."""
    if len(between) > _LONGEST_GAP:
        return None
    if _SIGNS.fullmatch(between):
        return between.strip() or between[:1]
    if _NAMED.fullmatch(between):
        return "-"
    return _LAST_FOUR if _BEFORE_LAST.fullmatch(between) else None


def _counts(groups: Sequence[_Group], gaps: Sequence[str | None], first: int) -> list[int]:
    """How many groups from one on are ten or twelve digits together, the most first."""
    total = 0
    counts: list[int] = []
    for place in range(first, len(groups)):
        total += len(groups[place].digits)
        if total > _MOST_DIGITS or (place > first and gaps[place] is None):
            break
        if total >= _FEWEST_DIGITS and total != 11:
            counts.insert(0, place - first + 1)
    return counts


def _row(groups: Sequence[_Group], gaps: Sequence[str | None], first: int, count: int) -> _Row:
    """So many groups, from one on."""
    taken = groups[first : first + count]
    following = first + count
    before = len(groups[first - 1].digits) if first > 0 else 0
    after = len(groups[following].digits) if following < len(groups) else 0
    places = accumulate(len(group.digits) for group in taken[:-1])
    between = (gap or "" for gap in gaps[first + 1 : following])
    return _Row(
        start=taken[0].start,
        end=taken[-1].end,
        lengths=tuple(len(group.digits) for group in taken),
        digits="".join(group.digits for group in taken),
        gaps=dict(zip(places, between, strict=True)),
        before=(before, gaps[first]),
        after=(after, gaps[following]),
    )


# -------------------------------------------------------------------------------------------------------------- verdict


def _is_number(row: _Row, plain: str, no_words: Sequence[re.Match[str]], today: date) -> bool:
    """Whether a row is laid out like a personal number, and is one."""
    if not _is_laid_out(row) or not _exists(row.digits, today) or _goes_on(row, plain):
        return False
    for one in no_words:
        is_inside = one.start() < row.end and row.start < one.end()
        if is_inside and not (one["link"] and row.is_signed):
            return False
    if not row.digits.isdigit():
        return _is_interim(row, plain, today)
    return not (_is_something_else(row, plain) or _is_moment(row, today))


def _is_laid_out(row: _Row) -> bool:
    """Whether the gaps of a row are where those of a personal number are."""
    signs = set(row.gaps.values())
    if len(row.lengths) == len(row.digits):  # every digit by itself
        return "," not in signs and len(signs - _SIGNED) < 2
    dates = _DATES_OF_SIX if row.date_ends == 6 else _DATES_OF_EIGHT
    inner = row.date_gaps
    if tuple(inner) not in dates or (row.gaps and row.date_ends not in row.gaps):
        return False
    if len(inner) == 3:
        del inner[2]  # "19" may stand by itself
    after_the_date = {gap for place, gap in row.gaps.items() if place > row.date_ends}
    return len(set(inner.values())) < 2 and _LAST_FOUR not in {*inner.values(), *after_the_date}


def _exists(digits: str, today: date) -> bool:
    """Whether a date may be somebody's day of birth, and the check digit of all ten digits is right."""
    last = digits[-4:]
    if not digits[:-4].isdigit() or not last[1:].isdigit():
        return False
    if not last.isdigit():
        last = "1" + last[1:]  # the check digit of an interim number counts its letter as 1
    month = int(digits[-8:-6])
    day = int(digits[-6:-4])
    if day >= _COORDINATION:
        day = day - _COORDINATION or 1
        month = month or 1
    days = [_day(year, month, day) for year in _years(digits)]
    if not any(one is not None and one.year >= _FIRST_YEAR and one <= today for one in days):
        return False
    return bool(luhn.is_valid(digits[-10:-4] + last))


def _years(digits: str) -> tuple[int, ...]:
    """The years that the first digits may be."""
    year = int(digits[:-8])
    return (year,) if len(digits) == _MOST_DIGITS else (1900 + year, 2000 + year)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _goes_on(row: _Row, plain: str) -> bool:
    """Whether a row is only a part: of more groups of the same length, like a card number or a row of dates, or
    of two dates."""
    if row.is_even:
        gaps = set(row.gaps.values())
        if any(length == row.lengths[0] and gap in gaps for length, gap in (row.before, row.after)):
            return True
    return row.digits[-4:-2] in ("19", "20") and _A_DATE.match(plain, row.end) is not None


def _is_interim(row: _Row, plain: str, today: date) -> bool:
    """Whether a letter and three digits after a date are the last of an interim number, and not a room."""
    if row.cut is not None or row.joint == _LAST_FOUR:
        return False
    if not row.joint.isspace():
        return True
    return not (row.date_gaps or _is_lately(row, today) or _ON_A_DAY.search(_before(row, plain)))


def _is_something_else(row: _Row, plain: str) -> bool:
    """Whether what stands around a row says that it is something else: a telephone, a bill, a file, an
    amount."""
    if row.is_signed:
        return False
    before = _before(row, plain)
    if before.endswith("+") or (row.gaps and _UNIT.match(plain, row.end)):
        return True
    if _BILL.search(before) and not row.gaps:
        return True
    begins = "08" if row.is_even else "0"
    if _PHONE.search(before) and row.digits.startswith(begins) and (row.is_even or not row.gaps):
        return True
    return row.is_even and row.lengths[0] == 4 and _FILED.search(before) is not None


def _before(row: _Row, plain: str) -> str:
    """What stands right before a row."""
    return plain[max(0, row.start - _LONGEST_GAP) : row.start]


def _is_moment(row: _Row, today: date) -> bool:
    """Whether a row is a day with a time of day, or with two hours."""
    if row.joint in _SIGNED or row.joint == _LAST_FOUR:
        return False
    last = row.digits[-4:]
    is_time = _CLOCK.fullmatch(last) is not None
    if row.cut is not None:
        is_time = is_time or _HOURS.fullmatch(last) is not None
        if is_time and row.cut in _OF_TIMES and row.cut not in row.date_gaps.values():
            return True
    return is_time and _is_lately(row, today)


def _is_lately(row: _Row, today: date) -> bool:
    """Whether a date is one that people write about."""
    month = int(row.digits[-8:-6])
    day = int(row.digits[-6:-4])
    days = (_day(year, month, day) for year in _years(row.digits))
    return any(one is not None and abs(one - today) <= WRITTEN_ABOUT for one in days)


class _Plain(dict[int, str]):
    """A translation table that makes characters alike that look alike on a phone.

    There is one kind of digits, dashes, dots and spaces; characters that cannot be seen fall away.
    """

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        value = unicodedata.digit(sign, None)
        category = unicodedata.category(sign)
        if value is not None:
            plain = str(value)
        elif category in ("Cf", "Mn", "Me") or sign == "\r":
            plain = ""
        elif category == "Pd" or sign in "\u2212\u2043➖":
            plain = "-"
        elif category == "Zs" or sign in "\t\u2800\u3164\u115f\u1160\uffa0":
            plain = " "
        elif sign in "·•․‧∙⋅．…":
            plain = "."
        else:
            plain = {"⁄": "/", "∕": "/", "／": "/", "：": ":", "＿": "_", "＋": "+", "➕": "+"}.get(
                sign, sign
            )
        if plain != sign or code < 0x300:  # all other characters would fill the table
            self[code] = plain
        return plain


_PLAIN = _Plain()
