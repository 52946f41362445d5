from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.messages import Urgency
from bot.rules.case import State
from bot.rules.consent import Grant
from bot.rules.ground import Ground, needed, standing
from bot.rules.person import Person
from tests.rules.making import ALEX, ANNA, BERIT, LISA, OPEN_CASE, PETRA, ROOM, facts, grant

LIVING, TALKING, NAMED, COVERED, INSIDE = Ground
ALL = frozenset(Ground)
GRANTS = (grant("police", "school"), grant("social_services", "school"))
BY_ITSELF = (Urgency.QUESTION, Urgency.REMINDER, Urgency.DIGEST, Urgency.NOTICE)


def rests(urgency: Urgency, who: Person | None, grants: Iterable[Grant] = GRANTS) -> frozenset[Ground]:
    return needed(urgency, facts(case=OPEN_CASE, grants=grants), [ROOM], None if who is None else who.id)


def stands(who: Person | None, state: State = State.ACTIVE, grants: Iterable[Grant] = GRANTS) -> frozenset[Ground]:
    case = replace(OPEN_CASE, state=state)
    return standing(facts(case=case, grants=grants), [ROOM], None if who is None else who.id)


@pytest.mark.parametrize("urgency", BY_ITSELF)
def test_what_the_bot_says_by_itself_rests_on_all_that_stands(urgency: Urgency) -> None:
    assert rests(urgency, PETRA) == ALL
    assert rests(urgency, None) == {LIVING, TALKING}, "in the room"


@pytest.mark.parametrize("urgency", [Urgency.ANSWER, Urgency.ALARM])
def test_an_answer_and_an_alarm_rest_on_nothing(urgency: Urgency) -> None:
    assert rests(urgency, ALEX) == frozenset()


def test_a_change_is_told_while_the_case_is_paused_too() -> None:
    assert rests(Urgency.CHANGE, PETRA) == {LIVING, NAMED}


@pytest.mark.parametrize("who", [ANNA, BERIT])
def test_whoever_oversees_hears_of_what_is_paused(who: Person) -> None:
    assert rests(Urgency.DIGEST, who) == {LIVING}


def test_what_is_not_there_when_words_are_queued_can_not_be_missed() -> None:
    """Somebody without consent who is asked all the same, as for a promise, is not dropped for having none."""
    assert rests(Urgency.QUESTION, LISA) == {LIVING, TALKING, NAMED}


@pytest.mark.parametrize(
    ("state", "left"),
    [
        (State.FROZEN, {LIVING, NAMED, COVERED, INSIDE}),
        (State.CLOSING, {NAMED, COVERED, INSIDE}),
        (State.CLOSED, {NAMED, COVERED, INSIDE}),
    ],
)
def test_a_case_that_freezes_or_closes_takes_its_ground_away(state: State, left: set[Ground]) -> None:
    assert stands(PETRA, state) == left


def test_a_withdrawn_consent_takes_the_ground_of_those_it_covered() -> None:
    assert stands(PETRA, grants=GRANTS[1:]) == {LIVING, NAMED}, "the room freezes without the police"
