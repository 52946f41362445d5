"""What supervises the bot agrees with its exit codes, and each line of the page about the container is right.

No engine is needed: the unit, the composition and the image are read as what they are.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot.cli import run
from bot.cli.main import app
from bot.exits import FOR_GOOD, Exit

ROOT = Path(__file__).parents[1]
MANUAL = (ROOT / "docs" / "drift.md").read_text(encoding="utf-8")
CONTAINER = (ROOT / "docs" / "behallare.md").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def unit() -> list[tuple[str, str]]:
    """The settings of the systemd unit, in order; some stand there twice."""
    lines = (ROOT / "deploy" / "sigbot.service").read_text(encoding="utf-8").splitlines()
    return [(line.split("=", 1)[0], line.split("=", 1)[1]) for line in lines if re.match(r"\w+=", line)]


def image() -> list[tuple[str, str]]:
    """The orders of the Dockerfile."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def one(name: str, found: list[tuple[str, str]]) -> str:
    (value,) = [value for key, value in found if key == name]
    return value


# -------------------------------------------------------------------------------------------------------- exit codes


def test_the_page_has_each_code_and_says_which_are_for_good() -> None:
    section = MANUAL.split("## Hur den slutar")[1].split("\n## ")[0]
    rows = dict(re.findall(r"(?m)^\| (\d+) \|.*\| (ja|nej|–) \|$", section))
    assert {int(code) for code in rows} == {int(code) for code in Exit}
    assert {int(code) for code, again in rows.items() if again == "nej"} == FOR_GOOD | {Exit.DONE}
    assert {int(code) for code, again in rows.items() if again == "–"} == {Exit.FOUND_WRONG}, "no bot ends with it"


def test_the_unit_starts_the_bot_again_unless_it_ended_for_good() -> None:
    found = unit()
    assert {int(code) for code in one("RestartPreventExitStatus", found).split()} == FOR_GOOD
    assert one("Restart", found) == "on-failure"
    assert one("StartLimitIntervalSec", found) == "0", "it never gives up"
    assert f"RestartPreventExitStatus={one('RestartPreventExitStatus', found)}" in MANUAL
    words = shlex.split(one("ExecStart", found))
    assert run.plain(words[1:]) == run.Plain(config=Path("/etc/sigbot/sigbot.toml"))


def test_the_unit_is_closed_up() -> None:
    found = unit()
    for name, value in (
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("CapabilityBoundingSet", ""),
        ("UMask", "0077"),
        ("StateDirectoryMode", "0700"),
    ):
        assert one(name, found) == value
    assert one("User", found) not in ("", "root")
    parser = RawConfigParser(strict=False)
    parser.read(ROOT / "deploy" / "sigbot.service")
    assert parser.sections() == ["Unit", "Service", "Install"]


def test_the_image_holds_where_docker_would_start_it_again_at_once() -> None:
    found = run.plain(yaml.safe_load(one("CMD", image())))
    assert found is not None
    assert found.hold
    bot = SERVICES["sigbot"]
    assert bot["restart"] == "unless-stopped"
    assert "command" not in bot, "the image's own command holds"
    assert "entrypoint" not in bot


# ------------------------------------------------------------------------------------------------------- the container


def test_the_base_is_pinned_by_its_digest() -> None:
    base = re.fullmatch(r"BASE=(python:3\.1[123]-slim)@sha256:[0-9a-f]{64}", image()[0][1])
    assert base is not None
    assert image()[1] == ("FROM", "$BASE")
    assert f"docker buildx imagetools inspect {base[1]}" in CONTAINER
    assert f"--build-arg BASE={base[1]}@sha256:" in CONTAINER


def test_sigbot_is_on_the_path_of_the_image() -> None:
    (made,) = [what for order, what in image() if order == "RUN" and "/usr/local/bin/sigbot" in what]
    start = yaml.safe_load(one("ENTRYPOINT", image()))
    assert f'exec {" ".join(start)} "$@"' in made
    orders = [order for order, _ in image()]
    assert orders.index("RUN") < orders.index("USER"), "it is made by root"


def test_nothing_grows_without_end() -> None:
    for service in SERVICES.values():
        assert service["mem_limit"] == service["memswap_limit"]
        assert service["pids_limit"]
        assert set(service["logging"]["options"]) == {"max-size", "max-file"}
    size = SERVICES["sigbot"]["logging"]["options"]
    assert int(size["max-size"].removesuffix("m")) * int(size["max-file"]) == 50
    assert "högst femtio megabyte" in CONTAINER
    assert f"högst {SERVICES['sigbot']['mem_limit'].removesuffix('m')}:" in CONTAINER
    assert one("MemoryMax", unit()).lower() == SERVICES["sigbot"]["mem_limit"]


def volumes(service: str) -> dict[str, bool]:
    """The places of a service's volumes, and whether it may write there."""
    return {volume.split(":")[1]: not volume.endswith(":ro") for volume in SERVICES[service]["volumes"]}


def test_settings_and_keys_are_written_by_the_operator_alone() -> None:
    assert volumes("sigbot") == {"/var/lib/sigbot": True, "/etc/sigbot": False, "/run/keys": False}
    assert volumes("operator") == dict.fromkeys(volumes("sigbot"), True)
    assert SERVICES["operator"]["profiles"] == ["operator"], "it is never started by itself"
    for place in volumes("sigbot"):
        assert f"| `{place}` |" in CONTAINER


def lines() -> Iterator[str]:
    """Each line that the page has somebody type."""
    for block in re.findall(r"```\n(.*?)```", CONTAINER, flags=re.DOTALL):
        yield from block.splitlines()


def check_command(words: list[str]) -> None:
    """A command of the bot as the page has it: there is such a one, and it takes such options."""
    command: Any = get_command(app)
    rest = list(words)
    while hasattr(command, "commands"):
        assert rest, f"{words} is no command"
        name = rest.pop(0)
        assert name in command.commands, f"there is no {name}"
        command = command.commands[name]
    command.make_context(command.name, rest, resilient_parsing=False)


@pytest.mark.parametrize("line", sorted(set(lines())))
def test_a_line_of_the_page_is_right(line: str) -> None:
    words = shlex.split(line)
    if words[:2] == ["docker", "buildx"] or words[0] in ("mkdir", "sudo"):
        return
    assert words[:2] == ["docker", "compose"]
    match words[2:]:
        case ["run", "--rm", "-v", mount, "operator", *rest]:
            place = mount.split(":")[1]
            assert all(Path(word).is_relative_to(place) for word in rest if word.startswith("/"))
            check_command(rest)
        case ["run", "--rm", "operator", *rest]:
            for place in (word for word in rest if word.startswith("/")):
                assert place in volumes("operator")
            check_command(rest)
        case ["exec", "sigbot", "sigbot", *rest]:
            check_command(rest)
        case ["up", "-d"] | ["ps"] | ["build"] | ["build", "--build-arg", _]:
            pass
        case [("stop" | "restart" | "logs"), *rest]:
            assert rest[-1] in SERVICES
        case _:
            raise AssertionError(f"nobody knows whether this is right: {line}")


def test_the_folders_belong_to_whom_the_image_runs_as() -> None:
    user = one("USER", image())
    owners = {line.split()[2] for line in lines() if line.startswith("sudo chown")}
    assert owners == {user}
