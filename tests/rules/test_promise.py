"""Private persons: in only on a promise of their own, and never because of what was agreed for everybody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import load_profile, profiles
from bot.rules import promise
from bot.rules.consent import Actor, Grant
from bot.rules.facts import CaseFacts
from bot.rules.membership import excluded, wanted
from bot.rules.roles import Role
from bot.rules.room import Room, RoomState
from tests.rules.making import ACTORS, OPEN_CASE, PEOPLE, ROOM, SKOVDE, TODAY, UNTIL, actor, facts, grant, person

TIM = person("tim", Role.ACTOR, "trainer")
EVERYBODY = (*PEOPLE, TIM)
NAMED, PROMISED = actor(TIM), actor(TIM, promised_on=TODAY)
WITHOUT = (grant("police", "school", "drugs"), grant("social_services", "school"))
COVERED = (*WITHOUT, grant("trainer", *ROOM.scope))


def known(grants: Sequence[Grant], tims: Actor) -> CaseFacts:
    return facts(OPEN_CASE, grants=grants, actors=(*ACTORS, tims), people=EVERYBODY)


def inside(grants: Sequence[Grant], tims: Actor, room: Room = ROOM) -> set[str]:
    return set(wanted(room, known(grants, tims)))


def why(grants: Sequence[Grant], tims: Actor) -> str:
    return excluded(ROOM, known(grants, tims))["tim"].key


@pytest.mark.parametrize("state", [RoomState.OPEN, RoomState.FROZEN])
def test_a_private_person_comes_in_only_on_a_promise(state: RoomState) -> None:
    room = replace(ROOM, state=state)
    before = inside(COVERED, NAMED, room)
    assert "tim" not in before
    assert inside(COVERED, PROMISED, room) == before | {"tim"}
    assert why(COVERED, NAMED) == "membership.not_promised"


def test_who_never_promised_does_not_linger_either() -> None:
    expired = UNTIL + timedelta(days=1)
    frozen = replace(ROOM, state=RoomState.FROZEN)
    assert "tim" in wanted(frozen, known(COVERED, PROMISED).on(expired))
    assert "tim" not in wanted(frozen, known(COVERED, NAMED).on(expired))


def test_a_promise_lets_nobody_in_whom_the_consent_leaves_out() -> None:
    assert "tim" not in inside(WITHOUT, PROMISED)
    assert why(WITHOUT, NAMED) == why(WITHOUT, PROMISED) == "membership.no_consent"


def lacking(functions: Iterable[str]) -> list[str]:
    return [one.function for one in promise.lacking((actor(TIM, one) for one in functions), SKOVDE)]


def test_authorities_are_bound_by_law_and_nobody_asks_the_family() -> None:
    assert lacking(["police", "school", "guardian", "youth", "lead", "relative", "trainer"]) == ["relative", "trainer"]


@pytest.mark.parametrize("name", profiles())
def test_every_way_of_working_has_somebody_who_promises(name: str) -> None:
    profile = load_profile(name)
    bound = {one.id for one in profile.functions if promise.binds(one.id, profile)}
    assert bound
    assert bound == {one.id for one in profile.functions if one.private} - {"youth", "guardian"}
