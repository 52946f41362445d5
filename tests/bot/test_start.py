"""What ``sigbot run`` loads: a bot that runs for months keeps in memory what its start imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from storage import sealed

ROOT = Path(__file__).parents[2]

#: Nobody who runs a bot uses them: they belong to other commands, to tests, or came along with something else.
FOREIGN = (
    "alembic",
    "bot.cli.main",
    "bot.stage",
    "click",
    "hypothesis",
    "jinja2",
    "mako",
    "pygments",
    "pytest",
    "rich",
    "sqlalchemy.dialects.postgresql",
    "structlog",
    "synapse",
    "twisted",
    "typer",
    "yaml",
    "zope",
)

OURS = ("bot", "handlers", "storage")

#: What few messages need, so that the functions which need it import it.
SELDOM = ("bot.metrics", "cryptography", "dateutil", "matplotlib", "numpy", "PIL", "prometheus_client", "rapidfuzz")

#: How many modules of others may be loaded beside those that the Matrix library loads by itself, some 600: 369
#: were counted. Whoever needs more looks first at what they bring: python -X importtime -c "import bot.app"
BUDGET = 375

# As bot.cli.run does it; the app is prepared, and everything but the homeserver has had its turn
PREPARED = """
import nio
import sys
by_nio = set(sys.modules)

import json
from pathlib import Path
from bot.cli import run
from bot.__main__ import main
settings = run.settings(Path(sys.argv[1]))
from bot.app import App
app = App(settings)
app.open()
app.core.prepare()
while app.core.work_one():
    pass
app.db.close()
print(json.dumps([sorted(by_nio), sorted(set(sys.modules) - by_nio)]))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    """The modules that nio loads by itself, and those of a prepared bot on an empty database beside them."""
    folder = tmp_path_factory.mktemp("start")
    config = folder / "sigbot.toml"
    config.write_text(
        'homeserver = "https://matrix.example.se"\nuser_id = "@bot:example.se"\npassword = "hemligt"\n'
        '[[units]]\nid = "u"\nname = "U"\n'
        '[[units.coordinators]]\nhandle = "a"\nname = "A"\nmatrix_id = "@a:example.se"\n'
        '[[units.coordinators]]\nhandle = "b"\nname = "B"\nmatrix_id = "@b:example.se"\n'
    )
    (folder / "keys").mkdir()
    sealed.write_master(folder / "keys" / "master.json")
    command = [sys.executable, "-c", PREPARED, str(config)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    by_nio, ours = json.loads(done.stdout)
    return by_nio, ours


def of(package: str, modules: list[str]) -> list[str]:
    return [module for module in modules if module == package or module.startswith(f"{package}.")]


@pytest.mark.parametrize("package", [*FOREIGN, *SELDOM])
def test_a_bot_that_runs_has_not_loaded(package: str, loaded: tuple[list[str], list[str]]) -> None:
    by_nio, ours = loaded
    assert of(package, by_nio + ours) == []


def test_a_bot_that_runs_has_loaded_what_it_runs(loaded: tuple[list[str], list[str]]) -> None:
    _, ours = loaded
    for package in ("bot.app", "bot.matrix.client", "handlers.consent.withdrawal", "sqlalchemy.dialects.sqlite"):
        assert package in ours


def test_modules_of_others_are_counted(loaded: tuple[list[str], list[str]]) -> None:
    _, beside = loaded
    others = set(beside) - {module for package in OURS for module in of(package, beside)}
    assert len(others) <= BUDGET, f"{len(others)} modules beside the Matrix library's and our own"
