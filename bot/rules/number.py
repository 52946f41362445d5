"""Personal identity numbers, which nobody may write here: whoever reads the room's name for a case needs no more.

What looks like one counts only when its date exists and its check digit is right, so that other long numbers are left
alone. Coordination numbers (day of birth plus 60) count too.
"""

from __future__ import annotations

import re

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.se import personnummer

#: 10 or 12 digits, with or without the sign before the last four, in the ways people type them (phones make a dash of
#: a hyphen).
_LIKE = re.compile(
    r"(?<!\d)(?P<year>(?:1[89]|20)?\d\d)(?P<month>\d\d)(?P<day>\d\d)\s?(?P<sign>[-+–]?)\s?(?P<last>\d{4})(?!\d)"
)
_COORDINATION = 60


def holds_personal_number(text: str) -> bool:
    """Whether a valid Swedish personal identity or coordination number stands in a text."""
    return any(_valid(match) for match in _LIKE.finditer(text))


def without_numbers(text: str) -> str:
    """The text with every personal number struck out."""
    return _LIKE.sub(lambda match: "…" if _valid(match) else match[0], text)


def _valid(match: re.Match[str]) -> bool:
    day = int(match["day"])
    sign = "+" if match["sign"] == "+" else "-"
    written = f"{match['year']}{match['month']}{match['day']}{sign}{match['last']}"
    if day <= _COORDINATION:
        return bool(personnummer.is_valid(written))
    # The check digit is that of the number as written, the date that of the day without the 60
    shown = f"{match['year']}{match['month']}{day - _COORDINATION:02}{sign}{match['last']}"
    return _date_exists(shown) and _check_digit_fits(written)


def _date_exists(number: str) -> bool:
    try:
        personnummer.get_birth_date(number)
    except ValidationError:
        return False
    return True


def _check_digit_fits(number: str) -> bool:
    digits = number[:-5] + number[-4:]
    return bool(luhn.is_valid(digits[-10:]))
