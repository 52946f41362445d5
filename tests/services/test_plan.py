"""Tasks are given, moved on, handed over and struck; the question of the day they are due follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.errors import Refused
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import Case
from bot.rules.plan import By, Happened, TaskState, Via
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.roles import Role
from bot.services import goal, plan
from storage.tables import Due
from tests.bot.desk import Desk
from tests.services.stores import actions, case_store, pending

BY = By(person_id="anna", via=Via.COMMAND, verified=True)


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    made = desk.case("K-7F2", actors=[("police", "petra"), ("social_services", "sven")])
    desk.open_case_room(made, covered=False)
    return made


def test_a_task_is_asked_about_on_its_day_until_it_is_done(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        due_on = store.facts.today + timedelta(days=3)
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=due_on, by=BY)
        assert pending(session, "task.due") == [task.id]
        done = plan.move(store, task, TaskState.DONE, BY)
        assert store.plan.all() == [done]
        assert pending(session, "task.due") == []
        assert actions(session)[-2:] == [Action.CASE_TASK_ADDED, Action.CASE_TASK_MOVED]


def test_whoever_gets_a_task_of_somebody_who_left_is_asked_on_its_day_too(desk: Desk, case: Case) -> None:
    petra, sven = desk.person("petra"), desk.person("sven")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        due_on = store.facts.today + timedelta(days=3)
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=due_on, by=BY)
        assert plan.take_from(store, {petra.id}) == [task.number]
        assert pending(session, "task.due") == []
        (taken,) = store.plan.all()
        given = plan.hand_over(store, taken, owner_id=sven.id, by=BY)
        assert (given.owner_id, given.state) == (sven.id, TaskState.ASKED)
        assert pending(session, "task.due") == [task.id]


def test_an_answer_that_changes_nothing_is_not_noted(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=None, by=BY)
        doing = plan.note_answer(store, task, TaskAnswer.TAKES, Question.TAKE, "$yes", BY)
        assert doing is not None
        assert doing.state is TaskState.DOING
        before = actions(session)
        assert plan.note_answer(store, doing, TaskAnswer.DOING, Question.TAKE, "$doing", BY) is None
        assert actions(session) == before


def test_a_task_waits_for_another_and_its_owner_is_told_once(desk: Desk, case: Case) -> None:
    petra, sven = desk.person("petra"), desk.person("sven")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        first = plan.add(store, "skriva brev", owner_id=petra.id, due_on=None, by=BY)
        second = plan.add(store, "skicka det", owner_id=sven.id, due_on=None, by=BY)
        waiting = plan.wait_for(store, second, first, BY)
        with pytest.raises(Refused):
            plan.wait_for(store, first, waiting, BY)
        with pytest.raises(Refused):
            plan.wait_for(store, first, first, BY)
        done = plan.move(store, first, TaskState.DONE, BY)
        assert pending(session, "task.freed") == [second.id]
        store.cancel_scheduled("told", kind="task.freed", subject=second.id)
        plan.move(store, plan.move(store, done, TaskState.DOING, BY), TaskState.DONE, BY)
        assert pending(session, "task.freed") == []
        with pytest.raises(Refused):
            plan.wait_for(store, second, done, BY)


def test_a_task_that_is_put_off_is_asked_about_on_the_new_day(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        today = store.facts.today
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=today + timedelta(days=1), by=BY)
        moved = plan.put_off(store, task, today + timedelta(days=3), BY)
        assert moved.due_on == today + timedelta(days=3)
        [due] = session.scalars(select(Due).where(Due.kind == "task.due", Due.state == "pending"))
        assert due.at == morning(today + timedelta(days=3))
        with pytest.raises(Refused):
            plan.put_off(store, task, today - timedelta(days=1), BY)
        event = store.plan.history(task.id)[-1]
        assert (event.what, event.day, event.about) == (
            Happened.MOVED,
            moved.due_on,
            (today + timedelta(days=1)).isoformat(),
        )


def test_a_part_of_a_task_has_its_day_and_goal(desk: Desk, case: Case) -> None:
    petra, sven = desk.person("petra"), desk.person("sven")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        wished = goal.add(store, "Komma till skolan", area=None)
        day = store.facts.today + timedelta(days=3)
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=day, by=BY, goal_id=wished.id)
        part = plan.split(store, task, "mejla mentorn", owner_id=sven.id, by=BY)
        assert (part.owner_id, part.due_on, part.goal_id) == (sven.id, day, wished.id)
        assert store.plan.history(task.id)[-1].about == part.id


def test_a_deputy_who_leaves_is_no_deputy_any_more(desk: Desk, case: Case) -> None:
    petra, sven = desk.person("petra"), desk.person("sven")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=None, by=BY, deputy_id=sven.id)
        assert plan.take_from(store, {sven.id}) == []
        left = store.plan.get(task.id)
        assert left is not None
        assert (left.owner_id, left.deputy_id) == (petra.id, None)
        given = plan.hand_over(store, plan.describe(store, left, BY, deputy_id=sven.id), owner_id=sven.id, by=BY)
        assert given.deputy_id is None
