"""``sigbot init`` asks until the answers can be right, and writes files for its owner alone, over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.errors import SettingsWrong
from bot.settings import load
from storage.sealed import Vault

ANSWERS = [
    "https://matrix.example.se",
    "assistent",  # no Matrix id: asked again
    "@assistent:example.se",
    'hem"ligt\\',
    "Skövde",
    "",  # the short name proposed
    "",  # at least one coordinator is needed
    "anna",
    'Anna "A" Åberg',
    "@anna:example.se",
    "",
    "chef",
    "",
    "@cecilia:example.se",
]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "bot" / "sigbot.toml"


def run(config: Path, answers: list[str]) -> str:
    config.parent.mkdir(exist_ok=True)
    result = CliRunner().invoke(app, ["init", "--config", str(config)], input="\n".join(answers) + "\n")
    assert result.exception is None or isinstance(result.exception, SettingsWrong), result.output
    return result.output if result.exception is None else f"refused: {result.exception}"


def test_what_it_writes_can_be_used(config: Path) -> None:
    said = run(config, ANSWERS)
    assert "That will not do" in said
    assert 'hem"ligt' not in said
    found = load(config)
    assert found.user_id == "@assistent:example.se"
    assert found.secret() == ("password", 'hem"ligt\\')
    assert found.units[0].id == "skovde"
    assert [one.name for one in found.units[0].people] == ['Anna "A" Åberg', "Chef"]
    assert Vault.load(found.key_file).newest


def test_what_it_writes_is_for_its_owner_alone(config: Path) -> None:
    run(config, ANSWERS)
    for file in (config, *(config.parent / "keys").iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file
    assert (config.parent / "keys").stat().st_mode & 0o077 == 0
    assert (config.parent / "data").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["sigbot.toml", "keys/password", "keys/master.json"])
def test_it_overwrites_nothing(config: Path, name: str) -> None:
    file = config.parent / name
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    assert "exists already" in run(config, ANSWERS)
    assert file.read_text() == "mine"
    assert [one.name for one in config.parent.rglob("*") if one.is_file()] == [file.name]


def test_answers_that_do_not_fit_together_leave_nothing_behind(config: Path) -> None:
    wrong = [answer.replace("@cecilia:example.se", "@cecilia:else.se") for answer in ANSWERS]
    assert "allowed_servers" in run(config, wrong)
    assert [one for one in config.parent.rglob("*") if one.is_file()] == []
