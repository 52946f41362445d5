"""What the audit log calls things: names that keep to their grammar, details that are the ones declared."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.delivery.outbox import AUDITED
from bot.rules.audit import COMMAND, Action, carried_out

ROOT = Path(__file__).parents[2]

SUBJECTS = {"case", "youth", "consultation", "room", "person", "device", "unit", "identity", "log", "command"}

#: Verbs whose past tense does not end in -ed.
IRREGULAR = {
    "chose",
    "frozen",
    "given",
    "held",
    "left",
    "lost",
    "said",
    "shown",
    "struck",
    "stuck",
    "taken",
    "withdrawn",
}

#: Names the log has kept since before the grammar. No new one comes here.
OLDER = {
    Action.CASE_BIRTHDAY,
    Action.CASE_CLOSING,
    Action.CASE_PROTECTED_OVER,
    Action.CASE_REFUSAL_SOMEBODY,
    Action.DEVICE_ANOTHER,
    Action.ROOM_ALARM,
    Action.ROOM_FREEZE,
    Action.ROOM_INVITE,
    Action.ROOM_LEAVE,
    Action.ROOM_OPEN,
    Action.ROOM_REMOVE,
    Action.ROOM_THAW,
    Action.UNIT_DEVIATIONS,
    Action.UNIT_REFERENCE,
    Action.UNIT_SERVERS,
}


@pytest.mark.parametrize("action", Action)
def test_a_name_is_a_subject_a_part_of_it_and_what_was_done(action: Action) -> None:
    assert re.fullmatch(r"[a-z]+(:[a-z]+)?:[a-z]+(_[a-z]+)*", action)
    assert action.name == action.upper().replace(":", "_")
    assert action.split(":")[0] in SUBJECTS
    verb = action.split(":")[-1].split("_")[0]
    assert (verb.endswith("ed") or verb in IRREGULAR) is (action not in OLDER)


def test_what_is_noted_of_a_command_begins_alike() -> None:
    assert carried_out("consent_record") == "command:consent_record"
    assert Action.COMMAND_REFUSED.startswith(COMMAND)  # shown only to who asks for the commands too


def written() -> Iterator[tuple[str, Action, set[str]]]:
    """Every row the code writes with its action written out: where, which, and the details it is given."""
    own = {"at", "unit_id", "actor", "case_id", "action"}
    for package in ("bot", "handlers", "storage"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                called = ast.unparse(node.func)
                if called.split(".")[-1] == "audit" and "." in called:
                    given = node.args[:1]
                elif called == ("write" if file.name == "audit.py" else "audit.write"):
                    given = [keyword.value for keyword in node.keywords if keyword.arg == "action"]
                else:
                    continue
                details = {str(keyword.arg) for keyword in node.keywords} - own
                for name in re.findall(r"Action\.(\w+)", " ".join(map(ast.unparse, given))):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", Action[name], details


def test_a_row_carries_the_details_its_action_declares() -> None:
    found = defaultdict[Action, set[str]](set)
    for place, action, details in written():
        assert details <= action.details, place
        found[action] |= details
    assert set(found) | set(AUDITED.values()) == set(Action)
    assert {action: action.details for action in found} == found
