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

#: One tap on a message about a task its owner has taken.
REACTIONS: Mapping[str, TaskState] = MappingProxyType(
    {"✅": TaskState.DONE, "⏳": TaskState.DOING, "⛔": TaskState.STUCK}
)

#: One tap on the question "do you take it?".
TAKES: Mapping[str, bool] = MappingProxyType({"✅": True, "❌": False})


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


def move(task: Task, to: TaskState, now: datetime) -> Task:
    """The task in another state; an obstacle is forgotten when overcome. Refused when the table has no such move."""
    if to is task.state:
        return task
    if to not in MOVES[task.state]:
        raise Refused(T("task.no_move", number=task.number, state=T(f"task.state_{task.state}")))
    return replace(task, state=to, changed_at=now, obstacle=task.obstacle if to is TaskState.STUCK else None)


def reacted(task: Task, key: str, now: datetime) -> Task | None:
    """The task after its owner's tap; None when this emoji means nothing here.

    On a task that is still asked ✅ means "yes, I take it" and ❌ "no": then it has no owner and the coordinator asks
    somebody else.
    """
    emoji = bare(key)
    if task.state is TaskState.ASKED:
        if emoji not in TAKES:
            return None
        return move(task, TaskState.DOING, now) if TAKES[emoji] else without_owner(task, now)
    to = REACTIONS.get(emoji)
    if to is None or (to is not task.state and to not in MOVES[task.state]):
        return None
    return move(task, to, now)


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
