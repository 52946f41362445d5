"""Tasks of a case: numbered, sealed, out of reach from another case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.case import Case
from bot.rules.plan import DayState, Happened, Task, TaskDay, TaskEvent, TaskKind, TaskState, Via
from tests.storage.conftest import NOW, TODAY, World


def task(case: Case, text: str = "Möta Hemlighetsson") -> Task:
    return Task(id="", unit_id=case.unit_id, case_id=case.id, number=0, text=text, due_on=TODAY, changed_at=NOW)


def test_tasks_are_numbered_within_their_case_and_come_back(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        plan, others = world.store(session, case).plan, world.store(session, other).plan
        made = [plan.add(task(case), now=NOW), plan.add(task(case, "b"), now=NOW)]
        assert [one.number for one in made] == [1, 2]
        assert others.add(task(other), now=NOW).number == 1
        stuck = replace(made[1], state=TaskState.STUCK, obstacle="Pappa Hemlighetsson", owner_id=anna.id, due_on=None)
        plan.save(stuck, now=NOW)
        assert plan.all() == [made[0], stuck]
        assert plan.find(2) == plan.get(stuck.id) == stuck
        plan.save(replace(stuck, obstacle=None), now=NOW)
        assert plan.find(2) == replace(stuck, obstacle=None)
        assert plan.find(3) is None
    assert b"Hemlighetsson" not in world.disk()


def test_a_task_of_another_case_is_out_of_reach(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        theirs = world.store(session, other).plan.add(task(other), now=NOW)
        plan = world.store(session, case).plan
        assert plan.all() == []
        assert plan.get(theirs.id) is None
        with pytest.raises(LookupError):
            plan.save(theirs, now=NOW)


def test_what_happened_to_a_task_comes_back_in_order_and_sealed(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        plan = world.store(session, case).plan
        ours = plan.add(task(case), now=NOW)
        told = TaskEvent(
            task_id=ours.id,
            what=Happened.STUCK,
            at=NOW,
            by=anna.id,
            via=Via.TAP,
            verified=True,
            day=TODAY,
            words="Hemlighetsbussen går inte",
        )
        asked = TaskEvent(task_id=ours.id, what=Happened.ASKED, at=NOW)
        plan.note(asked)
        plan.note(told)
        assert plan.history(ours.id) == plan.history() == [asked, told]
        theirs = world.store(session, other).plan
        assert theirs.history() == []
        with pytest.raises(LookupError):
            theirs.note(told)
    assert b"Hemlighets" not in world.disk()


def test_a_day_of_a_task_that_repeats_is_remembered(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        plan = world.store(session, case).plan
        ours = plan.add(replace(task(case), repeats="school", kind=TaskKind.PREVENT), now=NOW)
        assert plan.all() == [ours]
        tomorrow = TaskDay(task_id=ours.id, day=TODAY + timedelta(days=1), state=DayState.DONE, changed_at=NOW)
        today = TaskDay(task_id=ours.id, day=TODAY, moved_to=TODAY + timedelta(days=2), changed_at=NOW)
        plan.save_day(tomorrow)
        plan.save_day(today)
        assert plan.days() == plan.days([ours.id]) == [today, tomorrow]
        plan.save_day(replace(today, moved_to=None, state=DayState.SKIPPED))
        assert plan.days()[0].state is DayState.SKIPPED
        with pytest.raises(LookupError):
            world.store(session, other).plan.save_day(today)
