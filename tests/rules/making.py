"""Small makers for the tests of the rules: a person, a grant, a case, with whatever does not matter filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any

import pytest

from bot.errors import Refused
from bot.i18n import LANGUAGES, Text, say
from bot.rules.agreement import Agreement, Giver
from bot.rules.case import Case, State
from bot.rules.consent import Actor, Grant
from bot.rules.facts import CaseFacts, UnitFacts, as_they_count
from bot.rules.goal import Goal
from bot.rules.meeting import Meeting
from bot.rules.person import Person
from bot.rules.plan import Task, TaskState
from bot.rules.profile import Profile, parse
from bot.rules.roles import Role
from bot.rules.room import Room, RoomKind, RoomState

TOML = (resources.files("bot.rules") / "profiles" / "skovde.toml").read_text(encoding="utf-8")
SKOVDE = parse(TOML)
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
UNTIL = date(2027, 5, 22)
UNIT = "skovde"


def person(handle: str, /, role: Role = Role.ACTOR, function: str | None = None, **more: Any) -> Person:
    """Somebody whose id, name and Matrix id follow from the handle, unless told."""
    known = {
        "id": handle,
        "unit_id": UNIT,
        "handle": handle,
        "name": handle.title(),
        "matrix_id": f"@{handle}:example.se",
        "added_by": "anna",
        **more,
    }
    return Person(role=role, function=function, **known)


ANNA = person("anna", Role.COORDINATOR)
BERIT = person("berit", Role.SECOND)
PETRA = person("petra", function="police")
LISA = person("lisa", function="school")
SVEN = person("sven", function="social_services")
ALEX = person("alex", Role.YOUTH)
KIM = person("kim", Role.GUARDIAN)
PEOPLE = (ANNA, BERIT, PETRA, LISA, SVEN, ALEX, KIM)


def actor(who: Person, function: str | None = None, **more: Any) -> Actor:
    """Somebody named in the case from its first day."""
    stands_for = function or who.function or str(who.role)
    return Actor(
        id=f"{who.id}-{stands_for}", case_id="c1", function=stands_for, person_id=who.id, named_on=TODAY, **more
    )


ACTORS = (actor(PETRA), actor(LISA), actor(SVEN), actor(ALEX), actor(KIM))


def grant(function: str, *kinds: str, giver: str = "youth", **more: Any) -> Grant:
    """A yes of one giver, for half a year from today."""
    known = {
        "capacity": "self" if giver == "youth" else "sole",
        "starts_on": TODAY,
        "until": UNTIL,
        "method": "paper",
        "given_on": TODAY,
        "recorded_by": "anna",
        "approved_by": "berit",
        "recorded_at": NOW,
        **more,
    }
    return Grant(
        id=f"{giver}-{function}",
        unit_id=UNIT,
        case_id="c1",
        giver=giver,
        function=function,
        kinds=frozenset(kinds),
        **known,
    )


def agreement(*givers: str, kinds: Mapping[str, Iterable[str]] | None = None, **more: Any) -> Agreement:
    """A consent as a coordinator writes it down; ``guardian1:joint`` names the capacity, else a guardian is sole."""
    read = []
    for giver in givers:
        who, _, capacity = giver.partition(":")
        read.append(Giver(who=who, capacity=capacity or ("self" if who == "youth" else "sole")))
    shared: Mapping[str, Iterable[str]] = (
        {"police": ["school"], "social_services": ["school"]} if kinds is None else kinds
    )
    known = {"method": "paper", "given_on": TODAY, "starts_on": TODAY, **more}
    return Agreement(givers=tuple(read), kinds={name: frozenset(each) for name, each in shared.items()}, **known)


CASE = Case(
    id="c1",
    unit_id=UNIT,
    code="K-7F2",
    key_id="k",
    state=State.PROPOSED,
    age_band="15-17",
    initiator="school",
    coordinator_id="anna",
    created_on=TODAY,
)
OPEN_CASE = replace(
    CASE,
    state=State.ACTIVE,
    opened_on=TODAY,
    youth_choice="room",
    scope=frozenset({"school"}),
    information_meeting_held=True,
)
ROOM = Room(id="r1", kind=RoomKind.CASE, unit_id=UNIT, case_id="c1", scope=frozenset({"school"}), state=RoomState.OPEN)
OFFICE = Room(id="r2", kind=RoomKind.OFFICE, unit_id=UNIT, state=RoomState.OPEN)


def unit_facts(*, people: Iterable[Person] = PEOPLE, profile: Profile = SKOVDE, today: date = TODAY) -> UnitFacts:
    """What the rules know of the unit on a day."""
    return UnitFacts(unit_id=UNIT, people=tuple(people), profile=profile, today=today)


def facts(
    case: Case = CASE,
    *,
    grants: Iterable[Grant] = (),
    actors: Iterable[Actor] = ACTORS,
    people: Iterable[Person] = PEOPLE,
    profile: Profile = SKOVDE,
    today: date = TODAY,
) -> CaseFacts:
    """What the rules know of a case on a day, as it counts then."""
    rows = CaseFacts(
        unit_id=UNIT,
        people=tuple(people),
        profile=profile,
        today=today,
        case=case,
        grants=tuple(grants),
        actors=tuple(actors),
    )
    return as_they_count(rows)


def task(number: int, state: TaskState = TaskState.DOING, **more: Any) -> Task:
    """A task of the case."""
    known = {"text": "Möta Alex", "owner_id": "petra", "changed_at": NOW, **more}
    return Task(id=f"t{number}", unit_id=UNIT, case_id="c1", number=number, state=state, **known)


def goal(number: int, **more: Any) -> Goal:
    """A goal of the case."""
    known = {"text": "Komma till skolan", "created_at": NOW, **more}
    return Goal(id=f"g{number}", unit_id=UNIT, case_id="c1", number=number, **known)


def meeting(**more: Any) -> Meeting:
    """A meeting of the case, an hour from now."""
    known = {
        "id": "m1",
        "unit_id": UNIT,
        "case_id": "c1",
        "number": 1,
        "starts_at": NOW + timedelta(hours=1),
        "minutes": 60,
        "title": "Uppföljning",
        "place": "Stadshuset",
        **more,
    }
    return Meeting(**known)


def after(days: int) -> date:
    """That many days after today."""
    return TODAY + timedelta(days=days)


def refused(call: Any, *args: Any, **more: Any) -> str:
    """The key of the refusal a call must end in; its text must render in both languages."""
    with pytest.raises(Refused) as caught:
        call(*args, **more)
    for language in LANGUAGES:
        assert say(caught.value.text, language)
    text = caught.value.text
    first = text if isinstance(text, Text) else text.parts[0]
    assert isinstance(first, Text)
    return first.key


def profile(**changes: Any) -> Profile:
    """Skövde with some keys changed, checked again."""
    return Profile.model_validate({**SKOVDE.model_dump(), **changes})
