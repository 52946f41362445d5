"""When the office reads: on which days, between which hours, never on red days.

Nobody is promised that something is read earlier than here.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.i18n import ZONE
from bot.rules import red_day
from bot.rules.calendar import day_of
from bot.rules.words import Part

#: Whoever has shown no sign of life for so much office time counts as away.
SILENT = timedelta(hours=2)

#: How many days are looked at for an opening, or for the time somebody was silent: the longest row of red days is
#: much shorter.
_LOOK = 31


class OfficeHours(Part):
    """The hours in which the office reads, Swedish time. ``days``: 1 is Monday."""

    opens: time
    closes: time
    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = (1, 2, 3, 4, 5)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("it closes before it opens")
        if not self.days:
            raise ValueError("days: it never reads")
        return self

    def reads_on(self, day: date) -> bool:
        """Whether the office reads on a day at all."""
        found = red_day.of_day(day)
        return day.isoweekday() in self.days and (found is None or found in red_day.WORKED)

    def reads(self, at: datetime) -> bool:
        """Whether the office reads at this moment."""
        local = at.astimezone(ZONE)
        return self.reads_on(local.date()) and self.opens <= local.time() < self.closes

    def next_opening(self, after: datetime) -> datetime:
        """When the office reads next, after a moment at which it may be reading."""
        day = day_of(after)
        for _ in range(_LOOK):
            opening = datetime.combine(day, self.opens, tzinfo=ZONE)
            if self.reads_on(day) and opening > after:
                return opening
            day += timedelta(days=1)
        raise ValueError("the office never opens")  # no row of red days is that long

    def between(self, since: datetime, until: datetime) -> timedelta:
        """How much office time has passed between two moments, at most of the last month."""
        first = max(day_of(since), day_of(until) - timedelta(days=_LOOK))
        passed = timedelta()
        for ahead in range((day_of(until) - first).days + 1):
            day = first + timedelta(days=ahead)
            if not self.reads_on(day):
                continue
            begin = max(since, datetime.combine(day, self.opens, tzinfo=ZONE))
            end = min(until, datetime.combine(day, self.closes, tzinfo=ZONE))
            passed += max(end - begin, timedelta())
        return passed
