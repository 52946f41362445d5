"""When people are asked how their tasks go, when somebody counts as silent, and what an answer is.

Professionals are asked on working days alone; youths and guardians on the day itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.rules import working_day
from bot.rules.plan import Happened, Task, TaskEvent, is_late

#: So many working days after they were asked somebody is asked once more, on their own page; and after so many the
#: coordinator sees it.
NUDGED_AFTER = 2
SHOWN_AFTER = 4

#: A task that is late, or that nobody answered about, is asked about again after so many days, and not before.
APART = timedelta(days=7)

#: What was asked longer ago keeps nobody from being asked.
REMEMBERED = timedelta(days=35)


class Said(StrEnum):
    """What became of a question how a task goes."""

    DONE = "done"
    DOING = "doing"
    STUCK = "stuck"
    MOVED = "moved"  # it has another day
    WAITS = "waits"  # they want to be asked later
    HELP = "help"  # they need help with it
    GONE = "gone"  # it is not theirs to answer any more


#: What answers the question how a task goes, of all that can happen to it.
SAID: Mapping[Happened, Said] = MappingProxyType(
    {
        Happened.TAKEN: Said.DOING,
        Happened.DOING: Said.DOING,
        Happened.DONE: Said.DONE,
        Happened.STUCK: Said.STUCK,
        Happened.MOVED: Said.MOVED,
        Happened.SKIPPED: Said.MOVED,
        Happened.SNOOZED: Said.WAITS,
        Happened.HELP: Said.HELP,
        Happened.DECLINED: Said.GONE,
        Happened.HANDED_OVER: Said.GONE,
        Happened.STRUCK: Said.GONE,
        Happened.LEFT: Said.GONE,
    }
)


@dataclass(frozen=True, kw_only=True)
class Round:
    """One message in a room, on one day, that asks all whose turn it is."""

    id: str
    case_id: str
    room_id: str
    day: date
    is_followup: bool = False  # it asks about all that is open, once a month


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody was asked in a round how a task goes.

    ``day``: the due day it is about, of a series the last of its days. ``said``: None until they have answered.
    """

    round_id: str
    task_id: str
    person_id: str
    asked_on: date
    day: date | None = None
    said: Said | None = None
    answered_at: datetime | None = None
    nudged_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Silent:
    """A task about which somebody was asked and has said nothing since."""

    case_id: str
    task_id: str
    number: int
    person_id: str
    asked_on: date
    nudged_on: date | None = None


def asked_before(today: date, working_days: int) -> date:
    """The last day on which somebody can have been asked for so many working days to have passed."""
    found = today
    while working_day.after(found, working_days) > today:
        found -= timedelta(days=1)
    return found


def is_past_its_round(task: Task, today: date) -> bool:
    """Whether a task is late, and past the working day on which its owner is asked about it."""
    return is_late(task, today) and task.due_on is not None and working_day.on_or_after(task.due_on) < today


def may_be_asked(last: Asked | None, today: date, *, day: date | None = None) -> bool:
    """Whether somebody may be asked about a task today, who was asked ``last``; ``day``: the day of it that has come.

    Nobody is asked twice about the same thing: not before a week has gone, unless it was answered and there is another
    day to ask about.
    """
    if last is None or today - last.asked_on >= APART:
        return True
    if day is None or last.said is None or last.asked_on == today:
        return False
    return last.day is None or last.day < day


def standing(history: Iterable[TaskEvent]) -> Said | None:
    """The answer that stands to what was asked last about a task, by all that has happened to it; None while it
    waits."""
    said: list[Said] = []
    for event in history:
        if event.what is Happened.ASKED:
            said = []
        elif event.what is Happened.TAKEN_BACK:
            del said[-1:]
        elif event.what in SAID:
            said.append(SAID[event.what])
    return said[-1] if said else None
