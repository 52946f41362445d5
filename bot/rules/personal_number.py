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

#: 10 or 12 digits in the ways people type them: the date in one or as 1981-12-28, 81.12.28, 81 12 28 or 1981 1228; then
#: signs, blanks, a bracket or nothing; the last four in one or as 98 74. Or every digit by itself. Two dates after each
#: other (2026-01-07 - 2026-06-10) are none.
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
#: What a time of day looks like: 2026-11-12 1500 is when something happened.
_TIME = re.compile(r"(?:[01]\d|2[0-3])[0-5][05]")
#: And from hour to hour: 2026-11-12 15 17.
_HOURS = re.compile(r"(?:[01]\d|2[0-4]) (?:[01]\d|2[0-4])")
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
    if match["digits"]:
        digits = re.sub(r"\D", "", match["digits"])
        return len(digits) != 11 and _exists(int(digits[:-8]), int(digits[-8:-6]), int(digits[-6:-4]), digits[-10:])
    last = match["last"].replace(" ", "")
    if _is_day(match) or _is_of_more(match):
        return False
    if not last.isdigit() and (match["gap"] not in ("", "-", "+") or match["cut"]):
        return False
    # The check digit is that of the number as written, with 1 for a letter
    digits = f"{match['year'][-2:]}{match['month']}{match['day']}{last if last.isdigit() else '1' + last[1:]}"
    return _exists(int(match["year"]), int(match["month"]), int(match["day"]), digits)


def _is_day(match: re.Match[str]) -> bool:
    """Whether a date and what stands after it are just that."""
    gap, last = match["gap"], match["last"]
    if not match["apart"]:
        return "," in gap
    if "\n" in gap:
        return True
    if gap.strip(" ,([") or (match["cut"] and match["apart"] == " "):
        return False
    return _TIME.fullmatch(last.replace(" ", "")) is not None or _HOURS.fullmatch(last) is not None


def _is_of_more(match: re.Match[str]) -> bool:
    """Whether digits in groups of a size go on, as those of cards, lotteries and rows of dates do."""
    if match["apart"] != " ":
        return False
    if match.end("month") == match.start("day"):
        group = r"\d{4}"
    elif match["cut"]:
        group = r"(?!(?:18|19|20) )\d\d"
    else:
        return False
    before, after = match.string[max(0, match.start() - 6) : match.start()], match.string[match.end() : match.end() + 6]
    return re.search(rf"(?<!\d){group} $", before) is not None or re.match(rf" {group}(?!\d)", f"{after} ") is not None


def _exists(year: int, month: int, day: int, digits: str) -> bool:
    """Whether a date may be somebody's day of birth, and the check digit of all ten is right."""
    if day >= _COORDINATION:
        day, month = day - _COORDINATION or 1, month or 1
    centuries = (0,) if year > 99 else (1900, 2000)
    return any(_date_exists(year + century, month, day) for century in centuries) and bool(luhn.is_valid(digits))


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
        elif category == "Zs" or sign in "\t\u2800\u3164\u115f\u1160\uffa0":
            plain = " "
        elif sign in "·•․‧∙⋅．":
            plain = "."
        else:
            plain = {"⁄": "/", "∕": "/", "／": "/", "：": ":", "＿": "_", "＋": "+"}.get(sign, sign)
        if plain != sign or code < 0x300:  # the others are many
            self[code] = plain
        return plain


_PLAIN = _Plain()
