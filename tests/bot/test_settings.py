"""Settings come from a file and the environment; what cannot work is refused at start, by name, without its value."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from bot import settings
from bot.errors import SettingsWrong, TryLater
from bot.messages import Out
from bot.settings import OutboxSettings, Settings, load
from storage import room
from storage.outbox import Item
from storage.room import RoomView
from tests.bodies import say_body
from tests.bot.desk import Desk

GOOD = """
homeserver = "https://matrix.example.se/"
user_id = "@assistent:example.se"
password_file = "keys/password"
[[units]]
id = "skovde"
name = "Skövde"
[[units.coordinators]]
handle = "anna"
name = "Anna"
matrix_id = "@anna:example.se"
[units.second]
handle = "chef"
name = "Cecilia"
matrix_id = "@cecilia:example.se"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sigbot.toml"
    path.write_text(GOOD)
    return path


def refused(file: Path, content: str) -> str:
    file.write_text(content)
    with pytest.raises(SettingsWrong) as caught:
        load(file)
    return str(caught.value)


def test_a_short_file_is_enough(file: Path) -> None:
    found = load(file)
    assert found.homeserver == "https://matrix.example.se"
    assert found.server_name == "example.se"
    assert found.page_name == "Min sida"
    assert [one.handle for one in found.units[0].people] == ["anna", "chef"]
    assert found.windows.megolm_days == 14


def test_paths_are_relative_to_the_file(file: Path) -> None:
    found = load(file)
    assert found.password_file == file.parent / "keys" / "password"
    assert found.key_file == file.parent / "keys" / "master.json"
    assert found.database_url == f"sqlite:///{file.parent / 'data' / 'sigbot.db'}"


def test_the_environment_wins(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGBOT_DISPLAY_NAME", "Stöd")
    monkeypatch.setenv("SIGBOT_HEALTH__PORT", "8099")
    found = load(file)
    assert (found.display_name, found.health.port) == ("Stöd", 8099)


def test_the_environment_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGBOT_HOMESERVER", "https://matrix.example.se")
    monkeypatch.setenv("SIGBOT_USER_ID", "@assistent:example.se")
    monkeypatch.setenv("SIGBOT_PASSWORD", "hemligt")
    people = (
        '[{"handle":"a","name":"A","matrix_id":"@a:example.se"},{"handle":"b","name":"B","matrix_id":"@b:example.se"}]'
    )
    monkeypatch.setenv("SIGBOT_UNITS", '[{"id":"u","name":"U","coordinators":' + people + "}]")
    found = load(None)
    assert found.secret() == ("password", "hemligt")
    assert "hemligt" not in repr(found)


def test_lists_in_the_environment_must_be_json(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGBOT_UNITS", "anna")
    with pytest.raises(SettingsWrong, match="JSON"):
        load(file)


@pytest.mark.parametrize(
    ("name", "hint"), [("SIGBOT_HOMESEVER", "SIGBOT_HOMESERVER"), ("sigbot_pasword", "SIGBOT_PASSWORD")]
)
def test_an_unknown_variable_is_refused_by_name(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, hint: str
) -> None:
    monkeypatch.setenv(name, "x")
    with pytest.raises(SettingsWrong, match=rf"{name.upper()}: no such setting; did you mean {hint}\?"):
        load(file)


def test_an_unknown_part_of_a_variable_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGBOT_HEALTH__PROT", "1")
    with pytest.raises(SettingsWrong, match=r"health\.prot: no such setting; did you mean port\?"):
        load(file)


@pytest.mark.parametrize(
    ("change", "to", "told"),
    [
        ('homeserver = "https://matrix.example.se/"', 'homeserver = "matrix.example.se"', "homeserver: write it like"),
        (
            'homeserver = "https://matrix.example.se/"',
            'homeserver = "http://matrix.example.se"',
            "homeserver: plain http",
        ),
        ('homeserver = "https://matrix.example.se/"', "", "homeserver: is missing"),
        ("user_id =", "user =", "user: no such setting; did you mean user_id?"),
        ("user_id =", "user =", "user_id: is missing"),
        ("@assistent:example.se", "assistent", "user_id: string should match"),
        ('password_file = "keys/password"', "", "give one of password, password_file, token_file (found: none)"),
        (
            'password_file = "keys/password"',
            'password_file = "a"\ntoken_file = "b"',
            "(found: password_file, token_file)",
        ),
        ('id = "skovde"', 'id = "Skövde"', "units.0.id: string should match"),
        ('id = "skovde"', 'id = "skovde"\nprofil = "x"', "units.0.profil: no such setting; did you mean profile?"),
        ('handle = "anna"', 'handle = "Anna A"', "units.0.coordinators.0.handle: string should match"),
        ('handle = "anna"', 'handle = "anna"\nrole = "x"', "units.0.coordinators.0.role: no such setting"),
        ('handle = "chef"', 'handle = "anna"', "units.0: anna stands twice"),
        ("@cecilia:example.se", "@anna:example.se", "units.0: @anna:example.se stands twice"),
        ("@cecilia:example.se", "@cecilia:else.se", "chef lives on a server that allowed_servers does not name"),
        ("@cecilia:example.se", "@assistent:example.se", "chef may be neither the bot nor break_glass_user"),
        (GOOD[GOOD.index("[units.second]") :], "", "units.0: one coordinator needs a second person"),
        (GOOD[GOOD.index("[[units]]") :], "", "units: is missing"),
        (GOOD[GOOD.index("[[units]]") :], "units = []", "units: "),
        ("[[units]]", "[health]\nport = 70000\n[[units]]", "health.port: input should be less than"),
        ("[[units]]", '[health]\nhost = "0.0.0.0"\n[[units]]', "health.host: the health page has no login"),
        ("[[units]]", "[windows]\nmegolm_days = 0\n[[units]]", "windows.megolm_days: input should be greater"),
        ("[[units]]", "[rotation]\ndays = 14\n[[units]]", "rotation.days must be shorter than windows.megolm_days"),
        ("[[units]]", "[outbox]\nfirst_wait_seconds = 900\n[[units]]", "outbox: first_wait_seconds is longer"),
        ("[[units]]", '[[units]]\nid = "skovde"\n[[units]]', "units.0."),
        ("[[units]]", 'database = "mysql://x"\n[[units]]', "database: use sqlite"),
        ("[[units]]", 'log_level = "loud"\n[[units]]', "log_level: "),
        ("[[units]]", 'break_glass_user = "@assistent:example.se"\n[[units]]', "break_glass_user"),
        ("[[units]]", "[[units", "is not TOML"),
    ],
)
def test_what_cannot_work_is_refused_by_name(file: Path, change: str, to: str, told: str) -> None:
    assert told in refused(file, GOOD.replace(change, to, 1))


def test_everything_wrong_is_told_at_once_and_without_secrets(file: Path) -> None:
    told = refused(file, 'password = "hemligt"\npasswrd = "hemligt"\nuser_id = "hemligt"\n')
    assert len(told.splitlines()) >= 4
    assert "hemligt" not in told


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="sigbot init"):
        load(tmp_path / "none.toml")


def test_secrets_come_from_files_that_others_cannot_read(file: Path) -> None:
    found = load(file)
    with pytest.raises(SettingsWrong, match="password_file: cannot read"):
        found.secret()
    secret = file.parent / "keys" / "password"
    secret.parent.mkdir()
    secret.write_text("hemligt\n")
    secret.chmod(0o644)
    with pytest.raises(SettingsWrong, match="chmod 600"):
        found.secret()
    secret.chmod(0o600)
    assert found.secret() == ("password", "hemligt")


def test_postgresql_needs_its_driver(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = f'database = "postgresql+psycopg://sigbot@127.0.0.1/sigbot"\n{GOOD}'
    file.write_text(content)
    assert load(file).database_url.startswith("postgresql")
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as if it were not installed
    assert "database: PostgreSQL needs psycopg" in refused(file, content)


def test_settings_are_frozen(file: Path) -> None:
    found = load(file)
    with pytest.raises(ValidationError):
        found.display_name = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        found.health.port = 1  # type: ignore[misc]


def parts() -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = [Settings]
    for value in vars(settings).values():
        if isinstance(value, type) and issubclass(value, settings.SettingsPart):
            found.append(value)
    return found


def test_every_field_is_documented_here_and_for_operators() -> None:
    page = (Path(__file__).parents[2] / "docs" / "drift.md").read_text(encoding="utf-8")
    for part in parts():
        for name, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{name}"
            assert f"`{name}`" in page, f"docs/drift.md does not tell of {name}"


def test_every_field_does_something() -> None:
    """It is read somewhere: by name, or by what the settings make of it."""
    source = Path(__file__).parents[2]
    files = [file for part in ("bot", "storage") for file in (source / part).rglob("*.py")]
    read = {
        node.attr
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    }
    for part in parts():
        assert set(part.model_fields) <= read, part.__name__


def test_the_settings_say_how_long_to_wait_between_tries(desk: Desk) -> None:
    waits = OutboxSettings(first_wait_seconds=40, longest_wait_seconds=100)
    desk.core.settings = desk.settings.model_copy(update={"outbox": waits})
    desk.worker = desk.core.worker(desk.server.deliver)
    with desk.core.db.read() as session:
        office = room.office(session, "norr").id
    desk.put(office, say_body("a"))

    def fail(_item: Item, _where: RoomView) -> None:
        raise TryLater(0)

    desk.server.fail, found = fail, []
    for _ in range(9):
        before = desk.clock.now()
        desk.work()
        at = next(row.not_before for row in desk.outbox() if row.kind == Out.SAY)
        found.append((at - before).total_seconds())
        desk.clock.at = at
    assert 40 <= found[0] <= 80, "twice the first, with jitter"
    assert all(50 <= seconds <= 100 for seconds in found[2:]), "never more than the longest"


def test_the_example_of_the_manual_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "drift.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert tomllib.loads(example)
    path = tmp_path / "sigbot.toml"
    path.write_text(example)
    load(path)
