"""``docs/juridik.md``: each point of law has its question, what the bot does, its source, and is to be confirmed."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "juridik.md"
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def rows() -> list[tuple[str, ...]]:
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_every_row_is_numbered_in_turn_and_none_is_written_in_another_form() -> None:
    found = rows()
    assert [int(row[0]) for row in found] == list(range(1, len(found) + 1))
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d", line)]
    assert len(lines) == len(found)


def test_nothing_is_called_confirmed_here_and_each_source_says_whether_it_was_read() -> None:
    """A municipality confirms in its own copy. What nobody has read is said to be unread."""
    for number, question, done, source, status in rows():
        assert question.endswith("?"), number
        assert len(done) > 10, number
        assert status == "att bekräfta", number
        assert re.search(r"läst|ingen källa funnen|samma som \d", source), number


def test_what_refers_to_another_row_finds_it() -> None:
    numbers = {row[0] for row in rows()}
    assert {named for row in rows() for named in re.findall(r"samma som (\d+)", row[3])} <= numbers
