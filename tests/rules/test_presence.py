"""Who came to a meeting, and whose absence is a pattern."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.rules.presence import Attended, Came, came, patterns
from tests.rules.making import NOW

FUNCTIONS = {"petra": "police", "peter": "police", "sven": "social_services"}


def meetings(*rows: str) -> Sequence[Attended]:
    """Meetings, the first first; each row the people who were away."""
    return [
        Attended(
            starts_at=NOW + timedelta(weeks=week),
            came=came(("petra", "sven", "alex"), absent=row.split(), late=()),
        )
        for week, row in enumerate(rows)
    ]


def test_all_but_those_who_are_named_came() -> None:
    assert came(("petra", "sven", "alex"), absent=("petra",), late=("sven",)) == {
        "petra": Came.NO,
        "sven": Came.LATE,
        "alex": Came.YES,
    }


@pytest.mark.parametrize(
    ("rows", "missed"),
    [
        ([""], []),
        (["petra"], []),
        (["petra", ""], []),
        (["petra", "petra"], ["petra"]),
        (["petra", "", "petra"], []),
        (["petra", "", "", "petra"], ["petra"]),
        (["petra", "", "petra", ""], ["petra"]),
        (["petra", "petra", "", "", ""], []),
        (["", "petra", "", "", ""], []),
        (["petra alex", "petra sven"], ["petra"]),
    ],
)
def test_two_in_a_row_or_half_of_the_last_four_is_a_pattern(rows: list[str], missed: list[str]) -> None:
    assert [one.person_id for one in patterns(meetings(*rows), FUNCTIONS)] == missed


def test_how_often_somebody_was_away_goes_with_it() -> None:
    (found,) = patterns(meetings("", "petra", "petra"), FUNCTIONS)
    assert (found.away, found.of, found.since) == (2, 3, NOW + timedelta(weeks=2))


def test_a_late_comer_came() -> None:
    late = [Attended(starts_at=one.starts_at, came={"petra": Came.LATE}) for one in meetings("", "")]
    assert patterns(late, FUNCTIONS) == ()


def test_nobody_is_missed_where_somebody_else_came_for_the_function() -> None:
    sent = [Attended(starts_at=one.starts_at, came={"petra": Came.NO, "peter": Came.YES}) for one in meetings("", "")]
    assert patterns(sent, FUNCTIONS) == ()
    both = [Attended(starts_at=one.starts_at, came={"petra": Came.NO, "peter": Came.NO}) for one in sent]
    assert [one.person_id for one in patterns(both, FUNCTIONS)] == ["petra", "peter"]


def test_who_is_not_of_the_case_any_more_is_not_missed() -> None:
    first, second = meetings("petra", "petra")
    third = Attended(starts_at=NOW + timedelta(weeks=3), came={"sven": Came.YES})
    assert patterns((first, second, third), FUNCTIONS) == ()
