"""Whoever says nothing is asked once more, about all of it together; never on a red day, and never more than they may
be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules.case import Case
from bot.rules.overview import MatterKind
from bot.rules.plan import By, Happened, TaskState, Via
from bot.rules.roles import Role
from bot.services import overview, plan, silence, status_round
from storage import outbox
from storage.body import SayBody
from tests.bot.desk import Desk
from tests.services.opened import known
from tests.services.stores import case_store, pending, unit_store

#: A Monday at nine, Swedish time.
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def cases(desk: Desk) -> list[Case]:
    desk.clock.at = MONDAY
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    made = []
    for code in ("K-7F2", "K-4MD"):
        case = desk.case(code, actors=[("police", "petra"), ("social_services", "sven")])
        desk.open_case_room(case)
        made.append(case)
    return made


def ask(desk: Desk, case: Case) -> str:
    """Ask petra about a new task that is due today; returns its id."""
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        petra = known(store, "petra")
        by = By(person_id=petra.id, via=Via.COMMAND)
        task = plan.add(store, "ring skolan", owner_id=petra.id, due_on=desk.clock.today(), by=by)
        assert status_round.hold_due(store, task.id).rounds
        return task.id


def nudged(desk: Desk, day: datetime) -> list[str]:
    """What petra is asked about once more on a day, by task id."""
    desk.clock.at = day
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        found = silence.take_nudge(unit_store(desk, session), petra.id)
        return [task.id for each in found for task in each.tasks]


def test_all_that_waits_comes_together_after_two_working_days_and_once(desk: Desk, cases: list[Case]) -> None:
    one, two = (ask(desk, case) for case in cases)
    assert nudged(desk, MONDAY + timedelta(days=1)) == []
    assert set(nudged(desk, MONDAY + timedelta(days=2))) == {one, two}
    assert nudged(desk, MONDAY + timedelta(days=3)) == []
    with desk.core.db.read() as session:
        history = case_store(desk, session, cases[0]).plan.history(one)
        assert [event.what for event in history][-1] is Happened.NUDGED


def test_what_is_answered_meanwhile_is_left_out(desk: Desk, cases: list[Case]) -> None:
    one, two = (ask(desk, case) for case in cases)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, cases[0])
        task = store.plan.get(one)
        assert task is not None
        plan.move(store, task, TaskState.DOING, By(person_id=task.owner_id, via=Via.COMMAND))
    assert nudged(desk, MONDAY + timedelta(days=2)) == [two]


def test_nobody_is_asked_on_a_red_day(desk: Desk, cases: list[Case]) -> None:
    desk.clock.at = datetime(2026, 12, 22, 8, 0, tzinfo=UTC)
    one = ask(desk, cases[0])
    petra = desk.person("petra")
    with desk.core.db.read() as session:
        at = unit_store(desk, session).scheduled_at(silence.NUDGE, petra.id)
        assert at == datetime(2026, 12, 28, 8, 0, tzinfo=UTC)
    assert nudged(desk, datetime(2026, 12, 26, 8, 0, tzinfo=UTC)) == []
    assert nudged(desk, datetime(2026, 12, 28, 8, 0, tzinfo=UTC)) == [one]


def test_when_the_week_is_full_it_waits_for_the_next(desk: Desk, cases: list[Case]) -> None:
    one = ask(desk, cases[0])
    with desk.core.db.unit() as session:
        store = case_store(desk, session, cases[0])
        petra = known(store, "petra")
        for _ in range(3):
            row = outbox.put(session, store.page(petra.id), SayBody(plain="x", html="x"), now=store.now)
            outbox.disturb(session, row, [petra.id])
    assert nudged(desk, MONDAY + timedelta(days=2)) == []
    with desk.core.db.read() as session:
        at = unit_store(desk, session).scheduled_at(silence.NUDGE, petra.id)
        assert at == MONDAY + timedelta(days=7)
    assert nudged(desk, MONDAY + timedelta(days=7)) == [one]


def test_after_four_working_days_the_coordinator_sees_it(desk: Desk, cases: list[Case]) -> None:
    ask(desk, cases[0])
    for day, seen in ((date(2026, 12, 3), []), (date(2026, 12, 4), [(1,)])):
        assert shown_silent(desk, cases, day) == seen


def test_whoever_asked_to_be_asked_later_is_not_shown_as_silent(desk: Desk, cases: list[Case]) -> None:
    one = ask(desk, cases[0])
    with desk.core.db.unit() as session:
        store = case_store(desk, session, cases[0])
        task = store.plan.get(one)
        assert task is not None
        by = By(person_id=known(store, "petra").id, via=Via.WORDS, verified=True)
        status_round.snooze(store, task, date(2026, 12, 10), by)
    assert shown_silent(desk, cases, date(2026, 12, 4)) == []


def shown_silent(desk: Desk, cases: list[Case], day: date) -> list[tuple[int, ...]]:
    """The numbers of the tasks that the coordinator is shown as unanswered on a day."""
    desk.clock.at = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    with desk.core.db.read() as session:
        seen = overview.of_cases(unit_store(desk, session), cases)
        matters = [matter for one in seen.cases for matter in one.matters]
    return [matter.numbers for matter in matters if matter.kind is MatterKind.SILENT]


def test_whoever_wants_it_once_a_week_gets_the_week(desk: Desk, cases: list[Case]) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        first = silence.choose(unit_store(desk, session), petra.id, weekly=True)
        assert first == date(2026, 12, 7)
    one = ask(desk, cases[0])
    assert nudged(desk, MONDAY + timedelta(days=2)) == []
    desk.clock.at = MONDAY + timedelta(days=7)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        assert [task.id for each in silence.take_digest(store, petra.id) for task in each.tasks] == [one]
        assert pending(session, silence.WEEKLY) == [petra.id]
        assert silence.choose(store, petra.id, weekly=False) is None
        assert pending(session, silence.WEEKLY) == []
