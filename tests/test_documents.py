"""What the documents link to and name exists; the README lists every document, and the architecture every package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import TABLE
from tests.test_glossary import defined, exists

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def links(document: Path) -> set[Path]:
    """The files that a document links to."""
    found = LINK.findall(re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL))
    return {(document.parent / link).resolve() for link in found if not link.startswith("http")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.relative_to(ROOT).as_posix())
def test_what_it_links_to_exists(document: Path) -> None:
    assert [path for path in links(document) if not path.exists()] == []


def test_the_readme_leads_to_every_document() -> None:
    linked = links(ROOT / "README.md")
    assert [one.name for one in DOCUMENTS if one not in linked and one.parent.name != "decisions"] == ["README.md"]


# ------------------------------------------------------------------------------------- what developers are told

ARCHITECTURE = ROOT / "docs" / "architecture.md"
FOR_DEVELOPERS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ARCHITECTURE)
FOLDERS = ("bot", "storage", "handlers", "tests", "docs")
PATH = re.compile(rf"(?:{'|'.join(FOLDERS)})/[^<>*\s]+|(?:{'|'.join(FOLDERS)})")
#: ``Action``, ``READS``, ``CaseStore.schedule``, ``receipt.remind``: what cannot be an English word.
NAME = re.compile(r"_?[A-Z]\w+|_?[A-Za-z]\w*\._?[A-Za-z]\w*|_[A-Z]\w*")


def quoted(document: Path) -> set[str]:
    """What stands between single backticks."""
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", text))


def of_tests() -> Iterator[str]:
    """The names that the tests define."""
    for file in (ROOT / "tests").rglob("*.py"):
        if "node_modules" not in file.parts:
            yield from (name for name, _ in defined(ast.parse(file.read_text(encoding="utf-8")).body))


@pytest.mark.parametrize("document", FOR_DEVELOPERS, ids=lambda document: document.name)
def test_a_path_it_names_exists(document: Path) -> None:
    named = [path for path in quoted(document) if PATH.fullmatch(path)]
    assert len(named) > 20
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("document", FOR_DEVELOPERS[1:], ids=lambda document: document.name)
def test_a_name_in_code_it_names_exists(document: Path) -> None:
    stored = set(TABLE.by_due)
    files = {"CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "README.md", "pyproject.toml", "x.py"}
    named = [name for name in quoted(document) if NAME.fullmatch(name) and name not in stored | files]
    in_tests = set(of_tests())
    assert len(named) > 8
    assert [name for name in named if not exists(name) and name not in in_tests] == []


def test_the_architecture_names_every_package() -> None:
    named = quoted(ARCHITECTURE)
    packages = {
        file.parent.relative_to(ROOT).as_posix()
        for root in ("bot", "handlers")
        for file in ROOT.glob(f"{root}/*/**/__init__.py")
    }
    modules = {file.relative_to(ROOT).as_posix() for file in ROOT.glob("bot/*.py") if not file.name.startswith("__")}
    assert len(packages) > 15
    assert (packages | modules) - named == set()


def test_the_architecture_names_every_contract() -> None:
    told = ARCHITECTURE.read_text(encoding="utf-8")
    contracts = re.findall(r'(?m)^name = "([^"]+)"\ntype = ', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert len(contracts) > 4
    assert [name for name in contracts if f"| {name} |" not in told] == []
