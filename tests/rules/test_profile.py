from __future__ import annotations

from typing import Any

import pytest

from bot.errors import SettingsWrong
from bot.i18n import say
from bot.rules.profile import Band, Givers, parse
from tests.rules.making import SKOVDE, TOML, profile


def test_skovde_says_what_the_leaflet_says() -> None:
    assert (SKOVDE.ages.youngest, SKOVDE.ages.oldest) == (13, 20)
    assert SKOVDE.band("13-14").givers is Givers.GUARDIAN
    assert SKOVDE.band("13-14").ask_youth
    assert SKOVDE.band("15-17").givers is Givers.ANY
    assert SKOVDE.required_functions == ("police", "social_services")
    assert SKOVDE.gates == ("information_meeting", "consent", "function:police", "function:social_services")
    assert SKOVDE.registration == "serviceinsats"
    assert SKOVDE.contact.phone == "0500-49 80 00"
    assert SKOVDE.plan.sv == "åtgärdsplan"
    assert not SKOVDE.withdrawal.decided


@pytest.mark.parametrize(
    ("typed", "band"),
    [
        ("15-17", "15-17"),
        ("15–17", "15-17"),
        (" 15—17. ", "15-17"),
        ("16", "15-17"),
        ("14", "13-14"),
        ("under 13", "under-13"),
        ("Under 13", "under-13"),
        ("12", "under-13"),
        ("18", "18-20"),
        ("äldre", "older"),
        ("ÄLDRE", "older"),
        ("21", "older"),
        ("99", "older"),
        ("120", None),
        ("³", None),
        ("sexton", None),
    ],
)
def test_bands_as_typed(typed: str, band: str | None) -> None:
    assert [each.id for each in SKOVDE.bands if each.known_as(typed)] == ([] if band is None else [band])


@pytest.mark.parametrize(
    ("typed", "function"),
    [
        ("skolan", "school"),
        ("Polisen!", "police"),
        ("SOC", "social_services"),
        ("bup", "psychiatry"),
        ("mamma", "guardian"),
    ],
)
def test_functions_as_typed(typed: str, function: str) -> None:
    assert [each.id for each in SKOVDE.functions if each.known_as(typed)] == [function]


@pytest.mark.parametrize(("band", "outside"), [("under-13", True), ("13-14", False), ("18-20", False), ("older", True)])
def test_outside_the_ages(band: str, outside: bool) -> None:
    assert SKOVDE.outside(band) is outside


def test_help_line_by_age() -> None:
    assert SKOVDE.help_line("13-14").name == "Bris"
    assert SKOVDE.help_line("15-17").phone == "116 111"
    assert SKOVDE.help_line("18-20").name == "1177"
    assert SKOVDE.help_line("older").name == "1177"


def test_consent_covers_neither_the_youth_nor_the_lead_but_guardians() -> None:
    recipients = {each.id for each in SKOVDE.recipients}
    assert recipients.isdisjoint({"youth", "lead"})
    assert "guardian" in recipients


def test_words_are_said_in_the_readers_language() -> None:
    assert say(SKOVDE.function("police").text, "sv") == "polis"
    assert say(SKOVDE.function("police").text, "en") == "police"
    assert [say(word, "sv") for word in SKOVDE.kind_words({"family", "school"})] == ["skolgång", "familj"]


def test_unknown_words_are_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        SKOVDE.function("fire_brigade")


def _bands(*edges: tuple[int, int | None, str]) -> list[dict[str, Any]]:
    return [
        {"id": f"b{low}", "sv": f"b{low}", "en": f"b{low}", "youngest": low, "oldest": high, "givers": givers}
        for low, high, givers in edges
    ]


_GOOD = ((0, 14, "guardian"), (15, 17, "any"), (18, None, "youth"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"bands": _bands((0, 16, "guardian"), (17, 17, "any"), (18, None, "youth"))}, "cut at 15"),
        ({"bands": _bands((0, 14, "guardian"), (15, 20, "any"), (21, None, "youth"))}, "cut at 18"),
        ({"bands": _bands((0, None, "guardian"))}, "cut at 15"),
        ({"bands": _bands((0, 14, "guardian"), (16, 17, "any"), (18, None, "youth"))}, "must begin at 15"),
        ({"bands": _bands((0, 14, "guardian"), (15, 17, "any"), (18, 20, "youth"))}, "no oldest age"),
        ({"bands": _bands((0, 14, "guardian"), (15, 17, "any"), (18, None, "any"))}, "adults"),
        ({"bands": _bands(*_GOOD[:2], (18, None, "guardian"))}, "adults"),
        ({"ages": {"youngest": 20, "oldest": 13}}, "older than oldest"),
        ({"required_functions": ["fire_brigade"]}, "fire_brigade is missing"),
        ({"gates": ["consent", "function:fire_brigade"]}, "does not exist"),
        ({"gates": ["information_meeting"]}, "consent is missing"),
        ({"gates": ["consent", "decision"]}, "decision is unknown"),
        ({"gates": ["consent", "consent"]}, "twice"),
        ({"functions": [{"id": "police", "sv": "polis", "en": "police"}]}, "youth is missing"),
        ({"verbal_days": 15}, "verbal_days"),
        ({"consent_days": 0}, "consent_days"),
        ({"registration": "utredning"}, "registration"),
        ({"withdrawal": {"youth": "ignore"}}, "withdrawal.youth"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_cannot_work_is_refused_by_name(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        profile(**changes)


def test_one_word_has_one_meaning() -> None:
    school = {"id": "school", "sv": "skola", "en": "school", "words": ["polisen"]}
    functions = [each.model_dump() for each in SKOVDE.functions if each.id != "school"]
    with pytest.raises(ValueError, match="'polisen' means two things"):
        profile(functions=[*functions, school])


def test_good_bands_pass() -> None:
    assert len(profile(bands=_bands(*_GOOD)).bands) == 3


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("id = ", "no TOML"),
        (TOML.replace("verbal_days = 14", "verbal_days = 30"), "verbal_days"),
        (TOML + "\n[surprise]\nx = 1\n", "surprise"),
        (TOML.replace("youngest = 15\n", "youngest = 16\n"), "must begin at 15"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(toml: str, says: str) -> None:
    with pytest.raises(SettingsWrong, match=says):
        parse(toml)


def test_frozen() -> None:
    band: Band = SKOVDE.band("15-17")
    with pytest.raises(ValueError, match="frozen"):
        band.givers = Givers.GUARDIAN  # type: ignore[misc]
