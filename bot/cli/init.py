"""``sigbot init``: asks for the settings and writes them, readable by their owner alone. Overwrites nothing.

Each answer is checked when it is given, and kept in a file beside the settings until all are there, so that
whoever stops half-way is offered them next time. The password is not kept.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.cli.run import DEFAULT
from bot.core import load_profile, profiles
from bot.errors import CannotDo, SettingsWrong
from bot.rules.profile import Profile
from bot.settings import CONFIG, Address, Handle, MatrixId, Name, Phone, Someone, UnitId, load
from storage import sealed

#: Asks a question and returns the answer: (question, default, secret). The answer to a secret one is not
#: shown.
Ask = Callable[[str, str, bool], str]
Tell = Callable[[str], None]
#: What is wrong with an answer; empty if nothing is.
Objects = Callable[[str], str]

#: Ends the list of coordinators, also where somebody is offered from last time.
_NOBODY = "-"


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where the files go: the settings, the keys, and the data, which belong into different backups."""

    config: Path
    keys: Path
    data: Path

    @property
    def files(self) -> list[Path]:
        """The settings, the password and the master key."""
        return [self.config, self.keys / "password", self.keys / "master.json"]

    @property
    def kept(self) -> Path:
        """The answers of somebody who stopped half-way."""
        return self.config.with_name(f".{self.config.name}.answers")


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers to the questions of ``sigbot init``."""

    homeserver: str
    user_id: str
    password: str
    unit_id: str
    unit_name: str
    profile: str
    phone: str
    coordinators: tuple[Someone, ...]
    second: Someone | None


class Kept:
    """The answers so far, by what they answer, in a file that its owner alone can read."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._answers: dict[str, str] = {}
        with suppress(OSError, ValueError):
            found = json.loads(file.read_text(encoding="utf-8"))
            if isinstance(found, dict) and not file.stat().st_mode & 0o077:
                self._answers = {str(key): str(answer) for key, answer in found.items()}

    def __bool__(self) -> bool:
        return bool(self._answers)

    def get(self, what: str, otherwise: str = "") -> str:
        """The answer that was given, last time or just now."""
        return self._answers.get(what, otherwise)

    def note(self, what: str, answer: str) -> None:
        """Keep an answer."""
        self._answers[what] = answer
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(self._file, flags, 0o600), "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            json.dump(self._answers, file, ensure_ascii=False)

    def forget(self) -> None:
        """Delete the file."""
        self._file.unlink(missing_ok=True)


def interview(ask: Ask, tell: Tell, kept: Kept, folder: Path) -> Answers:
    """Ask all questions, each until its answer is valid. ``folder`` is where paths in the settings begin."""
    if kept:
        tell("Your answers of last time are offered again; the password is asked for anew.")
    talk = _Interview(ask, tell, kept)
    homeserver = talk.valid("homeserver", "Address of the homeserver", "https://matrix.example.se", Address)
    user_id = talk.valid(
        "user_id",
        "The bot's Matrix id (choose a neutral name)",
        "@assistent:example.se",
        MatrixId,
        like="@assistent:example.se",
    )
    password = talk.secret("The bot's password")
    unit_name = talk.valid("unit_name", "Name of the municipality or district", "Skövde", Name)
    unit_id = talk.valid(
        "unit_id",
        "Short name of it, never changed later",
        _ascii(unit_name),
        UnitId,
        like="skovde: a to z, digits, hyphens",
    )
    name, profile = _profile(talk, folder)
    phone = _phone(talk, profile)
    tell("The first coordinators; an empty short name ends the list.")
    coordinators: list[Someone] = []
    while True:
        number = len(coordinators) + 1
        one = talk.someone(f"coordinator {number}", f"Coordinator {number}", user_id, coordinators)
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
            second = talk.someone("second", "Second person", user_id, coordinators)
    return Answers(
        homeserver=homeserver,
        user_id=user_id,
        password=password,
        unit_id=unit_id,
        unit_name=unit_name,
        profile=name,
        phone=phone,
        coordinators=tuple(coordinators),
        second=second,
    )


def _profile(talk: _Interview, folder: Path) -> tuple[str, Profile]:
    """Which way of working: one that comes with the bot, or an own file."""
    known = list(profiles())
    talk.tell("The way of working (docs/profil.md):")
    for number, name in enumerate(known, 1):
        talk.tell(f"  {number}  {name:<10} as in {load_profile(name).name}")
    talk.tell("  or the path of a profile of your own, a TOML file")

    def chosen(answer: str) -> str:
        return known[int(answer) - 1] if answer in map(str, range(1, len(known) + 1)) else answer

    def found(name: str) -> Profile:
        return load_profile(str(folder / name) if name.endswith(".toml") else name)

    def objection(answer: str) -> str:
        try:
            found(chosen(answer))
        except SettingsWrong as wrong:
            return str(wrong).removeprefix("profile: ")
        return ""

    answer = talk.valid("profile", "Which one (number, name or path)", "skovde", str, objects=objection)
    return chosen(answer), found(chosen(answer))


def _phone(talk: _Interview, profile: Profile) -> str:
    """The unit's own number; the profile's may do."""
    number = profile.contact.phone
    like = "0500-49 80 00"
    if number is None:
        return talk.valid("phone", "Telephone at which people reach a human being", "", Phone, like=like)
    question = f"Telephone of the unit; empty for the profile's, {number}"
    return talk.valid("phone", question, "", Phone, like=like, optional=True)


@dataclass(frozen=True)
class _Interview:
    """Asks, with what was answered last time as the default, until the answer will do."""

    ask: Ask
    tell: Tell
    kept: Kept

    def valid(
        self,
        what: str,
        question: str,
        default: str,
        kind: Any,
        *,
        like: str = "",
        optional: bool = False,
        objects: Objects = lambda _answer: "",
    ) -> str:
        """The valid answer to a question. ``like`` shows what it looks like, ``objects`` knows more than its
        kind."""
        adapter: TypeAdapter[str] = TypeAdapter(kind)
        while True:
            answer = self.ask(question, self.kept.get(what, default), False).strip()
            if optional and answer in ("", _NOBODY):
                self.kept.note(what, "")
                return ""
            try:
                answer = adapter.validate_python(answer)
                objection = objects(answer)
            except ValidationError as error:
                said = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
                objection = f"write it like {like}" if like else said
            if not objection:
                self.kept.note(what, answer)
                return answer
            self.tell(f"That will not do: {objection}")

    def secret(self, question: str) -> str:
        """The answer to a question, which is neither shown nor kept."""
        while not (answer := self.ask(question, "", True)):
            self.tell("That will not do: it is empty")
        return answer

    def someone(self, what: str, who: str, bot: str, others: list[Someone]) -> Someone | None:
        """A person on the bot's server who is none of the others; ``None`` for nobody."""
        server = bot.split(":", 1)[1]

        def handle_taken(answer: str) -> str:
            return f"{answer} is taken" if answer in [one.handle for one in others] else ""

        def of_no_use(answer: str) -> str:
            if answer.split(":", 1)[1] != server:
                return f"the bot's server is {server}; for people elsewhere add allowed_servers to the settings later"
            if answer == bot:
                return "that is the bot's own"
            return f"{answer} is taken" if answer in [one.matrix_id for one in others] else ""

        handle = self.valid(
            f"{what} handle",
            f"{who}, short name (anna)",
            "",
            Handle,
            like="anna: small letters, no blanks",
            optional=True,
            objects=handle_taken,
        )
        if not handle:
            return None
        name = self.valid(f"{what} name", f"{who}, name", handle.capitalize(), Name)
        matrix_id = self.valid(
            f"{what} matrix_id", f"{who}, Matrix id", "", MatrixId, like=f"@anna:{server}", objects=of_no_use
        )
        return Someone(handle=handle, name=name, matrix_id=matrix_id)


def refuse_to_overwrite(places: Places) -> None:
    """Raise :class:`CannotDo` if one of the files exists."""
    for file in places.files:
        if file.exists():
            raise CannotDo(f"{file} exists already, and is never overwritten. Do: move it away, or edit it")


def write(places: Places, answers: Answers) -> list[Path]:
    """Write the settings, the password and a new master key; returns the files.

    Raises: CannotDo: one of them exists already, or cannot be written. SettingsWrong: the answers do not fit
        together. Nothing is left behind then.
    """
    refuse_to_overwrite(places)
    settings, password, master_key = places.files
    try:
        for folder in (places.keys, places.data):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(settings, "\n".join(_toml(places, answers)) + "\n")
        _write(password, answers.password + "\n")
        sealed.write_master(master_key)
        load(settings)
    except OSError as error:
        _remove(places)
        raise CannotDo(f"cannot write {error.filename} ({error.strerror}). Do: look at its folder") from error
    except SettingsWrong:
        _remove(places)
        raise
    return places.files


def next_steps(places: Places) -> Iterator[str]:
    """What whoever has just written the settings does next, in order."""
    where = "" if places.config == DEFAULT or os.environ.get(CONFIG) else f" -c {places.config}"
    yield ""
    yield "Next, in this order:"
    yield f"  1  copy {places.keys} to a safe place, apart from the backups of {places.data}: without it nothing"
    yield "     in a backup can be read, and with it everything"
    yield f"  2  sigbot check{where}"
    yield "     what is wrong, and what to do about it"
    yield f"  3  sigbot run{where}"
    yield "     under systemd: deploy/sigbot.service; in a container: docs/behallare.md"
    yield f"  4  sigbot identity recovery{where}"
    yield "     once it runs: the key that brings the bot back when all else is lost"


def _remove(places: Places) -> None:
    for file in places.files:
        with suppress(OSError):  # it was not written
            file.unlink()


def _write(path: Path, content: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)


def _toml(places: Places, answers: Answers) -> Iterator[str]:
    yield "# Settings of sigbot. Paths are relative to this file. Everything else has a default: see docs/drift.md"
    yield f"homeserver = {_quoted(answers.homeserver)}"
    yield f"user_id = {_quoted(answers.user_id)}"
    yield f"password_file = {_place(places, places.keys / 'password')}"
    yield f"data_dir = {_place(places, places.data)}"
    yield "# Whoever has this file and the database can read everything: never back them up together"
    yield f"key_file = {_place(places, places.keys / 'master.json')}"
    yield ""
    yield "[[units]]"
    yield f"id = {_quoted(answers.unit_id)}"
    yield f"name = {_quoted(answers.unit_name)}"
    yield f"profile = {_quoted(answers.profile)}"
    if answers.phone:
        yield f"phone = {_quoted(answers.phone)}"
    for one in answers.coordinators:
        yield from ("", "[[units.coordinators]]", *_person(one))
    if answers.second is not None:
        yield from ("", "[units.second]", *_person(answers.second))


def _place(places: Places, path: Path) -> str:
    folder = places.config.parent
    return _quoted(str(path.relative_to(folder) if path.is_relative_to(folder) else path.absolute()))


def _person(one: Someone) -> Iterator[str]:
    yield f"handle = {_quoted(one.handle)}"
    yield f"name = {_quoted(one.name)}"
    yield f"matrix_id = {_quoted(one.matrix_id)}"


def _quoted(value: str) -> str:
    """A TOML string; JSON's escapes are among TOML's."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _ascii(name: str) -> str:
    plain = name.lower().translate(str.maketrans("åäöé ", "aaoe-"))
    allowed = [
        character for character in plain if character.isascii() and (character.isalnum() or character == "-")
    ]
    return "".join(allowed)[:32]
