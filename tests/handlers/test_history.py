"""The history of a case: every row of the audit log has its words, and words name only what a row can hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from bot.i18n import LANGUAGES, Language, catalogue
from bot.messages import Out
from bot.rules.meeting import Answer
from bot.rules.plan import TaskState
from handlers.case.history import READS, key

ROOT = Path(__file__).parents[2]

#: What may stand in the braces of an action: ``room:{item.kind}``.
FAMILIES = {"item.kind": [Out.OPEN, Out.FREEZE, Out.THAW, Out.LEAVE, Out.REMOVE, Out.INVITE]}


def written() -> Iterator[tuple[str, ast.expr]]:
    """Every action written to the audit log, and where."""
    for package in ("bot", "handlers", "storage"):
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                    continue
                place = f"{file.relative_to(ROOT)}:{node.lineno}"
                if node.func.attr == "audit" and node.args:
                    yield place, node.args[0]
                elif node.func.attr == "write" and ast.unparse(node.func.value) == "audit":
                    yield place, next(keyword.value for keyword in node.keywords if keyword.arg == "action")


def actions(node: ast.expr) -> list[str] | None:
    """What an expression may become; ``None`` for a name handed on."""
    match node:
        case ast.Constant(value=str(action)):
            return [action]
        case ast.JoinedStr(values=[ast.Constant(value=str(head)), ast.FormattedValue(value=inside)]):
            return [f"{head}{member}" for member in FAMILIES.get(ast.unparse(inside), [])]
        case ast.IfExp(body=body, orelse=other):
            return [*(actions(body) or ()), *(actions(other) or ())]
    return None


def test_every_row_of_the_audit_log_has_its_words() -> None:
    found, lacking = 0, []
    for place, node in written():
        for action in actions(node) or ():
            found += 1
            lacking += [f"{place}: {action}"] if key(action) not in catalogue("sv") else []
    assert lacking == [], "give each a text in bot/locale/*/history.po"
    assert found > 40


def test_no_action_is_written_in_a_way_this_test_cannot_read() -> None:
    """But for three: a command's own row, a name handed on by the stores, and the deviations of a unit."""
    unread = {place.split(":")[0] for place, node in written() if not actions(node)}
    assert unread == {"bot/core.py", "bot/conversation/dispatch.py", "storage/scoped.py"}
    assert key("unit:deviations") in catalogue("sv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_name_only_what_a_row_can_hold(language: Language) -> None:
    told = {str(name) for name in catalogue(language) if re.fullmatch(r"history\.(case|room|person|device)_.*", name)}
    told -= {"history.case_room"}
    assert len(told) > 40
    for name in told:
        braces = {field for _, field, _, _ in Formatter().parse(str(catalogue(language)[name].string)) if field}
        assert braces <= set(READS), name


def test_states_and_answers_have_words() -> None:
    wanted = {f"history.task_{state}" for state in TaskState} | {f"history.answer_{answer}" for answer in Answer}
    assert wanted <= set(catalogue("sv"))
