"""What of the plan belongs to which room and whom, what is urgent, and when a card has gone far up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import card
from bot.rules.card import Part, Standing
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState, is_late
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from tests.rules.making import NOW, TODAY, actor, after, facts, goal, person, task

ROOMS = (None, "case", "side1", "side2")
PEOPLE = tuple(
    person(handle, role) for handle, role in (("petra", Role.ACTOR), ("alex", Role.YOUTH), ("kim", Role.GUARDIAN))
)


def _tasks(draw: st.DrawFn) -> tuple[Task, ...]:
    made = draw(
        st.lists(st.tuples(st.sampled_from(ROOMS), st.sampled_from(("petra", "alex", "kim", None))), max_size=8)
    )
    return tuple(task(number, room_id=room, owner_id=owner) for number, (room, owner) in enumerate(made, 1))


@st.composite
def plans(draw: st.DrawFn) -> Part:
    rooms = draw(st.lists(st.sampled_from(ROOMS), max_size=5))
    return Part(goals=tuple(goal(number, room_id=room) for number, room in enumerate(rooms, 1)), tasks=_tasks(draw))


@given(plan=plans(), member_of=st.sets(st.sampled_from(("case", "side1", "side2"))), who=st.sampled_from(PEOPLE))
def test_nobody_sees_what_belongs_to_a_room_they_may_not_be_in(plan: Part, member_of: set[str], who: Person) -> None:
    seen = card.part_of_person(plan, who, facts(), member_of=member_of, case_room_id="case")

    allowed = set() if who.role in (Role.YOUTH, Role.GUARDIAN) else member_of
    assert all((one.room_id or "case") in allowed for one in seen.goals)
    assert all((one.room_id or "case") in allowed or one.owner_id == who.id for one in seen.tasks)
    assert {one.id for one in plan.tasks if one.owner_id == who.id} <= {one.id for one in seen.tasks}


@given(plan=plans(), here=st.sampled_from(("case", "side1", "side2")))
def test_a_room_shows_what_belongs_to_it_and_each_thing_belongs_to_one(plan: Part, here: str) -> None:
    parts = {room: card.part_of_room(plan, room, "case") for room in ("case", "side1", "side2")}
    assert {one.room_id or "case" for one in parts[here].goals} <= {here}
    assert {one.room_id or "case" for one in parts[here].tasks} <= {here}
    assert sum(len(part.tasks) for part in parts.values()) == len(plan.tasks)
    assert sum(len(part.goals) for part in parts.values()) == len(plan.goals)


def test_the_coordinators_and_the_lead_see_everything_and_hear_of_obstacles_where_nobody_else_reads() -> None:
    anna, mia, petra = person("anna", Role.COORDINATOR), person("mia", Role.LEAD), person("petra")
    known = facts(actors=[actor(mia, "lead"), actor(petra, "police")], people=[anna, mia, petra])
    plan = Part(goals=(goal(1, room_id="side1"),), tasks=(task(1, room_id="side1", owner_id=None),))
    for who in (anna, mia):
        assert card.part_of_person(plan, who, known, member_of=(), case_room_id="case") == plan
        assert card.hears_obstacles(who, known, RoomKind.PAGE)
        assert not card.hears_obstacles(who, known, RoomKind.CASE)
        assert not card.hears_obstacles(who, known, RoomKind.SIDE)
    assert not card.hears_obstacles(petra, known, RoomKind.PAGE)
    # Another lead, who is not named in this case, is somebody like any other
    assert not card.sees_all(person("olle", Role.LEAD), known)


@pytest.mark.parametrize(
    ("made", "late"),
    [
        (task(1, due_on=after(-1)), True),
        (task(1, TaskState.ASKED, due_on=after(-1)), True),
        (task(1, TaskState.STUCK, due_on=after(-30)), True),
        (task(1, due_on=TODAY), False),
        (task(1, due_on=None), False),
        (task(1, TaskState.DONE, due_on=after(-1)), False),
        (task(1, TaskState.DROPPED, due_on=after(-1)), False),
    ],
)
def test_late_is_what_is_not_done_after_its_day(made: Task, late: bool) -> None:
    assert is_late(made, TODAY) is late


def test_what_is_most_urgent_comes_first() -> None:
    ordered = (
        task(9, due_on=after(-5)),
        task(2, TaskState.STUCK, due_on=after(-1)),
        task(7, TaskState.ASKED, owner_id=None, due_on=after(9)),
        task(3, TaskState.ASKED, due_on=after(1)),
        task(8, TaskState.STUCK),
        task(1, due_on=TODAY),
        task(4),
        task(6, TaskState.DONE, due_on=after(-3)),
        task(5, TaskState.DONE, due_on=after(-9)),
    )
    assert card.by_urgency(sorted(ordered, key=lambda one: one.number), TODAY) == list(ordered)


def test_what_is_done_gives_way_first_and_the_order_stays() -> None:
    tasks = (task(1, TaskState.DONE), task(2), task(3, due_on=after(-1)), task(4, due_on=after(4)))
    assert [one.number for one in card.fitting(tasks, TODAY, 4)] == [1, 2, 3, 4]
    assert [one.number for one in card.fitting(tasks, TODAY, 3)] == [2, 3, 4]
    assert [one.number for one in card.fitting(tasks, TODAY, 1)] == [3]
    assert card.fitting(tasks, TODAY, -2) == []


def test_a_task_waits_for_one_that_is_not_done_and_that_the_reader_may_see() -> None:
    first, second = task(1), task(2, waits_for="t1")
    assert card.is_waiting(second, {"t1": first})
    assert not card.is_waiting(first, {"t1": first})
    assert not card.is_waiting(second, {})
    assert not card.is_waiting(second, {"t1": task(1, TaskState.DONE)})
    assert not card.is_waiting(task(2, TaskState.DONE, waits_for="t1"), {"t1": first})


def test_who_has_only_done_and_struck_tasks_has_none() -> None:
    part = Part(
        goals=(), tasks=(task(1, TaskState.DONE, owner_id="sven"), task(2, owner_id="petra"), task(3, owner_id=None))
    )
    assert card.idle(part, ["lisa", "petra", "sven"]) == ["lisa", "sven"]


@pytest.mark.parametrize(
    ("standing", "far"),
    [
        (Standing(sent_at=NOW, after=card.FAR_MESSAGES - 1), False),
        (Standing(sent_at=NOW, after=card.FAR_MESSAGES), True),
        (Standing(sent_at=NOW - card.FAR_AFTER + timedelta(seconds=1), after=0), False),
        (Standing(sent_at=NOW - card.FAR_AFTER, after=0), True),
        (Standing(sent_at=None, after=0), False),
    ],
)
def test_a_card_is_far_up_after_many_messages_or_two_weeks(standing: Standing, far: bool) -> None:
    assert card.is_far_up(standing, NOW) is far


def test_what_was_struck_is_in_no_card() -> None:
    plan = card.not_struck(Part(goals=(goal(1), goal(2, dropped=True)), tasks=(task(1), task(2, TaskState.DROPPED))))
    assert ([one.number for one in plan.goals], [one.number for one in plan.tasks]) == ([1], [1])
