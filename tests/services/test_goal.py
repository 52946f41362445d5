"""Goals are set, put into words, judged and struck, and their tasks stay or go."""

from __future__ import annotations

import pytest

from bot.errors import Refused
from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.goal import Outcome
from bot.rules.plan import By, TaskState, Via
from bot.rules.roles import Role
from bot.services import goal, plan
from storage.scoped import CaseStore
from tests.bot.desk import Desk
from tests.services.stores import actions, case_store

BY = By(person_id="anna", via=Via.COMMAND, verified=True)


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.add("petra", Role.ACTOR, "police")
    made = desk.case("K-7F2", actors=[("police", "petra")])
    desk.open_case_room(made, covered=False)
    return made


def task_under(store: CaseStore, goal_id: str) -> None:
    petra = store.people.find("petra")
    assert petra is not None
    plan.add(store, "Ringa", owner_id=petra.id, due_on=None, by=BY, goal_id=goal_id)


def test_a_goal_is_judged_and_judged_anew_with_who_did(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        wished = goal.add(store, "Komma till skolan", area="school")
        judged = goal.judge(store, wished, Outcome.PARTLY, by="anna")
        assert (judged.outcome, judged.judged_by) == (Outcome.PARTLY, "anna")
        with pytest.raises(Refused):
            goal.reword(store, judged, "Något annat")
        anew = goal.judge(store, judged, Outcome.REACHED, by="berit")
        assert store.goals.find(1) == anew
        assert (anew.outcome, anew.judged_by) == (Outcome.REACHED, "berit")
        assert actions(session)[-2:] == [Action.CASE_GOAL_JUDGED, Action.CASE_GOAL_JUDGED]


@pytest.mark.parametrize("with_tasks", [True, False])
def test_the_tasks_of_a_goal_that_is_struck_go_or_stay(desk: Desk, case: Case, with_tasks: bool) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        wished = goal.add(store, "Komma till skolan", area=None)
        task_under(store, wished.id)
        goal.strike(store, wished, BY, with_tasks=with_tasks)
        [task] = store.plan.all()
        assert (task.goal_id, task.state) == ((wished.id, TaskState.DROPPED) if with_tasks else (None, TaskState.ASKED))
        struck = store.goals.find(1)
        assert struck is not None
        assert struck.dropped
        with pytest.raises(Refused):
            goal.judge(store, struck, Outcome.MISSED, by="anna")


def test_a_step_that_is_taken_keeps_its_day(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        wished = goal.add(store, "Komma till skolan", area=None)
        step = goal.add_milestone(store, wished, "En hel vecka", None)
        reached = goal.reach(store, wished, step)
        assert reached.reached_on == store.facts.today
        before = actions(session)
        assert goal.reach(store, wished, reached) == reached
        assert actions(session) == before
