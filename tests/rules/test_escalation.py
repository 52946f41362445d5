"""When a question that nobody answers goes on, and to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from bot.rules.escalation import Step, Waiting, step, waiting
from bot.rules.plan import Happened, TaskEvent
from bot.rules.profile import Escalation

#: A Thursday: the third working day after it is a Tuesday.
THURSDAY = date(2026, 11, 26)
RULE = Escalation()


def history(*happened: Happened) -> list[TaskEvent]:
    """What happened to a task, each a day after the one before; it is given to somebody."""
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    return [
        TaskEvent(task_id="t", what=what, at=at + timedelta(days=after), about="p")
        for after, what in enumerate(happened)
    ]


@pytest.mark.parametrize(
    ("happened", "found"),
    [
        ((Happened.ADDED,), Waiting(since=THURSDAY)),
        ((Happened.ADDED, Happened.ASKED), Waiting(since=THURSDAY)),  # to be asked again begins nothing anew
        ((Happened.ADDED, Happened.NUDGED, Happened.PASSED_ON), Waiting(since=THURSDAY, passed=1)),
        ((Happened.ADDED, Happened.TAKEN), None),
        ((Happened.ADDED, Happened.PASSED_ON, Happened.DOING), None),
        ((Happened.ADDED, Happened.TAKEN, Happened.ASKED), Waiting(since=date(2026, 11, 28))),
        ((Happened.ADDED, Happened.PASSED_ON, Happened.HANDED_OVER), Waiting(since=date(2026, 11, 28))),
        ((Happened.ADDED, Happened.STRUCK), None),
    ],
)
def test_what_waits_follows_from_the_history(happened: tuple[Happened, ...], found: Waiting | None) -> None:
    assert waiting(history(*happened)) == found


@pytest.mark.parametrize(
    ("today", "passed", "has_deputy", "taken"),
    [
        (date(2026, 11, 30), 0, True, None),  # two working days: a weekend is between
        (date(2026, 12, 1), 0, True, Step.DEPUTY),
        (date(2026, 12, 1), 0, False, None),
        (date(2026, 12, 3), 0, False, Step.SECOND),
        (date(2026, 12, 2), 1, True, None),
        (date(2026, 12, 3), 1, True, Step.SECOND),
        (date(2026, 12, 31), 0, True, Step.DEPUTY),  # late, and nobody is left out
        (date(2026, 12, 31), 2, True, None),
        (date(2026, 12, 31), 1, False, None),
    ],
)
def test_the_deputy_comes_first(today: date, passed: int, has_deputy: bool, taken: Step | None) -> None:
    assert step(Waiting(since=THURSDAY, passed=passed), today, RULE, has_deputy=has_deputy) is taken


def test_the_second_person_comes_after_the_deputy() -> None:
    with pytest.raises(ValidationError, match="second_after must be more"):
        Escalation(deputy_after=4, second_after=4)
