"""``sigbot init``: asks for the settings and writes them, readable by their owner alone. Overwrites
nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.errors import SettingsWrong
from bot.settings import Handle, MatrixId, Name, Someone, load
from storage import sealed

#: Asks a question and returns the answer: (question, default, secret). The answer to a secret one is not
#: shown.
Ask = Callable[[str, str, bool], str]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers to the questions of ``sigbot init``."""

    homeserver: str
    user_id: str
    password: str
    unit_id: str
    unit_name: str
    coordinators: tuple[Someone, ...]
    second: Someone | None


def interview(ask: Ask, tell: Callable[[str], None]) -> Answers:
    """Ask all questions, each until its answer is valid."""
    homeserver = ask("Address of the homeserver", "https://matrix.example.se", False)
    user_id = _valid(
        ask, tell, "The bot's Matrix id (choose a neutral name)", "@assistent:example.se", MatrixId
    )
    password = ask("The bot's password", "", True)
    unit_name = _valid(ask, tell, "Name of the municipality or district", "Skövde", Name)
    unit_id = _valid(ask, tell, "Short name of it, never changed later", _ascii(unit_name), str)
    tell("The first coordinators; an empty short name ends the list.")
    coordinators: list[Someone] = []
    while True:
        one = _someone(ask, tell, f"Coordinator {len(coordinators) + 1}")
        if one is not None:
            coordinators.append(one)
        elif coordinators:
            break
    second = None
    if len(coordinators) == 1:
        tell(
            "What takes two people (binding a Matrix id, recording consent) needs a second person: a manager, say."
        )
        while second is None:
            second = _someone(ask, tell, "Second person")
    return Answers(
        homeserver=homeserver,
        user_id=user_id,
        password=password,
        unit_id=unit_id,
        unit_name=unit_name,
        coordinators=tuple(coordinators),
        second=second,
    )


def files_to_write(config: Path) -> list[Path]:
    """The files of settings, password and master key. Raises :class:`SettingsWrong` if one of them exists."""
    files = [config, config.parent / "keys" / "password", config.parent / "keys" / "master.json"]
    for file in files:
        if file.exists():
            raise SettingsWrong(f"{file} exists already, and is never overwritten. Move it away, or edit it")
    return files


def write(config: Path, answers: Answers) -> list[Path]:
    """Write the settings, the password and a new master key; returns the files.

    Raises: SettingsWrong: one of them exists already, or the answers do not fit together (then nothing is
        left behind).
    """
    files = files_to_write(config)
    settings, password, master_key = files
    password.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    (config.parent / "data").mkdir(mode=0o700, exist_ok=True)
    try:
        _write(settings, "\n".join(_toml(answers)) + "\n")
        _write(password, answers.password + "\n")
        sealed.write_master(master_key)
        load(config)
    except SettingsWrong:
        for file in files:
            file.unlink(missing_ok=True)
        raise
    return files


def _write(path: Path, content: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)


def _toml(answers: Answers) -> Iterator[str]:
    yield "# Settings of sigbot. Paths are relative to this file. Everything else has a default: see docs/drift.md"
    yield f"homeserver = {_quoted(answers.homeserver)}"
    yield f"user_id = {_quoted(answers.user_id)}"
    yield 'password_file = "keys/password"'
    yield 'data_dir = "data"'
    yield "# Whoever has this file and the database can read everything: never back them up together"
    yield 'key_file = "keys/master.json"'
    yield ""
    yield "[[units]]"
    yield f"id = {_quoted(answers.unit_id)}"
    yield f"name = {_quoted(answers.unit_name)}"
    yield 'profile = "skovde"'
    for one in answers.coordinators:
        yield from ("", "[[units.coordinators]]", *_person(one))
    if answers.second is not None:
        yield from ("", "[units.second]", *_person(answers.second))


def _person(one: Someone) -> Iterator[str]:
    yield f"handle = {_quoted(one.handle)}"
    yield f"name = {_quoted(one.name)}"
    yield f"matrix_id = {_quoted(one.matrix_id)}"


def _quoted(value: str) -> str:
    """A TOML string; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _someone(ask: Ask, tell: Callable[[str], None], who: str) -> Someone | None:
    handle = _valid(ask, tell, f"{who}, short name (anna)", "", Handle | None)
    if not handle:
        return None
    name = _valid(ask, tell, f"{who}, name", handle.capitalize(), Name)
    matrix_id = _valid(ask, tell, f"{who}, Matrix id", "", MatrixId)
    return Someone(handle=handle, name=name, matrix_id=matrix_id)


def _valid(ask: Ask, tell: Callable[[str], None], question: str, default: str, kind: Any) -> str:
    """Ask until the answer is valid; the answer to an optional question may be empty."""
    adapter: TypeAdapter[str | None] = TypeAdapter(kind)
    optional = kind == Handle | None
    while True:
        answer = ask(question, default, False).strip()
        if optional and not answer:
            return ""
        try:
            return adapter.validate_python(answer) or ""
        except ValidationError as error:
            tell(f"That will not do: {error.errors(include_url=False)[0]['msg']}")


def _ascii(name: str) -> str:
    plain = name.lower().translate(str.maketrans("åäöé ", "aaoe-"))
    allowed = [
        character for character in plain if character.isascii() and (character.isalnum() or character == "-")
    ]
    return "".join(allowed)[:32]
