from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.consent import Actor, Grant, covered, withdrawn
from bot.rules.ledger import (
    Receipt,
    after,
    last_day,
    last_days,
    narrowed,
    only,
    renewable,
    shared,
    taken_back,
    unacknowledged,
    written,
)
from tests.rules.making import LISA, NOW, PETRA, SKOVDE, TODAY, UNTIL, actor, facts, grant, profile
from tests.rules.making import after as day
from tests.rules.test_consent import BOTH
from tests.rules.test_consent_laws import BANDS, FUNCTIONS, KINDS, LEDGERS, WHO

LATER = NOW + timedelta(days=60)
POLICE = actor(PETRA)


def ended(*grants: Grant, scope: tuple[str, ...] = ("school",), profile: Any = SKOVDE) -> dict[str, date]:
    return last_days(facts(grants=grants, profile=profile), frozenset(scope))


def renewed(*grants: Grant, today: date) -> dict[str, set[str]]:
    found = renewable(facts(grants=grants, today=today))
    return {function: set(kinds) for function, kinds in found.items()}


# ---------------------------------------------------------------------------------------------------------- how long


def test_a_function_lasts_as_long_as_it_hears_all_that_is_asked_about() -> None:
    school = grant("police", "school", until=day(30))
    drugs = replace(grant("police", "drugs", until=day(90)), id="drugs")
    assert ended(school, drugs) == {"police": day(30)}
    assert ended(school, drugs, scope=("drugs",)) == {"police": day(90)}
    assert ended(school, drugs, scope=("school", "drugs")) == {"police": day(30)}
    assert ended(school, drugs, scope=("health",)) == {"police": day(90)}  # never could: then of anything


def test_where_two_must_agree_the_first_end_counts() -> None:
    youth = grant("police", "school", until=day(90))
    guardian = grant("police", "school", giver="guardian1", until=day(30))
    assert ended(youth, guardian, profile=BOTH) == {"police": day(30)}
    assert ended(youth, guardian) == {"police": day(90)}


def test_what_lacks_a_giver_was_never_heard() -> None:
    assert ended(grant("police", "school"), profile=BOTH) == {}
    assert last_day(facts(grants=[grant("police", "school")], profile=BOTH), "police", frozenset()) is None


def test_what_has_ended_says_when_and_what_was_withdrawn_says_nothing() -> None:
    one = grant("police", "school", until=day(-5), starts_on=day(-30))
    assert ended(one) == {"police": day(-5)}
    assert ended(*withdrawn((one,), None, by="alex", now=NOW)) == {}
    assert last_day(facts(grants=(one,)), "school", frozenset()) is None


def test_what_everybody_required_may_share() -> None:
    heard = {"police": frozenset({"school", "drugs"}), "social_services": frozenset({"school"}), "school": frozenset()}
    assert shared(heard, SKOVDE) == {"school"}
    assert shared({"police": frozenset({"school"})}, SKOVDE) == frozenset()
    assert shared(heard, profile(required_functions=[], gates=["consent"])) == {"school", "drugs"}


# ------------------------------------------------------------------------------------------------------------ renewal

POLICE_YES = grant("police", "school", until=day(30))
SOCIAL_YES = grant("social_services", "school", "drugs", until=day(30))


def test_a_renewal_renews_what_lives() -> None:
    school = grant("school", "school", until=day(90))
    assert renewed(POLICE_YES, SOCIAL_YES, school, today=TODAY) == {
        "police": {"school"},
        "social_services": {"school", "drugs"},
        "school": {"school"},
    }


def test_and_what_ran_out_with_it_but_not_what_ended_long_before() -> None:
    verbal = grant("leisure", "school", until=day(5))
    school = grant("school", "school", until=day(90))
    found = renewed(POLICE_YES, SOCIAL_YES, verbal, school, today=day(40))
    assert found.keys() == {"police", "social_services", "school"}


def test_and_what_lives_today_though_it_began_after_the_rest_had_ended() -> None:
    began_later = grant("school", "school", starts_on=day(35), until=day(90))
    wider = grant("police", "drugs", starts_on=day(35), until=day(90))
    found = renewed(POLICE_YES, SOCIAL_YES, began_later, today=day(40))
    assert found == {"police": {"school"}, "social_services": {"school", "drugs"}, "school": {"school"}}
    assert renewed(POLICE_YES, wider, SOCIAL_YES, today=day(40))["police"] == {"drugs", "school"}


def test_what_was_withdrawn_is_not_renewed() -> None:
    gone = withdrawn((grant("school", "school"),), None, by="alex", now=NOW)
    assert renewed(POLICE_YES, SOCIAL_YES, *gone, today=TODAY).keys() == {"police", "social_services"}
    assert renewed(*withdrawn((POLICE_YES,), None, by="alex", now=NOW), today=TODAY) == {}
    assert renewed(today=TODAY) == {}


# ---------------------------------------------------------------------------------------------------------- narrowing


def test_fewer_kinds_are_marks_and_new_rows_at_the_same_moment() -> None:
    ledger = (grant("police", "school", "drugs"), grant("school", "school"))
    marked, again = narrowed(ledger, "police", frozenset({"school"}), by="anna", now=LATER, today=day(60))
    assert [(one.withdrawn_by, one.withdrawn_at) for one in marked] == [("anna", LATER)]
    assert [(one.kinds, one.recorded_at, one.given_on, one.until) for one in again] == [
        (frozenset({"school"}), LATER, TODAY, UNTIL)
    ]
    now = after(ledger, marked, again)
    assert len(now) == 3
    assert covered(now, POLICE, "15-17", SKOVDE, day(60)) == {"school"}
    assert covered(now, actor(LISA), "15-17", SKOVDE, day(60)) == {"school"}
    assert [(one.function, small) for one, small in taken_back(now)] == [("police", True)]


def test_what_had_run_out_lingers_no_more_when_the_rest_is_narrowed() -> None:
    old = grant("police", "drugs", until=day(-1), starts_on=day(-30))
    marked, again = narrowed((old,), "police", frozenset({"drugs"}), by="anna", now=LATER, today=TODAY)
    assert len(marked) == 1
    assert again == ()


def test_narrowing_does_not_bring_back_a_guardian_who_has_no_say_any_more() -> None:
    joint = [grant("police", "school", "drugs", giver=who, capacity="joint") for who in ("guardian1", "guardian2")]
    sole = grant("school", "school", giver="guardian1", capacity="sole", recorded_at=NOW + timedelta(days=1))
    ledger = (*joint, sole)
    marked, again = narrowed(ledger, "police", frozenset({"school"}), by="anna", now=LATER, today=TODAY)
    assert [(one.giver, one.capacity) for one in again] == [("guardian1", "sole")]
    now = after(ledger, marked, again)
    assert covered(now, POLICE, "13-14", SKOVDE, TODAY) == {"school"}
    assert covered(now, actor(LISA), "13-14", SKOVDE, TODAY) == {"school"}


def test_narrowing_does_not_bring_back_what_a_guardian_has_ended() -> None:
    """His withdrawal ends what the youth gave too, and marks only what he gave."""
    his = grant("police", "school", "drugs", giver="guardian1", capacity="sole")
    hers = grant("police", "school", "drugs")
    gone = replace(his, withdrawn_at=NOW + timedelta(days=1), withdrawn_by="kim")
    assert covered((gone, hers), POLICE, "15-17", SKOVDE, TODAY) == set()
    marked, again = narrowed((gone, hers), "police", frozenset({"school"}), by="anna", now=LATER, today=TODAY)
    assert covered(after((gone, hers), marked, again), POLICE, "15-17", SKOVDE, TODAY) == set()


def test_narrowing_a_second_time_keeps_what_the_first_one_left() -> None:
    ledger: tuple[Grant, ...] = (grant("police", "school", "drugs", "health"),)
    for kept, minute in (({"school", "drugs"}, 1), ({"school"}, 2)):
        now = LATER + timedelta(minutes=minute)
        marked, again = narrowed(ledger, "police", frozenset(kept), by="anna", now=now, today=TODAY)
        fresh = [replace(one, id=f"{minute}-{one.id}") for one in again]
        ledger = tuple(after(ledger, marked, fresh))
        assert covered(ledger, POLICE, "15-17", SKOVDE, TODAY) == kept
    assert [(one.withdrawn_at, set(one.kinds)) for one in ledger if one.withdrawn_at is not None] == [
        (LATER + timedelta(minutes=1), {"school", "drugs", "health"}),
        (LATER + timedelta(minutes=2), {"school", "drugs"}),
    ]


def test_narrowing_keeps_each_givers_capacity_and_adds_no_empty_consent() -> None:
    youths = grant("police", "school", recorded_at=NOW + timedelta(hours=1))
    guardians = grant("police", "school", "drugs", giver="guardian1", capacity="sole")

    def left(*kept: str) -> dict[tuple[str, str], frozenset[str]]:
        ledger = (youths, guardians)
        _, again = narrowed(ledger, "police", frozenset(kept), by="anna", now=LATER, today=TODAY)
        return {(one.giver, one.capacity): one.kinds for one in again}

    assert left("school") == {("youth", "self"): {"school"}, ("guardian1", "sole"): {"school"}}
    assert left("drugs") == {("guardian1", "sole"): {"drugs"}}


def test_narrowing_brings_back_what_nobody_ended_though_something_else_was_ended_later() -> None:
    hers = grant("police", "school", "drugs")
    schools = replace(grant("school", "school"), withdrawn_at=NOW + timedelta(days=1), withdrawn_by="kim")
    _, again = narrowed((hers, schools), "police", frozenset({"school"}), by="anna", now=LATER, today=TODAY)
    assert [one.kinds for one in again] == [{"school"}]


def test_narrowing_after_one_persons_part_was_ended_brings_back_only_the_others() -> None:
    petras = replace(grant("police", "school", "drugs", person_id="petra"), id="petras")
    pauls = replace(petras, person_id="paul", id="pauls")
    whole = replace(petras, person_id=None, id="whole")
    later = NOW + timedelta(days=1)

    def again(*ledger: Grant) -> list[str]:
        _, added = narrowed(ledger, "police", frozenset({"school"}), by="anna", now=LATER, today=TODAY)
        return [one.id for one in added]

    petras_ended = replace(
        petras, giver="guardian1", capacity="sole", id="gone", withdrawn_at=later, withdrawn_by="kim"
    )
    whole_ended = replace(petras_ended, person_id=None)
    assert again(petras_ended, petras, pauls, whole) == ["pauls"]
    assert again(whole_ended, petras, pauls, whole) == []


@given(LEDGERS, WHO, BANDS, st.sampled_from(FUNCTIONS), st.sets(st.sampled_from(KINDS)), st.integers(41, 80))
def test_narrowing_leaves_exactly_what_was_kept_and_touches_nobody_else(
    ledger: list[Grant], who: Actor, band: str, function: str, kept: set[str], days: int
) -> None:
    now, today = NOW + timedelta(days=days), day(days)
    marked, again = narrowed(ledger, function, frozenset(kept), by="anna", now=now, today=today)
    new = after(ledger, marked, [replace(one, id=f"new-{one.id}") for one in again])
    before = covered(ledger, who, band, SKOVDE, today)
    expected = before & kept if who.function == function else before
    found = covered(new, who, band, SKOVDE, today)
    # What one person's part was ended for, all who were given it together lose; nobody ever gains
    for_one = any(one.withdrawn_at is not None and one.person_id not in (None, who.person_id) for one in ledger)
    assert found <= expected if for_one else found == expected
    assert covered(new, who, band, SKOVDE, today, lingering_days=30) <= covered(
        ledger, who, band, SKOVDE, today, lingering_days=30
    )


# ----------------------------------------------------------------------------------------------------------- receipts


def waits(*receipts: Receipt, ledger: tuple[Grant, ...]) -> list[str]:
    return unacknowledged(facts(grants=ledger), receipts)


def receipt(function: str, days: int) -> Receipt:
    return Receipt(function=function, noted_at=NOW + timedelta(days=days), noted_by="petra")


def test_each_authority_notes_the_consent_as_it_stands() -> None:
    ledger = (POLICE_YES, SOCIAL_YES, grant("trainer", "school"))
    assert waits(ledger=ledger) == ["police", "social_services"]  # private people need not
    assert waits(receipt("police", 0), ledger=ledger) == ["social_services"]
    assert waits(receipt("police", -1), ledger=ledger) == ["police", "social_services"]
    wider = replace(POLICE_YES, id="wider", recorded_at=LATER)
    assert waits(receipt("police", 0), receipt("social_services", 0), ledger=(*ledger, wider)) == ["police"]
    gone = withdrawn(ledger, "police", by="alex", now=NOW)
    assert waits(ledger=(*gone, SOCIAL_YES)) == ["social_services"]


# -------------------------------------------------------------------------------------------------------- as it was


def test_what_was_written_at_once_is_shown_as_one() -> None:
    both = [grant(each, "school", giver=who) for each in ("police", "school") for who in ("guardian1", "youth")]
    later = grant("leisure", "school", recorded_at=LATER, paper="SN 2026/17")
    found = written([later, *both])
    assert [one.givers for one in found] == [(("guardian1", "sole"), ("youth", "self")), (("youth", "self"),)]
    assert [set(one.functions) for one in found] == [{"police", "school"}, {"leisure"}]
    assert found[1].one.paper == "SN 2026/17"


def test_what_differs_in_more_than_giver_and_function_is_shown_apart() -> None:
    first = grant("police", "school", paper="SN 2026/17")
    for change in (
        {"recorded_at": LATER},
        {"given_on": day(-1)},
        {"until": day(30)},
        {"recorded_by": "berit"},
        {"paper": "SN 2026/18"},
    ):
        other = replace(first, id="other", function="school", **change)
        assert {one.functions for one in written([first, other])} == {("police",), ("school",)}, change
    together = replace(first, id="other", function="school")
    assert {frozenset(one.functions) for one in written([first, together])} == {frozenset({"police", "school"})}


def test_what_was_written_first_is_shown_first_whoever_gave_it() -> None:
    youths = grant("police", "school")
    guardians = grant("police", "school", giver="guardian1", recorded_at=LATER)
    assert [one.givers for one in written([guardians, youths])] == [(("youth", "self"),), (("guardian1", "sole"),)]


def test_each_time_something_was_taken_back_is_told_in_its_order() -> None:
    first, then = LATER, LATER + timedelta(hours=1)
    school = replace(grant("school", "school"), withdrawn_at=first)
    police = replace(grant("police", "school"), withdrawn_at=then)
    again = replace(grant("school", "school"), id="again", withdrawn_at=then)
    assert [(one.function, one.withdrawn_at) for one, _ in taken_back((police, again, school))] == [
        ("school", first),
        ("police", then),
        ("school", then),
    ]


def test_a_withdrawal_is_no_narrowing() -> None:
    gone = withdrawn((grant("police", "school"), grant("school", "school")), None, by="alex", now=LATER)
    again = grant("police", "school", recorded_at=LATER + timedelta(hours=1))
    assert [(one.function, small) for one, small in taken_back((*gone, again))] == [
        ("police", False),
        ("school", False),
    ]


def test_a_consent_for_one_person_alone() -> None:
    one = grant("police", "school", person_id="petra")
    assert only((one,), ["police", "school"]) == {"police": "petra"}
    every = grant("police", "school", recorded_at=LATER)
    assert only((one, every), ["police"]) == {}
    other = replace(one, id="other", person_id="paul")
    assert only((one, other), ["police"]) == {}
    later = replace(other, recorded_at=LATER)
    assert only((one, later), ["police"]) == {"police": "paul"}  # the latest word counts
    assert only((one, replace(later, withdrawn_at=LATER)), ["police"]) == {"police": "petra"}
