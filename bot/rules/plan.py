"""The plan: who does what by when, and how one tap says how it goes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from bot.errors import Refused
from bot.i18n import T
from bot.rules.people import Person
from bot.rules.roles import Duty, Role, may


class TaskState(StrEnum):
    """How a task goes."""

    ASKED = "asked"  # its owner has not said yes yet
    DOING = "doing"
    DONE = "done"
    STUCK = "stuck"
    DROPPED = "dropped"


#: Tasks that still have to be done, handed over or struck out before a case can be closed.
OPEN = frozenset({TaskState.ASKED, TaskState.DOING, TaskState.STUCK})

#: Every allowed move. Saying the same again changes nothing and is always allowed.
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
    """What a message about a task asks its owner. Its tag begins with this, so that a tap is known by what it shows."""

    TAKE = "task"  # do you take it?
    GOES = "goes"  # how does it go?


class TaskAnswer(StrEnum):
    """What a sign under such a message says."""

    TAKES = "takes"
    DECLINES = "declines"
    DONE = "done"
    DOING = "doing"
    STUCK = "stuck"


_TAKE = MappingProxyType({"✅": TaskAnswer.TAKES, "❌": TaskAnswer.DECLINES})
# No ✅ here: the owner's own "yes, I take it" still stands under the message, and would read as "done"
_TAKEN = MappingProxyType({"⏳": TaskAnswer.DOING, "⛔": TaskAnswer.STUCK, "❌": TaskAnswer.DECLINES})
_GOES = MappingProxyType({"✅": TaskAnswer.DONE, "⏳": TaskAnswer.DOING, "⛔": TaskAnswer.STUCK})
_DONE = MappingProxyType({"⏳": TaskAnswer.DOING})
_NONE: Mapping[str, TaskAnswer] = MappingProxyType({})

#: How people say yes and no to a question that has no other answers: by another sign, or in reply.
_YES_NO = MappingProxyType({"👍": "✅", "ja": "✅", "👎": "❌", "nej": "❌"})
_SAME = MappingProxyType({"✔": "✅", "☑": "✅"})


@dataclass(frozen=True, kw_only=True)
class Task:
    """One line of the plan. ``obstacle`` goes to the coordinator, not to the room."""

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


def moved(task: Task, to: TaskState, now: datetime) -> Task:
    """The task in another state; an obstacle is forgotten when overcome. Refused when the table has no such move."""
    if to is task.state:
        return task
    if to not in MOVES[task.state]:
        raise Refused(T("task.no_move", number=task.number, state=T(f"task.state_{task.state}")))
    return replace(task, state=to, changed_at=now, obstacle=task.obstacle if to is TaskState.STUCK else None)


def legend(question: Question, state: TaskState) -> Mapping[str, TaskAnswer]:
    """What each sign means under a message that asks this, while the task is in this state."""
    if state is TaskState.DONE:
        return _DONE
    if state not in OPEN:
        return _NONE
    if question is Question.GOES:
        return _GOES
    return _TAKE if state is TaskState.ASKED else _TAKEN


def answer_in(question: Question, state: TaskState, key: str) -> TaskAnswer | None:
    """What a tap says, or a "ja" or "nej" in reply; None when it is not among what the message offers."""
    offered = legend(question, state)
    return offered.get(yes_no(key) if offered is _TAKE else usual(key))


def answered(task: Task, said: TaskAnswer, now: datetime) -> Task:
    """The task after its owner's sign. Declined, it has no owner, and the coordinator asks somebody else."""
    match said:
        case TaskAnswer.DECLINES:
            return without_owner(task, now)
        case TaskAnswer.TAKES:
            return moved(task, TaskState.DOING, now)
    return moved(task, TaskState(said), now)


def without_owner(task: Task, now: datetime) -> Task:
    """The task when whoever had it is no longer in the circle: asked again, of nobody yet."""
    return replace(task, owner_id=None, state=TaskState.ASKED, obstacle=None, changed_at=now)


def given_to(task: Task, owner_id: str, now: datetime) -> Task:
    """The task in somebody else's hands, asked whether they take it. Refused when it is done or struck."""
    if task.state not in OPEN:
        raise Refused(T("task.no_move", number=task.number, state=T(f"task.state_{task.state}")))
    return replace(task, owner_id=owner_id, state=TaskState.ASKED, obstacle=None, changed_at=now)


def with_obstacle(task: Task, obstacle: str | None) -> Task:
    """The task with what stands in its way, for the coordinator's eyes."""
    return task if obstacle is None else replace(task, obstacle=obstacle)


def bare(key: str) -> str:
    """An emoji without variation selectors and skin tones, which keyboards add as they like."""
    return "".join(c for c in key.strip() if c not in "\ufe0e\ufe0f" and not "\U0001f3fb" <= c <= "\U0001f3ff")


def usual(key: str) -> str:
    """An emoji as legends show it: every tick is ✅."""
    return _SAME.get(bare(key), bare(key))


def yes_no(key: str) -> str:
    """✅ or ❌ for whatever says yes or no where nothing else can be meant; another sign as it is."""
    return _YES_NO.get(usual(key), usual(key))


def is_offered(key: str) -> bool:
    """Whether some message about a task offers this sign: then it is said to the bot, and is no mere applause."""
    return usual(key) in {*_TAKE, *_TAKEN, *_GOES, "ja", "nej"}


def check_status(task: Task, person: Person) -> None:
    """Refuse somebody who says how another's task goes. The coordinator and the lead may say it for everybody."""
    if task.owner_id == person.id or person.role in (Role.COORDINATOR, Role.LEAD):
        return
    if not may(person.role, Duty.STATUS):
        raise Refused(T("task.not_allowed"))
    raise Refused(T("task.not_yours", number=task.number))


def tally(tasks: Iterable[Task]) -> Mapping[TaskState, int]:
    """How many tasks are in each state, zeros included."""
    count = Counter(task.state for task in tasks)
    return MappingProxyType({state: count[state] for state in TaskState})
