"""The plan: tasks, and their states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from bot.errors import Refused
from bot.i18n import T
from bot.rules.person import Person
from bot.rules.roles import Duty, Role, may
from bot.rules.words import Term


class TaskState(StrEnum):
    """The state of a task."""

    ASKED = "asked"  # its owner has not agreed to do it yet
    DOING = "doing"
    DONE = "done"
    STUCK = "stuck"
    DROPPED = "dropped"


class TaskKind(StrEnum):
    """What a task is good for ([A] "preventiv och behandlande insats")."""

    PREVENT = "prevent"
    TREAT = "treat"
    COORDINATE = "coordinate"


#: What each kind is called.
KIND_TEXTS: Mapping[TaskKind, str] = MappingProxyType(
    {
        TaskKind.PREVENT: "task.kind_prevent",
        TaskKind.TREAT: "task.kind_treat",
        TaskKind.COORDINATE: "task.kind_coordinate",
    }
)


#: The kinds, as they are chosen.
KINDS = (
    Term(
        id="prevent",
        sv="förebygga",
        en="prevent",
        words=("förebyggande", "preventiv", "preventivt", "preventive", "prevention"),
    ),
    Term(
        id="treat",
        sv="behandla",
        en="treat",
        words=("behandlande", "behandling", "treating", "treatment"),
    ),
    Term(
        id="coordinate",
        sv="samordna",
        en="coordinate",
        words=("samordnande", "samordning", "coordinating", "coordination"),
    ),
)


class Happened(StrEnum):
    """Something that happens to a task, as its history keeps it."""

    ADDED = "added"
    TAKEN = "taken"
    DECLINED = "declined"
    DOING = "doing"
    DONE = "done"
    STUCK = "stuck"
    MOVED = "moved"  # to another day
    RENAMED = "renamed"
    HANDED_OVER = "handed_over"
    SPLIT = "split"
    STRUCK = "struck"
    SKIPPED = "skipped"  # a day of a series
    LINKED = "linked"  # waits for another task, or belongs to a goal
    FREED = "freed"  # the task before it is done
    ASKED = "asked"  # how it goes
    NUDGED = "nudged"  # asked once more, on the own page
    SNOOZED = "snoozed"
    HELP = "help"  # its owner needs help with it
    TAKEN_BACK = "taken_back"  # an answer
    LEFT = "left"  # its owner left the case


class Via(StrEnum):
    """How somebody said something about a task."""

    COMMAND = "command"
    TAP = "tap"
    REPLY = "reply"
    WORDS = "words"
    BOT = "bot"  # by itself, as a day came or somebody left


@dataclass(frozen=True, kw_only=True)
class By:
    """Who changes a task, and how they say so; ``person_id``: None for the bot by itself.

    ``verified``: on a device that the person's identity vouches for.
    """

    person_id: str | None = None
    via: Via = Via.BOT
    verified: bool = False


#: The bot, as a day comes or somebody leaves.
BY_ITSELF = By()


@dataclass(frozen=True, kw_only=True)
class TaskEvent:
    """One line of a task's history. ``by``, ``via`` and ``verified``: see :class:`By`.

    ``day``: the due day, or the day of the series, that it is about; of a move the new one. ``about``: the id of a
    person, task or goal; of a move the day before it (ISO). ``words``: what was said with it; of new words the old
    ones.
    """

    task_id: str
    what: Happened
    at: datetime
    by: str | None = None
    via: Via = Via.BOT
    verified: bool = False
    day: date | None = None
    about: str | None = None
    words: str | None = None


class DayState(StrEnum):
    """How it stands with one day of a task that repeats."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    STUCK = "stuck"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True)
class TaskDay:
    """One day of a task that repeats, as the series has it, and the day it is moved to, if it is."""

    task_id: str
    day: date
    moved_to: date | None = None
    state: DayState = DayState.OPEN
    changed_at: datetime

    @property
    def on(self) -> date:
        """The day on which it is now."""
        return self.moved_to or self.day


#: What each state is called.
STATE_TEXTS: Mapping[TaskState, str] = MappingProxyType(
    {
        TaskState.ASKED: "task.state_asked",
        TaskState.DOING: "task.state_doing",
        TaskState.DONE: "task.state_done",
        TaskState.STUCK: "task.state_stuck",
        TaskState.DROPPED: "task.state_dropped",
    }
)

#: States in which a task must be done, given to somebody else or dropped before its case can be closed.
OPEN = frozenset({TaskState.ASKED, TaskState.DOING, TaskState.STUCK})

#: Every allowed move from one state to others. The same state again is always allowed and changes nothing.
MOVES: Mapping[TaskState, frozenset[TaskState]] = MappingProxyType(
    {
        TaskState.ASKED: frozenset({TaskState.DOING, TaskState.DONE, TaskState.STUCK, TaskState.DROPPED}),
        TaskState.DOING: frozenset({TaskState.DONE, TaskState.STUCK, TaskState.DROPPED}),
        TaskState.STUCK: frozenset({TaskState.DOING, TaskState.DONE, TaskState.DROPPED}),
        TaskState.DONE: frozenset({TaskState.DOING}),
        TaskState.DROPPED: frozenset(),
    }
)

#: Words between those of a title, which say nothing about which task is meant.
_LITTLE = frozenset(
    {
        "med",
        "att",
        "den",
        "det",
        "de",
        "om",
        "till",
        "för",
        "på",
        "i",
        "är",
        "nu",
        "har",
        "jag",
        "vi",
        "en",
        "ett",
    }
    | {
        "och",
        "uppgift",
        "uppgiften",
        "denna",
        "där",
        "här",
        "with",
        "the",
        "that",
        "this",
        "it",
        "a",
        "an",
        "to",
    }
    | {"about", "is", "has", "we", "and", "task", "now", "of"}
)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task of the plan. ``obstacle`` is for the coordinator and is not shown in the room.

    ``due_on``: the day on which its owner is to be done, or of a series the next one. ``repeats``: how it repeats, in
    the words of :mod:`bot.rules.recurrence`. ``function``: whoever stands for it is the owner. ``room_id``: the room
    that may see it, None for the case room. ``waits_for``: the id of the task that comes before it.
    """

    id: str
    unit_id: str
    case_id: str
    number: int
    text: str
    owner_id: str | None = None
    due_on: date | None = None
    state: TaskState = TaskState.ASKED
    obstacle: str | None = None
    changed_at: datetime
    goal_id: str | None = None
    room_id: str | None = None
    function: str | None = None
    deputy_id: str | None = None
    kind: TaskKind | None = None
    repeats: str | None = None
    waits_for: str | None = None


class Dated(Protocol):
    """What is to be done by a day, whole or without its words."""

    @property
    def state(self) -> TaskState: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def repeats(self) -> str | None: ...


def is_late(task: Dated, today: date) -> bool:
    """Whether a task should have been done by now. What repeats goes on: how its days went is asked once a week."""
    if task.state not in OPEN or task.repeats is not None or task.due_on is None:
        return False
    return task.due_on < today


def check_move(task: Task, to: TaskState) -> None:
    """Refuse a state that the table does not allow after the one the task is in."""
    if to is not task.state and to not in MOVES[task.state]:
        raise Refused(T("task.no_move", number=task.number, state=T(STATE_TEXTS[task.state])))


def moved(task: Task, to: TaskState, now: datetime) -> Task:
    """The task in another state, without its obstacle unless stuck. Refused when the table has no such
    move."""
    check_move(task, to)
    if to is task.state:
        return task
    obstacle = task.obstacle if to is TaskState.STUCK else None
    return replace(task, state=to, changed_at=now, obstacle=obstacle)


def check_day(day: date, today: date) -> None:
    """Refuse a day that has been as the one by which something is to be done."""
    if day < today:
        raise Refused(T("task.day_past", day=day))


def check_open(task: Task) -> None:
    """Refuse to change a task that is done or struck."""
    if task.state not in OPEN:
        raise Refused(T("task.no_move", number=task.number, state=T(STATE_TEXTS[task.state])))


def some_day(day: date | None) -> date:
    """The day on which something begins. Refused where it never does."""
    if day is None:
        raise Refused(T("task.never"))
    return day


def check_can_wait(task: Task, first: Task, tasks: Iterable[Task]) -> None:
    """Refuse to have a task wait for itself, for what waits for it, or for what is done or struck."""
    if first.state not in OPEN:
        raise Refused(T("task.no_wait_over", number=first.number, state=T(STATE_TEXTS[first.state])))
    by_id = {each.id: each for each in tasks}
    before: Task | None = first
    while before is not None:
        if before.id == task.id:
            raise Refused(T("task.no_wait_circle", number=task.number, first=first.number))
        before = by_id.get(before.waits_for or "")


def without_owner(task: Task, now: datetime) -> Task:
    """The task without an owner, for the coordinator to give to somebody else."""
    return replace(task, owner_id=None, state=TaskState.ASKED, obstacle=None, changed_at=now)


def given_to(task: Task, owner_id: str, now: datetime) -> Task:
    """The task with another owner, who is asked to take it. Refused when it is done or dropped."""
    if task.state not in OPEN:
        raise Refused(T("task.no_move", number=task.number, state=T(STATE_TEXTS[task.state])))
    return replace(task, owner_id=owner_id, state=TaskState.ASKED, obstacle=None, changed_at=now)


def taken_on(task: Task, now: datetime) -> Task:
    """The task under way, if its owner had not said yet that they take it: whoever gives it another day has."""
    return replace(task, state=TaskState.DOING, changed_at=now) if task.state is TaskState.ASKED else task


def with_obstacle(task: Task, obstacle: str | None) -> Task:
    """The task with its obstacle; unchanged when there is none."""
    return task if obstacle is None else replace(task, obstacle=obstacle)


def check_status(task: Task, person: Person) -> None:
    """Refuse a report on somebody else's task. Its deputy, the coordinator and the lead may report too."""
    if person.id in (task.owner_id, task.deputy_id) or person.role in (Role.COORDINATOR, Role.LEAD):
        return
    if not may(person.role, Duty.STATUS):
        raise Refused(T("task.not_allowed"))
    raise Refused(T("task.not_yours", number=task.number))


@dataclass(frozen=True, kw_only=True)
class Named:
    """The tasks that words of a title may mean. ``is_certain``: there is one, and all the words are its own."""

    tasks: tuple[Task, ...]
    is_certain: bool


def named(tasks: Iterable[Task], said: str) -> Named:
    """The tasks whose titles have the words that somebody said, in any form (``mentor``, ``mentorn``).

    Where several titles have some of the words, it is those that have most of them.
    """
    words = [word for word in re.findall(r"\w+", said.casefold()) if word not in _LITTLE]
    hits: dict[int, list[Task]] = {}
    for task in tasks:
        title = re.findall(r"\w+", task.text.casefold())
        count = sum(any(_is_same_word(word, other) for other in title) for word in words)
        hits.setdefault(count, []).append(task)
    most = max(hits, default=0)
    if not most:
        return Named(tasks=(), is_certain=False)
    found = tuple(hits[most])
    return Named(tasks=found, is_certain=len(found) == 1 and most == len(words))


def _is_same_word(one: str, other: str) -> bool:
    """Whether two words are forms of one: one begins with the whole of the other, or all but its last letter."""
    short, long = sorted((one, other), key=len)
    stem = short if len(short) < 5 else short[:-1]
    return len(short) > 2 and long.startswith(stem) and len(long) - len(short) <= 4


def tally(tasks: Iterable[Task]) -> Mapping[TaskState, int]:
    """How many tasks are in each state, with zeros."""
    count = Counter(task.state for task in tasks)
    return MappingProxyType({state: count[state] for state in TaskState})
