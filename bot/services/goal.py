"""Changes the goals of a case's plan: sets, words, milestones, judgements, and what becomes of the tasks of one that is
struck."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.rules import goal as rules
from bot.rules import plan
from bot.rules.audit import Action
from bot.rules.goal import Goal, Milestone, Outcome
from bot.rules.plan import By, Task
from bot.services import plan as tasks
from storage.scoped import CaseStore


def add(store: CaseStore, text: str, *, area: str | None, room_id: str | None = None) -> Goal:
    """Set a goal; ``room_id``: the room that may see it, None for the case room."""
    new = Goal(
        id="",
        unit_id=store.unit_id,
        case_id=store.case_id,
        number=0,
        text=text,
        area=area,
        room_id=room_id,
        created_at=store.now,
    )
    added = store.goals.add(new)
    store.audit(Action.CASE_GOAL_ADDED, number=added.number)
    return added


def reword(store: CaseStore, goal: Goal, text: str) -> Goal:
    """Put a goal into other words."""
    return _changed(store, replace(rules.still_open(goal), text=text))


def move_to_area(store: CaseStore, goal: Goal, area: str) -> Goal:
    """Put a goal into another of the profile's areas."""
    return _changed(store, replace(rules.still_open(goal), area=area))


def note_own_words(store: CaseStore, goal: Goal, words: str, *, noted_by: str) -> Goal:
    """Note what the youth says about a goal, in their own words; ``noted_by``: the youth, or whoever heard it."""
    return _changed(store, replace(rules.not_struck(goal), own_words=words, own_words_from=noted_by))


def note_means(store: CaseStore, goal: Goal, means: str) -> Goal:
    """Note how a goal is to be reached."""
    return _changed(store, replace(rules.still_open(goal), means=means))


def add_milestone(store: CaseStore, goal: Goal, text: str, due_on: date | None) -> Milestone:
    """Add a step on the way to a goal."""
    rules.still_open(goal)
    if due_on is not None:
        plan.check_day(due_on, store.facts.today)
    step = Milestone(id="", goal_id=goal.id, number=0, text=text, due_on=due_on)
    added = store.goals.add_milestone(step)
    store.audit(Action.CASE_GOAL_CHANGED, number=goal.number)
    return added


def put_off_milestone(store: CaseStore, goal: Goal, step: Milestone, day: date) -> Milestone:
    """Have a step be due on another day."""
    return reword_milestone(store, goal, step, step.text, day)


def reword_milestone(store: CaseStore, goal: Goal, step: Milestone, text: str, day: date | None) -> Milestone:
    """Put a step into other words, and give it another day, if one is given."""
    rules.still_open(goal)
    if day is not None:
        plan.check_day(day, store.facts.today)
    changed = replace(step, text=text, due_on=day or step.due_on)
    store.goals.save_milestone(changed)
    store.audit(Action.CASE_GOAL_CHANGED, number=goal.number)
    return changed


def reach(store: CaseStore, goal: Goal, step: Milestone) -> Milestone:
    """Note that a step was taken today; one that was stays as it is."""
    rules.not_struck(goal)
    if step.reached_on is not None:
        return step
    reached = replace(step, reached_on=store.facts.today)
    store.goals.save_milestone(reached)
    store.audit(Action.CASE_GOAL_CHANGED, number=goal.number)
    return reached


def judge(store: CaseStore, goal: Goal, outcome: Outcome, *, by: str) -> Goal:
    """Judge how far a goal was reached, as somebody (by person id) says; a judgement before it counts no more."""
    judged = rules.judged(rules.not_struck(goal), outcome, store.facts.today, by)
    store.goals.save(judged)
    store.audit(Action.CASE_GOAL_JUDGED, number=goal.number)
    return judged


def open_tasks(store: CaseStore, goal: Goal) -> tuple[Task, ...]:
    """The tasks under a goal that are not done or struck."""
    return tuple(task for task in store.plan.all() if task.goal_id == goal.id and task.state in plan.OPEN)


def strike(store: CaseStore, goal: Goal, by: By, *, with_tasks: bool) -> tuple[Task, ...]:
    """Take a goal off the plan, and its open tasks with it, or leave them without a goal; returns those tasks."""
    struck = replace(rules.not_struck(goal), dropped=True)
    found = open_tasks(store, goal)
    store.goals.save(struck)
    store.audit(Action.CASE_GOAL_STRUCK, number=goal.number)
    if with_tasks:
        return tuple(tasks.strike(store, task, by) for task in found)
    return tuple(tasks.part_from_goal(store, task, by) for task in found)


def _changed(store: CaseStore, goal: Goal) -> Goal:
    store.goals.save(goal)
    store.audit(Action.CASE_GOAL_CHANGED, number=goal.number)
    return goal
