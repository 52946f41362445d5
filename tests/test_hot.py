"""Every row of the threat model names tests, and they exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.attacks.suite import ATTACKS

ROOT = Path(__file__).parents[1]
HOT = (ROOT / "docs" / "hot.md").read_text(encoding="utf-8")
HEADS = ("| Attacker ", "| What |", "| Who |")
ROWS = [line for line in HOT.splitlines() if line.startswith("| ") and not line.startswith(HEADS)]
NAMES = sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", HOT)))


@pytest.mark.parametrize("row", ROWS, ids=[row.split("|")[2].strip()[:40] for row in ROWS])
def test_a_row_says_what_remains_and_names_its_tests(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 5, row
    assert all(cells), row
    assert re.search(r"`(attacks::\w+|tests/[\w/]+\.py)", cells[4]), row


@pytest.mark.parametrize("name", NAMES)
def test_a_named_test_exists(name: str) -> None:
    file, function = name.split("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert function in found


def test_every_attack_of_the_suite_stands_in_the_table_and_no_other() -> None:
    told = set(re.findall(r"`attacks::(\w+)`", HOT))
    assert told == {one.name for one in ATTACKS}
