"""Follow-up: every month the circle is asked how it goes ([A] "cirka 1 gång/månad"). That the next meeting is not
planned, and who has nothing to do, stands in the coordinator's overview."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.rules import meeting, plan, retention
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import State
from bot.rules.plan import Task
from bot.services import pause
from storage.scoped import CaseStore


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """What the circle is asked about: the tasks, and who has something to do (person ids)."""

    tasks: tuple[Task, ...]
    owners: frozenset[str]


def plan_next(store: CaseStore, last: date) -> None:
    """Plan the next follow-up, counted from the last one (or from the opening)."""
    facts = store.facts
    store.schedule("followup.prompt", facts.case.id, morning(retention.followup_on(last, facts.profile)))


def prompt(store: CaseStore) -> Prompt | None:
    """Follow an open case up, and plan the next time; None where nobody is to be asked now.

    Where the circle has met since, it is counted from that day. A paused case is asked about when the next time comes.
    """
    facts = store.facts
    if facts.case.state is not State.ACTIVE:
        return None
    met_on = meeting.last_held(store.meetings.all(), store.now)
    if met_on is not None and retention.followup_on(met_on, facts.profile) > facts.today:
        plan_next(store, met_on)
        return None
    plan_next(store, facts.today)
    if pause.is_paused(store):
        return None
    store.audit(Action.CASE_FOLLOWUP_PROMPTED)
    tasks = store.plan.all()
    owners = frozenset(
        task.owner_id for task in tasks if task.state in plan.OPEN and task.owner_id is not None
    )
    return Prompt(tasks=tuple(tasks), owners=owners)
