"""A case goes over only to a coordinator who can be reached, and who said yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rules.handover import check_agreed, check_taker, handed_over
from bot.rules.person import Person
from bot.rules.roles import Role
from tests.rules.making import ALEX, ANNA, BERIT, CASE, PETRA, person, refused

BO = person("bo", Role.COORDINATOR)
CIA = person("cia", Role.COORDINATOR)


def test_the_case_is_the_takers_and_nothing_else_changes() -> None:
    assert handed_over(CASE, BO) == replace(CASE, coordinator_id="bo")
    assert refused(handed_over, CASE, ANNA) == "handover.has_it"


@pytest.mark.parametrize("who", [PETRA, ALEX, BERIT, person("leo", Role.LEAD), replace(BO, active=False)])
def test_only_a_coordinator_can_take_it(who: Person) -> None:
    assert refused(check_taker, who) == "handover.no_coordinator"
    assert refused(handed_over, CASE, who) == "handover.no_coordinator"


def test_whoever_cannot_be_reached_takes_nothing() -> None:
    assert refused(handed_over, CASE, replace(BO, matrix_id=None)) == "handover.no_account"


def test_the_taker_is_one_of_the_two() -> None:
    check_agreed(BO, ANNA, BO)  # handed over to Bo, who says yes
    check_agreed(BO, BO, CIA)  # taken over by Bo, and Cia says yes
    assert refused(check_agreed, BO, ANNA, CIA) == "handover.not_theirs"
