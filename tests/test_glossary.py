"""The glossary against the code: every name exists, every member has its word, every word people see is seen.

``python -m tests.test_glossary`` writes its table of commands anew.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.i18n import catalogue
from bot.rules.note import KINDS
from handlers import COMMANDS

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs" / "glossary.md"
PAGE = GLOSSARY.read_text(encoding="utf-8")
COMMAND_TABLE = re.compile(r"(<!-- commands:[^>]*-->\n\|[^\n]*\n\|[-|]*\n)(.*?)(<!-- /commands -->)", re.DOTALL)

#: Rows of a table with the columns Swedish, English, in code, what it is.
WORDS = [
    [cell.strip() for cell in row.strip().strip("|").split("|")]
    for table in re.findall(r"\| Swedish \| English \| in code \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", PAGE)
    for row in table.splitlines()
]
NAMES = sorted({name for row in WORDS for name in re.findall(r"`([^`]+)`", row[2])})
SEEN = sorted({word for row in WORDS for word in re.findall(r"\*\*([^*]+)\*\*", row[0])})

#: Closed lists of the field's words: each member has a row. A list of strings (``Literal``) counts like an enum.
LISTS = (
    "Answer",
    "Cause",
    "Duty",
    "Givers",
    "Kind",
    "MeetingState",
    "Out",
    "Role",
    "RoomKind",
    "AccountState",
    "TaskState",
    "Urgency",
    "case.State",
    "consultation.State",
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("bot", "handlers", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            name = file.parent.name if file.stem == "__init__" else file.stem
            yield name, ast.parse(file.read_text(encoding="utf-8"))


def defined(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """The names that statements define, with the statement of each."""
    for statement in body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, statement
            case ast.Assign(targets=targets):
                for target in targets:
                    for node in ast.walk(target):
                        if isinstance(node, ast.Name):
                            yield node.id, statement
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, statement


@cache
def code() -> Mapping[str, frozenset[str]]:
    """Every name the code defines (alone, and behind its module), with what belongs to it."""
    found: dict[str, set[str]] = {}
    for module, tree in modules():
        found.setdefault(module, set())
        for name, statement in defined(tree.body):
            found[module].add(name)
            for called in (name, f"{module}.{name}"):
                found.setdefault(called, set()).update(members(statement))
    return {name: frozenset(parts) for name, parts in found.items()}


def members(statement: ast.stmt) -> Iterator[str]:
    """What belongs to a class, or the strings of a ``Literal`` as if they were members of an enum."""
    match statement:
        case ast.ClassDef(body=body):
            yield from (name for name, _ in defined(body))
        case ast.Assign(value=ast.Subscript(value=ast.Name(id="Literal"), slice=values)):
            for node in ast.walk(values):
                if isinstance(node, ast.Constant):
                    yield str(node.value).upper()


def exists(name: str) -> bool:
    """Whether the code has a name, alone or behind a dot."""
    owner, _, part = name.rpartition(".")
    return name in code() or (owner in code() and part in code()[owner])


def texts(value: Any) -> Iterator[str]:
    """All texts in a profile, however deep."""
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from texts(inner)
        case list():
            for inner in value:
                yield from texts(inner)


@cache
def said() -> str:
    """All Swedish words that people can see: texts, profiles, commands, and what can be noted."""
    strings: list[str] = []
    for message in catalogue("sv").values():
        strings += [message.string] if isinstance(message.string, str) else message.string
    for file in (ROOT / "bot" / "rules" / "profiles").glob("*.toml"):
        strings += texts(tomllib.loads(file.read_text(encoding="utf-8")))
    strings += [name for command in COMMANDS for name in (command.sv, *command.also)]
    strings += [kind.term.sv for kind in KINDS.values()]
    return "\n".join(strings).casefold()


def command_rows() -> str:
    """The rows of the table of commands, as they must stand."""
    keys = {command.key: f"(`{command.key}`)" if command.hidden else f"`{command.key}`" for command in COMMANDS}
    return "".join(f"| `{command.sv}` | `{command.en}` | {keys[command.key]} |\n" for command in COMMANDS)


def test_every_row_has_its_four_cells() -> None:
    assert [row for row in WORDS if len(row) != 4 or not all(row[:3])] == []
    assert len(WORDS) > 100


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_code_exists(name: str) -> None:
    assert exists(name)


@pytest.mark.parametrize("name", LISTS)
def test_every_member_of_a_closed_list_has_its_word(name: str) -> None:
    parts = {part for part in code()[name] if part.isupper()}
    assert parts
    assert {part for part in parts if f"{name}.{part}" not in NAMES} == set()


@pytest.mark.parametrize("word", SEEN)
def test_a_word_that_people_see_is_seen(word: str) -> None:
    assert re.search(rf"\b{re.escape(word.casefold())}", said())


def test_every_command_stands_with_both_its_names() -> None:
    found = COMMAND_TABLE.search(PAGE)
    assert found is not None
    assert found[2] == command_rows()


def test_words_we_gave_up_name_no_module() -> None:
    table = PAGE.split("| not | but |")[1]
    old = re.findall(r"(?m)^\| `(\w+)` \| `(\w+)` \|", table)
    assert old
    called = {name for name, _ in modules()}
    assert [name for name, _ in old if name in called] == []
    assert [name for _, name in old if name not in called] == []


if __name__ == "__main__":
    GLOSSARY.write_text(COMMAND_TABLE.sub(lambda m: m[1] + command_rows() + m[3], PAGE), encoding="utf-8")
