"""A narrowed consent: who is out of which room, and when the case freezes by it."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.services import narrowing
from storage import writes
from tests.bot.desk import Desk
from tests.services.opened import SHARED, on_day, opened, record
from tests.services.stores import actions, case_store

NOTHING_OF_IT = frozenset({"leisure"})


def widened(desk: Desk, function: str) -> Case:
    """An open case in which a function hears about free time, too."""
    case = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        kinds = {**SHARED, function: ["school", "leisure"]}
        record(store, on_day(store, "guardian1:joint", "guardian2:joint", kinds=kinds))
    return case


def test_a_forecast_writes_nothing_and_names_who_leaves_which_room(desk: Desk) -> None:
    case = widened(desk, "school")
    lisa = desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        would = narrowing.forecast(store, "school", NOTHING_OF_IT, by=lisa.id)
        assert writes.count(session) == before
        assert would.out_of == {store.room.id: {lisa.id}}
        assert [actor.person_id for actor in would.leaving] == [lisa.id]
        assert not would.freezes


def test_who_hears_less_is_out_and_their_tasks_are_nobodys(desk: Desk) -> None:
    case = widened(desk, "school")
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        result = narrowing.narrow(store, "school", NOTHING_OF_IT, by=anna.id)
        assert not result.froze
        assert result.departure.orphaned == (1,)
        assert store.facts.heard["school"] == NOTHING_OF_IT
        assert store.case.state is State.ACTIVE
        assert actions(session)[-1] == Action.CASE_CONSENT_NARROWED


def test_the_case_freezes_when_the_function_is_required(desk: Desk) -> None:
    case = widened(desk, "police")
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert narrowing.forecast(store, "police", NOTHING_OF_IT, by=anna.id).freezes
        assert narrowing.narrow(store, "police", NOTHING_OF_IT, by=anna.id).froze
        assert store.case.state is State.FROZEN
        assert actions(session)[-2:] == [Action.CASE_CONSENT_NARROWED, Action.CASE_FROZEN]
