"""Finds Swedish personal identity numbers in text. Nobody may write them here: the case's code is enough.

A number counts only when its date exists and its check digit is right, so that other long numbers are left
alone. Coordination numbers (day of birth plus 60; month and day may be unknown, 00) and interim numbers (a
letter for the first of the last four digits) count too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from stdnum import luhn

#: 10 or 12 digits as people type them: the date in one piece or as 1981-12-28, 81.12.28, 81 12 28 or 1981
#: 1228; then signs, blanks, a bracket or nothing; then the last four in one piece or as 98 74. Or every digit
#: by itself. Two dates after each other (2026-01-07 - 2026-06-10) do not match.
_LIKE = re.compile(
    r"(?<!\d)(?P<year>(?:1[89]|20)?\d\d)(?P<apart>[-./ ]?)(?P<month>\d\d)"
    r"(?:(?P=apart)|(?<=(?:18|19|20)\d\d \d\d))(?P<day>\d\d)"
    r"(?P<gap>[-+./:_~=|*,(\[\s]{0,8})"
    r"(?!(?:19|20)\d\d(?P<next>[-./ ])\d\d(?P=next)\d\d(?!\d))"
    r"(?P<last>[\dJKLMNRSTUWX]\d(?P<cut> ?)\d\d)(?!\d)"
    r"|(?<!\d)(?<!\d[-./_\s])(?P<digits>\d(?P<sign>[-./_\s])\d(?:(?P=sign)\d){4,6}(?:(?P=sign)|\s?[-+]\s?)"
    r"\d(?:(?P=sign)\d){3})(?!(?P=sign)?\d)",
    re.IGNORECASE,
)
#: A time of day after a date: 2026-11-12 1500.
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5][05]")
#: Two hours after a date, from and to: 2026-11-12 15 17.
_HOURS = re.compile(r"(?:[01]\d|2[0-4]) (?:[01]\d|2[0-4])")
#: What is added to the day of birth in a coordination number.
_COORDINATION = 60


def holds_personal_number(text: str) -> bool:
    """Whether a valid Swedish personal identity, coordination or interim number stands in a text."""
    return next(_found(text.translate(_PLAIN)), None) is not None


def without_numbers(text: str) -> str:
    """The text with an ellipsis in the place of every personal number."""
    places = []  # where each character of the plain text stands in the text
    plain = ""
    for place, character in enumerate(text):
        shown = character.translate(_PLAIN)
        if shown:
            places.append(place)
            plain += shown
    kept = []
    end = 0
    for first, last in _found(plain):
        kept.append(text[end : places[first]])
        end = places[last - 1] + 1
    kept.append(text[end:])
    return "…".join(kept)


def _found(plain: str) -> Iterator[tuple[int, int]]:
    """Where the numbers begin and end. After a match that is no number the search goes on one character
    later."""
    place = 0
    while (match := _LIKE.search(plain, place)) is not None:
        if _valid(match):
            yield match.span()
            place = match.end()
        else:
            place = match.start() + 1


def _valid(match: re.Match[str]) -> bool:
    """Whether what looks like a personal number is one."""
    if match["digits"]:
        digits = re.sub(r"\D", "", match["digits"])
        return len(digits) != 11 and _exists(
            int(digits[:-8]), int(digits[-8:-6]), int(digits[-6:-4]), digits[-10:]
        )
    if _is_day(match) or _is_longer_row(match):
        return False
    last = match["last"].replace(" ", "")
    if not last.isdigit():
        if match["gap"] not in ("", "-", "+") or match["cut"]:
            return False
        last = "1" + last[1:]  # the check digit of an interim number counts its letter as 1
    digits = match["year"][-2:] + match["month"] + match["day"] + last
    return _exists(int(match["year"]), int(match["month"]), int(match["day"]), digits)


def _is_day(match: re.Match[str]) -> bool:
    """Whether the match is only a date with something else after it, such as a time of day."""
    gap = match["gap"]
    last = match["last"]
    if not match["apart"]:
        return "," in gap
    if "\n" in gap:
        return True
    if gap.strip(" ,([") or (match["cut"] and match["apart"] == " "):
        return False
    return _TIME.fullmatch(last.replace(" ", "")) is not None or _HOURS.fullmatch(last) is not None


def _is_longer_row(match: re.Match[str]) -> bool:
    """Whether the match is part of a longer row of equal groups of digits, like a card number or a row of
    dates."""
    if match["apart"] != " ":
        return False
    if match.end("month") == match.start("day"):
        group = r"\d{4}"
    elif match["cut"]:
        group = r"(?!(?:18|19|20) )\d\d"
    else:
        return False
    before = match.string[max(0, match.start() - 6) : match.start()]
    after = match.string[match.end() : match.end() + 6] + " "
    begins_earlier = re.search(rf"(?<!\d){group} $", before) is not None
    goes_on = re.match(rf" {group}(?!\d)", after) is not None
    return begins_earlier or goes_on


def _exists(year: int, month: int, day: int, digits: str) -> bool:
    """Whether a date may be somebody's day of birth, and the check digit of all ten digits is right."""
    if day >= _COORDINATION:
        day = day - _COORDINATION or 1
        month = month or 1
    centuries = (0,) if year > 99 else (1900, 2000)
    if not any(_date_exists(year + century, month, day) for century in centuries):
        return False
    return bool(luhn.is_valid(digits))


def _date_exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


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
        elif category == "Pd" or sign in "\u2212\u2043":
            plain = "-"
        elif category == "Zs" or sign in "\t\u2800\u3164\u115f\u1160\uffa0":
            plain = " "
        elif sign in "·•․‧∙⋅．":
            plain = "."
        else:
            plain = {"⁄": "/", "∕": "/", "／": "/", "：": ":", "＿": "_", "＋": "+"}.get(sign, sign)
        if plain != sign or code < 0x300:  # all other characters would fill the table
            self[code] = plain
        return plain


_PLAIN = _Plain()
