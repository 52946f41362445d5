from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.rules.people import Person
from bot.rules.plan import (
    MOVES,
    OPEN,
    TaskState,
    bare,
    check_status,
    move,
    reacted,
    tally,
    with_obstacle,
    without_owner,
)
from bot.rules.roles import Role
from tests.rules.making import ANNA, BERIT, LISA, NOW, PETRA, person, refused, task

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(("here", "there"), list(product(TaskState, TaskState)))
def test_only_the_moves_of_the_table(here: TaskState, there: TaskState) -> None:
    one = task(1, here)
    if there is here:
        assert move(one, there, LATER) is one
    elif there in MOVES[here]:
        assert move(one, there, LATER) == replace(one, state=there, changed_at=LATER)
    else:
        assert refused(move, one, there, LATER) == "task.no_move"


def test_open_tasks_can_always_be_finished_or_struck() -> None:
    for state in OPEN:
        assert {TaskState.DONE, TaskState.DROPPED} <= MOVES[state]


def test_an_obstacle_is_forgotten_when_it_is_overcome() -> None:
    stuck = task(1, TaskState.STUCK, obstacle="bussen går inte")
    assert move(stuck, TaskState.DOING, LATER).obstacle is None
    assert move(stuck, TaskState.STUCK, LATER).obstacle == "bussen går inte"


@pytest.mark.parametrize(
    ("here", "key", "there"),
    [
        (TaskState.DOING, "✅", TaskState.DONE),
        (TaskState.DOING, "✅\ufe0f", TaskState.DONE),
        (TaskState.DOING, "✅🏽", TaskState.DONE),
        (TaskState.DOING, "⛔", TaskState.STUCK),
        (TaskState.DOING, "⛔️", TaskState.STUCK),
        (TaskState.DOING, "⏳", TaskState.DOING),
        (TaskState.STUCK, "⏳", TaskState.DOING),
        (TaskState.STUCK, "✅", TaskState.DONE),
        (TaskState.DONE, "⏳", TaskState.DOING),
        (TaskState.DONE, "⛔", None),
        (TaskState.DROPPED, "✅", None),
        (TaskState.DOING, "❌", None),
        (TaskState.DOING, "🎉", None),
        (TaskState.DOING, "", None),
        # "Sven, tar du den?"
        (TaskState.ASKED, "✅", TaskState.DOING),
        (TaskState.ASKED, "⏳", None),
        (TaskState.ASKED, "⛔", None),
    ],
)
def test_one_tap(here: TaskState, key: str, there: TaskState | None) -> None:
    found = reacted(task(1, here), key, LATER)
    assert (None if found is None else found.state) is there


def test_a_no_leaves_the_task_without_an_owner() -> None:
    found = reacted(task(1, TaskState.ASKED), "❌", LATER)
    assert found is not None
    assert (found.state, found.owner_id) == (TaskState.ASKED, None)


def test_emoji_are_compared_bare() -> None:
    assert bare(" ✅\ufe0f ") == "✅"
    assert bare("👍🏿") == "👍"


@pytest.mark.parametrize(
    ("who", "key"),
    [
        (PETRA, None),
        (ANNA, None),
        (person("leo", Role.LEAD), None),
        (LISA, "task.not_yours"),
        (BERIT, "task.not_allowed"),
    ],
)
def test_who_says_how_it_goes(who: Person, key: str | None) -> None:
    if key is None:
        check_status(task(1), who)
    else:
        assert refused(check_status, task(1), who) == key


def test_tally_counts_all_states() -> None:
    found = tally([task(1), task(2), task(3, TaskState.DONE)])
    assert found == {
        TaskState.ASKED: 0,
        TaskState.DOING: 2,
        TaskState.DONE: 1,
        TaskState.STUCK: 0,
        TaskState.DROPPED: 0,
    }


def test_a_task_without_its_owner_is_asked_again() -> None:
    left = without_owner(task(1, TaskState.STUCK, obstacle="bussen"), LATER)
    assert (left.owner_id, left.state, left.obstacle, left.changed_at) == (None, TaskState.ASKED, None, LATER)


def test_an_obstacle_that_is_not_said_leaves_the_one_before() -> None:
    stuck = with_obstacle(task(1, TaskState.STUCK), "bussen")
    assert stuck.obstacle == "bussen"
    assert with_obstacle(stuck, None) == stuck
