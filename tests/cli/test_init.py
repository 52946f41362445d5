"""``sigbot init`` asks until the answers can be right, and writes files for its owner alone, over nothing."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.core import load_profile, profile_for, profiles
from bot.errors import CannotDo
from bot.settings import load
from storage.sealed import Vault

PASSWORD = 'hem"ligt\\'

#: Each question, and how it may be answered.
ANSWERS = {
    "homeserver": "https://matrix.example.se",
    "user_id": "@assistent:example.se",
    "password": PASSWORD,
    "unit_name": "Skövde",
    "unit_id": "",  # the one proposed
    "profile": "skovde",
    "phone": "",  # the profile's
    "coordinator": "anna",
    "name": 'Anna "A" Åberg',
    "matrix_id": "@anna:example.se",
    "no more": "",
    "second": "chef",
    "second name": "",
    "second matrix_id": "@cecilia:example.se",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "bot" / "sigbot.toml"


def typed(before: dict[str, str | list[str]] | None = None, **instead: str) -> list[str]:
    """What is typed. ``before``: answers that will not do, before the right one to a question."""
    found = []
    for question, answer in {**ANSWERS, **instead}.items():
        wrong = (before or {}).get(question, [])
        found += [wrong] if isinstance(wrong, str) else wrong
        found.append(answer)
    return found


def run(config: Path, answers: list[str], *options: str) -> str:
    config.parent.mkdir(exist_ok=True)
    result = CliRunner().invoke(app, ["init", "--config", str(config), *options], input="\n".join(answers) + "\n")
    assert result.exception is None or isinstance(result.exception, CannotDo), result.output
    return result.output if result.exception is None else f"{result.output}refused: {result.exception}"


def left_behind(config: Path) -> list[str]:
    return sorted(one.name for one in config.parent.rglob("*") if one.is_file())


def test_what_it_writes_can_be_used(config: Path) -> None:
    said = run(config, typed())
    assert "That will not do" not in said
    assert 'hem"ligt' not in said
    found = load(config)
    assert found.user_id == "@assistent:example.se"
    assert found.secret() == ("password", PASSWORD)
    assert (found.units[0].id, found.units[0].profile, found.units[0].phone) == ("skovde", "skovde", None)
    assert [one.name for one in found.units[0].people] == ['Anna "A" Åberg', "Chef"]
    assert Vault.load(found.key_file).newest


def test_it_ends_with_what_to_do_next_in_order(config: Path) -> None:
    said = run(config, typed())
    steps = [f"copy {config.parent / 'keys'}", "sigbot check", "sigbot run", "sigbot identity recovery"]
    places = [said.index(step) for step in steps]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("question", "wrong", "told"),
    [
        ("homeserver", "matrix.example.se", "write it like https://matrix.example.se"),
        ("homeserver", "http://matrix.example.se", "plain http is for this machine alone"),
        ("user_id", "assistent", "write it like @assistent:example.se"),
        ("user_id", "@Assistent:example.se", "write it like @assistent:example.se"),
        ("password", "", "it is empty"),
        ("unit_id", "Skövde kommun", "write it like skovde"),
        ("profile", "malmo", "there is no malmo. Choose one of: arboga"),
        ("profile", "9", "there is no 9. Choose one of: arboga"),
        ("profile", "none.toml", "cannot read"),
        ("phone", "ring mig", "write it like 0500"),
        ("coordinator", "Anna A", "write it like anna"),
        ("matrix_id", "anna", "write it like @anna:example.se"),
        ("matrix_id", "@anna:else.se", "the bot's server is example.se"),
        ("matrix_id", "@assistent:example.se", "that is the bot's own"),
        ("second", "anna", "anna is taken"),
        ("second matrix_id", "@anna:example.se", "@anna:example.se is taken"),
        ("name", "x" * 61, "at most 60"),
    ],
)
def test_an_answer_that_will_not_do_is_asked_for_again_at_once(
    config: Path, question: str, wrong: str, told: str
) -> None:
    said = run(config, typed({question: wrong}))
    assert said.count("That will not do") == 1
    assert told in said
    assert load(config).units[0].second is not None, "and then all is well"


@pytest.mark.parametrize("name", profiles())
def test_each_profile_is_offered_and_can_be_chosen_by_name_or_number(config: Path, name: str) -> None:
    phone = "" if load_profile(name).contact.phone else "0500-49 80 00"
    said = run(config, typed(profile=name, phone=phone))
    assert f"as in {load_profile(name).name}" in said
    assert profile_for(load(config).units[0]).id == name
    other = config.parent.parent / "other" / "sigbot.toml"
    run(other, typed(profile=str(list(profiles()).index(name) + 1), phone=phone))
    assert load(other).units[0].profile == name


def test_a_profile_without_a_number_has_one_asked_for(config: Path) -> None:
    (without,) = [name for name in profiles() if name == "stockholm"]
    said = run(config, typed({"phone": ["", "x"]}, profile=without, phone="08-508 00 000"))
    assert said.count("That will not do") == 2
    assert load(config).units[0].phone == "08-508 00 000"


def test_a_profile_of_ones_own_is_read_before_it_is_taken(config: Path) -> None:
    config.parent.mkdir()
    ours = (resources.files("bot.rules") / "profiles" / "skovde.toml").read_text(encoding="utf-8")
    (config.parent / "var.toml").write_text(ours.replace('name = "Skövde"', 'name = "Vår"'))
    (config.parent / "fel.toml").write_text("id = 3")
    said = run(config, typed({"profile": "fel.toml"}, profile="var.toml"))
    assert said.count("That will not do") == 1
    assert profile_for(load(config).units[0]).name == "Vår"
    assert 'profile = "var.toml"' in config.read_text()


# ----------------------------------------------------------------------------------------------- stopped half-way


def test_whoever_stops_is_offered_the_answers_next_time_and_the_password_is_not_kept(config: Path) -> None:
    half = typed()[:9]
    said = run(config, half)
    kept = config.parent / ".sigbot.toml.answers"
    assert f"nothing was written but {kept}, readable by you alone" in said
    assert left_behind(config) == [kept.name]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "ligt" not in kept.read_text()
    assert json.loads(kept.read_text())["coordinator 1 name"] == ANSWERS["name"]

    # By return alone, but for the password and what had not come to be asked
    rest = [*("", ""), PASSWORD, *("", "", "", "", "", ""), *list(ANSWERS.values())[9:]]
    said = run(config, rest)
    assert "Your answers of last time are offered again" in said
    assert "That will not do" not in said
    assert [one.name for one in load(config).units[0].people] == [ANSWERS["name"], "Chef"]
    assert not kept.exists()


def test_whoever_stops_at_once_leaves_nothing(config: Path) -> None:
    config.parent.mkdir()
    result = CliRunner().invoke(app, ["init", "--config", str(config)], input="")
    assert isinstance(result.exception, CannotDo)
    assert left_behind(config) == []


def test_answers_that_others_could_have_written_are_not_offered(config: Path) -> None:
    config.parent.mkdir()
    kept = config.parent / ".sigbot.toml.answers"
    kept.write_text('{"homeserver": "https://evil.example.se"}')
    kept.chmod(0o644)
    said = run(config, typed())
    assert "evil" not in said + config.read_text()


@pytest.mark.parametrize("damaged", ["{", "[]", ""])
def test_a_damaged_file_of_answers_is_as_none(config: Path, damaged: str) -> None:
    config.parent.mkdir()
    kept = config.parent / ".sigbot.toml.answers"
    kept.write_text(damaged)
    kept.chmod(0o600)
    assert "Wrote" in run(config, typed())


# ------------------------------------------------------------------------------------------------------ the files


def test_what_it_writes_is_for_its_owner_alone(config: Path) -> None:
    run(config, typed())
    for file in (config, *(config.parent / "keys").iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file
    assert (config.parent / "keys").stat().st_mode & 0o077 == 0
    assert (config.parent / "data").stat().st_mode & 0o077 == 0


def test_keys_and_data_may_lie_elsewhere(config: Path, tmp_path: Path) -> None:
    run(config, typed(), "--keys", str(tmp_path / "keys"), "--data", str(tmp_path / "data"))
    found = load(config)
    assert found.key_file == tmp_path / "keys" / "master.json"
    assert found.data_dir == tmp_path / "data"
    assert found.secret() == ("password", PASSWORD)
    assert left_behind(config) == ["sigbot.toml"]


@pytest.mark.parametrize("name", ["sigbot.toml", "keys/password", "keys/master.json"])
def test_it_overwrites_nothing(config: Path, name: str) -> None:
    file = config.parent / name
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    assert "exists already" in run(config, typed())
    assert file.read_text() == "mine"
    assert left_behind(config) == [file.name]


def test_where_nothing_can_be_written_nothing_is_left_behind(config: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = run(config, typed(), "--keys", str(tmp_path / "file" / "keys"))
    assert "refused: cannot write" in said
    assert left_behind(config) == [".sigbot.toml.answers"], "the answers are offered again"
