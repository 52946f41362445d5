from __future__ import annotations

from importlib import resources
from typing import Any

import pytest

from bot.errors import SettingsWrong
from bot.rules.profile import parse
from tests.rules.making import SKOVDE, TOML, profile


def _bands(*edges: tuple[int, int | None, str]) -> list[dict[str, Any]]:
    return [
        {"id": f"b{low}", "sv": f"b{low}", "en": f"b{low}", "youngest": low, "oldest": high, "givers": givers}
        for low, high, givers in edges
    ]


_WORDS = {"sv": "ord", "en": "words"}
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
        ({"gates": ["consent", "prayer"]}, "prayer is unknown"),
        ({"gates": ["consent", "placement"]}, "placement is unknown"),
        ({"gates": ["investigation", "consent"], "investigation": _WORDS}, "it must stand after consent"),
        ({"gates": ["consent", "investigation"]}, "investigation: give its words"),
        ({"decision": _WORDS}, "decision: give its words, and the gate"),
        ({"gates": ["steering_group", "consent"]}, "steering: is missing"),
        ({"gates": ["consent", "savry"]}, "savry: give its ages"),
        ({"savry": {"youngest": 13, "oldest": 20}}, "savry: give its ages"),
        ({"savry": {"youngest": 16, "oldest": 20}}, "no band begins at 16"),
        ({"ages": {"youngest": 13, "oldest": 19}}, "no band begins at 13 or at 20"),
        ({"gates": ["consent", "mandate"]}, "must stand first"),
        ({"gates": ["mandate", "consent"]}, "references: mandate is missing"),
        ({"references": []}, "references: service_decision is missing"),
        ({"references": [{"id": "wish", "sv": "önskan", "en": "wish", "example": "1"}]}, "references: wish is unknown"),
        ({"registration": "investigation"}, "registration: investigation needs the gate"),
        ({"tracks": [{"id": "t", "sv": "t", "en": "t", "ages": {"youngest": 14, "oldest": 17}}]}, "begins at 14"),
        ({"tracks": [{"id": "much_longer_than_it", "sv": "t", "en": "t"}]}, "longer than 16"),
        ({"may_deviate": ["bands"]}, "bands cannot be left"),
        ({"may_deviate": ["weather"]}, "weather cannot be left"),
        ({"closing": ["party"]}, "closing"),
        ({"events": ["party"]}, "events"),
        ({"preserve_born_on": [32]}, "preserve_born_on"),
        ({"gates": ["consent", "consent"]}, "twice"),
        ({"functions": [{"id": "police", "sv": "polis", "en": "police"}]}, "youth is missing"),
        ({"verbal_days": 15}, "verbal_days"),
        ({"consent_days": 0}, "consent_days"),
        ({"registration": "utredning"}, "registration"),
        ({"withdrawal": {"youth_from_15": "ignore"}}, "withdrawal.youth_from_15"),
        ({"withdrawal": {"required": "remove"}}, "withdrawal.required"),
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


def _with(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("arboga", 'only = ["extremism"]', 'only = ["sect"]', "congregation belongs to the track sect"),
        ("arboga", '"the cops"]', '"the cops"]\nonly = ["extremism"]', "police takes part in every case"),
        ("skovde", "ask_youth = true", "ask_youth = true\nassess_alone = true", "no minor consents alone"),
        ("stockholm", "assess_alone = true", "ask_youth = true", "givers must be guardian"),
    ],
)
def test_what_does_not_fit_together_is_refused(name: str, old: str, new: str, says: str) -> None:
    text = (resources.files("bot.rules") / "profiles" / f"{name}.toml").read_text(encoding="utf-8")
    with pytest.raises(SettingsWrong, match=says):
        parse(_with(text, old, new))


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(SettingsWrong, match=r"(?s)cut at 15.*references: service_decision is missing"):
        parse(_with(_with(TOML, "oldest = 14", "oldest = 15"), 'id = "service_decision"', 'id = "mandate"'))


def test_good_bands_pass() -> None:
    assert len(profile(bands=_bands(*_GOOD), ages=None).bands) == 3
