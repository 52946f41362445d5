"""The days of a task that repeats: moved, skipped, done; and the day on which somebody is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.errors import Refused
from bot.rules import series, working_day
from bot.rules.plan import DayState, Task, TaskDay, TaskState
from bot.rules.recurrence import Every, Only, Recurrence
from bot.rules.school_break import Breaks, Span
from tests.rules.making import TODAY, task

MONDAY = date(2026, 11, 30)
FRIDAY = date(2026, 12, 4)
CHRISTMAS: Breaks = {"christmas": (Span(date(2026, 12, 21), date(2027, 1, 8)),)}
SCHOOL_DAYS = Recurrence(begins=MONDAY, every=Every.DAY, only=Only.SCHOOL)
THURSDAYS = Recurrence(begins=MONDAY, every=Every.WEEK, weekdays=(3,))


def repeated(rule: Recurrence) -> Task:
    return replace(task(3, state=TaskState.DOING), repeats=rule.stored)


def day(of: Task, on: date, state: DayState = DayState.OPEN, *, to: date | None = None, said: date = TODAY) -> TaskDay:
    return TaskDay(
        task_id=of.id, day=on, moved_to=to, state=state, changed_at=datetime.combine(said, time(12), tzinfo=UTC)
    )


def test_school_days_go_round_the_break() -> None:
    found = series.occurrences(repeated(SCHOOL_DAYS), (), CHRISTMAS, date(2026, 12, 17), date(2027, 1, 12))
    assert [each.on for each in found] == [
        *(date(2026, 12, 17), date(2026, 12, 18)),
        *(date(2027, 1, 11), date(2027, 1, 12)),
    ]


def test_a_day_that_is_moved_is_where_it_was_moved_and_nowhere_else() -> None:
    weekly = repeated(THURSDAYS)
    moved = day(weekly, date(2026, 12, 3), to=date(2026, 12, 4))
    found = series.occurrences(weekly, [moved], {}, MONDAY, date(2026, 12, 10))
    assert [each.on for each in found] == [date(2026, 12, 4), date(2026, 12, 10)]
    assert series.on_day(weekly, [moved], {}, date(2026, 12, 3)) is None
    assert series.on_day(weekly, [moved], {}, date(2026, 12, 4)) == moved


def test_a_day_that_is_moved_to_another_week_is_found_there() -> None:
    weekly = repeated(THURSDAYS)
    moved = day(weekly, date(2026, 12, 3), to=date(2026, 12, 8))
    found = series.occurrences(weekly, [moved], {}, date(2026, 12, 7), date(2026, 12, 9))
    assert found == (moved,)


def test_a_day_that_is_skipped_does_not_come() -> None:
    weekly = repeated(THURSDAYS)
    skipped = day(weekly, date(2026, 12, 3), DayState.SKIPPED)
    following = series.coming(weekly, [skipped], {}, MONDAY)
    assert following is not None
    assert following.on == date(2026, 12, 10)


def test_days_of_another_task_are_nothing_to_it() -> None:
    weekly = repeated(THURSDAYS)
    foreign = replace(day(weekly, date(2026, 12, 3), DayState.SKIPPED), task_id="another")
    following = series.coming(weekly, [foreign], {}, MONDAY)
    assert following is not None
    assert following.on == date(2026, 12, 3)


def test_what_a_series_that_was_changed_had_before_does_not_come_back() -> None:
    weekly = repeated(replace(THURSDAYS, weekdays=(1,)))
    moved = day(weekly, date(2026, 12, 3), to=date(2026, 12, 4))  # of when it was on Thursdays
    found = series.occurrences(weekly, [moved], {}, MONDAY, date(2026, 12, 8))
    assert [each.on for each in found] == [date(2026, 12, 1), date(2026, 12, 8)]


@pytest.mark.parametrize(
    ("today", "known", "expected"),
    [
        (date(2026, 11, 25), (), date(2026, 12, 3)),  # before it begins: the first
        (date(2026, 12, 3), (), date(2026, 12, 3)),
        (date(2026, 12, 5), (), date(2026, 12, 3)),  # the last one that has come
        (date(2026, 12, 3), ((date(2026, 12, 3), date(2026, 12, 3)),), date(2026, 12, 3)),  # said twice on a day
        (date(2026, 12, 8), ((date(2026, 12, 3), date(2026, 12, 3)),), date(2026, 12, 10)),  # done early
    ],
)
def test_an_answer_is_about_the_last_day_or_the_next(
    today: date, known: tuple[tuple[date, date], ...], expected: date
) -> None:
    weekly = repeated(THURSDAYS)
    found = series.current(weekly, [day(weekly, on, DayState.DONE, said=said) for on, said in known], {}, today)
    assert found is not None
    assert found.on == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (SCHOOL_DAYS, date(2026, 12, 4)),  # on the Friday, for the whole week
        (THURSDAYS, date(2026, 12, 3)),
        (replace(THURSDAYS, weekdays=(0, 2)), date(2026, 12, 2)),
        (Recurrence(begins=MONDAY, every=Every.MONTH, month_day=15), date(2026, 12, 15)),
    ],
)
def test_a_series_is_asked_about_once_a_week_on_its_last_day(rule: Recurrence, expected: date) -> None:
    assert series.asked_on(repeated(rule), (), {}, MONDAY) == expected


def test_a_series_whose_week_is_done_is_asked_about_in_the_next() -> None:
    weekly = repeated(replace(THURSDAYS, weekdays=(0, 2)))
    done = [day(weekly, date(2026, 11, 30), DayState.DONE), day(weekly, date(2026, 12, 2), DayState.DONE)]
    assert series.asked_on(weekly, done, {}, MONDAY) == date(2026, 12, 9)


def test_nobody_at_work_is_asked_on_a_day_off() -> None:
    assert working_day.on_or_after(date(2026, 12, 25)) == date(2026, 12, 28)
    assert working_day.on_or_after(date(2026, 12, 22)) == date(2026, 12, 22)


def test_a_series_that_is_over_has_no_day_to_move() -> None:
    weekly = repeated(replace(THURSDAYS, last=date(2026, 12, 10)))
    with pytest.raises(Refused):
        series.chosen(weekly, (), {}, date(2026, 12, 11), None)
    with pytest.raises(Refused):
        series.chosen(weekly, (), {}, MONDAY, date(2026, 12, 4))
    assert series.chosen(weekly, (), {}, MONDAY, date(2026, 12, 10)).on == date(2026, 12, 10)


def test_two_days_of_a_series_are_not_put_on_one() -> None:
    weekly = repeated(THURSDAYS)
    moving = series.chosen(weekly, (), {}, MONDAY, None)
    with pytest.raises(Refused):
        series.check_free(weekly, (), {}, moving, date(2026, 12, 10))
    series.check_free(weekly, (), {}, moving, date(2026, 12, 4) + timedelta(days=1))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (THURSDAYS, replace(THURSDAYS, begins=FRIDAY, weekdays=(4,))),
        (SCHOOL_DAYS, replace(SCHOOL_DAYS, begins=FRIDAY)),
        (Recurrence(begins=MONDAY, every=Every.MONTH, month_day=15), None),
        (replace(THURSDAYS, weekdays=(0, 2)), None),  # which of its two days?
        (replace(THURSDAYS, last=MONDAY), None),  # it has ended by then
    ],
)
def test_a_series_is_moved_to_the_day_of_another(rule: Recurrence, expected: Recurrence | None) -> None:
    moved = series.shifted(rule, FRIDAY)
    if rule.month_day is not None:
        assert moved is not None
        assert (moved.month_day, moved.begins) == (FRIDAY.day, FRIDAY)
    else:
        assert moved == expected
