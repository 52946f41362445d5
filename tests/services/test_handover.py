"""A case goes over with the tasks of the coordinator before, unless that one stays in it."""

from __future__ import annotations

import pytest

from bot.rules.audit import Action
from bot.rules.case import Case
from bot.services import handover
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import refused, task
from tests.services.stores import actions, case_store, unit_store


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case of anna's, who has something to do in it."""
    anna = desk.person("anna")
    made = desk.case("K-7F2")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, made)
        store.plan.add(task(0, owner_id=anna.id), now=store.now)
    return made


def test_a_check_writes_nothing(desk: Desk, case: Case) -> None:
    anna, berit = desk.person("anna"), desk.person("berit")
    with desk.core.db.unit() as session:
        before = writes.count(session)
        handover.check([case], berit)
        assert refused(handover.check, [case], anna) == "handover.has_it"
        assert writes.count(session) == before


@pytest.mark.parametrize("stays", [False, True])
def test_the_tasks_go_over_unless_the_one_before_stays(desk: Desk, case: Case, stays: bool) -> None:
    anna, berit = desk.person("anna"), desk.person("berit")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        of_case = store.of(case)
        if stays:
            of_case.actors.assign("school", anna.id, store.facts.today)
        result = handover.hand_over(store, [case], berit, by=anna, approved_by=berit)
        assert (result.before.id, result.taker.id) == (anna.id, berit.id)
        assert of_case.case.coordinator_id == berit.id
        assert [one.owner_id for one in of_case.plan.all()] == [anna.id if stays else berit.id]
        assert [len(one.tasks) for one in result.cases] == [0 if stays else 1]
        assert actions(session)[-1] == Action.CASE_HANDED_OVER
