"""A year of a busy unit: the database stops growing, and its log verifies from the first row to the last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation.table import Table
from bot.settings import RetentionSettings
from handlers import TABLE
from tests.bot.desk import Desk
from tests.laws.year import Year

#: What is pruned by age, and what goes with the cases.
BY_AGE = ("inbox", "outbox", "unprompted", "question", "due")
WITH_CASES = ("task", "task_event", "status_ask", "consent", "actor", "person", "member", "identity")

#: What people happen to write in one month more than in another; what is never pruned doubles by the end of the year.
_CHANCE, _FEW = 1.2, 5

_SHORT = RetentionSettings(inbox_days=30, outbox_days=30, question_days=30, due_days=30)


@pytest.fixture
def table() -> Table:
    return TABLE


def is_bounded(played: Year) -> None:
    """Hardly more at the end than in the middle of the year, but for what is known of messages whose room lives."""
    middle = len(played.months) // 2
    *_, last = played.months
    for name in (*BY_AGE, *WITH_CASES):
        most = max(month.rows.get(name, 0) for month in played.months[: middle + 1])
        assert last.rows.get(name, 0) <= _CHANCE * most + _FEW, f"{name}\n{played.table()}"
    most = max(month.used for month in played.months[: middle + 1])
    assert last.used <= 1.1 * most, played.table()
    assert last.rows["heard"] > 0
    assert last.rows["spoken"] > 0
    assert last.rows["audit_checkpoint"] > 1
    assert played.archived
    assert played.broken() == []


def test_half_a_year_of_a_small_unit(desk: Desk) -> None:
    played = Year(desk=desk, cases=4, lasts=timedelta(days=42), every=14, tasks_each=2, retention=_SHORT)
    played.play(224)
    is_bounded(played)


@pytest.mark.long
@pytest.mark.parametrize("every", [3])
def test_a_year_of_forty_cases(desk: Desk, every: int) -> None:
    played = Year(desk=desk, cases=40, lasts=timedelta(days=98), every=every)
    played.play()
    is_bounded(played)
