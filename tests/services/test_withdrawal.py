"""A withdrawn consent: who is out, and when the case freezes by it."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.case import State
from bot.services import withdrawal
from storage import writes
from tests.bot.desk import Desk
from tests.services.opened import opened
from tests.services.stores import actions, case_store


def test_a_forecast_writes_nothing(desk: Desk) -> None:
    case = opened(desk)
    lisa = desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        would = withdrawal.forecast(store, "school", by=lisa.id)
        assert writes.count(session) == before
        assert [actor.person_id for actor in would.leaving] == [lisa.id]
        assert not would.freezes
        assert withdrawal.forecast(store, "psychiatry", by=lisa.id).marked == ()


def test_whoever_it_was_for_is_out_and_the_case_goes_on(desk: Desk) -> None:
    case = opened(desk)
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        result = withdrawal.withdraw(store, "school", by=anna.id)
        assert not result.froze
        assert result.departure.orphaned == (1,)
        assert "school" not in store.facts.heard
        assert [function.id for function in withdrawal.taking_part(store.facts)] == ["police", "social_services"]
        assert actions(session)[-1] == Action.CASE_CONSENT_WITHDRAWN


def test_without_a_required_function_the_case_freezes(desk: Desk) -> None:
    case = opened(desk)
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert withdrawal.withdraw(store, "police", by=anna.id).froze
        assert store.case.state is State.FROZEN
