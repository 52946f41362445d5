"""A private person is asked for the promise once, asked again when a coordinator does so, and out without it."""

from __future__ import annotations

import pytest

from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.roles import Role
from bot.services import circle, promise
from tests.bot.desk import Desk
from tests.services.opened import known, on_day, opened, record
from tests.services.stores import actions, case_store, pending


@pytest.fixture
def case(desk: Desk) -> Case:
    """Tim trains the youth, and may hear what the room is about."""
    made = opened(desk)
    tim = desk.add("tim", Role.ACTOR, "trainer")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, made)
        store.actors.assign("trainer", tim.id, store.facts.today)
        record(store, on_day(store, "guardian1:joint", "guardian2:joint", kinds={"trainer": ["school"]}))
    desk.work()  # his own page is opened
    return made


def test_he_is_asked_again_only_when_somebody_does_so(desk: Desk, case: Case) -> None:
    tim = desk.person("tim")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        (actor,) = promise.bound(store, tim.id)
        assert promise.awaited(store, actor.id) == actor
        asked = promise.ask(store, actor)
        assert asked is not None
        assert asked.tag is not None
        assert asked.page.person_id == tim.id
        assert pending(session, "promise.waits") == [actor.id]
        again = promise.ask_again(store, tim.id)
        assert again is not None
        assert again.tag is None, "it is asked anew whatever the page shows"
        assert promise.ask_elsewhere(store, tim.id) is None, "he is in no other case"
        assert promise.ask_again(store, known(store, "petra").id) is None, "an authority promises nothing"


def test_a_promise_lets_him_in_and_taking_it_back_puts_him_out(desk: Desk, case: Case) -> None:
    tim = desk.person("tim")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert tim.id not in circle.members(store, store.room)
        promise.give(store, tim.id)
        assert tim.id in circle.members(store, store.room)
        assert promise.awaited_of(store, tim.id) == []
        assert pending(session, "promise.waits") == []
        departure = promise.refuse(store, tim.id)
        assert departure is not None
        assert departure.before[store.room.id] == {tim.id}
        assert tim.id not in circle.members(store, store.room)
        assert actions(session)[-2:] == [Action.CASE_PROMISE_GIVEN, Action.CASE_PROMISE_TAKEN_BACK]


def test_who_was_nowhere_leaves_nothing_by_refusing(desk: Desk, case: Case) -> None:
    tim = desk.person("tim")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert promise.refuse(store, tim.id) is None
        assert actions(session)[-1] == Action.CASE_PROMISE_REFUSED
