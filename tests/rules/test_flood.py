"""How much is too much, and how often that is said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.rules.flood import (
    MOST,
    MOST_IN_ALL,
    MOST_KEYLESS,
    MOST_KEYLESS_IN_ALL,
    MOST_ON_PAGE,
    Counts,
    Verdict,
    is_too_many_keyless,
    told_again_after,
    verdict,
)
from bot.rules.room import RoomKind


@pytest.mark.parametrize(
    ("room", "lately", "waiting", "waiting_in_all", "told", "expected"),
    [
        (RoomKind.OFFICE, MOST - 1, MOST - 1, MOST, False, Verdict.TAKE),
        (RoomKind.OFFICE, MOST, 0, MOST, False, Verdict.TELL),
        (RoomKind.OFFICE, 0, MOST, MOST, False, Verdict.TELL),
        (RoomKind.OFFICE, MOST, 0, MOST, True, Verdict.DROP),
        (RoomKind.PAGE, MOST, MOST, MOST, False, Verdict.TAKE),  # a young person in despair writes more
        (RoomKind.PAGE, MOST_ON_PAGE, 0, MOST, False, Verdict.TELL),
        (RoomKind.CASE, MOST, 0, MOST, False, Verdict.TELL),
        # Where very much waits, only whoever has nothing waiting may add one
        (RoomKind.OFFICE, 0, 0, MOST_IN_ALL, False, Verdict.TAKE),
        (RoomKind.PAGE, 0, 1, MOST_IN_ALL, False, Verdict.TELL),
        (RoomKind.PAGE, 0, 1, MOST_IN_ALL - 1, False, Verdict.TAKE),
    ],
)
def test_what_is_done_with_one_more(
    room: RoomKind, lately: int, waiting: int, waiting_in_all: int, told: bool, expected: Verdict
) -> None:
    counts = Counts(lately=lately, waiting=waiting, waiting_in_all=waiting_in_all)
    assert verdict(room, counts, is_told=told) is expected


def test_on_an_own_page_it_is_said_again_sooner() -> None:
    assert told_again_after(RoomKind.PAGE) == timedelta(minutes=1)
    assert told_again_after(RoomKind.OFFICE) == told_again_after(RoomKind.CASE) == timedelta(minutes=10)


def test_messages_without_a_key_have_a_limit_of_each_and_of_all() -> None:
    assert not is_too_many_keyless(MOST_KEYLESS - 1, MOST_KEYLESS_IN_ALL - 1)
    assert is_too_many_keyless(MOST_KEYLESS, 0)
    assert is_too_many_keyless(0, MOST_KEYLESS_IN_ALL)
