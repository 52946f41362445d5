"""The plan: tasks, their states, and what an emoji under a message about a task says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.errors import Refused
from bot.i18n import T
from bot.rules.person import Person
from bot.rules.roles import Duty, Role, may


class TaskState(StrEnum):
    """The state of a task."""

    ASKED = "asked"  # its owner has not agreed to do it yet
    DOING = "doing"
    DONE = "done"
    STUCK = "stuck"
    DROPPED = "dropped"


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


class Question(StrEnum):
    """What a message about a task asks its owner. Its tag begins with this, so that a tap is understood."""

    TAKE = "task"  # do you take it?
    GOES = "goes"  # how does it go?


class TaskAnswer(StrEnum):
    """What an owner answers, with an emoji or in reply."""

    TAKES = "takes"
    DECLINES = "declines"
    DONE = "done"
    DOING = "doing"
    STUCK = "stuck"


_TAKE = MappingProxyType({"✅": TaskAnswer.TAKES, "❌": TaskAnswer.DECLINES})
# No ✅ here: the one with which the owner took the task is still under the message and would read as "done"
_TAKEN = MappingProxyType({"⏳": TaskAnswer.DOING, "⛔": TaskAnswer.STUCK, "❌": TaskAnswer.DECLINES})
_GOES = MappingProxyType({"✅": TaskAnswer.DONE, "⏳": TaskAnswer.DOING, "⛔": TaskAnswer.STUCK})
_DONE = MappingProxyType({"⏳": TaskAnswer.DOING})
_NONE: Mapping[str, TaskAnswer] = MappingProxyType({})

#: Other emoji, and words in reply, that mean yes or no where there are no other answers.
_YES_NO = MappingProxyType({"👍": "✅", "ja": "✅", "👎": "❌", "nej": "❌"})
_SAME = MappingProxyType({"✔": "✅", "☑": "✅"})


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task of the plan. ``obstacle`` is for the coordinator and is not shown in the room."""

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


def check_move(task: Task, to: TaskState) -> None:
    """Refuse a state that the table does not allow after the one the task is in."""
    if to is not task.state and to not in MOVES[task.state]:
        raise Refused(T("task.no_move", number=task.number, state=T(STATE_TEXTS[task.state])))


def moved(task: Task, to: TaskState, now: datetime) -> Task:
    """The task in another state, without its obstacle unless stuck. Refused when the table has no such move."""
    check_move(task, to)
    if to is task.state:
        return task
    obstacle = task.obstacle if to is TaskState.STUCK else None
    return replace(task, state=to, changed_at=now, obstacle=obstacle)


def legend(question: Question, state: TaskState) -> Mapping[str, TaskAnswer]:
    """What each emoji means under a message that asks this question, for a task in this state."""
    if state is TaskState.DONE:
        return _DONE
    if state not in OPEN:
        return _NONE
    if question is Question.GOES:
        return _GOES
    return _TAKE if state is TaskState.ASKED else _TAKEN


def answer_in(question: Question, state: TaskState, key: str) -> TaskAnswer | None:
    """What an emoji, or a "ja" or "nej" in reply, answers; None when the message does not offer it."""
    offered = legend(question, state)
    if offered is _TAKE:
        return offered.get(yes_no(key))
    return offered.get(usual(key))


def answered(task: Task, said: TaskAnswer, now: datetime) -> Task:
    """The task after its owner's answer. A task that is declined has no owner any more."""
    match said:
        case TaskAnswer.DECLINES:
            return without_owner(task, now)
        case TaskAnswer.TAKES:
            return moved(task, TaskState.DOING, now)
    return moved(task, TaskState(said), now)


def without_owner(task: Task, now: datetime) -> Task:
    """The task without an owner, for the coordinator to give to somebody else."""
    return replace(task, owner_id=None, state=TaskState.ASKED, obstacle=None, changed_at=now)


def given_to(task: Task, owner_id: str, now: datetime) -> Task:
    """The task with another owner, who is asked to take it. Refused when it is done or dropped."""
    if task.state not in OPEN:
        raise Refused(T("task.no_move", number=task.number, state=T(STATE_TEXTS[task.state])))
    return replace(task, owner_id=owner_id, state=TaskState.ASKED, obstacle=None, changed_at=now)


def with_obstacle(task: Task, obstacle: str | None) -> Task:
    """The task with its obstacle; unchanged when there is none."""
    return task if obstacle is None else replace(task, obstacle=obstacle)


def bare(key: str) -> str:
    """An emoji without the variation selectors and skin tones that keyboards add."""
    return "".join(c for c in key.strip() if c not in "\ufe0e\ufe0f" and not "\U0001f3fb" <= c <= "\U0001f3ff")


def usual(key: str) -> str:
    """An emoji as the legend shows it: every tick is ✅."""
    return _SAME.get(bare(key), bare(key))


def yes_no(key: str) -> str:
    """✅ or ❌ for anything that means yes or no; another emoji as it is."""
    return _YES_NO.get(usual(key), usual(key))


def is_offered(key: str) -> bool:
    """Whether any message about a task offers this emoji, so that it is an answer and not just applause."""
    return usual(key) in {*_TAKE, *_TAKEN, *_GOES, "ja", "nej"}


def check_status(task: Task, person: Person) -> None:
    """Refuse a report on somebody else's task. The coordinator and the lead may report on all."""
    if task.owner_id == person.id or person.role in (Role.COORDINATOR, Role.LEAD):
        return
    if not may(person.role, Duty.STATUS):
        raise Refused(T("task.not_allowed"))
    raise Refused(T("task.not_yours", number=task.number))


def tally(tasks: Iterable[Task]) -> Mapping[TaskState, int]:
    """How many tasks are in each state, with zeros."""
    count = Counter(task.state for task in tasks)
    return MappingProxyType({state: count[state] for state in TaskState})
