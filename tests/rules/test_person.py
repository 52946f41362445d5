from __future__ import annotations

from dataclasses import replace

import pytest

from bot.rules.person import (
    CHECKS,
    LONGEST_NAME,
    Person,
    check_not_last,
    check_server,
    coordinators,
    fits,
    is_meant,
    parse_name,
)
from bot.rules.roles import Role
from tests.rules.making import ALEX, ANNA, BERIT, KIM, LISA, PEOPLE, PETRA, SKOVDE, UNIT, person, profile, refused


@pytest.mark.parametrize(
    ("who", "function", "can"),
    [
        (PETRA, "police", True),
        (PETRA, "school", False),
        (person("robin"), "school", True),  # an actor bound to no function yet
        (ANNA, "social_services", True),
        (PETRA, "youth", False),
        (PETRA, "guardian", False),
        (PETRA, "lead", False),
        (ALEX, "youth", True),
        (ALEX, "police", False),
        (KIM, "guardian", True),
        (KIM, "youth", False),
        (person("leo", Role.LEAD), "lead", True),
        (person("gäst", Role.GUEST), "school", False),
        (BERIT, "police", False),
        (replace(PETRA, active=False), "police", False),
    ],
)
def test_nobody_becomes_somebody_else_by_being_named(who: Person, function: str, can: bool) -> None:
    assert fits(who, function) is can


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("petra", True),
        ("@petra", True),
        (" @Petra ", True),
        ("@petra:example.se", True),
        ("@petra:other.se", False),
        ("petra:example.se", False),
        ("petra p", False),
        ("pet", False),
        ("", False),
        ("@", False),
        (":", False),
    ],
)
def test_somebody_is_meant_by_short_name_or_matrix_id(said: str, meant: bool) -> None:
    assert is_meant(replace(PETRA, handle="petra", matrix_id="@petra:example.se"), said) is meant
    assert not is_meant(replace(PETRA, handle="peter", matrix_id=None), said)


def test_only_our_server_and_those_listed() -> None:
    check_server("@petra:example.se", "example.se", SKOVDE)
    assert refused(check_server, "@petra:polis.example", "example.se", SKOVDE) == "person.server_not_allowed"
    check_server("@petra:polis.example", "example.se", profile(allowed_servers=["polis.example"]))
    check_server("@petra:[::1]:8448", "[::1]:8448", SKOVDE)


def test_coordinators_are_of_the_unit_and_active() -> None:
    others = (replace(ANNA, id="x", unit_id="borlange"), replace(ANNA, id="y", active=False), LISA)
    assert coordinators((*PEOPLE, *others), UNIT) == (ANNA,)


def test_the_last_coordinator_with_an_account_does_not_go() -> None:
    other = person("bo", Role.COORDINATOR)
    check_not_last(ANNA, (*PEOPLE, other))
    for alone in (PEOPLE, (*PEOPLE, replace(other, active=False)), (*PEOPLE, replace(other, matrix_id=None))):
        assert refused(check_not_last, ANNA, alone) == "person.last_coordinator"
    assert refused(check_not_last, ANNA, (*PEOPLE, replace(other, unit_id="borlange"))) == "person.last_coordinator"
    for free in (BERIT, PETRA, ALEX):
        check_not_last(free, PEOPLE)


def test_each_way_of_checking_somebody_is_known_by_words_of_its_own() -> None:
    words = [name.lower() for term in CHECKS for name in {term.sv, term.en, *term.words}]
    assert len(words) == len(set(words))
    assert all(len(term.id) <= 16 for term in CHECKS)  # as the column is


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Lotta Lind", "Lotta Lind"),
        ("  Lotta\u00a0Lind \u200b", "Lotta Lind"),
        ("Siobhán O’Hara-Åberg, Ph.D. (skolkurator 2/3)", "Siobhán O’Hara-Åberg, Ph.D. (skolkurator 2/3)"),
        ("Lotta ”Ankan” Lind", "Lotta 'Ankan' Lind"),
        ("ليلى", "ليلى"),
        ("नेहा", "नेहा"),
        ("e\u0301va", "e\u0301va"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_kept_as_people_write_it(written: str, kept: str) -> None:
    assert parse_name(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "Lotta\nPetra (polis) läggs till som @petra",
        "Lotta\u2028Lind",
        "Lotta\r\rLind",
        "Anna ber om ett andra ja: Lotta",
        "☑ Lotta",
        "Lotta **Lind**",
        "Lotta <b>",
        "@lotta:x.se",
        "07",
        "...",
        "\u200b",
        "x" * (LONGEST_NAME + 1),
    ],
)
def test_what_is_more_than_a_name_is_no_name(written: str) -> None:
    assert refused(parse_name, written) == "person.only_name"
