"""The bot is away, for minutes or for days: each room that it touched hears of it once, nothing is lost silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from bot.clock import MovableClock
from bot.core import ACCOUNT
from bot.i18n import ZONE
from bot.stage.fast import FastStage
from bot.stage.play import play
from bot.stage.script import parse
from bot.stage.stagehand import BOT
from handlers import TABLE
from storage import keys, outage, restore
from storage.db import Database
from storage.tables import Account, Outage
from tests.bot.desk import Desk
from tests.faults.test_clock import STORY


class AwayStage(FastStage):
    """A stage whose bot may be away, or be killed, between two things it does."""

    @property
    def db(self) -> Database:
        return self._core.db

    @property
    def clock(self) -> MovableClock:
        return self._clock

    def said(self, since: int) -> list[tuple[str, str]]:
        """What the bot wrote, by place, since so many lines."""
        return [(one.place, one.text) for one in self.transcript()[since:] if one.who == BOT and one.kind == "text"]

    async def is_away(self, until: datetime) -> None:
        """Stop the bot until a moment; when it is back it works until it has nothing left to do."""
        await self.set_away(True)
        await self.move_clock(until)
        await self.set_away(False)
        await self.settle()

    def work_without_sending(self) -> None:
        """Do what is to be done; nothing of it goes out."""
        self._core.begin_turn()
        while self._core.work_one():
            pass

    async def do_one_thing_at_a_time_and_die(self) -> None:
        """The bot is killed after each thing it does, until there is nothing left but what a start does."""
        for _ in range(60):
            self._core.begin_turn()
            for _ in range(4):  # a start looks after the rooms, and at what is over
                self._core.work_one()
            await self._core.worker(self._deliver).run_ready()
            await self.crash()


async def staged(folder: Path, *, start: datetime, meeting: str, hour: str = "15") -> AwayStage:
    """A case with a meeting, on a stage."""
    story = STORY.format(start=f"{start:%Y-%m-%d %H:%M}", meeting=meeting, task=f"{start:%Y-%m-%d}")
    script = parse(story.replace("kl 15", f"kl {hour}"))
    stage = AwayStage(script, TABLE, folder)
    failure = await play(script, stage)
    assert failure is None, str(failure)
    return stage


@pytest.fixture
def desk_db(tmp_path: Path) -> Iterator[Database]:
    desk = Desk(tmp_path)
    yield desk.core.db
    desk.core.db.close()


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


MONDAY = at("2026-11-23 09:00")


async def test_two_times_away_are_each_told_once_though_the_bot_is_killed_after_everything(tmp_path: Path) -> None:
    with closing(await staged(tmp_path, start=MONDAY, meeting="2026-11-25", hour="8")) as stage:
        await stage.move_clock(at("2026-11-24 17:00"))
        await stage.settle()
        before = len(stage.transcript())
        await stage.is_away(at("2026-11-24 19:00"))
        stage.clock.advance_to(at("2026-11-24 19:01"))
        await stage.settle()
        await stage.is_away(at("2026-11-25 08:30"))
        stage.clock.advance_to(at("2026-11-25 08:40"))
        await stage.do_one_thing_at_a_time_and_die()
        await stage.move_clock(at("2026-11-25 12:00"))
        await stage.settle()
        told = [(place, text) for place, text in stage.said(before) if "Jag var" in text]
    to_anna = [text for place, text in told if place == "page of anna"]
    assert sum("kl 17.00 – tis 24 nov 2026 kl 19.00" in text for text in to_anna) <= 1
    assert set(Counter(told).values()) == {1}, told


async def test_a_reminder_of_the_evening_is_sent_late_the_same_evening(tmp_path: Path) -> None:
    with closing(await staged(tmp_path, start=MONDAY, meeting="2026-11-25")) as stage:
        await stage.move_clock(at("2026-11-24 17:00"))
        await stage.settle()
        before = len(stage.transcript())
        await stage.is_away(at("2026-11-24 19:30"))
        to_alex = [text for place, text in stage.said(before) if place == "page of alex"]
        assert len(to_alex) == 1
        assert "imorgon kl 15.00" in to_alex[0]


@pytest.mark.parametrize(
    ("back", "reminded_at"),
    [
        ("2026-11-24 22:00", ["2026-11-25 13:00"]),  # in the night nobody is woken; the other one is enough
        ("2026-11-25 10:00", ["2026-11-25 13:00"]),  # the same day it is said once
        ("2026-11-25 13:20", ["2026-11-25 13:20"]),  # both were due: they are one
    ],
)
async def test_late_reminders_of_a_meeting_are_one(tmp_path: Path, back: str, reminded_at: list[str]) -> None:
    with closing(await staged(tmp_path, start=MONDAY, meeting="2026-11-25")) as stage:
        await stage.move_clock(at("2026-11-24 17:00"))
        await stage.settle()
        await stage.is_away(at(back))
        heard: list[str] = []
        for hour in range(60):
            before = len(stage.transcript())
            now = stage.now()
            await stage.settle()
            reminders = [text for place, text in stage.said(before) if place == "page of alex" and "15.00" in text]
            heard += [f"{now.astimezone(ZONE):%Y-%m-%d %H:%M}"] * len(reminders)
            if hour == 0:
                all_of = stage.said(0)
                heard += [back for place, text in all_of if place == "page of alex" and "idag kl 15.00" in text]
            stage.clock.advance_to(now + timedelta(minutes=20))
        assert [moment[:13] for moment in heard] == [moment[:13] for moment in reminded_at]
        assert not any("blev inte påmind" in text for _, text in stage.said(0)), "there was a reminder in time"


async def test_a_morning_meeting_is_told_of_before_it_begins(tmp_path: Path) -> None:
    """The evening was missed, and the youth sleeps: whoever coordinates can still ring before eight."""
    with closing(await staged(tmp_path, start=MONDAY, meeting="2026-11-25", hour="8")) as stage:
        await stage.move_clock(at("2026-11-24 17:00"))
        await stage.settle()
        await stage.is_away(at("2026-11-24 22:00"))
        before = len(stage.transcript())
        await stage.move_clock(at("2026-11-25 07:05"))
        await stage.settle()
        assert [place for place, text in stage.said(before) if "blev inte påmind" in text] == ["page of anna"]


async def test_what_waits_in_the_outbox_is_not_said_when_its_time_is_over(tmp_path: Path) -> None:
    """A reminder that says "tomorrow" was queued, and did not get out before the day was another."""
    with closing(await staged(tmp_path, start=MONDAY, meeting="2026-11-25", hour="8")) as stage:
        await stage.move_clock(at("2026-11-24 18:25"))
        await stage.settle()
        before = len(stage.transcript())
        stage.clock.advance_to(at("2026-11-24 18:31"))
        stage.work_without_sending()
        await stage.is_away(at("2026-11-25 08:20"))
        await stage.move_clock(at("2026-11-25 08:30"))
        await stage.settle()
        said = stage.said(before)
    assert not any("imorgon" in text for place, text in said if place == "page of alex")
    assert len([text for place, text in said if place == "page of anna" and "blev inte påmind" in text]) == 1


def note_alive(session: Session, now: datetime) -> None:
    login = keys.login(session, ACCOUNT)
    assert login is not None
    outage.note_alive(session, ACCOUNT, login, now, longest=timedelta(minutes=10))


def test_a_clock_that_was_ahead_was_never_away(desk_db: Database) -> None:
    with desk_db.unit() as session:
        outage.note_life(session, ACCOUNT, MONDAY)
    with desk_db.unit() as session:
        note_alive(session, MONDAY + timedelta(days=1000))
        assert session.query(Outage).count() > 0
    with desk_db.unit() as session:
        note_alive(session, MONDAY + timedelta(minutes=1))
        assert session.query(Outage).count() == 0
        assert session.get_one(Account, ACCOUNT).alive_at == MONDAY + timedelta(minutes=1)


@pytest.mark.parametrize(("away", "is_told"), [(timedelta(minutes=9), False), (timedelta(minutes=10), True)])
def test_minutes_are_nothing_to_tell(desk_db: Database, away: timedelta, is_told: bool) -> None:
    with desk_db.unit() as session:
        outage.note_life(session, ACCOUNT, MONDAY)
    with desk_db.unit() as session:
        note_alive(session, MONDAY + away)
        assert (session.query(Outage).count() > 0) is is_told


def test_a_copy_of_the_database_does_not_know_when_another_bot_lived(desk_db: Database) -> None:
    with desk_db.unit() as session:
        outage.note_life(session, ACCOUNT, MONDAY)
        restore.forget_device(session, ACCOUNT, "NEW")
    with desk_db.unit() as session:
        note_alive(session, MONDAY + timedelta(days=1))
        assert session.query(Outage).count() == 0
