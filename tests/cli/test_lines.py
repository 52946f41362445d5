"""What a command found is printed for people as it comes, or for scripts as one object whose keys stay."""

from __future__ import annotations

import json

import pytest

from bot.cli.check import Line
from bot.cli.lines import each, print_lines

GOOD = Line(name="keys", good="master key 1")
WRONG = Line(name="login", wrong="refused", do="look at user_id")
UNSURE = Line(name="limits", wrong="could not see them", do="ask", unsure=True, about={"row": 7})


@pytest.mark.parametrize(("lines", "ok"), [([GOOD, UNSURE], True), ([GOOD, WRONG], False), ([], True)])
async def test_a_command_is_ok_when_each_line_is(lines: list[Line], ok: bool) -> None:
    for as_json in (False, True):
        told: list[str] = []
        assert await print_lines(each(lines), told.append, as_json=as_json) is ok


async def test_for_people_each_thing_is_a_line() -> None:
    told: list[str] = []
    await print_lines(each([GOOD, WRONG]), told.append, as_json=False)
    assert told == ["keys         ok     master key 1", "login        WRONG  refused. Do: look at user_id"]


async def test_for_scripts_it_is_one_object() -> None:
    told: list[str] = []
    await print_lines(each([GOOD, WRONG, UNSURE]), told.append, as_json=True)
    (text,) = told
    assert json.loads(text) == {
        "ok": False,
        "lines": [
            {"name": "keys", "state": "ok", "text": "master key 1", "do": "", "about": {}},
            {"name": "login", "state": "wrong", "text": "refused", "do": "look at user_id", "about": {}},
            {"name": "limits", "state": "unsure", "text": "could not see them", "do": "ask", "about": {"row": 7}},
        ],
    }
