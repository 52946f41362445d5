"""Personal identity numbers, which nobody may write here: whoever reads the room's name for a case needs no more.

What looks like one counts only when its date exists and its check digit is right, so that other long numbers are left
alone. Coordination numbers (day of birth plus 60; month and day may be unknown, 00) and interim numbers (a letter for
the first of the last four) count too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

from stdnum import luhn

#: 10 or 12 digits in the ways people type them: the date in one or as 1981-12-28, 81.12.28 or 81 12 28; a sign, a space
#: or nothing before the last four. Two dates after each other (2026-01-07 - 2026-06-10) are none.
_LIKE = re.compile(
    r"(?<!\d)(?P<year>(?:1[89]|20)?\d\d)(?P<apart>[-./ ]?)(?P<month>\d\d)(?P=apart)(?P<day>\d\d)"
    r"(?P<gap>\s?[-+./:_]?\s?)"
    r"(?!(?:19|20)\d\d(?P<next>[-./ ])\d\d(?P=next)\d\d(?!\d))"
    r"(?P<last>[\dJKLMNRSTUWX]\d{3})(?!\d)",
    re.IGNORECASE,
)
#: What a time of day looks like: 2026-11-12 1500 is when something happened.
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5][05]")
_COORDINATION = 60


def holds_personal_number(text: str) -> bool:
    """Whether a valid Swedish personal identity, coordination or interim number stands in a text."""
    return next(_found(text.translate(_PLAIN)), None) is not None


def without_numbers(text: str) -> str:
    """The text with every personal number struck out."""
    kept = [(place, plain) for place, sign in enumerate(text) if (plain := sign.translate(_PLAIN))]
    left, end = [], 0
    for first, last in _found("".join(plain for _, plain in kept)):
        left.append(text[end : kept[first][0]])
        end = kept[last - 1][0] + 1
    return "…".join([*left, text[end:]])


def _found(plain: str) -> Iterator[tuple[int, int]]:
    """Where the numbers are. What is none may overlap with one."""
    place = 0
    while (match := _LIKE.search(plain, place)) is not None:
        if _valid(match):
            yield match.span()
            place = match.end()
        else:
            place = match.start() + 1


def _valid(match: re.Match[str]) -> bool:
    year, month, day, last = int(match["year"]), int(match["month"]), int(match["day"]), match["last"]
    if match["apart"] and ("\n" in match["gap"] or (not match["gap"].strip() and _TIME.fullmatch(last))):
        return False
    if not last.isdigit() and match["gap"] not in ("", "-", "+"):
        return False
    if day >= _COORDINATION:
        day, month = day - _COORDINATION or 1, month or 1
    centuries = (0,) if year > 99 else (1900, 2000)
    if not any(_date_exists(year + century, month, day) for century in centuries):
        return False
    # The check digit is that of the number as written, with 1 for a letter
    digits = f"{match['year'][-2:]}{match['month']}{match['day']}{last if last.isdigit() else '1' + last[1:]}"
    return bool(luhn.is_valid(digits))


def _date_exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class _Plain(dict[int, str]):
    """Each character as a person reads it: all digits, dashes, dots and spaces are one of each, and what is not seen is
    nothing. Characters of one kind look alike on a phone."""

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
        elif category == "Zs" or sign == "\t":
            plain = " "
        elif sign in "·•․‧∙⋅．":
            plain = "."
        else:
            plain = {"⁄": "/", "∕": "/", "／": "/", "：": ":", "＿": "_", "＋": "+"}.get(sign, sign)
        if plain != sign or code < 0x300:  # the others are many
            self[code] = plain
        return plain


_PLAIN = _Plain()
