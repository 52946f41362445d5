"""Ledger, calendar and rooms in any order, many thousand times: nobody is in a room who is not covered for it."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.core import profiles
from bot.errors import Refused
from bot.rules.agreement import Agreement, Giver
from bot.rules.case import State
from bot.rules.room import RoomState
from tests.laws.circle import STRANGER, Circle, profile

#: "private" stands for whatever the way of working calls the youth's own
FUNCTIONS = ("police", "social_services", "school", "guardian", "private")
KINDS = ("school", "crime", "family")
SCOPES = st.sets(st.sampled_from(KINDS), min_size=1).map(frozenset)
GIVERS_OF = {
    "youth": (Giver(who="youth", capacity="self"),),
    "sole": (Giver(who="guardian1", capacity="sole"),),
    "appointed": (Giver(who="guardian1", capacity="appointed"),),
    "joint": (Giver(who="guardian1", capacity="joint"), Giver(who="guardian2", capacity="joint")),
}
GIVERS = st.sampled_from(
    [*GIVERS_OF.values(), *((*GIVERS_OF["youth"], *GIVERS_OF[other]) for other in ("sole", "appointed", "joint"))]
)
#: Mostly the guardians, so that their custody decides.
FIRST_GIVERS = st.sampled_from([GIVERS_OF["sole"], GIVERS_OF["joint"], (*GIVERS_OF["youth"], *GIVERS_OF["joint"])])
FIRST = st.sampled_from([FUNCTIONS[:3], FUNCTIONS[:3], FUNCTIONS[:2], FUNCTIONS])


class Life(RuleBasedStateMachine):
    """One case's life, and after each step what must hold."""

    @initialize(
        name=st.sampled_from(profiles()),
        band=st.integers(0, 5),
        scope=SCOPES,
        last=st.integers(1, 182),
        first=FIRST,
        givers=FIRST_GIVERS,
        birthday=st.none() | st.tuples(st.integers(3, 5), st.sampled_from([15, 18])),
    )
    def begin(
        self,
        name: str,
        band: int,
        scope: frozenset[str],
        last: int,
        first: tuple[str, ...],
        givers: tuple[Giver, ...],
        birthday: tuple[int, int] | None,
    ) -> None:
        bands = profile(name).bands
        self.circle = Circle(name, bands[band % len(bands)].id, scope)
        for who in (givers, GIVERS_OF["youth"], (*GIVERS_OF["youth"], *GIVERS_OF["joint"])):  # the first that will do
            if not self.circle.ledger:
                self.record(dict.fromkeys(first, scope), who, verbal=False, last=last, person=None)
        if birthday is not None:
            self.born(*birthday)

    # ------------------------------------------------------------------------------------------------------- ledger

    @rule(
        kinds=st.dictionaries(st.sampled_from(FUNCTIONS), SCOPES, min_size=1),
        givers=GIVERS,
        verbal=st.booleans(),
        last=st.integers(1, 182),
        person=st.sampled_from([None, None, "petra", "per"]),
    )
    def record(
        self,
        kinds: dict[str, frozenset[str]],
        givers: tuple[Giver, ...],
        verbal: bool,
        last: int,
        person: str | None,
    ) -> None:
        today = self.circle.today
        said = Agreement(
            givers=givers,
            kinds={self.function(one): some for one, some in kinds.items()},
            method="verbal" if verbal else "paper",
            given_on=today,
            starts_on=today,
            until=today + timedelta(days=min(last, 14) if verbal else last),
            witness="Eva" if verbal else None,
            youth_asked="yes",
            assessed_on=today,
            person_ids={"police": person} if person and "police" in kinds else None,
        )
        with contextlib.suppress(Refused):
            self.circle.record(said)

    @rule(function=st.sampled_from(FUNCTIONS), kinds=SCOPES, custody=st.sampled_from(["sole", "joint", "appointed"]))
    def guardians_say(self, function: str, kinds: frozenset[str], custody: str) -> None:
        self.record({function: kinds}, GIVERS_OF[custody], verbal=False, last=100, person=None)

    @rule(function=st.sampled_from([None, *FUNCTIONS]), by=st.sampled_from(["alex", "mia", "anna"]))
    def withdraw(self, function: str | None, by: str) -> None:
        self.circle.withdraw(function and self.function(function), by)

    @rule(function=st.sampled_from(FUNCTIONS), kinds=SCOPES)
    def narrow(self, function: str, kinds: frozenset[str]) -> None:
        self.circle.narrow(self.function(function), kinds)

    def function(self, word: str) -> str:
        return self.circle.private if word == "private" else word

    # ------------------------------------------------------------------------------------------------------ calendar

    @rule(days=st.integers(1, 20) | st.sampled_from([45, 95, 120]) | st.integers(1, 400))
    def days_pass(self, days: int) -> None:
        self.circle.days(days)

    @rule(to=st.sampled_from([State.FROZEN, State.ACTIVE, State.CLOSING, State.CLOSED]))
    def case_moves(self, to: State) -> None:
        self.circle.go(to)

    # --------------------------------------------------------------------------------------------------------- people

    @rule(
        pair=st.sampled_from(
            [
                *(("police", "per"), ("guardian", "mia"), ("guardian", "olle"), ("lead", "lena"), ("school", "lisa")),
                *(("private", "kim"), ("private", "kim")),
            ]
        ),
        days=st.none() | st.integers(1, 60),
        approved=st.booleans(),
    )
    def name(self, pair: tuple[str, str], days: int | None, approved: bool) -> None:
        until = None if days is None else self.circle.today + timedelta(days=days)
        with contextlib.suppress(Refused):
            function = self.function(pair[0])
            self.circle.name_actor(function, pair[1], until=until, approved_by="berit" if approved else None)

    @rule(index=st.integers(3, 8))
    def promises(self, index: int) -> None:
        if index < len(self.circle.actors):
            self.circle.promise(index)

    @rule(index=st.integers(0, 8))
    def no_longer_named(self, index: int) -> None:
        if index < len(self.circle.actors):
            self.circle.end_actor(index)

    @rule(months=st.integers(-1, 6), age=st.sampled_from([15, 18]))
    def born(self, months: int, age: int) -> None:
        """The month of birth is noted: a birthday that changes consent is near, or was."""
        month = self.circle.today.year * 12 + self.circle.today.month - 1 + months - age * 12
        self.circle.case = replace(self.circle.case, born=f"{month // 12}-{month % 12 + 1:02}")

    @rule(protected=st.sets(st.sampled_from(["youth", "guardian"])))
    def protected(self, protected: set[str]) -> None:
        self.circle.case = replace(self.circle.case, protected=frozenset(protected))

    @rule(place=st.sampled_from(["room", "page"]))
    def youth_chooses(self, place: str) -> None:
        self.circle.case = replace(self.circle.case, youth_choice=place)

    @rule(who=st.sampled_from(["petra", "sven", "lisa", "anna"]), active=st.booleans())
    def account(self, who: str, active: bool) -> None:
        self.circle.people[who] = replace(self.circle.people[who], active=active)

    # ---------------------------------------------------------------------------------------------------------- rooms

    @precondition(lambda self: len(self.circle.places) < 3)
    @rule(kinds=SCOPES)
    def side_room(self, kinds: frozenset[str]) -> None:
        self.circle.side_room(kinds)

    @rule(
        user=st.sampled_from([STRANGER, "@petra:s", "@lisa:s", "@alex:s"]),
        how=st.sampled_from(["join", "invite", "knock", "leave"]),
        number=st.integers(0, 2),
    )
    def homeserver_shows(self, user: str, how: str, number: int) -> None:
        """People leave, decline, knock, come again, or are let in by the server's administrator."""
        self.circle.places[number % len(self.circle.places)].put(user, how, by_self=how == "leave")

    # ------------------------------------------------------------------------------------------------ what must hold

    @invariant()
    def nobody_is_there_who_is_not_covered(self) -> None:
        circle = self.circle
        before = {place.room.id: place.there() for place in circle.places}
        circle.settle()
        facts = circle.facts()
        for place in circle.places:
            room, there = place.room, place.there()
            rests = facts.must_rest(room.kind, room.scope)
            assert there <= set(facts.allowed(room.kind, room.scope, lingering=rests).values())
            assert circle.readers(place) <= set(facts.allowed(room.kind, room.scope).values())
            if rests:
                assert room.state == RoomState.FROZEN
                assert there <= before[room.id], "a frozen room invites nobody"
        settled = [(place.room, place.there()) for place in circle.places]
        circle.settle()
        assert [(place.room, place.there()) for place in circle.places] == settled


QUICK = settings(max_examples=300, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck))


def test_a_life_in_any_order() -> None:
    run_state_machine_as_test(Life, settings=QUICK)


@pytest.mark.long
def test_ten_thousand_lives_in_any_order() -> None:
    run_state_machine_as_test(Life, settings=settings(QUICK, max_examples=10_000))
