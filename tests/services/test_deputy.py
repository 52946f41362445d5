"""Deputies: forecast, named for some days, and ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.roles import Role
from bot.services import case as cases
from bot.services import deputy
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import refused
from tests.services.stores import actions, case_store, pending


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.add("petra", Role.ACTOR, "police")
    desk.add("olle", Role.ACTOR, "police")
    return desk.case("K-7F2", actors=[("police", "petra")])


def test_a_forecast_writes_nothing_and_names_whom_the_deputy_stands_beside(desk: Desk, case: Case) -> None:
    olle, petra = desk.person("olle"), desk.person("petra")
    with desk.core.db.unit() as session:
        before = writes.count(session)
        store = case_store(desk, session, case)
        would = deputy.forecast(store, "police", olle, store.facts.today, None)
        assert writes.count(session) == before
        assert [actor.person_id for actor in would.beside] == [petra.id]
        assert (would.comes_in, would.kept_out) == (False, None), "the case is not open yet"
        assert refused(deputy.forecast, store, "school", olle, store.facts.today, None) == "person.other_function"


def test_a_deputy_comes_and_goes_on_their_days(desk: Desk, case: Case) -> None:
    olle = desk.person("olle")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        today = store.facts.today
        first, last = today + timedelta(days=1), today + timedelta(days=3)
        would = deputy.forecast(store, "police", olle, first, last)
        assert deputy.last_day(would.deputy) == last
        deputy.name(store, would.deputy, approved_by=None)
        assert actions(session)[-1] == Action.CASE_DEPUTY_NAMED
        (number,) = pending(session, "deputy.begins")
        (ends,) = pending(session, "deputy.ended")
        assert ends == f"{number}:{last + timedelta(days=1)}"
        assert deputy.begin(store, number) is None, "the day has not come"
        assert refused(deputy.forecast, store, "police", olle, first, last) == "person.already_named"
    desk.clock.at += timedelta(days=1)
    with desk.core.db.unit() as session:
        begun = deputy.begin(case_store(desk, session, case), number)
        assert begun is not None
        assert begun.person_id == olle.id
    desk.clock.at += timedelta(days=3)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert deputy.finish(store, number, "2026-01-01") is None, "it was ended on another day"
        ended = deputy.finish(store, number, ends.partition(":")[2])
        assert ended is not None
        assert [actor.person_id for actor in ended.deputies] == [olle.id]
        assert actions(session)[-1] == Action.CASE_DEPUTY_ENDED


def test_a_deputy_who_is_ended_leaves_and_one_who_had_not_begun_never_came(desk: Desk, case: Case) -> None:
    olle = desk.person("olle")
    maja = desk.add("maja", Role.ACTOR, "police")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        today = store.facts.today
        deputy.name(store, deputy.forecast(store, "police", olle, today, None).deputy, approved_by=None)
        later = today + timedelta(days=5)
        deputy.name(store, deputy.forecast(store, "police", maja, later, None).deputy, approved_by=None)
        both = deputy.named(store, "police", None)
        assert {actor.person_id for actor in both} == {olle.id, maja.id}
        assert [actor.person_id for actor in deputy.named(store, "police", maja)] == [maja.id]
        ended = deputy.end(store, both)
        assert [actor.person_id for actor in ended.departure.leaving] == [olle.id]
        assert deputy.named(store, "police", None) == []


def test_a_deputy_who_is_named_is_a_deputy_no_more_and_has_promised_still(desk: Desk, case: Case) -> None:
    olle, petra = desk.person("olle"), desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        today = store.facts.today
        deputy.name(store, deputy.forecast(store, "police", olle, today, None).deputy, approved_by=None)
        (was,) = deputy.named(store, "police", olle)
        store.actors.note_promise([was.id], today)
        assert [actor.person_id for actor in cases.replaced_by(store, "police", olle)] == [petra.id]
        cases.appoint(store, "police", olle, approved_by=None)
        (stands,) = store.facts.actors_of(olle.id)
        assert (stands.deputy, stands.ended_on, stands.promised_on) == (False, None, today)
        assert list(store.facts.actors_of(petra.id)) == []
        assert deputy.named(store, "police", None) == []
        assert actions(session)[-2:] == [Action.CASE_DEPUTY_ENDED, Action.CASE_ACTOR_NAMED]
        assert refused(cases.replaced_by, store, "police", olle) == "person.already_named"
