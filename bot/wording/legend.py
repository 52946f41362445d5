"""Says which text tells what may be tapped under a message about a task."""

from __future__ import annotations

from bot.rules import plan as rules
from bot.rules.plan import Task, TaskState
from bot.rules.reactions import Question


def legend_key(question: Question, task: Task) -> str | None:
    """The key of the text that says what may be tapped under a message, if anything may."""
    if task.state is TaskState.DONE:
        return "task.not_done_yet"
    if task.state not in rules.OPEN:
        return None
    if question is Question.GOES:
        return "task.how_goes_it"
    return "task.do_you_take_it" if task.state is TaskState.ASKED else "task.taken"
