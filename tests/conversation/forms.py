"""Judges forms of commands: does what somebody writes come to the same as the command they mean?

``python -m tests.conversation.forms FILE ...`` reads YAML rows ``{who, in, says, means}`` and prints each row that did
not come to what was meant (with ``--all`` every row), with what the bot said, and a summary. ``says`` may be a list:
each of them is a form. ``means`` is the command as the help shows it (several, if it takes several messages), or
nothing where none is meant. ``before`` are messages that come first, each ``{who, in, says}`` or just the words. Each
form is written in the same world, ``forms_world.yaml``, which is restored before it.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer
import yaml
from sqlalchemy import select

from bot import logs
from bot.conversation import parse
from bot.stage import cast, script
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.stagehand import BOT, Line
from bot.stage.steps import Script
from handlers import TABLE
from storage.person import People
from storage.scoped import CaseStore
from storage.tables import Base, Case, Question
from tests.sqlite import restore

WORLD = Path(__file__).parent / "forms_world.yaml"

#: Tables in which nothing stands that a person meant: keys, messages, and what is kept about rooms.
_PASSING = frozenset(
    {
        "account",
        "asked_in_room",
        "audit",
        "device",
        "generation",
        "identity",
        "inbox",
        "kept",
        "megolm_session",
        "member",
    }
    | {"olm_session", "outbox", "picture", "question", "rulebook", "sealed_key"}
)
#: Columns that are marks of work to be done, or differ at each run.
_MARKS = ("_sealed", "key_id", "dirty", "compared", "fingerprint", "lease", "changes_on", "alias", "listens", "picture")

#: Answers that a question may be asked for; the first that leads to what was meant counts.
_ANSWERS = ("ja", "1", "2", "text", "datum")

_ID = re.compile(r"\b[0-9a-f]{16,64}\b")
#: A moment of the clock, which goes on; what people set is on the minute.
_NOW = re.compile(r"datetime\((?:\d+, ){6}\d+, tzinfo=[\w.]+\)|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+\+00:00")


class Outcome(StrEnum):
    """What became of a form."""

    SAME = "same"  # done, shown or asked about just like the command itself
    ASKED = "asked"  # a question whose answer leads there, or what to write instead
    REFUSED = "refused"  # told that it was not understood, or why not; nothing changed
    WRONG = "wrong"  # something else was changed
    SILENT = "silent"


@dataclass(frozen=True, kw_only=True)
class Form:
    """A row of a table of forms."""

    who: str
    place: str
    says: str
    means: tuple[str, ...] = ()
    before: tuple[Mapping[str, str], ...] = ()
    comes: str | None = None  # what should become of it, where the table says so


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A form, what became of it, and what the bot said."""

    form: Form
    outcome: Outcome
    said: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether it came to what was meant, by itself or after a question; what means nothing is refused."""
        if self.form.comes is not None:
            return self.outcome in self.form.comes.split("|")
        if not self.form.means:
            return self.outcome is Outcome.REFUSED
        return self.outcome in (Outcome.SAME, Outcome.ASKED)


@dataclass(frozen=True, kw_only=True)
class _State:
    """The world after some words: everything that is not in passing, what is asked, and what was said."""

    changes: frozenset[tuple[str, int]]
    asked: frozenset[tuple[str, ...]]
    said: tuple[tuple[str, str, str], ...]


class Judge(FastStage):
    """The world in which forms are written."""

    def __init__(self, played: Script, folder: Path) -> None:
        super().__init__(played, TABLE, folder)
        self._saved = folder / "saved.db"
        self._known: dict[tuple[Any, ...], _State] = {}

    @property
    def handles(self) -> frozenset[str]:
        """The people of the world."""
        return frozenset(self._script.people)

    def save(self) -> None:
        """Let every form begin here."""
        raw = self._core.db.engine.raw_connection()
        with closing(sqlite3.connect(self._saved)) as saved, closing(raw):
            raw.driver_connection.backup(saved)  # type: ignore[union-attr]
        self._begun = (list(self._lines), dict(self._readers), self._next_number)
        self._rooms = {name: set(there) for name, there in self._joined.items()}
        self._at = self.now()

    def _go_back(self) -> None:
        restore(self._core.db, self._saved)
        with suppress(_BackError), self._core.db.unit():
            raise _BackError  # a unit that is rolled back empties the memory
        lines, readers, number = self._begun
        self._lines, self._readers, self._next_number = list(lines), dict(readers), number
        self._joined = {name: set(there) for name, there in self._rooms.items()}

    async def judge(self, form: Form) -> Judged:
        """Write a form, and see what becomes of it."""
        base = await self._after(form, ())
        first = await self._after(form, (form.says,))
        outcome = await self._outcome(form, base, first)
        return Judged(form=form, outcome=outcome, said=tuple(f"[{where}] {text}" for where, _, text in first.said))

    async def _outcome(self, form: Form, base: _State, first: _State) -> Outcome:
        if not first.said and first.changes == base.changes:
            return Outcome.SILENT
        means = tuple(_as_command(each, form.place) for each in form.means)
        if not means:
            return Outcome.REFUSED if first.changes == base.changes else Outcome.WRONG
        meant = await self._after(form, means)
        if first.changes != base.changes:
            return Outcome.SAME if await self._is_same(form, first, meant) else Outcome.WRONG
        if first == meant or (first.asked == meant.asked != base.asked) or self._shows_same(first, meant, base):
            return Outcome.SAME
        if first.asked != base.asked and await self._leads_there(form, first, means, base):
            return Outcome.ASKED
        return Outcome.ASKED if self._names(form, first) else Outcome.REFUSED

    async def _is_same(self, form: Form, first: _State, meant: _State) -> bool:
        """Whether a change is what was meant; a command that is shown first may have been agreed to by the form."""
        return first.changes in (meant.changes, (await self._agreed(form, form.means)).changes)

    def _shows_same(self, first: _State, meant: _State, base: _State) -> bool:
        """Whether a form shows what the command shows, where neither changes or asks anything."""
        if meant.changes != base.changes or meant.asked != base.asked:
            return False
        return [text for _, _, text in meant.said] == [text for _, _, text in first.said]

    async def _leads_there(self, form: Form, first: _State, means: tuple[str, ...], base: _State) -> bool:
        """Whether an answer to what was asked leads to what was meant, or the question is one of that command."""
        wanted = await self._agreed(form, form.means)
        for answer in _ANSWERS:
            reached = await self._agreed(form, (form.says, answer))
            if reached.changes == wanted.changes != base.changes:
                return True
            if wanted.changes == base.changes and (
                reached.asked == wanted.asked != base.asked
                or {text for _, _, text in wanted.said} <= {text for _, _, text in reached.said}
            ):
                return True
        keys = {found[0].key for each in means if (found := parse.find(each.removeprefix("!"), TABLE.spoken))}
        return any(command in keys and field != "None" for _, command, field, *_ in first.asked - base.asked)

    def _names(self, form: Form, first: _State) -> bool:
        """Whether the bot says what to write: the name of the command that was meant."""
        said = "\n".join(text for _, _, text in first.said).casefold()
        meant = {found[0].key for each in form.means if (found := parse.find(each.removeprefix("!"), TABLE.spoken))}
        names = {name: command.key for command in TABLE.spoken for name in (command.sv, command.en)}
        for name in sorted(names, key=len, reverse=True):
            said, count = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", " ", said)
            if count and names[name] in meant:
                return True
        return False

    async def _agreed(self, form: Form, words: Sequence[str]) -> _State:
        """The world after some words and the yes that they need."""
        words = tuple(_as_command(each, form.place) if each != form.says else each for each in words)
        state = await self._after(form, words)
        for _ in range(2):
            if not any(field == "None" and whom != "None" for whom, _, field, *_ in state.asked):
                break
            words = (*words, "!ja" if form.place.startswith("K-") else "ja")
            state = await self._after(form, words)
        return state

    async def _after(self, form: Form, words: Sequence[str]) -> _State:
        key = (form.who, form.place, str(form.before), tuple(words))
        if key not in self._known:
            self._go_back()
            for each in form.before:
                await self.say(
                    each.get("who", form.who), self._room_of(each.get("in", form.place), form.who), each["says"]
                )
                await self.settle()
            begins = len(self._lines)
            for each_word in words:
                await self.say(form.who, self._room_of(form.place, form.who), each_word)
                await self.settle()
            self._known[key] = self._state(self._lines[begins:])
        return self._known[key]

    def _room_of(self, place: str, who: str) -> str:
        return f"page of {who}" if place == "page" else place

    def _state(self, lines: Sequence[Line]) -> _State:
        said = tuple((line.place, line.kind, line.text) for line in lines if line.who == BOT)
        with self._core.db.read() as session:
            people = {one.id: one.handle for one in People(session, cast.UNIT).all()}
            rows: list[str] = []
            for table in Base.metadata.sorted_tables:
                if table.name not in _PASSING:
                    columns = [c for c in table.columns if not any(mark in c.name for mark in _MARKS)]
                    for row in session.execute(select(*columns)):
                        rows.append(f"{table.name} " + " ".join(_named(value, people) for value in row))
            for case in session.scalars(select(Case)).all():
                store = CaseStore(
                    session,
                    cast.UNIT,
                    case.coordinator_id,
                    self.now(),
                    case.id,
                    profile=self._core.profile_of(cast.UNIT),
                )
                for thing in (*store.plan.all(), *store.meetings.all()):
                    rows.append(_named(thing, people))
            asked = frozenset(
                (_named(row.person_id, people), row.command, str(row.field), str(row.case_id), str(row.digest))
                for row in session.scalars(select(Question).where(Question.state == "open"))
            )
        return _State(changes=frozenset(Counter(rows).items()), asked=asked, said=said)


class _BackError(Exception):
    """Rolls a unit back."""


def _named(value: object, people: Mapping[str, str]) -> str:
    """A value in which the ids of people are their handles, and other ids, which differ at each run, are gone."""
    return _ID.sub(lambda found: people.get(found[0], "*"), _NOW.sub("now", str(value)))


def _as_command(words: str, place: str) -> str:
    """Words as they are written in a place: with a mark where people talk with each other."""
    return f"!{words}" if place.startswith("K-") and not words.startswith("!") else words


def read(file: Path) -> list[Form]:
    """The rows of a table of forms."""
    with file.open(encoding="utf-8") as stream:
        rows = yaml.load(stream, Loader=_Words)
    return [
        _form(row, says) for row in rows for says in ([row["says"]] if isinstance(row["says"], str) else row["says"])
    ]


class _Words(yaml.CSafeLoader):
    """Reads ``ja`` and ``2`` as words."""

    yaml_implicit_resolvers: dict[str, Any] = {}


def _form(row: Mapping[str, Any], says: str) -> Form:
    means = row.get("means") or ()
    before = [each if isinstance(each, dict) else {"says": each} for each in row.get("before", ())]
    return Form(
        who=row["who"],
        place=row["in"],
        says=says,
        means=(means,) if isinstance(means, str) else tuple(means),
        before=tuple(before),
        comes=row.get("comes"),
    )


async def judged(forms: Sequence[Form]) -> list[Judged]:
    """What becomes of each form."""
    played = script.load(WORLD)
    with TemporaryDirectory(prefix="sigbot-forms-") as folder, closing(Judge(played, Path(folder))) as judge:
        failure = await play(played, judge)
        if failure is not None:
            raise AssertionError(str(failure))
        judge.save()
        return [await judge.judge(form) for form in forms]


def shown(found: Sequence[Judged], *, every: bool) -> Iterator[str]:
    """A line for each form that did not come to what was meant (or ``every`` one), and the sums."""
    for one in found:
        if every or not one.is_good:
            form = one.form
            said = " / ".join(one.said).replace("\n", " ⏎ ")[:300]
            yield f"{one.outcome:8} {form.who} {form.place}: {form.says!r} = {form.means} -> {said}"
    counts = Counter(one.outcome for one in found)
    good = sum(one.is_good for one in found)
    yield ", ".join(f"{outcome} {counts[outcome]}" for outcome in Outcome) + f"; as meant {good} of {len(found)}"


def main(arguments: Sequence[str]) -> None:
    """Judge the rows of files. With ``--all`` every row is shown."""
    logs.setup("error", "json")
    every = "--all" in arguments
    for name in arguments:
        if name != "--all":
            typer.echo(name)
            typer.echo("\n".join(shown(asyncio.run(judged(read(Path(name)))), every=every)))


if __name__ == "__main__":
    main(sys.argv[1:])
