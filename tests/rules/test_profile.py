from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from bot.core import load_profile, profiles
from bot.errors import SettingsWrong
from bot.i18n import say
from bot.rules.profile import Ages, Band, Givers, parse
from tests.laws.openings import OPENINGS
from tests.rules.making import SKOVDE, TOML, profile

OURS = ("arboga", "borlange", "skovde", "stockholm", "tyreso")
ARBOGA, BORLANGE, STOCKHOLM, TYRESO = (load_profile(name) for name in ("arboga", "borlange", "stockholm", "tyreso"))


def test_ours_are_there_under_their_own_names() -> None:
    assert tuple(profiles()) == OURS
    assert [load_profile(name).id for name in OURS] == list(OURS)


def test_the_laws_are_lived_in_each_of_ours() -> None:
    assert set(OPENINGS) == set(OURS)


def test_skovde_says_what_the_leaflet_says() -> None:
    assert SKOVDE.ages == Ages(youngest=13, oldest=20)
    assert SKOVDE.band("13-14").givers is Givers.GUARDIAN
    assert SKOVDE.band("13-14").ask_youth
    assert SKOVDE.band("15-17").givers is Givers.ANY
    assert SKOVDE.required_functions == ("police", "social_services")
    assert SKOVDE.gates == ("information_meeting", "consent", "function:police", "function:social_services")
    assert SKOVDE.registration == "serviceinsats"
    assert SKOVDE.contact.phone == "0500-49 80 00"
    assert SKOVDE.plan.sv == "åtgärdsplan"
    assert not SKOVDE.withdrawal.decided
    assert [reference.id for reference in SKOVDE.references] == ["service_decision"]


def test_borlange_says_what_its_folder_says() -> None:
    assert BORLANGE.ages == Ages(youngest=13, oldest=25)
    assert {band.givers for band in BORLANGE.bands if not band.adult} == {Givers.BOTH}
    assert BORLANGE.gates == ("consent", "function:social_services", "investigation", "savry")
    assert BORLANGE.savry == Ages(youngest=13, oldest=20)
    assert BORLANGE.investigation is not None
    assert BORLANGE.investigation.sv == "utredning (tidigare 11 kap. 1 § SoL)"
    assert (BORLANGE.plan.sv, BORLANGE.contact.phone) == ("genomförandeplan", "0243-740 00")
    assert {"school", "employment", "probation", "field"} <= {function.id for function in BORLANGE.functions}
    assert len(BORLANGE.goals) == 5


def test_arboga_says_what_its_board_says() -> None:
    assert ARBOGA.ages is None
    assert not any(ARBOGA.outside_ages(band.id) for band in ARBOGA.bands)
    assert ARBOGA.gates.index("steering_group") < ARBOGA.gates.index("consent") < ARBOGA.gates.index("sig_document")
    assert ARBOGA.unit_gates == ("agreement",)
    assert "function:lead" in ARBOGA.gates
    assert ARBOGA.followup_days == 30
    assert ARBOGA.events == ("placement",)
    assert ARBOGA.function("congregation").only == ("extremism",)
    assert ARBOGA.takes_part("congregation", "extremism")
    assert not ARBOGA.takes_part("congregation", "sig")
    assert not ARBOGA.takes_part("congregation", None)
    assert ARBOGA.plan.sv == "handlingsplan"


def test_stockholm_says_what_its_guidance_says() -> None:
    assert STOCKHOLM.ages == Ages(youngest=12, oldest=20)
    assert (STOCKHOLM.registration, STOCKHOLM.gates[:2]) == ("decision", ("consent", "decision"))
    assert STOCKHOLM.band("12-14").givers is Givers.ANY
    assert STOCKHOLM.band("12-14").assess_alone
    assert STOCKHOLM.outside_ages("15-17", "young_adults")
    assert not STOCKHOLM.outside_ages("18-20", "young_adults")
    assert not STOCKHOLM.outside_ages("15-17", "young")
    assert STOCKHOLM.steering is not None


def test_tyreso_says_what_its_chair_says() -> None:
    assert TYRESO.required_functions == ("social_services", "police")
    assert TYRESO.unit_gates == ("mandate",)
    assert TYRESO.reference("mandate").example == "ASN/2024:180"
    assert (TYRESO.gates[-1], TYRESO.closing) == ("best_interests", ("best_interests",))
    assert TYRESO.ages is None


def test_a_defector_is_proposed_the_own_page() -> None:
    assert BORLANGE.proposed_place("defector") == "page"
    assert BORLANGE.proposed_place("sig") == SKOVDE.proposed_place(None) == "room"


@pytest.mark.parametrize(
    ("band", "asked"), [("under-13", False), ("13-14", True), ("18-20", True), ("21-25", False), ("older", False)]
)
def test_savry_is_asked_for_the_ages_it_is_made_for(band: str, asked: bool) -> None:
    assert ("savry" in BORLANGE.gates_of(band)) is asked


#: A seed, a rule of docs/regler.md or of the research, or that nobody has said it yet.
SOURCE = re.compile(r"\[(Sk|B|A|St|T)\]|regel \d|R\d+|ej angiv|jurist avgör", re.IGNORECASE)


def explained(text: str) -> Iterator[tuple[str, str]]:
    """Each key and table of a profile at its first place, with the comment above it and beside it."""
    above, tables, seen = list[str](), False, set[str]()
    for line in text.splitlines():
        tables = tables or line.startswith("[")
        named = re.match(r"\[+([a-z_]+)" if tables else r"([a-z_]+) = ", line)
        if line.startswith("#") or not line:
            above = [*above, line] if line and above[-1:] != [""] else [line]
        elif named is not None and named[1] not in seen:
            seen.add(named[1])
            yield named[1], " ".join([*above, line.partition("#")[2]])


@pytest.mark.parametrize("name", OURS)
def test_every_value_says_where_it_comes_from(name: str) -> None:
    text = (resources.files("bot.rules") / "profiles" / f"{name}.toml").read_text(encoding="utf-8")
    found = dict(explained(text))
    assert [key for key, comment in found.items() if not SOURCE.search(comment)] == []
    assert parse(text).model_fields_set == set(found)


def test_what_a_unit_may_decide_itself() -> None:
    assert STOCKHOLM.with_deviations({"followup_days": 21}).followup_days == 21
    with pytest.raises(SettingsWrong, match=r"consent_days is not the unit's to decide.*followup_days"):
        STOCKHOLM.with_deviations({"consent_days": 365})
    with pytest.raises(SettingsWrong, match="followup_days"):
        STOCKHOLM.with_deviations({"followup_days": 0})
    with pytest.raises(SettingsWrong, match="leaves open: nothing"):
        SKOVDE.with_deviations({"followup_days": 21})


def test_a_unit_has_its_own_phone_numbers_and_somebody_can_always_be_rung() -> None:
    assert SKOVDE.with_phones(phone=None, socialjour=None) == SKOVDE
    own = STOCKHOLM.with_phones(phone="08-508 00 000", socialjour="08-508 40 700")
    assert (own.contact.phone, own.socialjour) == ("08-508 00 000", "08-508 40 700")
    with pytest.raises(SettingsWrong, match="phone is missing"):
        STOCKHOLM.with_phones(phone=None, socialjour=None)


def test_who_may_take_back_what_is_a_table() -> None:
    table = profile(withdrawal={"guardian_from_15": "freeze", "youth_under_15": "freeze"}).withdrawal
    young, older = SKOVDE.band("13-14"), SKOVDE.band("15-17")
    assert [table.consequence("guardian", band) for band in (young, older)] == ["remove", "freeze"]
    assert [table.consequence("youth", band) for band in (young, older)] == ["freeze", "remove"]
    assert {SKOVDE.withdrawal.consequence(who, band) for who in ("youth", "guardian") for band in (young, older)} == {
        "remove"
    }


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
    assert SKOVDE.outside_ages(band) is outside


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


# ----------------------------------------------------------------------------------- what makes a profile impossible


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


def test_a_further_language_has_both_texts_or_neither_and_says_whom_to_ring() -> None:
    somali = {"id": "so", "sv": "somaliska", "en": "Somali"}
    both = {"safe": "112", "first": "a\nb"}
    assert [each.id for each in profile(languages=[{**somali, **both}]).spoken] == ["so"]
    assert profile(languages=[somali]).spoken == ()
    for wrong, why in (
        ({**somali, "safe": "112"}, "so needs both safe and first, or neither"),
        ({**somali, "first": "a"}, "so needs both safe and first, or neither"),
        ({**somali, **both, "safe": "ring"}, "so: safe does not say 112"),
        ({**somali, **both, "first": "x" * 501}, "so: a line is longer than 500"),
        ({**somali, **both, "id": "en"}, "en is the bot's own"),
    ):
        with pytest.raises(ValueError, match=why):
            profile(languages=[wrong])
