"""Tells a task and what has happened to it, in the words people would use: ``Lisa tog den, mån 23 nov (v. 48)``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from bot.conversation.command import CaseCtx
from bot.i18n import Lines, T, Text, Words, items, lines
from bot.rules.calendar import day_of
from bot.rules.card import Part, is_waiting
from bot.rules.goal import Goal
from bot.rules.plan import KIND_TEXTS, STATE_TEXTS, Happened, Task, TaskEvent, Via
from bot.wording import cards, names

#: What happened, with who it was through.
_BY = MappingProxyType(
    {
        Happened.ADDED: "told.added",
        Happened.TAKEN: "told.taken",
        Happened.DECLINED: "told.declined",
        Happened.DOING: "told.doing",
        Happened.DONE: "told.done",
        Happened.STUCK: "told.stuck",
        Happened.HELP: "told.help",
        Happened.MOVED: "told.moved",
        Happened.RENAMED: "told.renamed",
        Happened.HANDED_OVER: "told.handed_over",
        Happened.SPLIT: "told.split",
        Happened.STRUCK: "told.struck",
        Happened.SKIPPED: "told.skipped",
        Happened.LINKED: "told.linked",
        Happened.FREED: "told.freed",
        Happened.ASKED: "told.asked",
        Happened.NUDGED: "told.nudged",
        Happened.SNOOZED: "told.snoozed",
        Happened.TAKEN_BACK: "told.taken_back",
        Happened.LEFT: "told.left",
    }
)

#: What happened to two tasks, with the number of the other.
_WITH_TASK = MappingProxyType(
    {
        Happened.LINKED: "told.linked_task",
        Happened.SPLIT: "told.split_task",
        Happened.FREED: "told.freed_task",
    }
)

#: What is between the bot and somebody, and shown only where a coordinator or lead reads alone.
_ASIDE = frozenset({Happened.ASKED, Happened.NUDGED, Happened.SNOOZED})

#: What is told with the day that it is about.
_NAMES_DAY = frozenset({Happened.MOVED, Happened.DONE, Happened.SKIPPED, Happened.SNOOZED})

_HOW: Mapping[Via, str] = MappingProxyType(
    {Via.TAP: "told.by_tap", Via.REPLY: "told.by_reply", Via.WORDS: "told.by_words"}
)

#: So many lines are shown; of a longer history the newest.
MOST = 20


def told(
    ctx: CaseCtx, task: Task, history: Sequence[TaskEvent], part: Part, *, hears_obstacles: bool
) -> Lines:
    """A task with all that is known of it, and its history, the oldest first.

    ``part``: what the reader may see of the plan; nothing else is named. ``hears_obstacles``: also what stands in the
    way, and how often its owner was asked.
    """
    happened = [event for event in history if hears_obstacles or event.what not in _ASIDE]
    shown = [
        _event(ctx, task, event, part, hears_obstacles=hears_obstacles) for event in _each_once(happened)
    ]
    return lines(
        cards.task_line(ctx, task),
        *_about(ctx, task, part),
        T("told.obstacle", obstacle=Words(task.obstacle)) if hears_obstacles and task.obstacle else None,
        T("told.older", n=len(shown) - MOST) if len(shown) > MOST else None,
        items(*shown[-MOST:]),
        None if shown else T("told.nothing"),
    )


def _about(ctx: CaseCtx, task: Task, part: Part) -> list[Text]:
    """How it goes, what it is for, and who does it if its owner cannot."""
    found = [T("told.state", state=T(STATE_TEXTS[task.state]))]
    goal = _goal_of(task, part)
    if goal is not None:
        found.append(T("told.goal", number=goal.number, text=cards.title(goal.text)))
    if task.kind is not None:
        found.append(T("told.kind", kind=T(KIND_TEXTS[task.kind])))
    if task.deputy_id is not None:
        found.append(T("told.deputy", name=_name(ctx, task.deputy_id)))
    by_id = {one.id: one for one in part.tasks}
    if is_waiting(task, by_id):
        before = by_id[str(task.waits_for)]
        found.append(T("told.waits", number=before.number, text=cards.title(before.text)))
    return found


def _goal_of(task: Task, part: Part) -> Goal | None:
    return next((goal for goal in part.goals if goal.id == task.goal_id), None)


def _event(ctx: CaseCtx, task: Task, event: TaskEvent, part: Part, *, hears_obstacles: bool) -> Text:
    """One line: who, what, when, and how if not in so many words."""
    happened = _what(ctx, task, event, part)
    how = _HOW.get(event.via)
    on = day_of(event.at)
    said = T("told.line", what=happened, day=on)
    if event.day is not None and event.what in _NAMES_DAY:
        # Another day stands in the line too: which of them is the one on which it was said
        said = T("told.line_said", what=happened, day=on)
    if how is not None:
        said = T("told.line_how", what=said, how=T(how))
    if not hears_obstacles:
        return said
    if event.by is not None and event.via is not Via.TAP and not event.verified:
        said = T("told.unverified", what=said)
    if event.words and event.what is Happened.STUCK:
        return T("told.with_words", what=said, text=event.words)
    return said


def _what(ctx: CaseCtx, task: Task, event: TaskEvent, part: Part) -> Text:
    key = _BY[event.what]
    who = _name(ctx, event.by)
    match event.what:
        case Happened.ADDED if event.about is not None:
            return T("told.added_to", who=who, whom=_name(ctx, event.about))
        case Happened.MOVED if event.day is None:
            return T("told.moved_away", who=who)
        case Happened.MOVED if event.about is not None and task.repeats is not None:
            return T("told.moved_from", who=who, before=date.fromisoformat(event.about), day=event.day)
        case Happened.MOVED:
            return T(key, who=who, day=event.day)
        case Happened.DONE | Happened.SKIPPED if event.day is not None:
            of_day = "told.done_day" if event.what is Happened.DONE else "told.skipped_day"
            return T(of_day, who=who, day=event.day)
        case Happened.SNOOZED if event.day is not None:
            return T("told.snoozed_until", who=who, day=event.day)
        case Happened.HANDED_OVER:
            return T(key, who=who, whom=_name(ctx, event.about))
        case Happened.RENAMED if event.words:
            return T("told.renamed_from", who=who, text=event.words)
        case Happened.LINKED | Happened.SPLIT | Happened.FREED:
            return _with_other(event, key, who, part)
        case Happened.ASKED | Happened.NUDGED:
            return T(key)
        case _:
            return T(key, who=who)


def _with_other(event: TaskEvent, key: str, who: str | Text, part: Part) -> Text:
    """What happened to two tasks, or a task and a goal; the other one is named only to those who may see it."""
    for goal in part.goals:
        if goal.id == event.about:
            return T("told.to_goal", who=who, number=goal.number)
    for task in part.tasks:
        if task.id == event.about:
            return T(_WITH_TASK[event.what], who=who, number=task.number)
    return T(key, who=who)


def _each_once(events: Sequence[TaskEvent]) -> list[TaskEvent]:
    """The events without those that only say again what the one before said, the same day."""
    found: list[TaskEvent] = []
    for event in events:
        last = found[-1] if found else None
        is_same = (
            last is not None
            and (last.what, last.by, last.day, last.about, last.words)
            == (event.what, event.by, event.day, event.about, event.words)
            and day_of(last.at) == day_of(event.at)
        )
        if not is_same:
            found.append(event)
    return found


def _name(ctx: CaseCtx, person_id: str | None) -> str | Text:
    """Somebody by name, as in the rest of the plan."""
    if person_id is None:
        return T("told.bot")
    known = names.told_apart(ctx).get(person_id)
    if known is not None:
        return known
    try:
        return ctx.facts.person(person_id).name
    except LookupError:
        return T("told.former")
