"""What is answered on own pages: what was agreed, else the track's or the profile's way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rules.page_answers import PageAnswers, agreed, widens
from bot.rules.profile import GUARDIAN, YOUTH
from tests.rules.making import CASE, SKOVDE
from tests.rules.test_age import BORLANGE

OPEN, TIME, NOTHING = PageAnswers.OPEN, PageAnswers.TIME, PageAnswers.NOTHING


def test_until_something_is_agreed_only_day_and_time_are_told() -> None:
    assert agreed(CASE, SKOVDE) is TIME
    assert agreed(CASE, SKOVDE.model_copy(update={"page_answers": "nothing"})) is NOTHING


def test_of_a_defector_nothing_is_told_until_something_is_agreed() -> None:
    assert agreed(replace(CASE, track="defector"), BORLANGE) is NOTHING
    assert agreed(replace(CASE, track="sig"), BORLANGE) is TIME
    assert agreed(replace(CASE, track="defector", page_answers="time"), BORLANGE) is TIME


@pytest.mark.parametrize("whose", [YOUTH, GUARDIAN])
def test_with_a_protected_identity_nothing_is_told_whatever_was_agreed(whose: str) -> None:
    case = replace(CASE, page_answers="open")
    assert agreed(case, SKOVDE) is OPEN
    assert agreed(replace(case, protected=frozenset({whose})), SKOVDE) is NOTHING


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [(NOTHING, TIME, True), (TIME, OPEN, True), (NOTHING, OPEN, True), (OPEN, OPEN, False), (OPEN, NOTHING, False)],
)
def test_more_than_before_is_wider(before: PageAnswers, after: PageAnswers, more: bool) -> None:
    assert widens(before, after) is more
