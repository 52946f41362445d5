"""What is counted in memory: lengths of time, and codes from a closed list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.tally import BOUNDS, OTHER, Tally

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)


def test_only_the_first_answer_to_the_same_words_counts() -> None:
    tally = Tally()
    tally.note_heard(NOW, NOW - timedelta(seconds=2))
    for seconds in (1, 5):
        tally.note_answered(NOW, NOW + timedelta(seconds=seconds))
    tally.note_answered(NOW + timedelta(seconds=1), NOW)  # what nobody said anything to
    assert sum(tally.reply_counts) == 1
    assert tally.reply_counts[BOUNDS.index(5.0)] == 1
    assert tally.reply_seconds == 3


def test_a_clock_that_was_set_back_makes_no_answer_negative() -> None:
    tally = Tally()
    tally.note_heard(NOW, NOW)
    tally.note_answered(NOW, NOW - timedelta(hours=1))
    assert (tally.reply_counts[0], tally.reply_seconds) == (1, 0)


def test_what_is_never_answered_does_not_stay_for_ever() -> None:
    tally = Tally()
    for second in range(1500):
        tally.note_heard(NOW + timedelta(seconds=second), NOW)
    assert len(tally._heard) == 1000


def test_codes_that_a_homeserver_makes_up_are_one() -> None:
    tally = Tally()
    for code in ("M_FORBIDDEN", "M_EVERYTHING_IS_FINE", "@anna:example.se", ""):
        tally.note_error(code)
    assert tally.errors == {"M_FORBIDDEN": 1, OTHER: 3}
