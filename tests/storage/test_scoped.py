"""A store of one unit or of one case cannot reach another by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Role
from storage import due
from storage.tables import Audit
from tests.storage.conftest import NOW, TODAY, World


def test_a_unit_reaches_its_own_people_pages_and_texts(world: World) -> None:
    alex, theirs = world.person("alex", role=Role.YOUTH), world.person("eva", "syd", role=Role.YOUTH)
    soon = NOW + timedelta(hours=1)
    with world.unit() as session:
        store = world.unit_store(session)
        assert store.office.unit_id == "norr"
        assert store.page(alex.id).person_id == alex.id
        store.keep_words(alex.id, "hemligt", kind="text", event_id="$1", expires_at=soon)
        for reach in (
            lambda: store.page(theirs.id),
            lambda: store.keep_words(theirs.id, "x", kind="text", event_id="$2", expires_at=soon),
            lambda: store.take_kept_words(theirs.id),
            lambda: store.has_kept_words(theirs.id),
        ):
            with pytest.raises(LookupError):
                reach()
        assert store.has_kept_words(alex.id)
        assert [line.text for line in store.take_kept_words(alex.id)] == ["hemligt"]
        assert not store.has_kept_words(alex.id)


def test_a_circle_is_the_coordinator_and_who_stands_for_something_today(world: World) -> None:
    anna, petra, per, old = (world.person(handle) for handle in ("anna", "petra", "per", "old"))
    case, theirs = world.case("K-7F2", anna), world.case("S-3XY", world.person("cia", "syd"), "syd")
    tomorrow = TODAY + timedelta(days=1)
    with world.unit() as session:
        actors = world.store(session, case).actors
        actors.assign("police", petra.id, TODAY)
        actors.assign("school", petra.id, TODAY)
        actors.assign("police", per.id, tomorrow, deputy=True)
        actors.assign("health", old.id, TODAY, ended_on=TODAY)
        assert world.unit_store(session).circle(case.id) == [anna, petra]
        with pytest.raises(LookupError):
            world.unit_store(session).circle(theirs.id)
        world.unit_store(session).people.deactivate(petra.id)
        assert world.unit_store(session).circle(case.id) == [anna]


def test_a_case_saves_and_disposes_of_itself_alone(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        store = world.store(session, case)
        for reach in (store.save, store.dispose):
            with pytest.raises(LookupError):
                reach(replace(other, state=State.DISPOSED))
        assert world.store(session, other).case == other


def test_a_case_plans_and_cancels_for_itself_alone(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        for one in (case, other):
            world.store(session, one).schedule("task.due", one.id, NOW)
        assert world.store(session, case).cancel_scheduled("closing") == 1
        assert due.scheduled_at(session, "task.due", case.id) is None
        assert due.scheduled_at(session, "task.due", other.id) == NOW


def test_the_audit_says_who_in_which_unit_about_which_case(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        world.unit_store(session).audit(Action.PERSON_ADDED, person="p")
        world.store(session, case).audit(Action.CASE_OPENED, scope=["school"])
        rows = session.scalars(select(Audit).order_by(Audit.seq)).all()
        assert [(row.unit_id, row.actor, row.case_id, row.action) for row in rows[-2:]] == [
            ("norr", "bot", None, "person:added"),
            ("norr", "bot", case.id, "case:opened"),
        ]


def test_the_room_of_a_case_opens_with_its_scope(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        store = world.store(session, case)
        assert store.open_room(frozenset({"school", "family"})).scope == {"family", "school"}
        assert store.joined() == frozenset()
        assert not store.is_shown("plan:1")
