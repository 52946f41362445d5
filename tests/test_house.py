"""The house itself: files with telling names, imports that go down only, things that can be built and run."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.at_once import NeverEnds, read_at_once

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage")
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "node_modules" not in file.parts:
                yield file


def ours() -> Iterator[Path]:
    yield from sources(*PACKAGES, "tests", "bench")


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_no_module_is_called_nothing_in_particular() -> None:
    assert [name_of(file) for file in ours() if VAGUE & set(file.stem.split("_")) or VAGUE & set(file.parts)] == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        name_of(file)
        for file in sources(*PACKAGES)
        if file.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_every_folder_of_tests_is_a_package() -> None:
    """Two test files of one name, in two folders, would else shadow each other."""
    assert {name_of(file.parent) for file in sources("tests") if not (file.parent / "__init__.py").exists()} == set()


def test_no_test_asserts_how_fast_something_is() -> None:
    """It would fail on a loaded machine alone; how long something takes belongs to the bench."""
    clocks = re.compile(r"\b(?:process_time|perf_counter|thread_time|timeit)\b")
    others = (file for file in sources("tests") if file != Path(__file__))
    assert [name_of(file) for file in others if clocks.search(file.read_text())] == []


def test_what_reads_for_ever_is_stopped() -> None:
    with pytest.raises(NeverEnds), read_at_once(0.05):
        while True:
            re.fullmatch(r"(?:a|aa)*b", "a" * 24)


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_the_contracts_name_every_module(project: dict[str, Any]) -> None:
    """A module that no layer names, by itself or by its package, would be held by none."""
    layers = next(one for one in project["tool"]["importlinter"]["contracts"] if one["type"] == "layers")["layers"]
    named = {name.strip() for layer in layers for name in re.split(r"[|:]", layer)}
    modules = {name_of(file).removesuffix(".py").replace("/", ".") for file in sources(*PACKAGES)}
    modules = {name.removesuffix(".__init__") for name in modules}
    packages = {name for name in modules if any(other.startswith(f"{name}.") for other in modules)}
    held = {name for name in modules if any(name == one or name.startswith(f"{one}.") for one in named)}
    assert modules - held - packages == set()
    assert named <= modules


#: All that handlers ask of the store. Whoever changes something calls a service.
READS = {
    *("page", "history", "joined", "left_rooms", "is_shown", "has_kept_words", "open_questions"),
    *("awaiting_second", "numbered_question", "open_pages_of", "one_case", "said_in_rooms"),
    "came_with_opening",
    "has_declined_words",
    *("has_just_cried", "was_said_since"),
    *("last_question", "has_just_decided", "facts.person", "actors.of", "alarms.all", "alarms.get", "stuck.get"),
    *("cases.all", "cases.codes", "cases.of_coordinator", "cases.of_person", "cases.only_of_person", "cases.states"),
    *("consultations.find", "consultations.get", "consultations.held", "consultations.in_progress"),
    *("consultations.of", "devices.of", "devices.of_all", "facts_of", "case_of", "meetings.all"),
    *(
        "meetings.get",
        "minutes.of_meeting",
        "presences.of_meeting",
        "goals.all",
        "people.find",
        "people.has_handle",
        "plan.all",
        "plan.get",
        "plan.history",
    ),
    *("minutes.of_meeting", "presences.of_meeting"),
    *("own_withdrawals.all", "receipts.all", "cases.codes_of"),
    *("stuck.is_told_of_words", "stuck.undone", "stuck.unhandled"),
    *(
        "references.all",
        "stuck.is_shown_in_office",
        "stuck.failing",
        "stuck.find",
        "stuck.is_shown",
        "task_numbers_of",
        "newest_tag",
    ),
    *("status_rounds.asked", "status_rounds.newest", "troubles.all"),
    *("youth_alarms.all", "youth_alarms.of_case", "youth_alarms.of_person"),
}


def asked_of_the_store(tree: ast.Module) -> Iterator[str]:
    """What a module calls on a store: ``people.find``."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        path = ast.unparse(node.func).split(".store.")
        if len(path) == 2 and re.fullmatch(r"[\w.]+", path[1]):
            yield path[1]


def test_handlers_write_nothing_themselves() -> None:
    asked = {call for file in sources("handlers") for call in asked_of_the_store(ast.parse(file.read_text("utf-8")))}
    assert asked - READS == set()
    assert READS - asked == set(), "no handler asks for it any more"


def test_a_reader_finds_where_keys_are_rotated_when_somebody_is_removed() -> None:
    """ "Membership" is the word: rules decide it, Matrix carries it out."""
    found = {
        name_of(file) for file in sources("bot/matrix") if re.search(r"def \w*(remove|rotate)", file.read_text("utf-8"))
    }
    assert found & {"bot/matrix/rooms.py", "bot/matrix/membership.py"}, found


def test_nothing_names_a_machine_or_a_registry() -> None:
    words = re.compile(r"(^|[^A-Za-z0-9_.])/(work|tmp/w|root|home)/|files\.pythonhosted|registry\.npmjs|pypi\.org")
    files = [
        *ours(),
        *ROOT.glob("*.lock"),
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/*.md"),
        ROOT / "pyproject.toml",
        ROOT / "Makefile",
    ]
    files += ROOT.glob("tests/element/package*.json")
    assert [
        name_of(file) for file in files if file != Path(__file__) and words.search(file.read_text(encoding="utf-8"))
    ] == []


def imported(files: Iterable[Path]) -> set[str]:
    """The top-level modules that files import, ours and the standard library's left out."""
    found = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {*PACKAGES, "tests", "bench"}


def canonical(package: str) -> str:
    return package.lower().replace("_", "-")


def declared(*lists: list[str]) -> set[str]:
    return {re.split(r"[^a-z0-9-]", one)[0] for some in lists for one in some}


def test_what_is_imported_is_declared(project: dict[str, Any]) -> None:
    """What comes only because something else needs it may be gone with that one's next version."""
    packages = packages_distributions()
    extras = project["project"]["optional-dependencies"]
    runs = declared(project["project"]["dependencies"])

    stage = list(sources("bot/stage"))

    def undeclared(files: Iterable[Path], allowed: set[str]) -> set[str]:
        names = {name: {name, *packages[name]} for name in imported(files)}
        return {name for name, given in names.items() if not {canonical(one) for one in given} & allowed}

    assert undeclared([file for file in sources(*PACKAGES) if file not in stage], runs) == set()
    assert undeclared(stage, runs | declared(extras["stage"])) == set()
    assert undeclared(sources("tests", "bench"), runs | declared(*extras.values())) == set()


@pytest.mark.parametrize("name", [file.name for file in sorted(ROOT.glob("*.lock"))])
def test_locks_hold_versions_and_hashes_and_no_addresses(name: str) -> None:
    content = (ROOT / name).read_text(encoding="utf-8")
    assert "http" not in re.sub(r"aiohttp\S*|http-\S+", "", content)
    for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n?", "", content).strip()):
        assert re.match(r"[a-z0-9-]+==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_locks_agree_and_hold_what_the_project_asks_for(project: dict[str, Any]) -> None:
    def pinned(name: str) -> dict[str, str]:
        return dict(re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", (ROOT / name).read_text(encoding="utf-8")))

    run, develop = pinned("requirements.lock"), pinned("requirements-dev.lock")
    with_postgres = pinned("requirements-postgres.lock")
    assert run.items() <= with_postgres.items() <= develop.items()
    assert "psycopg" in with_postgres.keys() - run.keys()
    wanted = project["project"]["dependencies"]
    assert {re.split(r"[^a-z0-9-]", one)[0] for one in wanted} <= run.keys()
    extras = [one for some in project["project"]["optional-dependencies"].values() for one in some]
    assert {re.split(r"[^a-z0-9-]", one)[0] for one in extras} - {"sigbot"} <= develop.keys()
    assert {"pip", "setuptools", "uv"} <= develop.keys()


def dockerfile() -> list[list[str]]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]


def test_the_image_can_be_built_and_runs_as_nobody_in_particular() -> None:
    orders = dockerfile()
    users = [what for order, what in orders if order == "USER"]
    assert users
    assert users[-1] not in ("root", "0")
    kept = (ROOT / ".dockerignore").read_text().split()
    for order, what in orders:
        if order == "COPY":
            for source in what.split()[:-1]:
                assert (ROOT / source).exists(), source
                assert f"!{source}" in kept, f".dockerignore keeps {source} out"
    assert any(order == "HEALTHCHECK" and "/live" in what for order, what in orders)
    (start,) = [yaml.safe_load(what) for order, what in orders if order == "ENTRYPOINT"]
    assert start[:2] == ["python", "-m"]
    assert importlib.util.find_spec(f"{start[2]}.__main__") is not None


def test_the_composition_keeps_keys_from_data() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for service in services.values():
        assert not service.get("privileged")
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert not service["image"].endswith(":latest")
        assert "ports" not in service  # the health page has no login
        places = [volume.split(":")[1] for volume in service["volumes"]]
        assert not any(place.startswith("/var/lib/sigbot/") for place in places)


def test_the_stage_is_no_part_of_the_image() -> None:
    assert "bot/stage" in (ROOT / ".dockerignore").read_text().split()
    code = "import sys; sys.modules['synapse'] = sys.modules['bot.stage'] = None; import bot.cli.main, bot.cli.check"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
