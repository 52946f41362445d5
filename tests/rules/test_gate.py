from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.core import load_profile
from bot.errors import Refused
from bot.i18n import LANGUAGES, Text, say
from bot.rules import gate as rules
from bot.rules.case import Case, with_note
from bot.rules.consent import Actor, Grant
from bot.rules.gate import YOUTH_NAMED, Gate, gate_text, gates, next_step, next_text
from bot.rules.note import EVENTS, KINDS, Note
from bot.rules.profile import Profile
from tests.rules.making import (
    ACTORS,
    ALEX,
    CASE,
    PETRA,
    SKOVDE,
    SVEN,
    TODAY,
    actor,
    after,
    facts,
    grant,
    profile,
    refused,
)

ARBOGA, BORLANGE, STOCKHOLM, TYRESO = (load_profile(name) for name in ("arboga", "borlange", "stockholm", "tyreso"))
GRANTS = (grant("police", "school", "crime_and_company"), grant("social_services", "school"))


def test_a_new_case_has_all_gates_before_it_in_the_profiles_order() -> None:
    assert gates(facts(actors=())) == tuple(Gate(id=gate, met=False) for gate in (*SKOVDE.gates, YOUTH_NAMED))


def test_gates_are_met_one_by_one() -> None:
    told = replace(CASE, information_meeting_held=True)

    def first(case: Case, actors: tuple[Actor, ...], grants: tuple[Grant, ...]) -> str | None:
        gate = next_step(gates(facts(case, grants=grants, actors=actors)))
        return None if gate is None else gate.id

    assert first(CASE, ACTORS, GRANTS) == "information_meeting"
    assert first(told, ACTORS, ()) == "consent"
    assert first(told, (), GRANTS) == "function:police"
    assert first(told, (actor(PETRA),), GRANTS) == "function:social_services"
    assert first(told, (actor(PETRA), actor(SVEN)), GRANTS) == "function:youth"
    assert first(told, (actor(PETRA), actor(SVEN), actor(ALEX)), GRANTS) is None


def test_the_order_is_the_profiles() -> None:
    other = profile(gates=["function:police", "consent"])
    assert [gate.id for gate in gates(facts(actors=(), profile=other))] == ["function:police", "consent", YOUTH_NAMED]


def test_somebody_of_another_case_or_who_has_left_meets_no_gate() -> None:
    others = (replace(actor(PETRA), case_id="c2"), actor(SVEN, ended_on=TODAY))
    assert not any(gate.met for gate in gates(facts(actors=others)))


def test_an_expired_consent_meets_no_gate() -> None:
    found = {gate.id: gate.met for gate in gates(facts(grants=GRANTS, today=after(400)))}
    assert not found["consent"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_gate_says_what_to_write_next(language: str) -> None:
    for gate in (*SKOVDE.gates, "function:school", YOUTH_NAMED):
        text = next_text((Gate(id=gate, met=False),), CASE, SKOVDE)
        assert "K-7F2" in say(text, language)  # type: ignore[arg-type]
    assert "öppna K-7F2" in say(next_text((), CASE, SKOVDE), "sv")
    assert say(gate_text(Gate(id="function:police", met=True), SKOVDE), "sv") == "☑ polis utsedd"
    assert say(gate_text(Gate(id="consent", met=False), SKOVDE), "sv") == "☐ samtycke"


# ------------------------------------------------------------------------------------------------------ what is noted


def note(kind: str, day: date = TODAY, reference: str | None = None) -> Note:
    return Note(kind=kind, day=day, by="anna", reference=reference)


def checked(case: Case, made: Note, where: Profile, grants: tuple[Grant, ...] = ()) -> str:
    """The refusal of a note, or "" when it may be."""
    known = facts(case, grants=grants, profile=where)
    try:
        rules.check_note(made, known)
    except Refused:
        return refused(rules.check_note, made, known)
    return ""


def both(*functions: str) -> tuple[Grant, ...]:
    """What youth and guardian both agree to."""
    return tuple(grant(function, "school", giver=giver) for function in functions for giver in ("youth", "guardian1"))


def test_the_gates_of_each_municipality_stand_in_its_own_order() -> None:
    def shown(where: Profile) -> list[str]:
        found = [say(gate_text(each, where), "sv")[2:] for each in gates(facts(actors=(), profile=where))]
        assert found[-1] == "ungdomen utsedd"  # in all of them
        return found[:-1]

    assert shown(ARBOGA)[:4] == [
        "avsiktsförklaring",
        "kartläggning gjord",
        "styrgruppen har beslutat, på koden",
        "operativ samordnare utsedd",
    ]
    assert shown(BORLANGE)[2:] == ["utredning (tidigare 11 kap. 1 § SoL)", "SAVRY gjord"]
    assert shown(STOCKHOLM)[1] == "SIG beviljad"
    assert shown(TYRESO)[-1] == "barnets bästa beaktat"


def test_a_note_meets_its_gate_and_shows_day_and_number() -> None:
    case = with_note(CASE, note("investigation", date(2026, 11, 20), "SN 2026/17"))
    found = next(each for each in gates(facts(case, actors=(), profile=BORLANGE)) if each.id == "investigation")
    assert found.met
    shown = say(gate_text(found, BORLANGE), "sv")
    assert shown == "☑ utredning (tidigare 11 kap. 1 § SoL), SN 2026/17, fre 20 nov 2026 (v. 47)"
    plain = say(gate_text(Gate(id="savry", met=True, note=note("savry")), BORLANGE), "sv")
    assert plain == "☑ SAVRY gjord, lör 21 nov 2026 (v. 47)"


@pytest.mark.parametrize("where", [ARBOGA, BORLANGE, STOCKHOLM, TYRESO], ids=lambda where: where.id)
def test_each_gate_of_each_municipality_names_a_command(where: Profile) -> None:
    for gate in where.gates:
        for language in LANGUAGES:
            text = say(next_text((Gate(id=gate, met=False),), CASE, where), language)
            assert "K-7F2" in text or "referens" in text or "reference" in text, text


def test_a_track_may_propose_the_own_page() -> None:
    assert "sin egen sida" in say(next_text((), replace(CASE, track="defector"), BORLANGE), "sv")
    assert "sin egen sida" not in say(next_text((), replace(CASE, track="sig"), BORLANGE), "sv")


def test_only_what_the_profile_has_can_be_noted() -> None:
    assert [term.id for term in rules.notable(ARBOGA)] == ["mapping", "steering_group", "sig_document", "placement"]
    assert [term.id for term in rules.notable(BORLANGE)] == ["investigation", "savry"]
    assert [term.id for term in rules.notable(TYRESO)] == ["best_interests"]
    assert [term.id for term in rules.notable(SKOVDE)] == ["target_group"]


def test_what_is_about_a_known_youth_waits_for_the_consent() -> None:
    numbered = note("investigation", reference="SN 2026/17")
    assert checked(CASE, numbered, BORLANGE) == "gate.consent_first"
    assert checked(CASE, numbered, BORLANGE, both("social_services")) == ""
    assert checked(CASE, note("savry"), BORLANGE) == "gate.consent_first"
    # one of the two is not enough where both are asked
    assert checked(CASE, note("savry"), BORLANGE, (grant("social_services", "school"),)) == "gate.consent_first"
    assert checked(CASE, note("sig_document"), ARBOGA) == "gate.consent_first"


def test_what_comes_before_consent_is_a_day_and_no_number() -> None:
    assert checked(CASE, note("mapping"), ARBOGA) == ""
    assert checked(CASE, note("steering_group"), ARBOGA) == ""
    assert checked(CASE, note("steering_group", reference="SN 2026/17"), ARBOGA) == "gate.date_only"
    early = STOCKHOLM.model_copy(update={"gates": ("decision", "consent")})
    assert checked(CASE, note("decision"), early) == ""
    assert checked(CASE, note("decision", reference="SN 2026/17"), early) == "gate.date_only"


def test_a_body_that_decides_on_the_code_does_so_before_anybody_is_asked_or_named() -> None:
    assert refused(rules.check_decided, CASE, ARBOGA) == "gate.decided_first"
    for family in ("youth", "guardian"):
        assert refused(rules.check_named, CASE, family, ARBOGA) == "gate.decided_first"
    rules.check_named(CASE, "police", ARBOGA)
    decided = with_note(CASE, note("steering_group"))
    rules.check_decided(decided, ARBOGA)
    rules.check_named(decided, "youth", ARBOGA)
    for other in (SKOVDE, BORLANGE, STOCKHOLM, TYRESO):  # where it comes after consent, or never
        rules.check_decided(CASE, other)


def test_a_faith_community_takes_part_in_its_track_alone() -> None:
    assert refused(rules.check_named, replace(CASE, track="sig"), "congregation", ARBOGA) == "gate.other_track"
    rules.check_named(replace(CASE, track="extremism"), "congregation", ARBOGA)


def test_the_unit_says_on_whose_decision_it_works_before_its_first_case() -> None:
    assert refused(rules.check_first_case, {}, TYRESO) == "gate.before_first_case"
    assert refused(rules.check_first_case, {"agreement": note("agreement")}, TYRESO) == "gate.before_first_case"
    rules.check_first_case({"mandate": note("mandate", reference="ASN/2024:180")}, TYRESO)
    rules.check_first_case({}, SKOVDE)


def test_the_target_group_is_noted_after_consent_and_never_why() -> None:
    ours = note("target_group")
    assert [term.id for term in rules.notable(SKOVDE)] == ["target_group"]
    assert checked(CASE, ours, SKOVDE) == "gate.consent_first"
    covered = (grant("police", "school"), grant("social_services", "school"))
    assert checked(CASE, ours, SKOVDE, covered) == ""
    assert checked(CASE, note("target_group", reference="SN 2026/1"), SKOVDE, covered) == "gate.date_only"


def test_every_kind_has_words_for_its_gate() -> None:
    for kind in KINDS:
        if kind not in EVENTS:
            where = ARBOGA if kind == "steering_group" else BORLANGE if kind == "investigation" else STOCKHOLM
            for language in LANGUAGES:
                found = rules.gate_words(kind, where)
                assert isinstance(found, Text)
                assert say(found, language)
