"""What people's answers about a meeting come to: whose is still missing, and when it would suit most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.errors import Refused
from bot.i18n import ZONE
from bot.rules import calendar
from bot.rules.meeting import Answer, Meeting

#: So many noes make it worth asking when it would suit more.
SEVERAL = 2
#: So many times are proposed, at most.
MOST_PROPOSED = 3


@dataclass(frozen=True, kw_only=True)
class Free:
    """A day that would suit somebody, at any hour or from one on (Swedish time)."""

    day: date
    hour: time | None = None

    def suits(self, day: date, hour: time) -> bool:
        """Whether a time is within it."""
        return day == self.day and (self.hour is None or self.hour <= hour)


@dataclass(frozen=True, kw_only=True)
class Invited:
    """Somebody whose answer about a meeting is awaited: what they stand for, and what they have said so far."""

    person_id: str
    function: str
    answer: Answer | None = None


def silent(invited: Iterable[Invited]) -> tuple[Invited, ...]:
    """Those for whom one still waits: they have not answered, nor has anybody with the same function said yes."""
    people = tuple(invited)
    coming = {one.function for one in people if one.answer is Answer.YES}
    return tuple(one for one in people if one.answer is None and one.function not in coming)


def missing(invited: Iterable[Invited]) -> tuple[str, ...]:
    """The functions for which one still waits, each once."""
    return tuple(dict.fromkeys(one.function for one in silent(invited)))


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A time, and whom it would suit (person ids)."""

    starts_at: datetime
    suits: tuple[str, ...]


def proposals(
    meeting: Meeting, suggested: Mapping[str, Sequence[Free]], now: datetime
) -> tuple[Proposal, ...]:
    """The times to come that suit most of those who have suggested any, the best first.

    Whoever named a day alone can come at any hour of it; where nobody named an hour, it is that of the meeting.
    """
    usual = meeting.starts_at.astimezone(ZONE).time()
    times = {(free.day, free.hour or usual) for frees in suggested.values() for free in frees}
    found = []
    for day, hour in sorted(times):
        starts_at = _moment(day, hour)
        if starts_at is None or starts_at <= now or starts_at == meeting.starts_at:
            continue
        suits = tuple(
            person_id
            for person_id, frees in suggested.items()
            if any(free.suits(day, hour) for free in frees)
        )
        found.append(Proposal(starts_at=starts_at, suits=suits))
    found.sort(key=lambda each: (-len(each.suits), each.starts_at))
    best = len(found[0].suits) if found else 0
    return tuple(each for each in found if len(each.suits) == best)[:MOST_PROPOSED]


def _moment(day: date, hour: time) -> datetime | None:
    """A day and an hour as a moment; None where a clock change leaves none, or two."""
    try:
        return calendar.moment(day, hour)
    except Refused:
        return None


def is_proposed(answers: Mapping[str, Answer], youth_id: str | None) -> bool:
    """Whether so many cannot come that other times are proposed: several, or the youth."""
    noes = [person_id for person_id, answer in answers.items() if answer is Answer.NO]
    return len(noes) >= SEVERAL or youth_id in noes
