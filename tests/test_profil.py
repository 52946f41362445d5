"""``docs/profil.md`` explains every key of a profile and no other; who follows it has a bot that works that way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.core import load_profile
from bot.rules.note import EVENTS, KINDS, UNIT
from bot.rules.profile import OTHER_GATES, Profile, parse
from bot.rules.words import Term
from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from handlers import TABLE

PAGE = (Path(__file__).parents[1] / "docs" / "profil.md").read_text(encoding="utf-8")
#: The sixth profile: the page's own example, which somebody makes who has nothing but the page.
EXAMPLE = PAGE.split("```toml\n")[1].split("```")[0]


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a type, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models(inner)


def keys(model: type[BaseModel] = Profile, before: str = "") -> Iterator[str]:
    """Every key there is: ``bands.givers``; what all words have as ``*.sv``."""
    for name, field in model.model_fields.items():
        if name in Term.model_fields and model is not Profile:
            yield f"*.{name}"
        else:
            yield before + name
            for inner in models(field.annotation):
                yield from keys(inner, f"{before}{name}.")


def explained(heading: str) -> set[str]:
    """What stands in the first column of the tables under that kind of heading row."""
    found = set[str]()
    for table in re.findall(rf"\| {heading} \|[^\n]*\n\|[-|]+\n((?:\|[^\n]*\n)+)", PAGE):
        for row in table.splitlines():
            found |= set(re.findall(r"`([^`]+)`", row.split("|")[1]))
    return found


def test_every_key_is_explained_and_no_other() -> None:
    assert explained("nyckel") == set(keys())


def test_every_gate_is_explained_and_no_other() -> None:
    assert explained("grind") == {*OTHER_GATES, *UNIT, *KINDS, "function:<id>"} - EVENTS


def test_the_commands_of_the_gates_exist() -> None:
    said = re.findall(r"`((?:referens|informationsmöte|samtycke registrera|utse|notera)[^`]*)`", PAGE)
    names = {command.sv for command in TABLE.spoken}
    assert len(said) > len(KINDS)
    assert [line for line in said if not any(line.startswith(name) for name in names)] == []


def test_the_sixth_profile_is_no_copy_of_a_fifth() -> None:
    sixth = parse(EXAMPLE)
    for name in ("arboga", "borlange", "skovde", "stockholm", "tyreso"):
        other = load_profile(name)
        assert (sixth.gates, sixth.plan, sixth.followup_days) != (other.gates, other.plan, other.followup_days)


async def test_a_sixth_profile_made_from_the_page_plays_without_touching_code(tmp_path: Path) -> None:
    (tmp_path / "exempelby.toml").write_text(EXAMPLE, encoding="utf-8")
    talk = tmp_path / "exempelby.yaml"
    talk.write_text((Path(__file__).parent / "exempelby.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    played = script.load(talk)
    failure = await play(played, FastStage(played, TABLE, tmp_path))
    assert failure is None, str(failure)


@pytest.mark.parametrize("word", ["ej\nangivet", "jurist avgör"])
def test_the_page_says_how_the_unsaid_is_marked(word: str) -> None:
    assert word in PAGE
