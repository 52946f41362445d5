"""For whom each text of the catalogue is: said beside it there, and seen in the plays.

A text that a youth or a guardian reads on their own page has a comment in the Swedish catalogue,
``#. for: youth, guardian``. All others are for professionals. ``python -m tests.audience`` plays every
conversation and adds what is missing.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bot import logs
from bot.conversation import effects
from bot.i18n import Items, Language, Lines, Rendered, Text, catalogue, render
from bot.messages import Delivered
from bot.rules.profile import Profile
from bot.stage import script
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.steps import Script
from handlers import TABLE
from storage.body import AttachBody, EditBody, SayBody
from storage.outbox import Item
from storage.room import RoomView

ROOT = Path(__file__).parents[1]
CONVERSATIONS = sorted((ROOT / "tests" / "conversations").glob("*.yaml"))

#: Those who are no professionals, by their roles.
READERS = ("youth", "guardian")

_COMMENT = re.compile(r"for: (\w+(?:, \w+)*)")


@cache
def declared() -> Mapping[str, frozenset[str]]:
    """The readers of each text that is not for professionals alone, by its key."""
    found = {}
    for key, message in catalogue("sv").items():
        for comment in message.auto_comments:
            match = _COMMENT.fullmatch(comment)
            if match is not None:
                found[key] = frozenset(match[1].split(", "))
    return found


def keys(text: object) -> Iterator[str]:
    """The keys of a text, and of all the texts it is made of."""
    match text:
        case Text():
            yield text.key
            for value in text.values.values():
                yield from keys(value)
        case Lines() | Items():
            yield from keys(text.parts)
        case list() | tuple():
            for part in text:
                yield from keys(part)


@dataclass
class Heard:
    """What the people of a play heard on their own pages: the keys of texts by the reader's role."""

    by_role: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _of_plain: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, text: Text | Lines, rendered: Rendered) -> None:
        """Remember which keys made a text."""
        self._of_plain[rendered.plain] |= set(keys(text))

    def hear(self, role: str, plain: str) -> None:
        """Somebody of a role reads a text."""
        for made, found in self._of_plain.items():
            if made in plain:
                self.by_role[role] |= found

    def undeclared(self) -> dict[str, set[str]]:
        """The texts that a reader heard and that are not said to be for them, by role."""
        beside = declared()
        lacking = {
            role: {key for key in found if role not in beside.get(key, frozenset())}
            for role, found in self.by_role.items()
        }
        return {role: found for role, found in lacking.items() if found}


@contextmanager
def listening() -> Iterator[Heard]:
    """Note which texts are made while something is played."""
    heard = Heard()

    def noted(text: Text | Lines, language: Language, *, today: date | None = None) -> Rendered:
        rendered = render(text, language, today=today)
        heard.note(text, rendered)
        return rendered

    with patch.object(effects, "render", noted):
        yield heard


class Listening(FastStage):
    """A stage that hears what comes on the pages of youths and guardians, and on their lock screens also from the
    rooms they are in."""

    def __init__(self, played: Script, folder: Path, heard: Heard) -> None:
        super().__init__(played, TABLE, folder)
        self.notified: list[tuple[str, str]] = []  # what came with a sound where they are, with its urgency
        self._heard = heard
        self._roles = {handle: actor.role for handle, actor in played.people.items() if actor.role in READERS}

    @property
    def profile(self) -> Profile:
        """The profile that the play follows."""
        return self._core.profile_of(self._core.settings.units[0].id)

    @property
    def unforeseen(self) -> int:
        """How many changes of rooms the safety net had to find, because nothing else had them made."""
        return self._core.reconciler.unforeseen

    async def _deliver(self, item: Item, where: RoomView) -> Delivered:
        role = self._roles.get(self._place(where).removeprefix("page of "))
        if role is not None and isinstance(item.body, SayBody | EditBody):
            self._heard.hear(role, item.body.plain)
        inside = {self._handle(user_id) for user_id in self._joined.get(where.matrix_room or "", set())}
        if role is not None or inside & self._roles.keys():
            match item.body:
                case SayBody(quiet=False, plain=text):
                    self.notified.append((item.urgency, text))
                case AttachBody(name=name):
                    self.notified.append((item.urgency, name))
        return await super()._deliver(item, where)


def _write(file: Path, wanted: Mapping[str, frozenset[str]]) -> None:
    """Write the comments of one file of the catalogue anew."""
    written: list[str] = []
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#. for:"):
            continue
        match = re.fullmatch(r'msgid "([a-z]+\.[a-z0-9_]+)"', line)
        if match is not None and match[1] in wanted:
            readers = ", ".join(role for role in READERS if role in wanted[match[1]])
            written.append(f"#. for: {readers}")
        written.append(line)
    file.write_text("\n".join(written), encoding="utf-8")


def main() -> None:
    """Play every conversation and add to the catalogue who heard what."""
    logs.setup("error", "json")
    wanted = dict(declared())
    failed = []
    for file in CONVERSATIONS:
        played = script.load(file)
        with (
            listening() as heard,
            tempfile.TemporaryDirectory() as folder,
            closing(Listening(played, Path(folder), heard)) as stage,
        ):
            failure = asyncio.run(play(played, stage))
        if failure is not None:
            failed.append(f"{file.stem}: {failure}")
        for role, found in heard.undeclared().items():
            for key in found:
                wanted[key] = wanted.get(key, frozenset()) | {role}
    for file in sorted((ROOT / "bot" / "locale" / "sv").glob("*.po")):
        _write(file, wanted)
    if failed:
        sys.exit("\n".join(["Not heard to their end:", *failed]))


if __name__ == "__main__":
    main()
