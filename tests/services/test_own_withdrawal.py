"""What comes of it when a youth or guardian wants somebody out: the profile's table, and the cases where it is asked
of somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.profile import Profile
from bot.services import own_withdrawal, room, withdrawal
from bot.services.own_withdrawal import Course
from bot.services.withdrawal import WAITS
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import SKOVDE, refused
from tests.rules.making import profile as changed
from tests.services.shared_case import opened, shared
from tests.services.stores import actions, case_store, pending, unit_store


def table(**rows: str) -> Profile:
    """Skövde with other rows in its table of withdrawals."""
    return changed(withdrawal={**SKOVDE.withdrawal.model_dump(), **rows})


@pytest.mark.parametrize(
    ("who", "band", "function", "course"),
    [
        ("alex", "15-17", "school", Course.REMOVE),
        ("alex", "15-17", None, Course.REMOVE),
        ("alex", "15-17", "trainer", Course.NOT_GIVEN),
        ("kim", "15-17", "school", Course.REMOVE),
        ("kim", "18-20", "school", Course.NO_SAY),
        ("alex", "18-20", "school", Course.REMOVE),
    ],
)
def test_a_forecast_says_what_comes_of_it_and_writes_nothing(
    desk: Desk, who: str, band: str, function: str | None, course: Course
) -> None:
    case = opened(desk, band=band)
    by = desk.person(who)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        assert own_withdrawal.forecast(store, function, by=by.id) is course
        assert writes.count(session) == before


def test_where_the_table_says_so_a_youths_word_pauses_it_until_it_is_carried_out(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, table(youth_from_15="freeze")).of(case)
        assert own_withdrawal.take_wish(store, "school", by=alex.id) is Course.PAUSE
        waiting = own_withdrawal.pause_for(store, "school", by=alex.id)
        assert store.case.state is State.FROZEN
        assert "school" in store.facts.heard
        assert own_withdrawal.take_wish(store, "school", by=alex.id) is Course.WAITS
        assert own_withdrawal.forecast(store, "police", by=alex.id) is Course.PAUSE
        assert refused(room.check_settled, store) == "withdrawal.talk_first"
        assert pending(session, WAITS) == [case.id]
        assert actions(session).count(Action.CASE_FROZEN) == 1
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, table(youth_from_15="freeze")).of(case)
        assert own_withdrawal.look_again(store) == ([], [waiting])
        ((carried_out),) = own_withdrawal.carry_out(store)
        assert carried_out.result is not None
        assert "school" not in store.facts.heard
        assert store.own_withdrawals.all() == []
        assert pending(session, WAITS) == []
        (marked,) = [grant for grant in store.facts.grants if grant.function == "school"]
        assert (marked.withdrawn_at, marked.withdrawn_by) == (waiting.said_at, alex.id)


def test_against_the_table_a_guardian_alone_puts_nobody_out(desk: Desk) -> None:
    case = opened(desk)
    kim = desk.person("kim")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, table(guardian_from_15="freeze")).of(case)
        assert own_withdrawal.take_wish(store, "police", by=kim.id) is Course.FREEZE
        own_withdrawal.freeze(store)
        own_withdrawal.freeze(store)
        assert store.case.state is State.FROZEN
        assert "police" in store.facts.heard
        assert store.own_withdrawals.all() == []
        assert pending(session, WAITS) == []


def test_what_was_agreed_to_since_then_stands_when_a_withdrawal_is_carried_out(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, table(youth_from_15="freeze")).of(case)
        own_withdrawal.pause_for(store, "school", by=alex.id)
        (given,) = [grant for grant in store.facts.grants if grant.function == "school"]
        withdrawal.withdraw(store, "leisure", by=alex.id)  # nothing of it: the other waits on
        assert len(store.own_withdrawals.all()) == 1
    desk.clock.at += timedelta(hours=1)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, table(youth_from_15="freeze")).of(case)
        store.consents.add([replace(given, recorded_at=store.now)])
        own_withdrawal.carry_out(store)
        assert "school" in store.facts.heard
        withdrawn = [grant.withdrawn_at is not None for grant in store.facts.grants if grant.function == "school"]
        assert withdrawn == [True, False]


def test_there_is_nothing_to_freeze_before_the_case_is_open(desk: Desk) -> None:
    case = shared(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, table(youth_from_15="freeze")).of(case)
        assert own_withdrawal.forecast(store, "school", by=alex.id) is Course.REMOVE


def test_a_no_to_somebody_who_is_not_in_it_is_kept(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert own_withdrawal.take_wish(store, "trainer", by=alex.id) is Course.NOT_GIVEN
        (refusal,) = store.refusals.all()
        assert (refusal.person_id, refusal.function) == (alex.id, "trainer")
        assert actions(session)[-1] == Action.CASE_REFUSAL_SAID


def test_a_word_for_one_of_two_relatives_means_several(desk: Desk) -> None:
    case = shared(desk)
    grandmothers = [desk.add(handle, desk.person("lisa").role, "relative") for handle in ("mona", "nora")]
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.actors.assign("relative", grandmothers[0].id, store.facts.today)
        assert own_withdrawal.several(store, "relative") == []
        store.actors.assign("relative", grandmothers[1].id, store.facts.today, beside=True)
        assert own_withdrawal.several(store, "relative") == sorted(each.id for each in grandmothers)
        assert own_withdrawal.several(store, None) == []
        assert own_withdrawal.several(store, "school") == [], "an authority is one, whoever stands for it"
