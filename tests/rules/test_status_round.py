"""When somebody may be asked about a task, when they count as silent, and which answer stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.rules import working_day
from bot.rules.plan import Happened, TaskEvent, TaskState
from bot.rules.status_round import Asked, Said, asked_before, is_past_its_round, may_be_asked, standing
from tests.rules.making import task

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)


def asked(on: date, *, day: date | None = None, said: Said | None = None) -> Asked:
    return Asked(round_id="r", task_id="t", person_id="p", asked_on=on, day=day, said=said)


@pytest.mark.parametrize(
    ("last", "today", "day", "may"),
    [
        (None, MONDAY, None, True),
        (asked(MONDAY), MONDAY, MONDAY, False),  # once a day, whatever happens
        (asked(FRIDAY), MONDAY, None, False),  # not twice about the same thing
        (asked(FRIDAY, day=FRIDAY), MONDAY, MONDAY, False),  # it still waits for an answer
        (asked(FRIDAY, day=FRIDAY, said=Said.DOING), MONDAY, None, False),
        (asked(FRIDAY, day=FRIDAY, said=Said.MOVED), MONDAY, MONDAY, True),  # answered, and another day has come
        (asked(FRIDAY, day=MONDAY, said=Said.DOING), MONDAY, MONDAY, False),  # that day was asked about
        (asked(date(2026, 11, 23)), MONDAY, None, True),  # a week later
        (asked(date(2026, 11, 24)), MONDAY, None, False),
    ],
)
def test_who_may_be_asked(last: Asked | None, today: date, day: date | None, may: bool) -> None:
    assert may_be_asked(last, today, day=day) is may


def test_working_days_leave_out_weekends_and_red_days() -> None:
    assert working_day.after(FRIDAY, 2) == TUESDAY
    assert working_day.after(date(2026, 12, 22), 2) == date(2026, 12, 28)
    assert asked_before(TUESDAY, 2) == date(2026, 11, 29)  # whoever is asked on a Sunday has had Monday and Tuesday
    assert asked_before(date(2026, 12, 28), 2) == date(2026, 12, 22)


def test_a_task_is_past_its_round_after_the_working_day_on_which_it_is_asked_about() -> None:
    saturday = replace(task(1), due_on=date(2026, 11, 28), state=TaskState.DOING)
    assert [is_past_its_round(saturday, day) for day in (MONDAY, TUESDAY)] == [False, True]
    assert not is_past_its_round(replace(saturday, state=TaskState.DONE), TUESDAY)
    assert not is_past_its_round(replace(saturday, repeats="day from 2026-11-28"), TUESDAY)
    assert not is_past_its_round(replace(saturday, due_on=None), TUESDAY)


@pytest.mark.parametrize(
    ("history", "said"),
    [
        ((), None),
        ((Happened.DONE, Happened.ASKED), None),
        ((Happened.ASKED, Happened.DOING, Happened.DONE), Said.DONE),
        ((Happened.ASKED, Happened.DOING, Happened.DONE, Happened.TAKEN_BACK), Said.DOING),
        ((Happened.ASKED, Happened.DONE, Happened.TAKEN_BACK), None),
        ((Happened.ASKED, Happened.TAKEN_BACK, Happened.STUCK, Happened.NUDGED), Said.STUCK),
        ((Happened.ASKED, Happened.HANDED_OVER), Said.GONE),
    ],
)
def test_which_answer_stands(history: Sequence[Happened], said: Said | None) -> None:
    at = datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert standing(TaskEvent(task_id="t", what=what, at=at) for what in history) is said
