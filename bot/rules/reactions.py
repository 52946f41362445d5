"""What an emoji on a message says: those offered under a message about a task, and what becomes of the
task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bot.rules.plan import OPEN, Task, TaskState, moved, without_owner


class Question(StrEnum):
    """What a message about a task asks its owner. Its tag begins with this, so that a tap is understood."""

    TAKE = "task"  # do you take it?
    GOES = "goes"  # how does it go?


#: How the tags of messages begin that may be answered with an emoji.
TAPPED = (*(str(question) for question in Question), "round", "meeting")


class TaskAnswer(StrEnum):
    """What an owner answers, with an emoji or in reply."""

    TAKES = "takes"
    DECLINES = "declines"
    DONE = "done"
    DOING = "doing"
    STUCK = "stuck"


class Snooze(StrEnum):
    """Until when somebody does not want to be asked how a task goes; its own day stays."""

    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"


_SNOOZES = MappingProxyType({"▶": Snooze.TOMORROW, "⏩": Snooze.NEXT_WEEK})
_TAKE = MappingProxyType({"✅": TaskAnswer.TAKES, "❌": TaskAnswer.DECLINES})
# No ✅ here: the one with which the owner took the task is still under the message and would read as "done"
_TAKEN = MappingProxyType({"⏳": TaskAnswer.DOING, "⛔": TaskAnswer.STUCK, "❌": TaskAnswer.DECLINES})
_GOES = MappingProxyType({"✅": TaskAnswer.DONE, "⏳": TaskAnswer.DOING, "⛔": TaskAnswer.STUCK})
_DONE = MappingProxyType({"⏳": TaskAnswer.DOING})
_NONE: Mapping[str, TaskAnswer] = MappingProxyType({})

#: Other emoji, and words in reply, that mean yes or no where there are no other answers.
_YES_NO = MappingProxyType({"👍": "✅", "ja": "✅", "👎": "❌", "nej": "❌"})
_SAME = MappingProxyType({"✔": "✅", "☑": "✅", "⏭": "⏩"})
#: Words in reply that mean an emoji only where the message asks how it goes.
_GOES_WORDS = MappingProxyType({"klar": "✅"})


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
    if question is Question.GOES:
        return offered.get(_GOES_WORDS.get(key, usual(key)))
    return offered.get(usual(key))


def snooze_in(question: Question, state: TaskState, key: str) -> Snooze | None:
    """Until when an emoji puts the question off; None when it puts off nothing."""
    is_asked = question is Question.GOES and state in OPEN
    return _SNOOZES.get(usual(key)) if is_asked else None


def snoozed_until(snooze: Snooze, today: date) -> date:
    """The day until which an emoji puts a question off: the next, or the first of next week."""
    if snooze is Snooze.TOMORROW:
        return today + timedelta(days=1)
    return today + timedelta(days=7 - today.weekday())


#: What becomes of a task by each answer, beside losing its owner when it is declined.
BECOMES = MappingProxyType(
    {
        TaskAnswer.TAKES: TaskState.DOING,
        TaskAnswer.DECLINES: TaskState.ASKED,
        TaskAnswer.DONE: TaskState.DONE,
        TaskAnswer.DOING: TaskState.DOING,
        TaskAnswer.STUCK: TaskState.STUCK,
    }
)


def stands(task: Task, said: TaskAnswer, at: datetime, by: str) -> bool:
    """Whether a task still is as somebody (``by``, a person id) answered then, and nothing has been said since."""
    owner = None if said is TaskAnswer.DECLINES else by
    return (task.state, task.owner_id, task.changed_at, task.obstacle) == (
        becomes(task, said),
        owner,
        at,
        None,
    )


def becomes(task: Task, said: TaskAnswer) -> TaskState:
    """The state of a task after an answer: what repeats goes on when one of its days is done."""
    if task.repeats is not None and said is TaskAnswer.DONE:
        return TaskState.DOING
    return BECOMES[said]


def taken_back(task: Task, before: TaskState, owner_id: str, now: datetime) -> Task:
    """The task as it was before an answer of its owner that is taken back."""
    return replace(task, state=before, owner_id=owner_id, changed_at=now)


def offered(question: Question) -> tuple[str, ...]:
    """The emoji that are offered under a question that is not answered yet."""
    return tuple(_TAKE) if question is Question.TAKE else (*_GOES, *_SNOOZES)


def answered(task: Task, said: TaskAnswer, now: datetime) -> Task:
    """The task after its owner's answer. A task that is declined has no owner any more."""
    if said is TaskAnswer.DECLINES:
        return without_owner(task, now)
    return moved(task, BECOMES[said], now)


def bare(key: str) -> str:
    """An emoji without the variation selectors and skin tones that keyboards add."""
    return "".join(
        c for c in key.strip() if c not in "\ufe0e\ufe0f" and not "\U0001f3fb" <= c <= "\U0001f3ff"
    )


def usual(key: str) -> str:
    """An emoji as the legend shows it: every tick is ✅."""
    return _SAME.get(bare(key), bare(key))


def yes_no(key: str) -> str:
    """✅ or ❌ for anything that means yes or no; another emoji as it is."""
    return _YES_NO.get(usual(key), usual(key))


def is_offered(key: str) -> bool:
    """Whether any message about a task offers this emoji, so that it is an answer and not just applause."""
    return usual(key) in {*_TAKE, *_TAKEN, *_GOES, *_SNOOZES, "ja", "nej", "klar"}
