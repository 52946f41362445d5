"""Goals of the plan: what the circle works towards, in words the youth can stand behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.errors import Refused
from bot.i18n import T
from bot.rules.words import Term


class Outcome(StrEnum):
    """How far a goal was reached, when somebody judges it."""

    REACHED = "reached"
    PARTLY = "partly"
    MISSED = "missed"


#: What each outcome is called.
OUTCOME_TEXTS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.REACHED: "goal.reached",
        Outcome.PARTLY: "goal.partly",
        Outcome.MISSED: "goal.missed",
    }
)


#: The outcomes, as they are chosen.
OUTCOMES = (
    Term(id="reached", sv="helt", en="fully", words=("ja", "nått", "uppnått", "uppfyllt", "yes", "reached")),
    Term(id="partly", sv="delvis", en="partly", words=("till viss del", "lite", "halvvägs", "partially")),
    Term(
        id="missed", sv="nej", en="no", words=("inte", "inte alls", "ej", "inte nått", "not at all", "missed")
    ),
)


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """A step on the way to a goal, with the day by which it should be taken and the day it was."""

    id: str
    goal_id: str
    number: int
    text: str
    due_on: date | None = None
    reached_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One goal of a case.

    ``area`` is one of the profile's; ``own_words`` are the youth's, which ``own_words_from`` (a person id) passed on
    or noted; ``means``: how it is to be reached. ``room_id``: the room that may see it, None for the case room.
    """

    id: str
    unit_id: str
    case_id: str
    number: int
    text: str
    area: str | None = None
    own_words: str | None = None
    own_words_from: str | None = None
    means: str | None = None
    room_id: str | None = None
    outcome: Outcome | None = None
    judged_on: date | None = None
    judged_by: str | None = None  # person id
    dropped: bool = False
    milestones: tuple[Milestone, ...] = ()
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether people still work towards it."""
        return self.outcome is None and not self.dropped


def judged(goal: Goal, outcome: Outcome, on: date, by: str) -> Goal:
    """The goal as somebody (by person id) judged it; it can be judged anew."""
    return replace(goal, outcome=outcome, judged_on=on, judged_by=by)


def not_struck(goal: Goal) -> Goal:
    """The goal, unless it was struck. Refused then."""
    if goal.dropped:
        raise Refused(T("goal.is_struck", number=goal.number))
    return goal


def still_open(goal: Goal) -> Goal:
    """The goal, if people still work towards it. Refused where it was judged or struck."""
    not_struck(goal)
    if goal.outcome is not None:
        raise Refused(T("goal.is_judged", number=goal.number, outcome=T(OUTCOME_TEXTS[goal.outcome])))
    return goal


def not_judged(goals: Iterable[Goal]) -> list[int]:
    """The numbers of the goals that nobody has judged yet."""
    return [goal.number for goal in goals if goal.is_open]


def check_judged(goals: Iterable[Goal], code: str) -> None:
    """Refuse to close a case while a goal is not judged."""
    numbers = [str(number) for number in not_judged(goals)]
    if numbers:
        raise Refused(T("goal.to_judge", code=code, numbers=numbers, n=len(numbers), first=numbers[0]))
