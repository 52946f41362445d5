"""What is in deploy/ for systemd: units that go together, with commands that sigbot has."""

from __future__ import annotations

import shlex
from configparser import ConfigParser
from pathlib import Path

import pytest
import typer

from bot.cli.main import app

FOLDER = Path(__file__).parents[1] / "deploy"
TIMERS = sorted(FOLDER.glob("*.timer"))
JOBS = [timer.with_suffix(".service") for timer in TIMERS]


def unit(file: Path) -> ConfigParser:
    found = ConfigParser(strict=True, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    found.optionxform = str  # type: ignore[method-assign, assignment]
    found.read_string(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("timer", TIMERS, ids=lambda file: file.stem)
def test_a_timer_starts_its_service_and_makes_up_for_what_was_missed(timer: Path) -> None:
    assert unit(timer)["Install"]["WantedBy"] == "timers.target"
    assert unit(timer)["Timer"]["Persistent"] == "yes"
    assert unit(timer.with_suffix(".service"))["Service"]["Type"] == "oneshot"


@pytest.mark.parametrize("job", JOBS, ids=lambda file: file.stem)
def test_a_service_runs_a_command_that_there_is_with_options_that_it_has(job: Path) -> None:
    service = unit(job)["Service"]
    assert service["User"] != "root"
    assert service["UMask"] == "0077"
    program, name, *words = shlex.split(service["ExecStart"])
    assert Path(program).name == "sigbot"
    command = typer.main.get_group(app).commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known
