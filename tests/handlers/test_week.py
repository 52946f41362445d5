"""A coordinator with forty cases: what fits a phone's screen, what one morning says, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bot.rules.case import State
from bot.rules.plan import TaskState
from bot.rules.roles import Role
from bot.rules.status_round import Asked
from bot.services import overview
from handlers import TABLE
from storage import room
from storage.scoped import CaseStore
from tests.bot.desk import Desk
from tests.rules.making import CASE, grant, meeting, task
from tests.services.stores import pending, unit_store

#: A line of a phone, as it is read without turning: some of these break once, none twice.
WIDTH = 105
#: What one screen shows.
SCREEN = 13


def town(desk: Desk, size: int) -> None:
    """So many open cases: every other of anna's, one in four with a late task, one in ten with a consent that ends."""
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    for number in range(size):
        with desk.core.db.unit() as session:
            _case(desk, session, number)


def _case(desk: Desk, session: Session, number: int) -> None:
    unit = unit_store(desk, session)
    today = unit.facts.today
    people = {person.handle: person for person in unit.facts.people}
    coordinator = people["anna" if number % 2 else "berit"]
    begun = replace(CASE, unit_id="norr", code=f"K-{100 + number}", coordinator_id=coordinator.id, created_on=today)
    store = unit.of(unit.cases.add(begun))
    opened = replace(store.case, state=State.ACTIVE, opened_on=today, scope=frozenset({"school"}), youth_choice="page")
    store.save(replace(opened, purge_on=None))
    until = today + timedelta(days=10 if number % 10 == 3 else 200)
    for function, handle in (("police", "petra"), ("social_services", "sven")):
        store.actors.assign(function, people[handle].id, today)
        given = grant(function, "school", starts_on=today, given_on=today, recorded_at=store.now, until=until)
        store.consents.add([replace(given, id=f"{function}-{number}", unit_id="norr", case_id=store.case_id)])
        store.receipts.put(function, by=people[handle].id, now=store.now)
    store.open_room(frozenset({"school"}))
    room.mark_opened(session, store.room.id, f"!{store.room.alias}")
    _plan(store, people["petra"].id, people["sven"].id, number)


def _plan(store: CaseStore, petra: str, sven: str, number: int) -> None:
    today = store.facts.today
    for place in range(10):
        late = number % 4 == 1 and place == 0
        due = today - timedelta(days=3) if late else today + timedelta(days=20 + place)
        state = TaskState.DONE if place > 6 else TaskState.DOING
        store.plan.add(task(0, state, owner_id=petra if place % 2 else sven, due_on=due), now=store.now)
    store.meetings.add(meeting(starts_at=store.now + timedelta(days=2 + number % 5)))


@pytest.fixture
def desk(tmp_path: Path, rested: Desk) -> Iterator[Desk]:
    made = Desk(tmp_path, rested, table=TABLE)
    town(made, 40)
    made.work()
    yield made
    made.core.db.close()


def test_forty_cases_fit_one_screen(desk: Desk) -> None:
    (said,) = desk.say("anna", "veckan")
    lines = said.splitlines()
    assert lines[0] == "Du har 20 ärenden. 12 behöver dig:"
    assert lines[1].startswith("⚠️ K-113 samtycket går ut om 10 dagar"), "the most urgent first, and then what is late"
    assert "K-103 samtycket går ut om 10 dagar" in "\n".join(lines[1:6])
    assert len(lines) <= SCREEN
    assert max(map(len, lines)) <= WIDTH
    assert lines[-2].endswith("till: veckan allt")
    assert lines[-1].startswith("Andra i enheten: 20 ärenden, varav 0 behöver någon")
    (whole,) = desk.say("anna", "mer")
    assert sum(line.startswith("⚠️") for line in whole.splitlines()) == 12


def test_the_list_has_a_line_for_each_case_ones_own_first(desk: Desk) -> None:
    (said,) = desk.say("anna", "ärenden")
    lines = said.splitlines()
    assert lines[0] == "20 ärenden:"
    assert lines[21] == "Andra i enheten, 20 ärenden:"
    assert len(lines) == 42
    assert max(map(len, lines)) <= WIDTH
    assert [line.startswith("⚠️") for line in lines[1:14]] == [True] * 12 + [False]


def test_what_has_come_up_since_is_told_in_one_message(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        overview.begin_mornings(store)
        overview.begin_mornings(store)
        assert len(pending(session, overview.MORNING)) == 1
    before = len(desk.server.said())
    desk.clock.at += timedelta(days=1)
    desk.work()
    told = [said for said in desk.server.said()[before:] if said.startswith("God morgon!")]
    assert told == []  # what was late before is no news
    desk.clock.at += timedelta(days=24)
    desk.work()
    told = [said for said in desk.server.said()[before:] if said.startswith("God morgon!")]
    assert len(told) == 2, "one to each coordinator, though forty cases have late tasks now"
    assert max(len(said.splitlines()) for said in told) <= SCREEN


def test_somebody_who_was_asked_and_says_nothing_stands_in_the_week(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        unit = unit_store(desk, session)
        found = unit.cases.find("K-101")
        assert found is not None
        store = unit.of(found)
        asked = next(one for one in store.plan.all() if one.state is TaskState.DOING and one.number == 2)
        assert asked.owner_id is not None
        today = store.facts.today
        begun = store.status_rounds.begin(store.room.id, today)
        ask = Asked(round_id=begun.id, task_id=asked.id, person_id=asked.owner_id, asked_on=today)
        store.status_rounds.ask((ask,))
    desk.clock.at += timedelta(days=7)
    desk.work()
    said = "\n".join(desk.say("anna", "veckan allt"))
    (line,) = (one for one in said.splitlines() if "K-101" in one and "uppgift" in one)
    assert "inget svar från Petra om uppgift 2" in line


@contextmanager
def counted() -> Iterator[list[str]]:
    statements = list[str]()

    def executed(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", executed)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", executed)


@pytest.mark.parametrize("size", [5, 40])
def test_forty_cases_are_read_with_as_many_statements_as_five(desk: Desk, size: int) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        assert store.office
        cases = store.cases.all()[:size]
        session.expire_all()
        with counted() as statements:
            seen = overview.of_cases(store, cases)
            overview.progress(store, seen.cases)
    assert len(seen.cases) == size
    assert len(statements) <= 15
