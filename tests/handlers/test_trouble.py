"""Those who run the bot are told what is wrong with it: once when it has lasted, once when it is over, and nobody is
named."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.i18n import LANGUAGES, T, catalogue, say
from bot.rules.alarm import Cause
from bot.rules.roles import DUTIES, OPERATORS, Duty, Role
from bot.rules.room import RoomKind
from bot.rules.trouble import Trouble
from bot.stage import cast
from bot.stage.fast import FastStage
from bot.stage.script import parse
from bot.stage.steps import Script
from handlers import TABLE
from handlers import trouble as handler
from storage import alarm
from storage import room as rooms
from storage.person import People
from storage.tables import Room
from storage.tables import Trouble as Row

MINUTE = timedelta(minutes=1)

PLAY = """
title: A bot, those who use it, and those who run it
profile: skovde
people: {anna: coordinator, berit: coordinator, olle: operator}
steps:
  - {room: operators, members: [olle]}
"""


class Watched(FastStage):
    """A stage on which the bot finds the troubles that the test says."""

    def __init__(self, script: Script, folder: Path) -> None:
        super().__init__(script, TABLE, folder)
        self.found: tuple[Trouble, ...] = ()
        self._core.look_for_troubles = lambda _session, _now: self.found

    @property
    def core(self) -> object:
        return self._core

    async def pass_minutes(self, minutes: int) -> list[str]:
        """Let minutes pass, one by one as the timer does; returns what is said in the operators' room meanwhile."""
        before = len(self.transcript())
        for _ in range(minutes):
            await self.move_clock(self.now() + MINUTE)
            await self.settle()
        return [line.text for line in self.transcript()[before:] if line.place == "operators"]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Watched]:
    with closing(Watched(parse(PLAY), tmp_path)) as found:
        asyncio.run(found.settle())
        yield found


async def test_what_lasts_is_told_once_and_once_that_it_is_over(stage: Watched) -> None:
    stage.found = (Trouble.SYNC,)
    assert await stage.pass_minutes(4) == []
    (told,) = await stage.pass_minutes(20)
    assert told == say(T("trouble.sync"), "sv").replace("`", "")
    stage.found = ()
    assert await stage.pass_minutes(4) == []
    (over,) = await stage.pass_minutes(20)
    assert over.startswith("✅ Jag hör det som skrivs igen, och svarar på det som har väntat. Det varade från")
    assert await stage.pass_minutes(20) == []


async def test_what_passes_is_not_told(stage: Watched) -> None:
    stage.found = (Trouble.OUTBOX,)
    assert await stage.pass_minutes(4) == []
    stage.found = ()
    assert await stage.pass_minutes(20) == []


async def test_what_comes_and_goes_is_told_once(stage: Watched) -> None:
    stage.found = (Trouble.DUE,)
    assert len(await stage.pass_minutes(8)) == 1
    for _ in range(5):
        stage.found = ()
        assert await stage.pass_minutes(2) == []
        stage.found = (Trouble.DUE,)
        assert await stage.pass_minutes(2) == []


async def test_two_troubles_are_two_messages(stage: Watched) -> None:
    stage.found = (Trouble.DISK, Trouble.RECOVERY)
    assert len(await stage.pass_minutes(10)) == 2
    await stage.say("olle", "operators", "status")
    await stage.settle()
    told = stage.transcript()[-1].text
    assert "Det här är fel just nu" in told
    assert "Disken är nästan full" in told
    assert "återställningsnyckel" in told


async def test_who_is_told_outlives_a_restart(stage: Watched) -> None:
    stage.found = (Trouble.ASIDE,)
    assert len(await stage.pass_minutes(8)) == 1
    await stage.crash()
    stage._core.look_for_troubles = lambda _session, _now: stage.found
    assert await stage.pass_minutes(20) == []


async def test_without_operators_nothing_is_noted(tmp_path: Path) -> None:
    with closing(Watched(parse(PLAY.replace(", olle: operator", "").replace("[olle]", "[]")), tmp_path)) as stage:
        stage.found = (Trouble.DISK,)
        await stage.pass_minutes(10)
        with stage._core.db.read() as session:
            assert session.scalars(select(Row)).all() == []
            assert not rooms.has_office(session, OPERATORS)


def test_those_who_run_the_bot_may_do_nothing_else() -> None:
    assert DUTIES[Role.OPERATOR] == {Duty.SELF}


def test_each_trouble_has_its_words_and_none_asks_for_a_name() -> None:
    assert set(handler._TOLD) == set(handler._OVER) == set(Trouble)
    for text in (*handler._TOLD.values(), *handler._OVER.values()):
        for language in LANGUAGES:
            assert text.key in catalogue(language)
        assert text.values == {}


async def test_a_stranger_in_the_room_means_another_room_within_the_hour(stage: Watched) -> None:
    with stage._core.db.unit() as session:
        row = session.scalars(select(Room).where(Room.kind == RoomKind.OPERATORS)).one()
        alarm.raise_alarm(session, row, Cause.STRANGER, stage.now())
        before = row.id
    (told,) = await stage.pass_minutes(1)
    assert told.startswith("⚠️ Någon som inte hör hit")
    await stage.pass_minutes(65)
    with stage._core.db.read() as session:
        fresh = rooms.office(session, OPERATORS)
        assert fresh.id != before
        assert fresh.alarm is None
    assert await stage.members("operators") == {"olle"}


def test_whoever_is_struck_off_the_settings_is_out(tmp_path: Path) -> None:
    with closing(Watched(parse(PLAY), tmp_path)) as stage:
        asyncio.run(stage.settle())
        stage._core.settings = stage._core.settings.model_copy(update={"operators": ("@disa:stage",)})
        stage._core.prepare()
        with stage._core.db.read() as session:
            people = {one.matrix_id: one.active for one in People(session, OPERATORS).all()}
            row = session.scalars(select(Room).where(Room.kind == RoomKind.OPERATORS)).one()
            wanted = stage._core.reconciler.wanted(session, row)
        assert people == {"@olle:stage": False, "@disa:stage": True}
        assert wanted == {"@disa:stage"}


def test_nobody_of_a_unit_sees_those_who_run_the_bot(stage: Watched) -> None:
    with stage._core.db.read() as session:
        assert {one.handle for one in People(session, cast.UNIT).all()} == {"anna", "berit"}
        page = select(Room).where(Room.unit_id == OPERATORS)
        assert [row.kind for row in session.scalars(page)] == [RoomKind.OPERATORS]
