"""``docs/regler.md`` answers each of the 79 things the seeds say, and what it names is there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from handlers import TABLE
from tests.test_profil import keys

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
SEEDS = {"T", "A", "Sk", "B", "St"}


def answers() -> Mapping[int, tuple[str, str]]:
    """Source and answer by number."""
    rows = ROW.findall((ROOT / "docs" / "regler.md").read_text(encoding="utf-8"))
    found = {int(number): (source, answer) for number, source, _, answer in rows}
    assert len(found) == len(rows), "a number stands twice"
    return found


def named(kind: str) -> list[tuple[int, str]]:
    """What is named of a kind, with the rule that names it."""
    return [
        (number, name) for number, (_, answer) in answers().items() for name in re.findall(rf"{kind} `([^`]+)`", answer)
    ]


def test_all_79_are_there_with_their_seeds() -> None:
    assert sorted(answers()) == list(range(1, 80))
    assert [number for number, (source, _) in answers().items() if not set(source.split(", ")) <= SEEDS] == []


def test_each_names_what_answers_it_or_says_why_nothing_does() -> None:
    part = re.compile(r"(nyckel|kommando|test|samtal) `[^`]+`|(senare|ingen): .{10,}")
    for number, (_, answer) in answers().items():
        for each in answer.split("; "):
            assert part.fullmatch(each), f"{number}: {each}"


def test_the_keys_exist() -> None:
    known = set(keys())
    assert [each for each in named("nyckel") if each[1] not in known] == []


def test_the_commands_exist() -> None:
    known = {command.sv for command in TABLE.spoken}
    assert [each for each in named("kommando") if each[1] not in known] == []


def test_the_tests_exist() -> None:
    for number, name in named("test"):
        file, _, function = name.partition("::")
        assert re.search(rf"^(async )?def {function}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), (
            number
        )


def test_the_conversations_exist() -> None:
    known = {file.stem for file in (ROOT / "tests" / "conversations").glob("*.yaml")}
    assert [each for each in named("samtal") if each[1] not in known] == []


@pytest.mark.parametrize("kind", ["nyckel", "kommando", "test", "samtal"])
def test_every_kind_of_answer_is_looked_at(kind: str) -> None:
    assert len(named(kind)) > 5
