"""Somebody is removed from a case: what follows is known before anything is written."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.services import removal
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import task
from tests.services.shared_case import opened, shared
from tests.services.stores import actions, case_store


def test_a_forecast_writes_nothing(desk: Desk) -> None:
    case = opened(desk)
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.plan.add(task(0, owner_id=petra.id), now=store.now)
        before = writes.count(session)
        would = removal.forecast(store, petra.id)
        assert writes.count(session) == before
        assert (would.functions, would.tasks, would.missing) == (["police"], (1,), ("police",))


def test_whoever_is_removed_is_out_and_has_nothing_to_do(desk: Desk) -> None:
    case = opened(desk)
    lisa = desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.plan.add(task(0, owner_id=lisa.id), now=store.now)
        assert removal.forecast(store, lisa.id).missing == ()
        left = removal.remove(store, lisa.id)
        assert left.orphaned == (1,)
        assert left.before[store.room.id] == {lisa.id}
        assert left.after[store.room.id] == frozenset()
        assert store.facts.actors_of(lisa.id) == []
        assert actions(session)[-1] == Action.CASE_ACTOR_REMOVED


def test_nobody_is_missing_in_a_room_that_is_not_open(desk: Desk) -> None:
    case = shared(desk)
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        assert removal.forecast(case_store(desk, session, case), petra.id).missing == ()
