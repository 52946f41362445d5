"""A protected identity keeps out whoever two have not approved."""

from __future__ import annotations

import pytest

from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.profile import YOUTH
from bot.rules.roles import Role
from bot.services import protection
from storage import writes
from tests.bot.desk import Desk
from tests.services.stores import actions, case_store


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.add("petra", Role.ACTOR, "police")
    desk.add("alex", Role.YOUTH, "youth")
    return desk.case("K-7F2", actors=[("police", "petra"), ("youth", "alex")])


def test_a_forecast_writes_nothing(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        before = writes.count(session)
        store = case_store(desk, session, case)
        would = protection.forecast(store, YOUTH)
        assert writes.count(session) == before
        assert would.after.protected == {YOUTH}
        assert [actor.person_id for actor in would.kept_out] == [petra.id], "the youth is never kept out"
        assert would.lacking == ("police",)
        assert store.case.protected == frozenset()


def test_whom_two_approve_is_kept_out_no_more(desk: Desk, case: Case) -> None:
    petra, berit = desk.person("petra"), desk.person("berit")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        protection.protect(store, YOUTH)
        assert store.case.protected == {YOUTH}
        assert [actor.person_id for actor in protection.coming_again(store, YOUTH)] == [petra.id]
        assert [actor.function for actor in protection.unapproved(store, petra.id)] == ["police"]
        protection.approve(store, petra.id, approved_by=berit.id)
        assert protection.unapproved(store, petra.id) == []
        assert protection.coming_again(store, YOUTH) == []
        protection.end(store, YOUTH, approved_by=berit.id)
        assert store.case.protected == frozenset()
        told = [Action.CASE_PROTECTED, Action.CASE_ACTOR_APPROVED, Action.CASE_PROTECTED_OVER]
        assert actions(session)[-3:] == told
