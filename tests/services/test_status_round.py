"""Whose turn it is, is asked once; what is answered, late or put off is asked about when its time comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.plan import By, Happened, TaskState, Via
from bot.rules.reactions import Question, TaskAnswer
from bot.rules.roles import Role
from bot.rules.status_round import Said
from bot.services import followup, plan, status_round
from storage import outbox
from storage.body import SayBody
from storage.scoped import CaseStore
from storage.tap import of_event as tap_of
from tests.bot.desk import Desk
from tests.rules.making import meeting
from tests.services.opened import known
from tests.services.stores import actions, case_store, pending

#: A Monday at nine, Swedish time.
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.clock.at = MONDAY
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    made = desk.case("K-7F2", actors=[("police", "petra"), ("social_services", "sven")])
    desk.open_case_room(made)
    return made


def by(store: CaseStore, handle: str) -> By:
    return By(person_id=known(store, handle).id, via=Via.COMMAND)


def given(store: CaseStore, handle: str, due_on: date | None) -> str:
    """A task of somebody, by id."""
    made = plan.add(store, "ring skolan", owner_id=known(store, handle).id, due_on=due_on, by=by(store, "anna"))
    return made.id


def test_all_whose_turn_it_is_are_asked_together_and_once(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        first, second = (given(store, handle, MONDAY.date()) for handle in ("petra", "sven"))
        given(store, "sven", MONDAY.date() + timedelta(days=1))
        (held,) = status_round.hold_due(store, first).rounds
        assert {(each.task_id, each.said) for each in held.asked} == {(first, None), (second, None)}
        assert set(held.told) == {known(store, "petra").id, known(store, "sven").id}
        assert status_round.hold_due(store, second).rounds == ()
        assert status_round.hold_due(store, first).rounds == ()
        assert store.status_rounds.asked(held.round.id) == list(held.asked)
        assert actions(session).count(Action.CASE_STATUS_ASKED) == 1
        assert second not in pending(session, "task.due")


def test_nobody_is_asked_while_the_case_is_paused(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    made = desk.case("K-7F2", actors=[("police", "petra")])
    desk.open_case_room(made, covered=False)  # nobody has consented to anything
    with desk.core.db.unit() as session:
        store = case_store(desk, session, made)
        task_id = given(store, "petra", None)
        assert pending(session, "task.due") == []
        assert status_round.hold_due(store, task_id).rounds == ()
        assert pending(session, "task.due") == [task_id]


def test_a_late_task_is_asked_about_again_after_a_week_and_not_before(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        task_id = given(case_store(desk, session, case), "petra", MONDAY.date())
        assert status_round.hold_due(case_store(desk, session, case), task_id).rounds
    for days, rounds in ((1, 0), (4, 0), (7, 1)):
        desk.clock.at = MONDAY + timedelta(days=days)
        with desk.core.db.unit() as session:
            store = case_store(desk, session, case)
            assert len(status_round.hold_again(store, store.room.id).rounds) == rounds
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task = store.plan.get(task_id)
        assert task is not None
        plan.move(store, task, TaskState.DONE, by(store, "petra"))
    desk.clock.at = MONDAY + timedelta(days=14)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert status_round.hold_again(store, store.room.id).rounds == ()


def test_what_is_put_off_is_asked_about_on_that_day(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task_id = given(store, "petra", MONDAY.date())
        task = store.plan.get(task_id)
        assert task is not None
        status_round.snooze(store, task, MONDAY.date() + timedelta(days=3), by(store, "petra"))
        assert status_round.hold_due(store, task_id).rounds == ()
        assert pending(session, status_round.SNOOZED) == [task_id]
        assert [event.what for event in store.plan.history(task_id)] == [Happened.ADDED, Happened.SNOOZED]
    desk.clock.at = MONDAY + timedelta(days=3)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert len(status_round.hold_due(store, task_id, was_snoozed=True).rounds) == 1


def test_a_new_day_is_an_answer_and_is_asked_about(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task_id = given(store, "petra", MONDAY.date())
        (held,) = status_round.hold_due(store, task_id).rounds
        task = store.plan.get(task_id)
        assert task is not None
        moved = status_round.delay(store, task, MONDAY.date() + timedelta(days=2), by(store, "petra"))
        assert (moved.due_on, moved.state) == (date(2026, 12, 2), TaskState.DOING)
        assert [each.said for each in store.status_rounds.asked(held.round.id)] == [Said.MOVED]
    desk.clock.at = MONDAY + timedelta(days=2)
    with desk.core.db.unit() as session:
        assert len(status_round.hold_due(case_store(desk, session, case), task_id).rounds) == 1


def test_a_tap_that_is_taken_back_leaves_what_was_answered_before_it(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task_id = given(store, "petra", MONDAY.date())
        (held,) = status_round.hold_due(store, task_id).rounds

        def said() -> list[Said | None]:
            return [each.said for each in store.status_rounds.asked(held.round.id)]

        def tap(answer: TaskAnswer, event: str) -> None:
            task = store.plan.get(task_id)
            assert task is not None
            plan.note_answer(store, task, answer, Question.GOES, event, by(store, "petra"))

        def untap(event: str) -> None:
            task, found = store.plan.get(task_id), tap_of(session, event)
            assert task is not None
            assert found is not None
            plan.take_back(store, task, found, by(store, "petra"))

        tap(TaskAnswer.DOING, "$one")
        tap(TaskAnswer.DONE, "$two")
        assert said() == [Said.DONE]
        untap("$two")
        assert said() == [Said.DOING]
        untap("$one")
        assert said() == [None]


def test_of_three_messages_a_week_rooms_take_two(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    told = []
    for _ in range(3):
        with desk.core.db.unit() as session:
            store = case_store(desk, session, case)
            task_id = given(store, "petra", desk.clock.today())
            (held,) = status_round.hold_due(store, task_id).rounds
            told.append(petra.id in held.told)
            row = outbox.put(session, store.room, SayBody(plain="", html=""), now=store.now)
            outbox.disturb(session, row, held.told)
        desk.clock.at += timedelta(days=1)
    assert told == [True, True, False]


def test_whoever_owns_nothing_any_more_is_not_silent(desk: Desk, case: Case) -> None:
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task_id = given(store, "petra", MONDAY.date())
        status_round.hold_due(store, task_id)
        assert [each.task_id for each in store.silent(asked_until=MONDAY.date())] == [task_id]
        assert plan.take_from(store, {petra.id}) == [1]
        assert store.silent(asked_until=MONDAY.date()) == []


@pytest.mark.parametrize("met_days_ago", [None, 2, 60])
def test_what_is_due_is_asked_about_by_the_follow_up_only_if_that_asks(
    desk: Desk, case: Case, met_days_ago: int | None
) -> None:
    """Whichever of the two comes first that morning, somebody asks; and nobody does twice."""
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        task_id = given(store, "petra", MONDAY.date())
        if met_days_ago is not None:
            store.meetings.add(meeting(starts_at=MONDAY - timedelta(days=met_days_ago)))
        store.schedule("followup.prompt", case.id, MONDAY)
        by_day = status_round.hold_due(store, task_id).rounds
        follow_up = followup.prompt(store)
        rounds = (*by_day, *(() if follow_up is None else follow_up.rounds))
        assert [each.task_id for held in rounds for each in held.asked] == [task_id]
        assert bool(by_day) is (met_days_ago == 2)


def test_nobody_is_asked_about_a_task_of_a_room_they_may_not_be_in(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        side = store.add_side_room(frozenset({"a kind that nobody has consented to"}))
        in_case_room, in_side_room = (given(store, "petra", MONDAY.date()) for _ in range(2))
        task = store.plan.get(in_side_room)
        assert task is not None
        store.plan.save(replace(task, room_id=side.id), now=store.now)
        (held,) = status_round.hold_due(store, in_case_room).rounds
        assert [each.task_id for each in held.asked] == [in_case_room]
        assert status_round.hold_due(store, in_side_room).rounds == ()
