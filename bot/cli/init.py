"""``sigbot init``: asks what the settings need and writes them, for their owner's eyes alone. Overwrites nothing."""

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

#: Asks one question and returns the answer; the default may be empty, the answer of a secret is not shown.
Ask = Callable[[str, str, bool], str]


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What ``sigbot init`` was told."""

    homeserver: str
    user_id: str
    password: str
    unit_id: str
    unit_name: str
    coordinators: tuple[Someone, ...]
    second: Someone | None


def interview(ask: Ask, tell: Callable[[str], None]) -> Answers:
    """Ask until every answer can be right."""
    homeserver = ask("Address of the homeserver", "https://matrix.example.se", False)
    user_id = _valid(ask, tell, "The bot's Matrix id (choose a neutral name)", "@assistent:example.se", MatrixId)
    password = ask("The bot's password", "", True)
    unit_name = _valid(ask, tell, "Name of the municipality or district", "Skövde", Name)
    unit_id = _valid(ask, tell, "Short name of it, never changed later", _ascii(unit_name), str)
    tell("The first coordinators; an empty short name ends the list.")
    coordinators: list[Someone] = []
    while (one := _someone(ask, tell, f"Coordinator {len(coordinators) + 1}")) or not coordinators:
        if one is not None:
            coordinators.append(one)
    second = None
    if len(coordinators) == 1:
        tell("What takes two people (binding a Matrix id, recording consent) needs a second person: a manager, say.")
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


def free(config: Path) -> list[Path]:
    """The files to write: settings, password, master key. Raises :class:`SettingsWrong` when one is there already."""
    files = [config, config.parent / "keys" / "password", config.parent / "keys" / "master.json"]
    for file in files:
        if file.exists():
            raise SettingsWrong(f"{file} exists already, and is never overwritten. Move it away, or edit it")
    return files


def write(config: Path, answers: Answers) -> list[Path]:
    """Write the settings, the password and a new master key; returns the files.

    Raises:
        SettingsWrong: one of them exists already, or the answers do not fit together (then nothing is left behind).
    """
    files = free(config)
    files[1].parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    (config.parent / "data").mkdir(mode=0o700, exist_ok=True)
    try:
        _write(files[0], "\n".join(_toml(answers)) + "\n")
        _write(files[1], answers.password + "\n")
        sealed.write_master(files[2])
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
    return Someone(handle=handle, name=name, matrix_id=_valid(ask, tell, f"{who}, Matrix id", "", MatrixId))


def _valid(ask: Ask, tell: Callable[[str], None], question: str, default: str, kind: Any) -> str:
    adapter: TypeAdapter[str | None] = TypeAdapter(kind)
    while True:
        answer = ask(question, default, False).strip()
        try:
            return adapter.validate_python(answer or None if kind == Handle | None else answer) or ""
        except ValidationError as error:
            tell(f"That will not do: {error.errors(include_url=False)[0]['msg']}")


def _ascii(name: str) -> str:
    plain = name.lower().translate(str.maketrans("åäöé ", "aaoe-"))
    return "".join(c for c in plain if c.isascii() and (c.isalnum() or c == "-"))[:32]
