from __future__ import annotations

import random
import re
import secrets
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from bot.errors import Refused
from bot.i18n import LANGUAGES, say
from bot.rules import case as rules
from bot.rules.case import MOVES, Gate, State, check_closing, check_open, gates, move, new_code, next_step, next_text
from bot.rules.consent import Actor, Grant
from bot.rules.plan import TaskState
from tests.rules.making import (
    ACTORS,
    ALEX,
    CASE,
    LISA,
    OPEN_CASE,
    PETRA,
    SKOVDE,
    SVEN,
    TODAY,
    actor,
    after,
    grant,
    profile,
    refused,
    task,
)

GRANTS = (grant("police", "school", "crime_and_company"), grant("social_services", "school"))
SCHOOL = frozenset({"school"})


@pytest.mark.parametrize(("here", "there"), list(product(State, State)))
def test_only_the_moves_of_the_table(here: State, there: State) -> None:
    case = replace(CASE, state=here)
    if there in MOVES[here]:
        assert move(case, there).state is there
    else:
        assert refused(move, case, there) == "case.no_move"


def test_nothing_comes_back_from_disposal_and_everything_can_get_there() -> None:
    assert not MOVES[State.DISPOSED]
    reached, todo = set(), [State.CONSULTATION]
    while todo:
        state = todo.pop()
        if state not in reached:
            reached.add(state)
            todo.extend(MOVES[state])
    assert reached == set(State)


def test_a_new_case_has_all_gates_before_it_in_the_profiles_order() -> None:
    assert gates(CASE, (), (), SKOVDE, TODAY) == tuple(Gate(id=gate, met=False) for gate in SKOVDE.gates)


def test_gates_are_met_one_by_one() -> None:
    told = replace(CASE, information_meeting_held=True)

    def first(case: rules.Case, actors: tuple[Actor, ...], grants: tuple[Grant, ...]) -> str | None:
        gate = next_step(gates(case, actors, grants, SKOVDE, TODAY))
        return None if gate is None else gate.id

    assert first(CASE, ACTORS, GRANTS) == "information_meeting"
    assert first(told, ACTORS, ()) == "consent"
    assert first(told, (), GRANTS) == "function:police"
    assert first(told, (actor(PETRA),), GRANTS) == "function:social_services"
    assert first(told, (actor(PETRA), actor(SVEN)), GRANTS) is None


def test_the_order_is_the_profiles() -> None:
    other = profile(gates=["function:police", "consent"])
    assert [gate.id for gate in gates(CASE, (), (), other, TODAY)] == ["function:police", "consent"]


def test_somebody_of_another_case_or_who_has_left_meets_no_gate() -> None:
    others = (replace(actor(PETRA), case_id="c2"), actor(SVEN, ended_on=TODAY))
    assert not any(gate.met for gate in gates(CASE, others, (), SKOVDE, TODAY))


def test_an_expired_consent_meets_no_gate() -> None:
    found = {gate.id: gate.met for gate in gates(CASE, ACTORS, GRANTS, SKOVDE, after(400))}
    assert not found["consent"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_gate_says_what_to_write_next(language: str) -> None:
    for gate in (*SKOVDE.gates, "function:school"):
        text = next_text((Gate(id=gate, met=False),), CASE, SKOVDE)
        assert "K-7F2" in say(text, language)  # type: ignore[arg-type]
    assert "öppna K-7F2" in say(next_text((), CASE, SKOVDE), "sv")
    assert say(rules.gate_text(Gate(id="function:police", met=True), SKOVDE), "sv") == "☑ polis utsedd"
    assert say(rules.gate_text(Gate(id="consent", met=False), SKOVDE), "sv") == "☐ samtycke"


def _open(case: rules.Case = replace(CASE, information_meeting_held=True), **changes: object) -> None:  # noqa: B008
    known: dict[str, object] = {
        "actors": ACTORS,
        "grants": GRANTS,
        "profile": SKOVDE,
        "scope": SCHOOL,
        "youth_choice": "room",
        "today": TODAY,
    }
    check_open(case, **{**known, **changes})  # type: ignore[arg-type]


def test_a_room_opens_when_everything_is_there() -> None:
    _open()
    _open(youth_choice="page")
    _open(actors=(actor(PETRA), actor(SVEN)))  # a youth without an account has a place too


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"grants": ()}, "case.gates_missing"),
        ({"actors": (actor(LISA), actor(ALEX))}, "case.gates_missing"),
        ({"today": after(400)}, "case.gates_missing"),
        ({"scope": frozenset()}, "case.no_scope"),
        ({"scope": frozenset({"school", "weather"})}, "consent.unknown_kind"),
        ({"youth_choice": "nowhere"}, "case.no_choice"),
        # the police may hear of it, the social services may not: "Socialtjänsten och polisen finns alltid med"
        ({"scope": frozenset({"school", "crime_and_company"})}, "case.required_not_covered"),
        ({"grants": (grant("social_services", "school"),)}, "case.required_not_covered"),
    ],
)
def test_a_room_that_may_not_open_says_why(changes: dict[str, object], key: str) -> None:
    assert refused(_open, **changes) == key


def test_the_refusal_names_every_missing_gate() -> None:
    with pytest.raises(Refused) as caught:
        _open(CASE, grants=())
    text = say(caught.value.text, "sv")
    assert "☐ informationsmöte" in text
    assert "☐ samtycke" in text
    assert "☑ polis utsedd" in text


@pytest.mark.parametrize("state", [State.ACTIVE, State.CLOSING, State.CLOSED, State.DISPOSED])
def test_an_opened_or_closed_case_does_not_open_again(state: State) -> None:
    assert refused(_open, replace(OPEN_CASE, state=state)) == "case.no_move"


def test_the_life_of_a_case() -> None:
    case = rules.told(CASE, day=TODAY, held=False)
    assert not case.information_meeting_held
    case = rules.told(replace(case, purge_on=after(90)), day=TODAY, held=True)
    case = rules.opened(case, scope=SCHOOL, youth_choice="page", today=TODAY)
    assert (case.state, case.opened_on, case.purge_on) == (State.ACTIVE, TODAY, None)
    assert refused(rules.closing, case, reason="  ", today=TODAY) == "case.reason_missing"
    case = rules.closing(case, reason="mål nått ", today=TODAY)
    assert (case.state, case.reason, case.closing_on) == (State.CLOSING, "mål nått", TODAY)
    assert refused(rules.closed, case, receipt="", profile=SKOVDE, today=TODAY) == "case.receipt_missing"
    case = rules.closed(case, receipt="SN 2026/17", profile=SKOVDE, today=TODAY)
    assert (case.leave_on, case.dispose_on) == (date(2026, 11, 28), date(2031, 11, 21))
    again = rules.reopened(case, profile=SKOVDE, today=after(30))
    assert (again.state, again.scope, again.opened_on, again.leave_on) == (State.PROPOSED, frozenset(), None, None)
    assert not again.information_meeting_held


def test_open_tasks_keep_a_case_open() -> None:
    done = [task(1, TaskState.DONE), task(2, TaskState.DROPPED)]
    check_closing(OPEN_CASE, done)
    check_closing(OPEN_CASE, [replace(task(3), case_id="c2")])
    for state in (TaskState.ASKED, TaskState.DOING, TaskState.STUCK):
        assert refused(check_closing, OPEN_CASE, [*done, task(4, state)]) == "case.open_tasks"


def test_codes_are_short_readable_and_new() -> None:
    picks = random.Random(7)
    taken: set[str] = set()
    for _ in range(2000):
        code = new_code(taken, picks.choice)
        assert re.fullmatch(r"K-[2-9][2-9B-Z]{2}", code)
        assert not set(code[2:]) & set("ILO01AEUY")
        assert code not in taken
        taken.add(code)
    assert new_code((), secrets.choice).startswith("K-")


def test_when_all_codes_are_used_up_it_says_so() -> None:
    assert refused(new_code, {"K-222"}, lambda _letters: "2") == "case.no_codes"
