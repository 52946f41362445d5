"""Somebody stops: what follows is told before anything is written, and all of it is done at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.rules.roles import Role
from bot.services import offboarding
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import task
from tests.services.stores import actions, case_store, unit_store


@pytest.fixture
def case(desk: Desk) -> Case:
    """A case of anna's, with the police in it, who have something to do."""
    petra = desk.add("petra", Role.ACTOR, "police")
    made = desk.case("K-7F2", actors=[("police", "petra")])
    with desk.core.db.unit() as session:
        store = case_store(desk, session, made)
        given = task(0, owner_id=petra.id)
        store.plan.add(given, now=store.now)
    return made


def test_a_forecast_writes_nothing(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        before = writes.count(session)
        would = offboarding.forecast(unit_store(desk, session), petra)
        assert writes.count(session) == before
    (place,) = would.places
    assert (place.case.code, place.functions, len(place.tasks)) == ("K-7F2", ["police"], 1)
    assert would.led == ()


def test_whoever_stops_is_without_account_case_and_tasks(desk: Desk, case: Case) -> None:
    petra, anna = desk.person("petra"), desk.person("anna")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        result = offboarding.leave(store, petra, None, by=anna, approved_by=None)
        assert result.orphaned[case.id] == result.places[0].tasks
        assert result.handed_over is None
        after = store.people.get(petra.id)
        assert (after.active, after.matrix_id) == (False, None)
        assert store.of(case).facts.actors == ()
        assert [one.owner_id for one in store.of(case).plan.all()] == [None]
        assert actions(session)[-2:] == [Action.PERSON_LEFT, Action.CASE_ACTOR_LEFT]


def test_whose_cases_they_were_is_whose_they_are(desk: Desk, case: Case) -> None:
    anna, berit = desk.person("anna"), desk.person("berit")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        store.of(case).save(replace(case, state=State.ACTIVE))
        assert [one.code for one in offboarding.forecast(store, anna).led] == ["K-7F2"]
        result = offboarding.leave(store, anna, berit, by=anna, approved_by=berit)
        assert result.handed_over is not None
        assert result.handed_over.before.id == anna.id
        assert not result.handed_over.before.active, "nobody writes to whoever has stopped"
        assert store.of(case).case.coordinator_id == berit.id
        assert actions(session)[-2:] == [Action.PERSON_LEFT, Action.CASE_HANDED_OVER]


def test_nobody_is_given_cases_unasked(desk: Desk, case: Case) -> None:
    anna, berit = desk.person("anna"), desk.person("berit")
    with desk.core.db.unit() as session:
        before = writes.count(session)
        with pytest.raises(Refused):
            offboarding.leave(unit_store(desk, session), anna, berit, by=anna, approved_by=anna)
        assert writes.count(session) == before
