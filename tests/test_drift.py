"""Each fault that the manual names is held by tests that exist, and it names each that was planted."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECTION = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8").split("## När något går fel\n")[1].split("\n## ")[0]
ROWS = [line for line in SECTION.splitlines() if line.startswith("| ") and not line.startswith("| Felet ")]
NAMES = sorted(set(re.findall(r"`(tests/[\w/]+\.py::\w+)`", SECTION)))

#: What was planted, each with a word of its row.
PLANTED = (
    *("fel lösenord", "Matrixservern är nere", "fel port", "annan webbserver", "http i stället", "skrivfel"),
    *("kan läsas av andra", "annan nyckelfil", "migreringen", "full vid start", "full under gång"),
    *("PostgreSQL är nere", "startas om under gång", "tio minuter", "skapa rum", "502", "port är upptagen"),
    *("en gång till", "andra bot startas just", "kopia av mappen", "en minut", "kill -9", "SIGTERM", "SIGHUP"),
    *("`sigbot migrate` medan", "skrivskyddade"),
)


@pytest.mark.parametrize("row", ROWS, ids=[row.split("|")[1].strip()[:40] for row in ROWS])
def test_a_row_says_what_is_seen_and_done_and_names_its_tests(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 5, row
    assert all(cells), row
    assert re.fullmatch(r"(`tests/[\w/]+\.py::\w+` ?)+", cells[4]), cells[4]


@pytest.mark.parametrize("name", NAMES)
def test_a_named_test_exists(name: str) -> None:
    file, function = name.split("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert function in found


def test_each_planted_fault_has_its_row() -> None:
    for words in PLANTED:
        assert sum(words in row.split("|")[1] for row in ROWS) == 1, words


def test_each_event_that_it_names_is_logged() -> None:
    """Whoever searches the log for it finds it."""
    source = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot").rglob("*.py"))
    named = set(re.findall(r"`([a-z]+\.[a-z0-9_]+)`", SECTION)) - {"sigbot.toml", "health.port"}
    assert len(named) > 8
    assert [event for event in named if f'"{event}"' not in source] == []
