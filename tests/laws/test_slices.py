"""Rooms compared in slices, each on the day on which it changes, come to the same as all of them compared at once."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.clock import Clock
from bot.core import Core
from bot.rooms import reconciler
from bot.stage import cast
from handlers import TABLE
from storage import outbox
from storage.tables import Due, Outbox, Room, Rulebook
from tests.laws.town import Moment, Town
from tests.sqlite import database, restore

#: Who, where, what: after each a room changes on another day than before.
EVENTS = (
    ("anna", "office", "samtycke återkalla K-7F2 skola"),
    ("anna", "office", "samtycke utöka K-7F2 vårdnadshavare om 1 2 av ungdomen papper"),
    ("anna", "office", "utse K-7F2 vårdnadshavare mia"),
    ("anna", "office", "ersättare K-7F2 polis @per till 2026-12-20"),
    ("anna", "office", "ersättare K-7F2 polis @per från 2026-12-10 till 2027-01-10"),
    ("anna", "office", "sidorum K-7F2 socialtjänst om 1"),
    ("anna", "office", "född K-7F2 2008-12"),
    ("anna", "office", "född K-7F2 2012-01"),
    ("anna", "office", "avsluta K-7F2 skäl klart"),
    ("anna", "office", "kvittera K-7F2 dnr 1"),
    ("alex", "page of alex", "jag vill inte att polisen ska vara med"),
)
DAYS = st.integers(1, 20) | st.sampled_from([60, 98, 99, 100, 113, 365])
LIFE = st.lists(st.tuples(st.integers(0, len(EVENTS) - 1), DAYS), min_size=1, max_size=5)


class Stopped(Clock):
    """A clock at one moment."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at


class Twin:
    """What the bot would do with a copy of a town's database."""

    def __init__(self, town: Town, folder: Path) -> None:
        self._town = town
        self._copy = folder / "copy.db"
        self._db = database(folder / "twin.db", town._vault)

    def close(self) -> None:
        self._db.close()

    def after(self, work: Callable[[Core], None], at: datetime) -> dict[str, Any]:
        """What there is to do, and what is known of the rooms, after this work at a moment."""
        raw = self._town._core.db.engine.raw_connection()
        with closing(sqlite3.connect(self._copy)) as copy, closing(raw):
            raw.driver_connection.backup(copy)  # type: ignore[union-attr]
        restore(self._db, self._copy)
        made = cast.settings(self._town._script, folder=self._town._folder)
        work(Core(made, self._db, Stopped(at), TABLE))
        with self._db.read() as session:
            rooms = session.scalars(select(Room).order_by(Room.id)).all()
            moves = outbox.pending_moves(session, [room.id for room in rooms])
            return {
                "rooms": [(room.id, room.kind, room.state, room.alarm, room.dirty) for room in rooms],
                "moves": {room: [(move.id, move.body) for move in found] for room, found in _numbered(moves).items()},
                "outbox": sorted(
                    (row.room_id, row.kind, row.state, row.rank, str(row.cause), row.tries)
                    for row in session.scalars(select(Outbox))
                ),
                "due": sorted((row.kind, row.subject, row.state, row.at) for row in session.scalars(select(Due))),
            }


def _numbered(moves: dict[str, list[outbox.Pending]]) -> dict[str, list[outbox.Pending]]:
    """Moves with numbers that count within their room: those in the table depend on which room came first."""
    return {
        room: [outbox.Pending(id=number, body=move.body, is_tried=move.is_tried) for number, move in enumerate(found)]
        for room, found in moves.items()
    }


def whole(core: Core) -> None:
    with core.db.unit() as session:
        core.reconciler.everything(session)


def sliced(core: Core) -> None:
    done = 1
    while done > 0:
        with core.db.unit() as session:
            done = core.reconciler.slice(session)


def swept(core: Core) -> None:
    """In slices, and then all that need not be looked at."""
    sliced(core)
    with core.db.unit() as session:
        for room in session.scalars(select(Room)):
            room.compared_on = room.compared_on and room.compared_on - timedelta(days=1)
    for _ in range(20):
        with core.db.unit() as session:
            core.reconciler.sweep(session)
    assert core.reconciler.unforeseen == 0


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Moment, Twin]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reconciler, "AT_ONCE", 3)  # so that there are several slices
        made = Town("skovde", tmp_path_factory.mktemp("town"))
        asyncio.run(made.open())
        twin = Twin(made, tmp_path_factory.mktemp("twin"))
        yield made, made.remember(), twin
        twin.close()
        made.close()


async def live(town: Town, twin: Twin, life: list[tuple[int, int]]) -> None:
    for number, days in life:
        who, place, words = EVENTS[number]
        await town.agreed(words, who=who, place=place)
        town._clock.advance_to(town.now() + timedelta(days=days))
        for at in (town.now(), town.now() - timedelta(days=days + 1)):  # also when the clock was ahead
            assert twin.after(sliced, at) == twin.after(whole, at) == twin.after(swept, at)
        await town.settle()
        assert town._core.reconciler.unforeseen == 0
        town.judge()


LIVES = settings(
    max_examples=6, phases=[Phase.reuse, Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
)


@LIVES
@given(LIFE)
def test_in_slices_or_whole_the_rooms_are_the_same(
    town: tuple[Town, Moment, Twin], life: list[tuple[int, int]]
) -> None:
    opened, moment, twin = town
    opened.begin(moment)
    asyncio.run(live(opened, twin, life))


@pytest.mark.long
@settings(LIVES, max_examples=300)
@given(LIFE)
def test_in_slices_or_whole_the_rooms_are_the_same_in_many_lives(
    town: tuple[Town, Moment, Twin], life: list[tuple[int, int]]
) -> None:
    opened, moment, twin = town
    opened.begin(moment)
    asyncio.run(live(opened, twin, life))


def test_with_other_rules_every_room_is_compared_and_silent_until_then(town: tuple[Town, Moment, Twin]) -> None:
    opened, moment, twin = town
    opened.begin(moment)

    def upgraded(work: Callable[[Core], None]) -> Callable[[Core], None]:
        def run(core: Core) -> None:
            with core.db.unit() as session:
                session.execute(update(Rulebook).values(fingerprint="an earlier release"))
            core.prepare()
            with core.db.read() as session:
                assert not any(room.compared_on for room in session.scalars(select(Room)))
            work(core)

        return run

    assert twin.after(upgraded(sliced), opened.now()) == twin.after(upgraded(whole), opened.now())
