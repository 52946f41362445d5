"""Taps are kept until they are taken back, each with the answer before it."""

from __future__ import annotations

from datetime import timedelta

from storage import tap
from tests.bot.desk import Desk
from tests.services.stores import case_store


def test_taking_back_an_earlier_tap_leaves_the_later_one_with_what_was_before_both(desk: Desk) -> None:
    case = desk.case("K-7F2")
    now = desk.clock.now()
    with desk.core.db.unit() as session:
        taps = case_store(desk, session, case).taps
        taps.note("$1", "p", "meeting:m", said="yes", before=None, now=now)
        taps.note("$2", "p", "meeting:m", said="no", before="yes", now=now)
        taps.note("$3", "other", "meeting:m", said="maybe", before=None, now=now)
        first, second = tap.of_event(session, "$1"), tap.of_event(session, "$2")
        assert first is not None
        assert second is not None
        assert (first.is_newest, second.is_newest) == (False, True)
        taps.forget(first, now)
        left = tap.of_event(session, "$2")
        assert left is not None
        assert (left.before, left.is_newest) == (None, True)
        assert tap.of_event(session, "$1") is None


def test_taking_back_the_later_tap_lets_the_earlier_one_be_taken_back_too(desk: Desk) -> None:
    case = desk.case("K-7F2")
    now = desk.clock.now()
    with desk.core.db.unit() as session:
        taps = case_store(desk, session, case).taps
        taps.note("$1", "p", "task:t", said="takes", before="asked", now=now)
        taps.note("$2", "p", "task:t", said="stuck", before="doing", now=now)
        second = tap.of_event(session, "$2")
        assert second is not None
        taps.forget(second, now + timedelta(minutes=1))
        first = tap.of_event(session, "$1")
        assert first is not None
        assert (first.at, first.is_newest) == (now + timedelta(minutes=1), True)


def test_an_event_is_noted_once_and_gone_with_its_case(desk: Desk) -> None:
    case = desk.case("K-7F2")
    now = desk.clock.now()
    with desk.core.db.unit() as session:
        taps = case_store(desk, session, case).taps
        taps.note("$1", "p", "task:t", said="takes", before="asked", now=now)
        taps.note("$1", "p", "task:t", said="declines", before="asked", now=now)
        found = tap.of_event(session, "$1")
        assert found is not None
        assert found.said == "takes"
        tap.forget_case(session, case.id)
        assert tap.of_event(session, "$1") is None
