"""Goals of the plan: what the circle works towards, in words the youth can stand behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


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
    dropped: bool = False
    milestones: tuple[Milestone, ...] = ()
    created_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether people still work towards it."""
        return self.outcome is None and not self.dropped


def judged(goal: Goal, outcome: Outcome, on: date) -> Goal:
    """The goal as it was judged; it can be judged anew."""
    return replace(goal, outcome=outcome, judged_on=on)
