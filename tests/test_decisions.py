"""Every decision record has the same parts, is short, and stands in the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "docs" / "decisions"
INDEX = (FOLDER / "README.md").read_text(encoding="utf-8")
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
PARTS = ["Context", "Decision", "Consequences", "What would make us change it"]
LONGEST = 45


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_its_parts_and_is_short(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert re.match(rf"# {int(record.name[:4])}\. \S.*\n\n(Accepted|Replaced by \d{{4}}), \d{{4}}-\d\d-\d\d\b", text)
    assert re.findall(r"(?m)^## (.*)$", text) == PARTS
    assert len(text.splitlines()) <= LONGEST


def test_the_index_names_every_record_and_no_other() -> None:
    linked = re.findall(r"\| \[(\d{4})\]\(([^)]+)\) \|", INDEX)
    assert [file for _, file in linked] == [record.name for record in RECORDS]
    assert all(file.startswith(number) for number, file in linked)
    assert [int(number) for number, _ in linked] == list(range(1, len(RECORDS) + 1))
