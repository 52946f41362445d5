"""Tasks are given, moved on, handed over and struck; the question of the day they are due follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.plan import By, TaskState, Via
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.roles import Role
from bot.services import plan
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


def test_nobody_is_asked_while_the_case_is_paused(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=None, by=BY)
        assert pending(session, "task.due") == []
        assert plan.take_due(store, task.id) is None  # nobody has consented to anything
        assert pending(session, "task.due") == [task.id]
        plan.strike(store, task, BY)
        assert pending(session, "task.due") == []
        assert plan.take_due(store, task.id) is None
