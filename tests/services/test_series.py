"""Tasks that repeat go on from day to day, and are asked about once a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.calendar import day_of, morning
from bot.rules.case import Case
from bot.rules.plan import By, DayState, Happened, Task, TaskState, Via
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.recurrence import Every, Recurrence
from bot.rules.roles import Role
from bot.services import plan, series
from storage.scoped import CaseStore
from storage.tables import Due
from tests.bot.desk import Desk
from tests.services.stores import case_store, pending

BY = By(person_id="anna", via=Via.COMMAND, verified=True)


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.add("petra", Role.ACTOR, "police")
    made = desk.case("K-7F2", actors=[("police", "petra")])
    desk.open_case_room(made, covered=False)
    return made


def petra_of(store: CaseStore) -> str:
    found = store.people.find("petra")
    assert found is not None
    return found.id


def asked(session: Session) -> date:
    [due] = session.scalars(select(Due).where(Due.kind == "task.due", Due.state == "pending"))
    return day_of(due.at)


def weekly(store: CaseStore, *, last: date | None = None) -> Task:
    """A task on each Thursday, from the next one on."""
    rule = Recurrence(begins=store.facts.today, every=Every.WEEK, weekdays=(3,), last=last)
    task = plan.add(store, "träffa Alex", owner_id=petra_of(store), due_on=None, repeats=rule, by=BY)
    return plan.move(store, task, TaskState.DOING, BY)


def test_a_day_that_is_done_leaves_the_series_going(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = weekly(store)
        first = task.due_on
        assert first is not None
        assert asked(session) == first
        done = plan.move(store, task, TaskState.DONE, BY)
        assert (done.state, done.due_on) == (TaskState.DOING, first + timedelta(days=7))
        assert asked(session) == first + timedelta(days=7)
        assert [each.state for each in store.plan.days()] == [DayState.DONE]
        assert store.plan.find(task.number) == done


def test_the_last_day_ends_it(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = weekly(store, last=store.facts.today + timedelta(days=7))
        done = plan.move(store, task, TaskState.DONE, BY)
        assert done.state is TaskState.DONE
        assert pending(session, "task.due") == []


def test_one_day_is_moved_and_the_series_stays(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = weekly(store)
        thursday = task.due_on
        assert thursday is not None
        moved = series.move_occurrence(store, task, thursday + timedelta(days=1), BY)
        assert moved.due_on == thursday + timedelta(days=1) == asked(session)
        assert moved.repeats == task.repeats
        back = series.move_occurrence(store, moved, thursday, BY)
        assert back.due_on == thursday
        event = store.plan.history(task.id)[-1]
        assert (event.what, event.day, event.about) == (
            Happened.MOVED,
            thursday,
            str(thursday + timedelta(days=1)),
        )


def test_one_day_is_skipped(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = weekly(store)
        assert task.due_on is not None
        skipped = series.skip_occurrence(store, task, BY)
        assert skipped.due_on == task.due_on + timedelta(days=7) == asked(session)


def test_a_tap_that_is_taken_back_opens_its_day_again(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        petra = By(person_id=petra_of(store), via=Via.TAP, verified=True)
        task = weekly(store)
        answered = plan.note_answer(store, task, TaskAnswer.DONE, Question.GOES, "$done", petra)
        assert answered is not None
        assert answered.due_on != task.due_on
        again = plan.note_answer(store, answered, TaskAnswer.DONE, Question.GOES, "$again", petra)
        assert again is None
        assert [each.state for each in store.plan.days()] == [DayState.DONE]
        series.reopen(store, answered, answered.changed_at)
        assert store.plan.get(task.id).due_on == task.due_on  # type: ignore[union-attr]
        assert [each.state for each in store.plan.days()] == [DayState.OPEN]


def test_a_week_that_was_asked_about_is_not_asked_about_again(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = weekly(store)
        thursday = task.due_on
        assert thursday is not None
    desk.clock.at = morning(thursday) + timedelta(hours=1)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        series.reschedule(store, task)
        assert asked(session) == thursday + timedelta(days=7)


def test_what_happens_is_kept_with_who_and_how(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = weekly(store)
        plan.note_obstacle(store, task, "tåget är inställt", BY)
        plan.take_from(store, {petra_of(store)})
        events = store.plan.history(task.id)
        assert [(each.what, each.by, each.via, each.verified) for each in events] == [
            (Happened.ADDED, "anna", Via.COMMAND, True),
            (Happened.DOING, "anna", Via.COMMAND, True),
            (Happened.STUCK, "anna", Via.COMMAND, True),
            (Happened.LEFT, None, Via.BOT, False),
        ]
        assert events[2].words == "tåget är inställt"
