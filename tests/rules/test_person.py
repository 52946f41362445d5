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
    has_capitals,
    is_account,
    is_handle,
    meant,
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
    ("said", "is_meant"),
    [
        ("petra", True),
        ("@petra", True),
        (" @Petra ", True),
        ("@petra:example.se", True),
        ("@petra:other.se", False),
        ("petra:example.se", False),
        ("@Petra:Example.se", True),
        ("Petra Ek", True),
        ("petra ek", True),
        ("petra p", False),
        ("pet", False),
        ("", False),
        ("@", False),
        (":", False),
    ],
)
def test_somebody_is_meant_by_short_name_matrix_id_or_whole_name(said: str, is_meant: bool) -> None:
    petra = replace(PETRA, handle="petra", name="Petra Ek", matrix_id="@petra:example.se")
    peter = replace(PETRA, id="peter", handle="peter", name="Peter Ek", matrix_id=None)
    assert (meant([peter, petra], said) is petra) is is_meant
    assert meant([peter], said) is None


def test_accents_may_be_left_out_while_one_is_meant() -> None:
    andre = replace(PETRA, id="1", handle="andré", name="André", matrix_id=None)
    other = replace(PETRA, id="2", handle="ändre", name="Ändre", matrix_id=None)
    plain = replace(PETRA, id="3", handle="andre", name="Andre", matrix_id=None)
    assert meant([andre], "@andre") is andre
    assert meant([andre], "andre\u0301") is andre
    assert meant([andre, other], "andre") is None
    assert meant([andre, other, plain], "andre") is plain
    assert meant([plain], "andré") is plain


def test_an_account_in_capitals_is_its_own_before_another() -> None:
    old = replace(PETRA, id="1", handle="a", name="A", matrix_id="@Lisa:example.se")
    new = replace(PETRA, id="2", handle="b", name="B", matrix_id="@lisa:example.se")
    assert meant([old, new], "@Lisa:example.se") is old
    assert meant([old, new], "@lisa:example.se") is new
    assert meant([old, new], "@LISA:example.se") is None


def test_two_with_the_same_name_are_nobody() -> None:
    one = replace(PETRA, id="1", handle="lisa", name="Lisa Berg", matrix_id=None)
    two = replace(PETRA, id="2", handle="lisab", name="Lisa Berg", matrix_id=None)
    assert meant([one, two], "Lisa Berg") is None
    assert meant([one, two], "lisa") is one


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("@lisa:school.example", True),
        ("@Lisa:school.example", True),
        ("@lisa=2fb/x+y:school.example:8448", True),
        ("@lisa:[2001:db8::1]", True),
        ("@lisa:school.example.", False),
        ("@lisa", False),
        ("@li sa:school.example", False),
        ("@lisa:school.example --visa", False),
        ("@lisa\n:school.example", False),
        ('@lisa":school.example', False),
        ("@" + "a" * 250 + ":school.example", False),
    ],
)
def test_what_is_a_matrix_id(text: str, account: bool) -> None:
    assert is_account(text) is account


def test_only_the_part_before_the_server_has_capitals_in_old_accounts() -> None:
    assert has_capitals("@Lisa:school.example")
    assert not has_capitals("@lisa:school.example")


@pytest.mark.parametrize("handle", ["petra", "åsa", "andré", "müller", "p.ek-2", "łukasz", "2pac"])
def test_a_short_name_may_have_any_latin_letter(handle: str) -> None:
    assert is_handle(handle)


@pytest.mark.parametrize(
    "handle", ["", "Petra", "-petra", "pe tra", "pеtra", "петра", "petra!", "@petra", "p²", "p" * 33, "pe\u200btra"]
)
def test_what_looks_like_another_letter_is_no_short_name(handle: str) -> None:
    assert not is_handle(handle)


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
