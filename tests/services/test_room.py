"""The case room opens with all that is planned from then on; side rooms come and go beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import Refused
from bot.rules.audit import Action
from bot.rules.case import State
from bot.services import room, side_room
from storage import writes
from tests.bot.desk import Desk
from tests.services.shared_case import SCHOOL, opened, shared
from tests.services.stores import actions, case_store, pending


def test_a_forecast_writes_nothing(desk: Desk) -> None:
    case = shared(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        would = room.forecast(store, scope=SCHOOL, youth_choice="page")
        assert writes.count(session) == before
        assert (would.case.state, would.room.scope) == (State.ACTIVE, SCHOOL)
        assert would.facts.case == would.case
        assert store.case.state is State.PROPOSED


def test_an_opened_room_has_its_scope_and_its_plans(desk: Desk) -> None:
    case = shared(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        room.open_room(store, scope=SCHOOL, youth_choice="page")
        assert (store.case.state, store.case.youth_choice, store.room.scope) == (State.ACTIVE, "page", SCHOOL)
        assert store.case == replace(
            room.forecast(store, scope=SCHOOL, youth_choice="page").case, opened_on=store.facts.today
        )
        for kind in ("circle.review", "consent.ending", "followup.prompt"):
            assert pending(session, kind), kind
        assert pending(session, "case.purge") == []
        assert actions(session)[-1] == Action.CASE_OPENED


def test_a_room_that_may_not_open_stays_as_it_is(desk: Desk) -> None:
    case = shared(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.save(replace(store.case, information_meeting_held=False))
        before = writes.count(session)
        with pytest.raises(Refused):
            room.open_room(store, scope=SCHOOL, youth_choice="page")
        assert writes.count(session) == before


def test_a_briefing_is_for_the_room_somebody_came_into(desk: Desk) -> None:
    case = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        beside = side_room.add(store, SCHOOL)
        for each in (store.room, beside):
            room.plan_briefing(store, each)
            room.plan_briefing(store, each)
        assert pending(session, "room.briefing") == sorted([case.id, beside.id])
        assert room.briefed(store, case.id) == store.room
        assert room.briefed(store, beside.id) == beside
        side_room.close(store, beside)
        assert room.briefed(store, beside.id) is None


def test_a_side_room_that_is_closed_is_no_room_of_the_case(desk: Desk) -> None:
    case = opened(desk)
    anna, lisa = desk.person("anna"), desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        assert side_room.forecast(store, SCHOOL).scope == SCHOOL
        assert writes.count(session) == before
        added = side_room.add(store, SCHOOL)
        assert (added.number, side_room.living(store)) == (1, [added])
        assert {anna.id, lisa.id} <= set(side_room.close(store, added))
        assert side_room.living(store) == []
        assert actions(session)[-2:] == [Action.CASE_SIDE_OPENED, Action.CASE_SIDE_CLOSED]
