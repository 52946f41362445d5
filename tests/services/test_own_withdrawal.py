"""What comes of it when a youth or guardian wants somebody out: the profile's table, and the cases where it is asked
of somebody else."""

from __future__ import annotations

import pytest

from bot.rules.audit import Action
from bot.rules.case import State
from bot.services import own_withdrawal
from bot.services.own_withdrawal import Course
from storage import writes
from tests.bot.desk import Desk
from tests.rules.making import SKOVDE
from tests.rules.making import profile as changed
from tests.services.shared_case import opened, shared
from tests.services.stores import actions, case_store, unit_store


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


def test_where_the_table_says_so_it_freezes_and_the_consent_stands(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    profile = changed(withdrawal={**SKOVDE.withdrawal.model_dump(), "youth_from_15": "freeze"})
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, profile).of(case)
        assert own_withdrawal.take_wish(store, "school", by=alex.id) is Course.FREEZE
        own_withdrawal.freeze(store)
        own_withdrawal.freeze(store)
        assert store.case.state is State.FROZEN
        assert "school" in store.facts.heard
        assert actions(session).count(Action.CASE_FROZEN) == 1


def test_there_is_nothing_to_freeze_before_the_case_is_open(desk: Desk) -> None:
    case = shared(desk)
    alex = desk.person("alex")
    profile = changed(withdrawal={**SKOVDE.withdrawal.model_dump(), "youth_from_15": "freeze"})
    with desk.core.db.unit() as session:
        store = unit_store(desk, session, profile).of(case)
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
