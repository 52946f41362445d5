"""The school's breaks, as far as a profile knows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.i18n import T, Text
from bot.rules.working_day import is_working_day


@dataclass(frozen=True)
class Span:
    """Days that follow each other, both ends included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


Breaks = Mapping[str, tuple[Span, ...]]

#: What each is called, by its name in a profile.
_NAMES = {
    "winter": "red_day.break_winter",
    "easter": "red_day.break_easter",
    "summer": "red_day.break_summer",
    "autumn": "red_day.break_autumn",
    "christmas": "red_day.break_christmas",
}


def name_of(day: date, breaks: Breaks) -> Text | None:
    """What the school's break on a day is called; None when there is none."""
    for name, spans in breaks.items():
        if any(day in span for span in spans):
            return T(_NAMES[name])
    return None


def is_school_day(day: date, breaks: Breaks) -> bool:
    """Whether there is school on a day."""
    if not is_working_day(day):
        return False
    return not any(day in span for spans in breaks.values() for span in spans)
