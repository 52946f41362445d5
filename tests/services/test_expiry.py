"""A consent that runs out: what a prompt tells on its day, and who is let go when it has."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.rules.case import Case
from bot.rules.roles import Role
from bot.services import expiry, pause
from tests.bot.desk import Desk
from tests.rules.making import task
from tests.services.opened import on_day, opened, record
from tests.services.stores import case_store, pending


@pytest.fixture
def case(desk: Desk) -> Case:
    """Mona of the psychiatry takes part for twenty days, the others for half a year; she has a task."""
    made = opened(desk)
    mona = desk.add("mona", Role.ACTOR, "psychiatry")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, made)
        store.actors.assign("psychiatry", mona.id, store.facts.today)
        last = store.facts.today + timedelta(days=20)
        givers = ("guardian1:joint", "guardian2:joint")
        record(store, on_day(store, *givers, kinds={"psychiatry": ["school"]}, until=last))
        store.plan.add(task(0, owner_id=mona.id), now=store.now)
    return made


def told(desk: Desk, case: Case, days: int, end: date) -> expiry.Ending | None:
    with desk.core.db.unit() as session:
        return expiry.ending(case_store(desk, session, case).facts, f"{case.id}:{days}:{end}")


def test_what_has_ended_is_told_the_day_after_its_last_day(desk: Desk, case: Case) -> None:
    end = desk.clock.today() + timedelta(days=20)
    desk.clock.at += timedelta(days=20)
    assert told(desk, case, expiry.OVER, end) is None, "it counts that day still"
    desk.clock.at += timedelta(days=1)
    assert told(desk, case, expiry.OVER, end) == expiry.Ending(end=end, functions=("psychiatry",))
    assert told(desk, case, expiry.OVER, end + timedelta(days=1)) is None, "nobody's last day"
    assert told(desk, case, 3, end) is None, "a row of an earlier release, which told of it before"


def test_the_room_goes_on_without_those_who_are_not_required(desk: Desk, case: Case) -> None:
    mona = desk.person("mona")
    end = desk.clock.today() + timedelta(days=20)
    desk.clock.at += timedelta(days=21)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert pause.why_frozen(store) is None
        departure = expiry.let_go(store, ("psychiatry",), end)
        assert [actor.person_id for actor in departure.leaving] == [mona.id]
        assert departure.before[store.room.id] == {mona.id}
        assert departure.after[store.room.id] == frozenset()
        assert departure.orphaned == (2,)
        assert departure.was_talking


def test_what_follows_is_planned_for_each_last_day_that_is_to_come(desk: Desk, case: Case) -> None:
    end = desk.clock.today() + timedelta(days=20)
    with desk.core.db.unit() as session:
        planned = pending(session, "consent.ending")
    assert [subject for subject in planned if subject.endswith(str(end))] == [f"{case.id}:{expiry.OVER}:{end}"]
