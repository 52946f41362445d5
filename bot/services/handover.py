"""Cases that go over to another coordinator, with the tasks of the coordinator before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.rules import handover as rules
from bot.rules import plan
from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.plan import By, Happened, Via
from bot.rules.youth_alarm import YouthAlarm
from bot.services import youth_alarm
from bot.services.task_history import note
from storage.scoped import CaseStore, UnitStore


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver:
    """A case as its new coordinator has it, and the numbers of the tasks that went over."""

    case: Case
    tasks: tuple[int, ...]
    alarms: tuple[YouthAlarm, ...] = ()  # those nobody has taken, which the new coordinator is told of


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """Cases of one coordinator that another has now."""

    before: Person
    taker: Person
    cases: tuple[CaseHandedOver, ...]


def check(cases: Sequence[Case], taker: Person) -> None:
    """Refuse a handover of cases to somebody who has one of them already, or cannot take them."""
    rules.check_taker(taker)
    for case in cases:
        rules.handed_over(case, taker)


def hand_over(
    store: UnitStore, cases: Sequence[Case], taker: Person, *, by: Person, approved_by: Person
) -> HandedOver:
    """Hand cases of one coordinator over to another; who is in their rooms follows.

    ``by`` asks for it, and ``approved_by`` gives the second yes. Refused unless the taker is one of them.
    """
    rules.check_agreed(taker, by, approved_by)
    before = store.facts.person(cases[0].coordinator_id)
    handed = [_hand_over(store.of(case), before, taker, by=by, approved_by=approved_by) for case in cases]
    return HandedOver(before=before, taker=taker, cases=tuple(handed))


def _hand_over(
    store: CaseStore, before: Person, taker: Person, *, by: Person, approved_by: Person
) -> CaseHandedOver:
    after = rules.handed_over(store.case, taker)
    store.save(after)
    tasks = _give_tasks(store, before, taker, by)
    store.audit(Action.CASE_HANDED_OVER, before=before.id, taker=taker.id, approved_by=approved_by.id)
    return CaseHandedOver(case=after, tasks=tuple(tasks), alarms=youth_alarm.follow(store, taker))


def _give_tasks(store: CaseStore, before: Person, taker: Person, by: Person) -> list[int]:
    """Give the new coordinator the open tasks of the one before, unless they stay in the case; returns the
    numbers."""
    if store.facts.actors_of(before.id):
        return []
    given = [task for task in store.plan.all() if task.owner_id == before.id and task.state in plan.OPEN]
    said_by = By(
        person_id=by.id, via=Via.COMMAND, verified=True
    )  # a case is only handed over from such a device
    for task in given:
        store.plan.save(plan.given_to(task, taker.id, store.now), now=store.now)
        note(store, task, Happened.HANDED_OVER, said_by, about=taker.id)
    return [task.number for task in given]
