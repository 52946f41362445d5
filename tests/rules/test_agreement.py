from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.core import load_profile
from bot.errors import Refused
from bot.rules.agreement import check, check_waiver, forecast, grants_of, parse_form
from bot.rules.consent import Grant, covered, withdrawn
from bot.rules.profile import Profile
from tests.rules.making import CASE, NOW, PETRA, SKOVDE, TODAY, UNTIL, actor, after, agreement, facts, grant, refused
from tests.rules.test_consent import BOTH, LATER


def tried(written: Any, band: str = "15-17", profile: Profile = SKOVDE) -> str:
    return refused(check, written, band=band, profile=profile, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"kinds": {}}, "consent.no_actor"),
        ({"kinds": {"police": []}}, "consent.no_kind"),
        ({"kinds": {"police": ["weather"]}}, "consent.unknown_kind"),
        ({"kinds": {"fire_brigade": ["school"]}}, "consent.unknown_actor"),
        ({"kinds": {"youth": ["school"]}}, "consent.no_recipient"),
        ({"kinds": {"lead": ["school"]}}, "consent.no_recipient"),
        ({"kinds": {"police": ["allt"]}}, "consent.everything"),
        ({"kinds": {"police": [kind.id for kind in SKOVDE.kinds]}}, "consent.everything"),
        ({"method": "sms"}, "consent.unknown_method"),
        ({"given_on": after(1), "starts_on": after(1)}, "consent.given_later"),
        ({"starts_on": after(-1)}, "consent.starts_before_given"),
        ({"until": TODAY}, "consent.ends_before_start"),
        ({"until": after(-1)}, "consent.ends_before_start"),
        ({"until": after(183)}, "consent.too_long"),
        ({"given_on": after(-20), "starts_on": after(-20), "until": after(-1)}, "consent.over"),
        ({"given_on": after(-200), "starts_on": after(-200)}, "consent.over"),
        ({"method": "verbal"}, "consent.no_witness"),
        ({"method": "verbal", "witness": True, "until": after(15)}, "consent.verbal_too_long"),
    ],
)
def test_what_cannot_be_recorded_says_why(changes: dict[str, Any], key: str) -> None:
    assert tried(agreement("youth", **changes)) == key


@pytest.mark.parametrize(
    ("band", "profile", "givers", "key"),
    [
        ("15-17", SKOVDE, [], "consent.nobody"),
        ("15-17", SKOVDE, ["aunt:sole"], "consent.unknown_giver"),
        ("15-17", SKOVDE, ["youth:joint"], "consent.unknown_giver"),
        ("15-17", SKOVDE, ["guardian1:self"], "consent.unknown_giver"),
        ("15-17", SKOVDE, ["youth", "youth"], "consent.giver_twice"),
        ("15-17", SKOVDE, ["guardian1:joint"], "consent.other_guardian_missing"),
        ("15-17", SKOVDE, ["guardian1:sole", "guardian2:sole"], "consent.sole_but_two"),
        ("13-14", SKOVDE, ["youth"], "consent.guardian_missing"),
        ("13-14", SKOVDE, ["guardian1"], "consent.youth_asked"),
        ("18-20", SKOVDE, ["guardian1"], "consent.adult"),
        ("18-20", SKOVDE, ["youth", "guardian1"], "consent.adult"),
        ("18-20", SKOVDE, [], "consent.youth_missing"),
        ("15-17", BOTH, ["youth"], "consent.guardian_missing_too"),
        ("15-17", BOTH, ["guardian1"], "consent.youth_missing_too"),
    ],
)
def test_who_is_missing(band: str, profile: Profile, givers: list[str], key: str) -> None:
    assert tried(agreement(*givers), band, profile) == key


@pytest.mark.parametrize("answer", ["yes", "no", "not_yet"])
def test_under_15_the_youth_is_asked_whatever_the_answer(answer: str) -> None:
    written = agreement("guardian1", youth_asked=answer)
    assert check(written, band="13-14", profile=SKOVDE, today=TODAY) == UNTIL
    assert tried(agreement("guardian1", youth_asked="perhaps"), "13-14") == "consent.youth_asked"
    # who has said yes has been asked
    assert check(agreement("youth", "guardian1"), band="13-14", profile=SKOVDE, today=TODAY) == UNTIL


def test_one_actor_may_hear_everything_when_others_hear_less() -> None:
    kinds = {"social_services": [kind.id for kind in SKOVDE.kinds], "school": ["school"]}
    assert check(agreement("youth", kinds=kinds), band="15-17", profile=SKOVDE, today=TODAY) == UNTIL


def test_how_long_when_nobody_says() -> None:
    assert check(agreement("youth"), band="15-17", profile=SKOVDE, today=TODAY) == date(2027, 5, 22)
    verbal = agreement("youth", method="verbal", witness="Vera")
    assert check(verbal, band="15-17", profile=SKOVDE, today=TODAY) == after(14)


def _record(
    *givers: str, earlier: tuple[Grant, ...] = (), approved_by: str = "berit", **more: Any
) -> tuple[Grant, ...]:
    return grants_of(
        agreement(*givers, **more),
        facts(grants=earlier),
        now=LATER,
        recorded_by="anna",
        approved_by=approved_by,
        new_id=lambda: secrets.token_hex(4),
    )


def test_recording_makes_one_grant_for_each_giver_and_function() -> None:
    made = _record("youth", "guardian1", kinds={"police": ["school"], "school": ["school", "family"]})
    assert {(one.giver, one.function) for one in made} == {
        ("youth", "police"), ("youth", "school"), ("guardian1", "police"), ("guardian1", "school")
    }  # fmt: skip
    assert all(one.until == UNTIL and one.approved_by == "berit" and one.withdrawn_at is None for one in made)
    assert covered(made, actor(PETRA), "15-17", SKOVDE, TODAY) == {"school"}


def test_recording_takes_two_people() -> None:
    assert refused(_record, "youth", approved_by="anna") == "person.second_is_first"


def test_nobody_goes_over_the_youths_head() -> None:
    earlier = withdrawn(_record("youth", kinds={"school": ["school"]}), "school", by="alex", now=NOW)
    kinds = {"school": ["school"]}
    assert refused(_record, "guardian1", earlier=earlier, kinds=kinds) == "consent.youth_withdrew"
    assert _record("youth", earlier=earlier, kinds=kinds)
    assert _record("guardian1", earlier=earlier, kinds={"police": ["school"]})


def widened(*givers: str, born: str | None = "2011-10", began: int = -30, **more: Any) -> str:
    """Why an agreement is refused in a case with consent for the police about school; born in a month, they turn 15
    there. ``began``: the day of the case."""
    stands = [grant("police", "school", giver="guardian1", until=after(100))]
    case = replace(CASE, born=born, created_on=after(began))
    written = agreement(*givers, **{"until": after(100), "youth_asked": "yes", **more})
    known = facts(case, grants=stands)
    try:
        forecast(written, known, now=NOW)
    except Refused:
        return refused(forecast, written, known, now=NOW)
    return ""


@pytest.mark.parametrize(
    "more",
    [
        {"kinds": {"police": ["school", "health"]}},
        {"kinds": {"school": ["school"]}},
        {"kinds": {"police": ["school"]}, "until": after(101)},
    ],
    ids=["more kinds", "more functions", "longer"],
)
def test_from_the_fifteenth_birthday_on_nothing_is_widened_without_the_youth(more: dict[str, Any]) -> None:
    assert widened("guardian1", **more) == "consent.own_say"
    assert widened("youth", **more) == ""
    assert widened("youth", "guardian1", **more) == ""
    assert widened("guardian1", born=None, **more) == "", "nobody knows of a birthday"
    assert widened("guardian1", born="2011-11", **more) == "", "it counts from the month after"
    assert widened("guardian1", born="2010-05", **more) == "", "they were 15 when the case began, and were told nothing"


def test_what_stands_may_be_written_down_again_without_the_youth() -> None:
    assert widened("guardian1", kinds={"police": ["school"]}) == ""
    assert widened("guardian1", kinds={"police": ["school"]}, until=after(30)) == ""


def test_consent_to_one_person_is_not_widened_to_others_without_the_youth() -> None:
    stands = [grant("police", "school", giver="guardian1", person_id="petra")]
    known = facts(replace(CASE, born="2011-10", created_on=after(-30)), grants=stands)
    written = agreement("guardian1", kinds={"police": ["school"]}, until=UNTIL)
    assert refused(forecast, written, known, now=NOW) == "consent.own_say"
    assert forecast(replace(written, person_ids={"police": "petra"}), known, now=NOW)


def test_an_old_paper_brings_nobody_back_who_was_taken_out_since() -> None:
    kinds = {"school": ["school"]}
    earlier = withdrawn(_record("youth", kinds=kinds), "school", by="alex", now=NOW)
    assert refused(_record, "youth", earlier=earlier, kinds=kinds, given_on=after(-1)) == "consent.given_before"
    assert _record("youth", earlier=earlier, kinds=kinds, given_on=TODAY)
    assert _record("youth", earlier=earlier, kinds={"police": ["school"]}, given_on=after(-1)), "others it may"


def test_a_spoken_yes_is_followed_by_a_written_one() -> None:
    spoken: dict[str, Any] = {"method": "verbal", "witness": "Vera", "kinds": {"school": ["school"]}}
    once = _record("youth", **spoken)
    assert refused(_record, "youth", earlier=once, **spoken) == "consent.spoken_twice"
    written = _record("youth", earlier=once, kinds=spoken["kinds"])
    assert _record("youth", earlier=written, **spoken), "after a written one somebody may say it"
    assert _record("guardian1", earlier=once, **spoken), "each giver for themselves"


def test_an_old_paper_is_no_younger_for_being_recorded_late() -> None:
    late = agreement("youth", given_on=after(-30))
    assert check(late, band="15-17", profile=SKOVDE, today=TODAY) == after(152)
    later_start = agreement("youth", starts_on=after(10), until=after(183))
    assert tried(later_start) == "consent.too_long"


STOCKHOLM = load_profile("stockholm")


@pytest.mark.parametrize(
    ("band", "givers", "assessed", "key"),
    [
        ("12-14", ("youth",), None, "consent.not_assessed"),
        ("12-14", ("youth",), after(1), "consent.assessed_later"),
        ("12-14", ("youth",), TODAY, None),
        ("12-14", ("youth",), after(-30), None),
        ("12-14", ("guardian1",), None, None),  # the guardian's own word
        ("12-14", ("youth", "guardian1"), None, None),
        ("15-17", ("youth",), None, None),
    ],
)
def test_a_child_who_consents_alone_has_been_assessed_to_understand_it(
    band: str, givers: tuple[str, ...], assessed: date | None, key: str | None
) -> None:
    made = agreement(*givers, assessed_on=assessed)
    if key is None:
        assert check(made, band=band, profile=STOCKHOLM, today=TODAY)
    else:
        assert refused(check, made, band=band, profile=STOCKHOLM, today=TODAY) == key


def test_in_borlange_both_consent_always() -> None:
    borlange = load_profile("borlange")
    for band in ("13-14", "15-17"):
        assert tried(agreement("youth"), band, borlange) == "consent.guardian_missing_too"
        assert tried(agreement("guardian1"), band, borlange) == "consent.youth_missing_too"
        assert check(agreement("youth", "guardian1"), band=band, profile=borlange, today=TODAY)


def test_what_proves_it_stands_in_every_grant() -> None:
    made = _record("youth", interpreter="so", form="2026-1", paper="SN 2026/17")
    assert {(one.interpreter, one.form, one.paper) for one in made} == {("so", "2026-1", "SN 2026/17")}


@pytest.mark.parametrize("text", ["2026-1", "v3", "V2.1", "SIG-2026-1", "SIG 3", "2026:2b"])
def test_the_version_of_a_form(text: str) -> None:
    assert parse_form(f" {text} ") == text


@pytest.mark.parametrize(
    "text", ["", "Alex", "Alex Ek", "Alex-1", "blå", "20110503-1234", "201105031234", "2026-1 Alex", "1" * 17]
)
def test_nothing_else_is_one(text: str) -> None:
    assert refused(parse_form, text) == "consent.no_form"


def test_everything_to_everybody_is_void_in_however_many_steps() -> None:
    every = frozenset(kind.id for kind in SKOVDE.kinds)
    assert refused(check_waiver, {"police": every, "school": every}, SKOVDE) == "consent.everything"
    check_waiver({"police": every, "school": frozenset({"school"})}, SKOVDE)
    check_waiver({}, SKOVDE)
