"""A consent is forecast without anything being written, and recorded once two have agreed to it."""

from __future__ import annotations

from datetime import timedelta

from bot.rules.audit import Action
from bot.services import agreement, receipt
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import refused
from tests.services.opened import on_day, opened, record
from tests.services.stores import actions, case_store, pending


def test_a_forecast_writes_nothing_and_tells_what_everybody_could_hear(desk: Desk) -> None:
    case = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        more = on_day(store, "guardian1:joint", "guardian2:joint", kinds={"psychiatry": ["school", "health"]})
        before = writes.count(session)
        would = agreement.forecast(store, more)
        assert writes.count(session) == before
        assert would.after.heard["psychiatry"] == {"school", "health"}
        assert "psychiatry" not in store.facts.heard
        assert would.until == store.facts.today + timedelta(days=store.facts.profile.consent_days)


def test_recording_writes_the_ledger_and_plans_what_is_said_later(desk: Desk) -> None:
    case = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        last = store.facts.today + timedelta(days=60)
        more = on_day(store, "guardian1:joint", "guardian2:joint", kinds={"psychiatry": ["school"]}, until=last)
        result = record(store, more)
        assert result.until == last
        assert result.departure is None
        assert store.facts.heard["psychiatry"] == {"school"}
        assert actions(session)[-1] == Action.CASE_CONSENT_RECORDED
        assert f"{case.id}:-1:{last}" in pending(session, "consent.ending")
        assert pending(session, "consent.receipts") == [case.id]
        assert set(receipt.unacknowledged(store)) == {"police", "social_services", "school"}


def test_nobody_approves_what_they_recorded(desk: Desk) -> None:
    case = opened(desk)
    anna = desk.person("anna").id
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        more = on_day(store, "guardian1:joint", "guardian2:joint", kinds={"psychiatry": ["school"]})
        key = refused(agreement.record, store, more, by=anna, approved_by=anna)
        assert key == "person.second_is_first"
        assert "psychiatry" not in store.facts.heard


def test_a_change_of_custody_takes_their_place_from_those_it_leaves_out(desk: Desk) -> None:
    """With a guardian appointed by a court, what the parents gave counts no more."""
    case = opened(desk)
    lisa = desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        desk.clock.at += timedelta(minutes=1)
        store = case_store(desk, session, case)
        shared = {"police": ["school"], "social_services": ["school"]}
        result = record(store, on_day(store, "guardian1:appointed", kinds=shared))
        assert result.departure is not None
        assert [actor.person_id for actor in result.departure.leaving] == [lisa.id]
        assert result.departure.orphaned == (1,)
        assert set(store.facts.heard) == {"police", "social_services"}
