"""The clock that a play moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock

MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture
def clock(tmp_path: Path) -> MovableClock:
    made = MovableClock(tmp_path / "clock")
    made.start_at(MONDAY)
    return made


def test_it_advances_to_a_moment_that_is_to_come(clock: MovableClock) -> None:
    assert clock.advance_to(MONDAY + timedelta(hours=1))
    assert MONDAY + timedelta(hours=1) <= clock.now() < MONDAY + timedelta(hours=2)


def test_a_moment_that_passes_while_one_looks_is_no_error(clock: MovableClock) -> None:
    moment = clock.now()
    assert not clock.advance_to(moment)
    assert clock.now() > moment


def test_a_play_cannot_move_it_back(clock: MovableClock) -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        clock.move(timedelta(seconds=-1))
