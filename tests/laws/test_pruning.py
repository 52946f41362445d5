"""With and without pruning the bot does and says the same, whatever is said to it, and about what from long ago."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.core import Core
from bot.messages import Kind
from bot.settings import RetentionSettings
from bot.stage.stagehand import BOT, Line, StageError
from storage.tables import Due, Heard, Inbox, Outbox, Question, Spoken
from tests.laws.town import Moment, Town, TownOnPostgres
from tests.postgres import Server

#: Never prunes within a life; and as early as it may.
_LONG = dict.fromkeys(("inbox_days", "outbox_days", "question_days", "due_days"), 3650)
_SHORT = dict.fromkeys(_LONG, 30)

#: Who, where, what.
WORDS = (
    ("anna", "office", "uppgift K-7F2 Ringa skolan @petra senast 2026-12-20"),
    ("anna", "office", "möte K-7F2 avstämning 2027-01-14 kl 15 Stadshuset"),
    ("anna", "office", "avsluta K-7F2 skäl klart"),
    ("anna", "office", "ja"),
    ("anna", "office", "nej"),
    ("anna", "office", "plan K-7F2"),
    ("anna", "office", "flyta mötet"),
    ("berit", "office", "samtycke förnya K-7F2 av ungdomen papper"),
    ("petra", "K-7F2", "!klar 1"),
    ("petra", "K-7F2", "!hinder 1 väntar på besked"),
    ("petra", "page of petra", "mina"),
    ("alex", "page of alex", "jag mår inte bra"),
    ("alex", "page of alex", "SKICKA"),
    ("alex", "page of alex", "jag kan inte komma"),
)
DAYS = st.sampled_from([0, 0, 0, 1, 35, 70])
#: Which of what has been said, counted from the newest; a large number means one from the beginning.
WHICH = st.sampled_from([0, 1, 2, 5, 1000])
ACTS = st.one_of(
    st.tuples(st.just("say"), st.integers(0, len(WORDS) - 1), DAYS),
    st.tuples(st.sampled_from(["reply", "tap", "edit", "redact", "untap", "repeat"]), WHICH, DAYS),
)
LIFE = st.lists(ACTS, min_size=2, max_size=7)


class Kept(Town):
    """A town that prunes as these settings say."""

    retention = RetentionSettings(**_LONG)

    def _build(self, *, is_new: bool = False) -> Core:
        core = super()._build(is_new=is_new)
        core.settings = core.settings.model_copy(update={"retention": self.retention})
        return core

    async def live(self, moment: Moment, life: Sequence[tuple[str, int, int]], days: dict[str, int]) -> list[Any]:
        """What was done and said, by whom and where."""
        self.retention = RetentionSettings(**days)
        self.begin(moment)
        for act, which, after in life:
            await self._sleep(after)
            await self._act(act, which)
            await self.settle()
        await self._sleep(35)
        ids = {line.id: number for number, line in enumerate(self._lines)}
        return [
            (line.place, line.who, line.kind, line.text, ids.get(line.about or ""), line.quiet) for line in self._lines
        ]

    async def _sleep(self, days: int) -> None:
        """Let days pass at once, and after them the minutes in which the bot does what is done each day."""
        for passing in (timedelta(days=days), timedelta(minutes=1), timedelta(minutes=1)) if days else ():
            self._clock.advance_to(self.now() + passing)
            self._core.daily()
            await self.settle()

    async def _act(self, act: str, which: int) -> None:
        if act == "say":
            who, place, text = WORDS[which]
            return await self.write(who, place, text)
        people = ("anna", "petra", "alex")
        ours = [line for line in self._lines if line.who == BOT and line.kind == "text"]
        theirs = [line for line in self._lines if line.who in people and line.kind == "text"]
        taps = [line for line in self._lines if line.who in people and line.kind == "reaction"]
        found = {"reply": ours, "tap": ours, "untap": taps}.get(act, theirs)
        if not found:
            return None
        line = found[-1 - min(which, len(found) - 1)]
        try:
            await self._do(act, line)
        except StageError:
            return None  # they are not in that room (any more)

    async def _do(self, act: str, line: Line) -> None:
        who = self._reader(line) if line.who == BOT else line.who
        match act:
            case "reply":
                await self.reply(who, line, "klar")
            case "tap":
                await self.react(who, line, "✅")
            case "edit":
                await self.edit(who, line, "plan K-7F2")
            case "redact" | "untap":
                await self.redact(who, line)
            case "repeat":
                view = self._inside(who, line.place)
                with self._core.db.unit() as session:
                    self._add(session, view, self.matrix_id(who), Kind.TEXT, line.text, None, line.id)

    def _reader(self, line: Line) -> str:
        """Somebody in the room of a message."""
        if line.place.startswith("page of "):
            return line.place.removeprefix("page of ")
        return "anna" if line.place == "office" else "petra"

    def counts(self) -> dict[str, int]:
        """How many rows there are of each."""
        with self._core.db.read() as session:
            tables = (Inbox, Outbox, Question, Due, Heard, Spoken)
            return {t.__tablename__: session.scalar(select(func.count()).select_from(t)) or 0 for t in tables}


class KeptOnPostgres(Kept, TownOnPostgres):
    """The same, on a PostgreSQL server."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kept, Moment]]:
    made = Kept("skovde", tmp_path_factory.mktemp("kept"))
    asyncio.run(made.open())
    yield made, made.remember()
    made.close()


def lives_alike(town: tuple[Kept, Moment], life: Sequence[tuple[str, int, int]]) -> None:
    made, moment = town
    unpruned = asyncio.run(made.live(moment, life, _LONG))
    many = made.counts()
    pruned = asyncio.run(made.live(moment, life, _SHORT))
    few = made.counts()
    assert pruned == unpruned
    assert few["spoken"] > 0
    assert few["inbox"] + few["heard"] <= many["inbox"]
    assert few["outbox"] + few["spoken"] <= many["outbox"]


_SOME: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}


@settings(max_examples=1, **_SOME)
@example(life=[("say", 0, 0), ("tap", 0, 0), ("say", 5, 70), ("untap", 0, 70), ("tap", 1000, 0), ("reply", 5, 0)])
@example(life=[("say", 6, 0), ("say", 1, 0), ("say", 3, 0), ("edit", 2, 70), ("redact", 1000, 35), ("repeat", 1, 0)])
@example(life=[("say", 12, 0), ("reply", 2, 0), ("say", 2, 35), ("edit", 1, 35), ("say", 2, 0), ("say", 6, 0)])
@given(life=LIFE)
def test_with_and_without_pruning_it_is_the_same(town: tuple[Kept, Moment], life: list[tuple[str, int, int]]) -> None:
    lives_alike(town, life)


@pytest.mark.long
@settings(max_examples=300, **_SOME)
@given(life=LIFE)
def test_in_many_lives_too(town: tuple[Kept, Moment], life: list[tuple[str, int, int]]) -> None:
    lives_alike(town, life)


@pytest.fixture(scope="module")
def town_on_postgres(
    postgres_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Kept, Moment]]:
    made = KeptOnPostgres("skovde", tmp_path_factory.mktemp("kept"), postgres_server.url)
    asyncio.run(made.open())
    yield made, made.remember()
    made.close()


@pytest.mark.long
@pytest.mark.postgres
@settings(max_examples=20, **_SOME)
@given(life=LIFE)
def test_so_it_is_on_postgresql(town_on_postgres: tuple[Kept, Moment], life: list[tuple[str, int, int]]) -> None:
    lives_alike(town_on_postgres, life)
