"""The clock is set, forwards or back, and the hour changes in the night: nothing is said twice, nothing due is lost."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import CLOCK_CHECK_EVERY
from bot.clock import Clock
from bot.errors import TryLater
from bot.i18n import ZONE
from bot.scheduler import Timer
from bot.stage.fast import FastStage
from bot.stage.homeserver import Homeserver
from bot.stage.play import play
from bot.stage.script import load, parse
from bot.stage.stagehand import BOT
from handlers import TABLE
from storage import due, room
from tests.bodies import say_body
from tests.bot.desk import Desk
from tests.names import own
from tests.stage.ending import End, EndingWorld

HOUR = timedelta(hours=1)
STEP = timedelta(hours=2, minutes=30)

#: The nights in which the hour changes, as the day before them.
AUTUMN, SPRING = datetime(2026, 10, 24, tzinfo=ZONE), datetime(2027, 3, 27, tzinfo=ZONE)

STORY = """
title: Somebody is to be reminded of a meeting and of a task
profile: skovde
start: "{start}"
codes: [K-7F2]
people:
  anna: coordinator
  berit: second
  petra: {{role: actor, function: police}}
  sven: {{role: actor, function: social_services}}
  alex: youth
steps:
  - {{who: anna, in: office, says: "ärende ny 15-17 skola", bot: "Ärende K-7F2 är skapat"}}
  - {{who: anna, in: office, says: "informationsmöte K-7F2 hållet", bot: "☑ informationsmöte"}}
  - {{who: anna, in: office, says: "utse K-7F2 polis petra", bot: "ja / nej"}}
  - {{who: anna, in: office, says: "ja", bot: "är utsedd"}}
  - {{who: anna, in: office, says: "utse K-7F2 socialtjänst sven", bot: "ja / nej"}}
  - {{who: anna, in: office, says: "ja", bot: "är utsedd"}}
  - {{who: anna, in: office, says: "utse K-7F2 ungdom alex", bot: "ja / nej"}}
  - {{who: anna, in: office, says: "ja", bot: "är utsedd"}}
  - {{who: anna, in: office, says: "samtycke registrera K-7F2 polis socialtjänst om 1 2 av ungdomen papper", bot: "Så"}}
  - {{who: anna, in: office, says: "ja", bot: "andra ja"}}
  - {{who: berit, in: office, says: "ja", bot: "Allt är klart"}}
  - {{who: anna, in: office, says: "öppna K-7F2 rummet", bot: "Jag öppnar"}}
  - {{who: anna, in: office, says: "ja", bot: "K-7F2 öppnas nu"}}
  - clock: "+1 min"
    bot: {{in: K-7F2, text: "Välkomna"}}
  - {{who: anna, in: office, says: "möte K-7F2 uppföljning {meeting} kl 15 Stadshuset", bot: "Stämmer det"}}
  - {{who: anna, in: office, says: "ja", bot: "uppföljning"}}
  - {{who: anna, in: K-7F2, says: '!uppgift "Ring Alex" @sven {task}', bot: ["☐ 1 väntar på svar", "tar du den"]}}
"""

#: By how much the clock is set after which step.
Sets = dict[int, timedelta]


class ClockedStage(FastStage):
    """A stage whose clock may be corrected."""

    async def set_clock(self, by: timedelta) -> None:
        """Correct the bot's clock, perhaps back."""
        self._clock.set(by)
        self._core.daily()
        await self.settle()


async def said(folder: Path, night: datetime, sets: Sets) -> Counter[tuple[str, str, str]]:
    """What the bot says by itself in the days around a night; where it takes an emoji of its own away, which."""
    folder.mkdir()
    start, end = night - timedelta(days=1), night + timedelta(days=3)
    story = STORY.format(
        start=f"{start:%Y-%m-%d} 09:00", meeting=f"{night + timedelta(days=2):%Y-%m-%d}", task=f"{night:%Y-%m-%d}"
    )
    script = parse(story)
    stage = ClockedStage(script, TABLE, folder)
    failure = await play(script, stage)
    assert failure is None, str(failure)
    before, steps = len(stage.transcript()), 0
    while stage.now() < end:
        await stage.move_clock(stage.now() + STEP)
        steps += 1
        if steps in sets:
            await stage.set_clock(sets[steps])
    stage.close()
    lines = stage.transcript()
    emoji = {line.id: line.text for line in lines if line.kind == "reaction"}
    return Counter(
        (line.place, line.kind, emoji[line.about or ""] if line.kind == "redaction" else line.text)
        for line in lines[before:]
        if line.who == BOT
    )


@pytest.mark.parametrize("night", [AUTUMN, pytest.param(SPRING, marks=pytest.mark.long)], ids=["autumn", "spring"])
async def test_nothing_is_said_twice_or_left_out(tmp_path: Path, night: datetime) -> None:
    once = await said(tmp_path / "plain", night, {})
    assert len(once) >= 3
    assert set(once.values()) == {1}, "each reminder is told once, also in a night with 25 hours"
    corrections = {**dict.fromkeys(range(2, 60, 5), -2 * HOUR), 13: 26 * HOUR, 14: -26 * HOUR}
    assert await said(tmp_path / "set", night, corrections) == once


class SetWorld(EndingWorld):
    """Before something is said the clock is wrong for a moment; it is right again when it is said. Not while a question
    is open: it is closed after a day, and this is a day."""

    SETS = 16

    async def say(self, who: str, place: str, text: str) -> None:
        """Say it to a bot that has just been at another time."""
        for by in (26 * HOUR, -26 * HOUR, -2 * HOUR, 2 * HOUR) if text.startswith(("utse", "!klar")) else ():
            self._clock.set(by)
            await asyncio.sleep(3 * CLOCK_CHECK_EVERY)
            if by == 26 * HOUR:
                await self.settle()
        await super().say(who, place, text)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.core.db.close()


def office(desk: Desk) -> str:
    with desk.core.db.read() as session:
        return room.office(session, "norr").id


def test_what_was_to_go_at_once_goes_at_once_and_in_order(desk: Desk) -> None:
    desk.work()
    for text in ("first", "second"):
        desk.put(office(desk), say_body(text))
    desk.clock.at -= 2 * HOUR
    desk.put(office(desk), say_body("third"))
    desk.work()
    assert desk.server.said()[-3:] == ["first", "second", "third"]


def test_what_was_put_off_does_not_wait_for_an_hour_that_was_a_mistake(desk: Desk) -> None:
    desk.work()

    def away(_item: object, _where: object) -> None:
        raise TryLater(60)

    desk.server.fail = away
    desk.put(office(desk), say_body("first"))
    desk.work()
    desk.server.fail = lambda _item, _where: None
    desk.clock.at -= 2 * HOUR
    desk.put(office(desk), say_body("second"))
    desk.work()
    assert desk.server.said()[-2:] != ["first", "second"]
    desk.core.daily()  # as when the clock is set
    desk.work()
    assert desk.server.said()[-2:] == ["first", "second"]


def test_a_lease_does_not_outlast_the_clock_that_gave_it(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        due.schedule(session, unit_id="norr", kind="k", subject="s", at=desk.clock.now() - 3 * HOUR)
        assert due.claim(session, desk.clock.now())
        assert not due.claim(session, desk.clock.now())
        assert due.claim(session, desk.clock.now() - 2 * HOUR)


async def test_the_minute_round_goes_on_after_the_clock_is_set_back() -> None:
    timer = Timer(Clock(), wake=lambda: None, daily=lambda: None)
    timer.start()
    try:
        # What APScheduler has noted by a clock that was two hours ahead
        timer._scheduler.modify_job("minute", next_run_time=datetime.now(UTC) + 2 * HOUR)
        timer.restart_minute()
        assert timer._scheduler.get_job("minute").next_run_time < datetime.now(UTC) + timedelta(minutes=2)
    finally:
        timer.stop()


@pytest.mark.long
@pytest.mark.real
async def test_the_whole_bot_notices_that_its_clock_was_set(
    homeserver: Homeserver, tmp_path: Path, reference: End
) -> None:
    """A case while the bot's clock is set back and forth, by a day and by hours, again and again."""
    script = load(Path(__file__).parent / "liten.yaml")
    async with SetWorld(script, tmp_path, homeserver, tag=own()) as world:
        failure = await play(script, world.watch())
        assert failure is None, f"{failure}\n{world.bot.log_tail()}"
        end = (await world.end()).without_mornings()
        assert end.differs(reference.without_mornings()) == []
    assert (tmp_path / "bot.log").read_text().count('"clock.set"') >= SetWorld.SETS
