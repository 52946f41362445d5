"""A youth's alarm: what has come on somebody's own page that a human being should know of, and who has taken it.

There is one for each person, which grows until somebody takes it; what comes after that is a new one. Nothing makes
it smaller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.messages import Wordless
from bot.rules.facts import UnitFacts
from bot.rules.person import Person
from bot.rules.roles import Duty, Role, may

#: After so long without a word the next one is told anew.
QUIET = timedelta(minutes=10)
#: So long after an alarm was taken, whoever took it is asked; and again, as often.
ASK_AFTER = timedelta(minutes=30)
#: Whoever was asked so often without an answer is asked again only when the office opens.
MOST_ASKED = 3

#: What came, where it is no message without words: plain words, that they are to be rung, that they sent it on.
TEXT, CALL, SENT = "text", "call", "sent"
#: What was taken back or changed: it is counted, and tells nobody anew.
TAKEN_BACK = str(Wordless.TAKEN_BACK)


#: How the tags of an alarm's messages begin; its number follows.
TAG = "youth_alarm:"


class State(StrEnum):
    """Where an alarm stands."""

    OPEN = "open"
    TAKEN = "taken"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What came of trying to reach somebody."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    ON_CALL = "on_call"

    @property
    def closes(self) -> bool:
        """Whether the alarm is over: they were reached, or the social services on call have it."""
        return self is not Outcome.NOT_REACHED


@dataclass(frozen=True, kw_only=True)
class Came:
    """How much of one kind has come, and when the first and the last of it."""

    kind: str
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, kw_only=True)
class YouthAlarm:
    """One alarm. ``places``: the rooms in which it was told. ``step``: how far it went untaken. ``asked``: how often
    its taker was asked in vain."""

    id: int
    unit_id: str
    case_id: str | None
    person_id: str
    state: State
    came: tuple[Came, ...]
    places: tuple[str, ...]
    step: int = 0
    asked: int = 0
    taken_by: str | None = None
    taken_at: datetime | None = None
    outcome: Outcome | None = None

    @property
    def raised_at(self) -> datetime:
        """When the first of it came."""
        return min(one.first for one in self.came)

    @property
    def last_at(self) -> datetime:
        """When the last of it came."""
        return max(one.last for one in self.came)

    @property
    def is_call(self) -> bool:
        """Whether they asked to be rung, and wrote nothing else."""
        return all(one.kind == CALL for one in self.came)


def is_news(alarm: YouthAlarm | None, kind: str, now: datetime) -> bool:
    """Whether what comes now is told anew, in a message that notifies: it is the first, of a new kind, or the first
    after ten quiet minutes."""
    if alarm is None:
        return True
    if kind == TAKEN_BACK:
        return False
    return all(one.kind != kind for one in alarm.came) or now - alarm.last_at >= QUIET


def grown(came: Iterable[Came], kind: str, now: datetime) -> tuple[Came, ...]:
    """What has come, with one more of a kind."""
    found = {one.kind: one for one in came}
    before = found.get(kind)
    if before is None:
        found[kind] = Came(kind=kind, count=1, first=now, last=now)
    else:
        found[kind] = replace(before, count=before.count + 1, last=now)
    return tuple(found.values())


class Step(StrEnum):
    """Who is told of an alarm that nobody has taken, in this order."""

    DEPUTY = "deputy"
    OFFICE = "office"
    SECOND = "second"
    OPENING = "opening"  # each time the office opens: the coordinator and the office once more


#: The steps that an alarm goes through while nobody takes it; the last is repeated.
STEPS = (Step.DEPUTY, Step.OFFICE, Step.SECOND, Step.OPENING)


def on_call(facts: UnitFacts) -> Person | None:
    """Who reads alarms while the office does not, if the profile names somebody of the unit who may take one."""
    named = facts.profile.on_call
    for one in facts.people:
        if named is not None and one.handle == named.handle and one.active and one.matrix_id is not None:
            return one if may(one.role, Duty.TAKE_ALARM) else None
    return None


def seconds(people: Iterable[Person], unit_id: str) -> tuple[Person, ...]:
    """The second persons of a unit who have an account."""
    return tuple(
        one
        for one in people
        if one.unit_id == unit_id and one.active and one.role is Role.SECOND and one.matrix_id is not None
    )
