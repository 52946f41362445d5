"""What the documents link to exists, and the README lists every document."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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
