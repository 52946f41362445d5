"""Due rows: done once, tried again, set aside, planned anew; and the alarm that makes us look."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.clock import MovableClock
from bot.scheduler import MOST_TRIES, Timer
from storage import due
from storage.tables import Due
from tests.bot.desk import Desk
from tests.bot.small import FACTS


def rows(desk: Desk, kind: str) -> list[Due]:
    with desk.core.db.read() as session:
        return list(session.scalars(select(Due).where(Due.kind == kind).order_by(Due.id)))


def test_what_is_due_may_plan_the_same_again(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "planera K-7F2 2026-12-24")
    for _ in range(3):
        desk.clock.at += timedelta(days=31)
        desk.work()
    assert FACTS.ran.count("again") == 3
    assert [row.state for row in rows(desk, "again")][-2:] == ["done", "pending"]  # the first is pruned by now


def test_nothing_happens_before_its_time(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "planera K-7F2 2026-12-24")
    desk.clock.at += timedelta(minutes=29, seconds=59)
    desk.core.minute()
    desk.work()
    assert FACTS.ran == ["scheduled"]
    assert desk.core.next_at() == desk.clock.at + timedelta(seconds=1)


def test_what_fails_is_tried_again_later_then_set_aside_and_holds_nobody_up(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "planera K-7F2 2026-12-24")
    desk.clock.at += timedelta(hours=1)
    desk.work()
    assert FACTS.ran == ["scheduled", "bad", "again"]
    for _ in range(MOST_TRIES + 2):
        desk.clock.at += timedelta(minutes=3)
        desk.work()
    assert FACTS.ran.count("bad") == MOST_TRIES
    assert [(row.state, row.cause) for row in rows(desk, "bad")] == [("aside", "failed")]


def test_a_kind_nobody_handles_is_set_aside(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        due.schedule(session, unit_id="norr", kind="of a later version", subject="x", at=desk.clock.now())
    for _ in range(MOST_TRIES + 1):
        desk.work()
        desk.clock.at += timedelta(minutes=3)
    assert [row.state for row in rows(desk, "of a later version")] == ["aside"]


def test_a_lease_of_a_dead_process_is_freed_at_the_start(desk: Desk) -> None:
    desk.case("K-7F2")
    desk.say("anna", "planera K-7F2 2026-12-24")
    desk.clock.at += timedelta(hours=1)
    with desk.core.db.unit() as session:
        assert len(due.claim(session, desk.clock.now(), 9)) == 2
    desk.core.minute()
    desk.work()
    assert FACTS.ran[1:] == []
    desk.rebuild()
    desk.work()
    assert FACTS.ran[1:] == ["bad", "again"]


# ------------------------------------------------------------------------------------------------------ the alarm


class Ears:
    def __init__(self, clock: MovableClock) -> None:
        self.rang = asyncio.Event()
        self.timer = Timer(clock, wake=self.rang.set, daily=lambda: None)

    async def __aenter__(self) -> Ears:
        self.timer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.timer.stop()


async def test_the_alarm_rings_at_its_time_by_our_own_clock(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock")
    clock.start_at(datetime(2031, 1, 1, tzinfo=UTC))
    async with Ears(clock) as ears, asyncio.timeout(10):
        ears.timer.set(clock.now() + timedelta(milliseconds=50))
        await ears.rang.wait()
        ears.rang.clear()
        ears.timer.set(clock.now() - timedelta(days=3))  # what is late rings at once
        await ears.rang.wait()


async def test_the_alarm_may_be_moved_and_taken_back(tmp_path: Path) -> None:
    clock = MovableClock(tmp_path / "clock")
    async with Ears(clock) as ears:
        ears.timer.set(None)  # nothing was set
        ears.timer.set(clock.now() + timedelta(milliseconds=30))
        ears.timer.set(clock.now() + timedelta(hours=1))
        await asyncio.sleep(0.1)
        assert not ears.rang.is_set()
        ears.timer.set(clock.now() + timedelta(milliseconds=30))
        ears.timer.set(None)
        await asyncio.sleep(0.1)
        assert not ears.rang.is_set()
