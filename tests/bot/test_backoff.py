"""Waits between tries grow up to a limit, and spread."""

from __future__ import annotations

import pytest

from bot.backoff import Backoff


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 0.5), (2, 1), (3, 2), (4, 4), (6, 16), (7, 30), (8, 30), (10_000, 30)]
)
def test_each_wait_is_twice_as_long_up_to_the_longest(failures: int, seconds: float) -> None:
    assert Backoff(first=0.5, most=30, jitter=False).wait(failures) == seconds
    assert Backoff(first=0.5, most=30).full(failures) == seconds


def test_a_wait_stops_growing_however_long_it_may_be() -> None:
    patient = Backoff(first=1, most=float("inf"))
    assert patient.full(16) == patient.full(17) == patient.full(10_000) == 2.0**15


def test_jitter_takes_away_at_most_half_and_differs_each_time() -> None:
    drawn = {Backoff(first=8, most=30).wait(1) for _ in range(100)}
    assert all(4 <= seconds <= 8 for seconds in drawn)
    assert len(drawn) > 1
