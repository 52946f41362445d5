"""Lays out the goals and tasks of a template, each task for whoever stands for its function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.rules import when, working_day
from bot.rules.goal import Goal
from bot.rules.plan import OPEN, By, Task, TaskKind
from bot.rules.profile import Template, TemplateGoal, TemplateTask
from bot.rules.recurrence import Recurrence
from bot.rules.words import Words
from bot.services import circle, goal, plan
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Item:
    """One task of a template as it would be laid out: whose it is (person id), and when."""

    task: TemplateTask
    text: str
    owner_id: str
    due_on: date | None
    repeats: Recurrence | None


@dataclass(frozen=True, kw_only=True)
class Under:
    """A goal of a template, with its tasks. ``known``: the goal that is there with these words already. Without a
    ``goal`` the tasks are under none."""

    goal: TemplateGoal | None
    text: str
    known: Goal | None
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What a template would lay out. ``left_out``: the functions that nobody who is in the case room stands for, with
    the tasks; ``there``: the tasks that are in the plan already."""

    parts: tuple[Under, ...]
    left_out: tuple[tuple[str, str], ...]
    there: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be laid out."""
        return not any(part.items or (part.goal is not None and part.known is None) for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class LaidOut:
    """The goals and tasks that are in the plan now."""

    goals: tuple[Goal, ...]
    tasks: tuple[Task, ...]


def forecast(store: CaseStore, template: Template, label: Callable[[Words], str]) -> Forecast:
    """What a template would lay out today. ``label``: its words in the language of the unit."""
    known = {
        each.text.casefold(): each for each in store.goals.all() if each.is_open and each.room_id is None
    }
    open_texts = {task.text.casefold() for task in store.plan.all() if task.state in OPEN}
    members = circle.members(store, store.room)
    left_out: list[tuple[str, str]] = []
    there: list[str] = []

    def chosen(tasks: Sequence[TemplateTask]) -> tuple[Item, ...]:
        found = []
        for task in tasks:
            text = label(task)
            owner_id = store.facts.holder_of(task.function)
            if text.casefold() in open_texts:
                there.append(text)
            elif owner_id is None or owner_id not in members:
                left_out.append((task.function, text))
            else:
                found.append(_item(store, task, text, owner_id))
        return tuple(found)

    parts = [
        Under(
            goal=each,
            text=label(each),
            known=known.get(label(each).casefold()),
            items=chosen(each.tasks),
        )
        for each in template.goals
    ]
    if template.tasks:
        parts.append(Under(goal=None, text="", known=None, items=chosen(template.tasks)))
    return Forecast(parts=tuple(parts), left_out=tuple(left_out), there=tuple(there))


def _item(store: CaseStore, task: TemplateTask, text: str, owner_id: str) -> Item:
    facts = store.facts
    repeats = None
    if task.often is not None:
        repeats = when.parse_recurrence(task.often, facts.today, breaks=facts.profile.school_breaks)
    due_on = None if task.days is None else working_day.on_or_after(facts.today + timedelta(days=task.days))
    return Item(task=task, text=text, owner_id=owner_id, due_on=due_on, repeats=repeats)


def lay_out(store: CaseStore, found: Forecast, by: By) -> LaidOut:
    """Put the goals and tasks into the plan as forecast; their owners are not asked yet."""
    goals: list[Goal] = []
    tasks: list[Task] = []
    for part in found.parts:
        under = part.known
        if part.goal is not None and under is None:
            under = goal.add(store, part.text, area=part.goal.area)
            goals.append(under)
        for item in part.items:
            tasks.append(
                plan.add(
                    store,
                    item.text,
                    owner_id=item.owner_id,
                    due_on=item.due_on,
                    by=by,
                    repeats=item.repeats,
                    function=item.task.function,
                    kind=None if item.task.kind is None else TaskKind(item.task.kind),
                    goal_id=None if under is None else under.id,
                )
            )
    return LaidOut(goals=tuple(goals), tasks=tuple(tasks))
