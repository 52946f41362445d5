from __future__ import annotations

import random
import re
import secrets
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from bot.errors import Refused
from bot.i18n import say
from bot.rules import case as rules
from bot.rules.case import MOVES, State, check_closing, check_open, moved, new_code
from bot.rules.meeting import MeetingState
from bot.rules.note import Note
from bot.rules.plan import TaskState
from tests.rules.making import (
    ALEX,
    CASE,
    LISA,
    NOW,
    OPEN_CASE,
    PETRA,
    SKOVDE,
    SVEN,
    TODAY,
    actor,
    after,
    facts,
    grant,
    meeting,
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
        assert moved(case, there).state is there
    else:
        again = {State.ACTIVE: "case.already_active", State.CLOSING: "case.already_closing"} if here is there else {}
        assert refused(moved, case, there) == again.get(there, "case.no_move")


def test_nothing_comes_back_from_disposal_and_everything_can_get_there() -> None:
    assert not MOVES[State.DISPOSED]
    reached, todo = set(), [State.PROPOSED]
    while todo:
        state = todo.pop()
        if state not in reached:
            reached.add(state)
            todo.extend(MOVES[state])
    assert reached == set(State)


def _open(case: rules.Case = replace(CASE, information_meeting_held=True), **changes: Any) -> None:  # noqa: B008
    said: dict[str, Any] = {"scope": SCHOOL, "youth_choice": "room"}
    said |= {name: changes.pop(name) for name in said if name in changes}
    check_open(facts(case, **{"grants": GRANTS, **changes}), **said)


def test_a_room_opens_when_everything_is_there() -> None:
    _open()
    _open(youth_choice="page")


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"grants": ()}, "case.gates_missing"),
        ({"actors": (actor(LISA), actor(ALEX))}, "case.gates_missing"),
        ({"actors": (actor(PETRA), actor(SVEN))}, "case.gates_missing"),  # and no youth
        ({"actors": (actor(PETRA), actor(SVEN), actor(ALEX, ended_on=TODAY))}, "case.gates_missing"),
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
    already = state is State.ACTIVE
    assert refused(_open, replace(OPEN_CASE, state=state)) == ("case.already_active" if already else "case.no_move")


def test_the_life_of_a_case() -> None:
    case = rules.with_information_meeting(CASE, day=TODAY, held=False)
    assert not case.information_meeting_held
    case = rules.with_information_meeting(replace(case, purge_on=after(90)), day=TODAY, held=True)
    case = rules.opened(case, scope=SCHOOL, youth_choice="page", today=TODAY)
    assert (case.state, case.opened_on, case.purge_on) == (State.ACTIVE, TODAY, None)
    assert refused(rules.closing, case, reason="  ", today=TODAY) == "case.reason_missing"
    case = rules.closing(case, reason="mål nått ", today=TODAY)
    assert (case.state, case.reason, case.closing_on) == (State.CLOSING, "mål nått", TODAY)
    assert refused(rules.closed, case, receipt="", profile=SKOVDE, today=TODAY) == "case.receipt_missing"
    assert refused(rules.closed, case, receipt="ja", profile=SKOVDE, today=TODAY) == "case.receipt_missing"
    case = rules.closed(case, receipt="SN 2026/17", profile=SKOVDE, today=TODAY)
    assert (case.leave_on, case.dispose_on) == (date(2026, 11, 28), date(2031, 11, 21))


def test_open_tasks_keep_a_case_open() -> None:
    done = [task(1, TaskState.DONE), task(2, TaskState.DROPPED)]
    check_closing(OPEN_CASE, done, (), SKOVDE, NOW)
    check_closing(OPEN_CASE, [replace(task(3), case_id="c2")], (), SKOVDE, NOW)
    for state in (TaskState.ASKED, TaskState.DOING, TaskState.STUCK):
        assert refused(check_closing, OPEN_CASE, [*done, task(4, state)], (), SKOVDE, NOW) == "case.open_tasks"


def test_a_planned_meeting_keeps_a_case_open_until_it_begins_or_is_called_off() -> None:
    coming = meeting()
    assert refused(check_closing, OPEN_CASE, (), [coming], SKOVDE, NOW) == "case.planned_meetings"
    check_closing(OPEN_CASE, (), [replace(coming, case_id="c2")], SKOVDE, NOW)
    check_closing(OPEN_CASE, (), [replace(coming, state=MeetingState.CANCELLED)], SKOVDE, NOW)
    check_closing(OPEN_CASE, (), [coming], SKOVDE, coming.starts_at)


def test_a_case_closes_only_with_the_best_interests_noted_anew_where_the_profile_says_so() -> None:
    tyreso = profile(closing=["best_interests"])
    at_start = rules.with_note(OPEN_CASE, Note(kind="best_interests", day=TODAY, by="anna"))
    assert refused(check_closing, at_start, [], [], tyreso, NOW) == "gate.before_closing_best_interests"
    check_closing(
        rules.with_note(at_start, Note(kind="closing:best_interests", day=TODAY, by="anna")), [], [], tyreso, NOW
    )
    check_closing(OPEN_CASE, [], [], SKOVDE, NOW)


def test_a_note_takes_the_place_of_an_earlier_one_of_its_kind() -> None:
    case = rules.with_note(CASE, Note(kind="savry", day=TODAY, by="anna"))
    case = rules.with_note(case, Note(kind="mapping", day=TODAY, by="anna"))
    case = rules.with_note(case, Note(kind="savry", day=after(-3), by="berit"))
    found = case.note("savry")
    assert found is not None
    assert (found.day, found.by, len(case.notes)) == (after(-3), "berit", 2)
    assert rules.without_note(case, "savry").note("savry") is None
    assert rules.without_note(case, "savry").note("mapping") is not None


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
