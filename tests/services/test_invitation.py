"""Somebody is removed from a case, or asked in again: what follows is known before anything is written."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.services import invitation
from storage import member as members
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
        would = invitation.forecast_removal(store, petra.id)
        assert writes.count(session) == before
        assert (would.functions, would.tasks, would.missing) == (["police"], (1,), ("police",))


def test_whoever_is_removed_is_out_and_has_nothing_to_do(desk: Desk) -> None:
    case = opened(desk)
    lisa = desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.plan.add(task(0, owner_id=lisa.id), now=store.now)
        assert invitation.forecast_removal(store, lisa.id).missing == ()
        left = invitation.remove(store, lisa.id)
        assert left.orphaned == (1,)
        assert left.before[store.room.id] == {lisa.id}
        assert left.after[store.room.id] == frozenset()
        assert store.facts.actors_of(lisa.id) == []
        assert actions(session)[-1] == Action.CASE_ACTOR_REMOVED


def test_nobody_is_missing_in_a_room_that_is_not_open(desk: Desk) -> None:
    case = shared(desk)
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        assert invitation.forecast_removal(case_store(desk, session, case), petra.id).missing == ()


def test_who_is_where_they_may_be_is_not_asked_again(desk: Desk) -> None:
    case = opened(desk)
    lisa = desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert invitation.ask_again(store, lisa) == invitation.AskedAgain(left=(), retried=())
        assert Action.CASE_ASKED_AGAIN not in actions(session)


def test_whoever_left_is_asked_in_again(desk: Desk) -> None:
    case = opened(desk)
    lisa = desk.person("lisa")
    room = desk.open_case_room(case)
    assert lisa.matrix_id is not None
    assert room.matrix_room is not None
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        members.note_membership(session, "bot", room.matrix_room, lisa.matrix_id, "leave", store.now, by_self=True)
        assert [left.id for left in invitation.ask_again(store, lisa).left] == [room.id]
        assert store.left_rooms(lisa) == []
        assert actions(session)[-1] == Action.CASE_ASKED_AGAIN
