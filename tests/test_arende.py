"""``docs/arende.md`` shows the states of a case and every move between them, as the rules have them, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from bot.i18n import T, say
from bot.rules import consultation
from bot.rules.case import MOVES, State
from bot.rules.profile import Profile
from handlers import TABLE

PAGE = (Path(__file__).parents[1] / "docs" / "arende.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([a-zåäö]+) \| `([a-z]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def test_every_state_is_shown_by_the_name_the_bot_gives_it() -> None:
    shown = {state: name for name, state, _, _ in ROW.findall(PAGE)}
    assert shown == {str(state): say(T(f"case.state_{state}"), "sv") for state in State}


def test_every_move_is_shown_and_no_other() -> None:
    states = set(State)
    for _, here, _, becomes in ROW.findall(PAGE):
        moves = {State(word) for word in re.findall(r"`([a-z]+)`", becomes) if word in states}
        assert moves == MOVES[State(here)], here


def test_what_it_names_exists() -> None:
    commands = {command.sv for command in TABLE.spoken}
    keys = set(Profile.model_fields)
    known = {*commands, *keys, *map(str, State), "MOVES", "A-4QX", "consultation = true", "bot/rules/case.py"}
    for said in re.findall(r"`([^`]+)`", PAGE):
        assert said in known or any(said.startswith(f"{command} ") for command in commands), said


def test_the_limits_are_those_of_the_rules() -> None:
    limits = f"{consultation.MOST_A_DAY} meddelanden om dagen, {consultation.MOST_OF_SERVER} nya gäster i timmen"
    assert f"{limits} från en server och {consultation.MOST_GUESTS} från alla" in " ".join(PAGE.split())
