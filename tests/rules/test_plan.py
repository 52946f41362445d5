from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.rules.person import Person
from bot.rules.plan import MOVES, OPEN, TaskState, check_status, moved, tally, with_obstacle, without_owner
from bot.rules.reactions import Question, TaskAnswer, answer_in, answered, bare, is_offered, legend
from bot.rules.roles import Role
from tests.rules.making import ANNA, BERIT, LISA, NOW, PETRA, person, refused, task

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(("here", "there"), list(product(TaskState, TaskState)))
def test_only_the_moves_of_the_table(here: TaskState, there: TaskState) -> None:
    one = task(1, here)
    if there is here:
        assert moved(one, there, LATER) is one
    elif there in MOVES[here]:
        assert moved(one, there, LATER) == replace(one, state=there, changed_at=LATER)
    else:
        assert refused(moved, one, there, LATER) == "task.no_move"


def test_open_tasks_can_always_be_finished_or_struck() -> None:
    for state in OPEN:
        assert {TaskState.DONE, TaskState.DROPPED} <= MOVES[state]


def test_an_obstacle_is_forgotten_when_it_is_overcome() -> None:
    stuck = task(1, TaskState.STUCK, obstacle="bussen går inte")
    assert moved(stuck, TaskState.DOING, LATER).obstacle is None
    assert moved(stuck, TaskState.STUCK, LATER).obstacle == "bussen går inte"


@pytest.mark.parametrize(
    ("question", "here", "key", "said"),
    [
        # "Sven, tar du den? ✅ ja ❌ nej"
        (Question.TAKE, TaskState.ASKED, "✅", TaskAnswer.TAKES),
        (Question.TAKE, TaskState.ASKED, "👍🏽", TaskAnswer.TAKES),
        (Question.TAKE, TaskState.ASKED, "ja", TaskAnswer.TAKES),
        (Question.TAKE, TaskState.ASKED, "❌", TaskAnswer.DECLINES),
        (Question.TAKE, TaskState.ASKED, "nej", TaskAnswer.DECLINES),
        (Question.TAKE, TaskState.ASKED, "⏳", None),
        (Question.TAKE, TaskState.ASKED, "⛔", None),
        # "Sven har den. ⏳ på gång ⛔ hinder ❌ lämnar ifrån sig den"
        (Question.TAKE, TaskState.DOING, "✅", None),
        (Question.TAKE, TaskState.DOING, "ja", None),
        (Question.TAKE, TaskState.DOING, "nej", None),
        (Question.TAKE, TaskState.DOING, "❌", TaskAnswer.DECLINES),
        (Question.TAKE, TaskState.DOING, "⛔", TaskAnswer.STUCK),
        (Question.TAKE, TaskState.STUCK, "⏳", TaskAnswer.DOING),
        # "Sven, hur går det? ✅ klar ⏳ på gång ⛔ hinder", whether it was taken or not
        (Question.GOES, TaskState.ASKED, "✅", TaskAnswer.DONE),
        (Question.GOES, TaskState.ASKED, "⏳", TaskAnswer.DOING),
        (Question.GOES, TaskState.ASKED, "⛔", TaskAnswer.STUCK),
        (Question.GOES, TaskState.DOING, "✅\ufe0f", TaskAnswer.DONE),
        (Question.GOES, TaskState.DOING, "✅🏽", TaskAnswer.DONE),
        (Question.GOES, TaskState.DOING, "✔️", TaskAnswer.DONE),
        (Question.GOES, TaskState.DOING, "⛔️", TaskAnswer.STUCK),
        (Question.GOES, TaskState.STUCK, "✅", TaskAnswer.DONE),
        (Question.GOES, TaskState.DOING, "ja", None),
        (Question.GOES, TaskState.DOING, "👍", None),
        (Question.GOES, TaskState.DOING, "❌", None),
        (Question.GOES, TaskState.DOING, "🎉", None),
        (Question.GOES, TaskState.DOING, "", None),
        # "Blev det fel? ⏳ inte klar än"
        (Question.GOES, TaskState.DONE, "⏳", TaskAnswer.DOING),
        (Question.TAKE, TaskState.DONE, "⏳", TaskAnswer.DOING),
        (Question.GOES, TaskState.DONE, "⛔", None),
        (Question.GOES, TaskState.DROPPED, "✅", None),
    ],
)
def test_what_a_tap_says_hangs_on_what_the_message_asks(
    question: Question, here: TaskState, key: str, said: TaskAnswer | None
) -> None:
    assert answer_in(question, here, key) is said


@pytest.mark.parametrize(("question", "here"), list(product(Question, TaskState)))
def test_whatever_is_offered_can_be_done(question: Question, here: TaskState) -> None:
    for said in legend(question, here).values():
        assert answered(task(1, here), said, LATER).state in TaskState


def test_a_sign_changes_the_task_as_it_says() -> None:
    assert answered(task(1, TaskState.ASKED), TaskAnswer.TAKES, LATER).state is TaskState.DOING
    assert answered(task(1, TaskState.ASKED), TaskAnswer.DONE, LATER).state is TaskState.DONE
    assert answered(task(1, TaskState.ASKED), TaskAnswer.STUCK, LATER).state is TaskState.STUCK


@pytest.mark.parametrize("here", [TaskState.ASKED, TaskState.DOING, TaskState.STUCK])
def test_a_no_leaves_the_task_without_an_owner(here: TaskState) -> None:
    found = answered(task(1, here), TaskAnswer.DECLINES, LATER)
    assert (found.state, found.owner_id) == (TaskState.ASKED, None)


def test_applause_is_said_to_nobody() -> None:
    assert is_offered("✅")
    assert is_offered("ja")
    assert not is_offered("🎉")
    assert not is_offered("👍")


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
