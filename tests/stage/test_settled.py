"""Where a play stops as its clock moves: at whatever happens by itself, and nowhere else."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from bot.delivery.held import CHECK_EVERY, LONGEST_HOLD
from bot.messages import Urgency
from bot.stage import settled
from bot.stage.fast import FastStage
from bot.stage.script import parse
from handlers import TABLE
from storage import due, outbox, room
from storage.tables import Due
from tests.bot.desk import Desk
from tests.delivery.test_held import ALARM, page

__all__ = ["page"]  # a fixture


def stops(desk: Desk) -> tuple[datetime | None, datetime | None]:
    """Where the play stops next, and when something is due next."""
    with desk.core.db.read() as session:
        return settled.next_at(session, desk.clock.now()), due.next_at(session)


def test_words_that_wait_for_somebody_stop_it_only_where_they_end(desk: Desk, page: str) -> None:
    (waiting,) = (row for row in desk.outbox() if row.room_id == page and row.cause == outbox.NOBODY_READS)
    assert waiting.not_before == desk.clock.now() + CHECK_EVERY
    at, planned = stops(desk)
    assert at == min(one for one in (planned, waiting.created_at + LONGEST_HOLD) if one is not None)


def test_an_alarm_that_waits_for_somebody_never_ends_and_stops_it_nowhere(desk: Desk, page: str) -> None:
    desk.clock.at += LONGEST_HOLD + timedelta(hours=2)
    desk.work()  # the other words are dropped
    desk.put(page, ALARM, urgency=Urgency.ALARM)
    desk.work()
    assert [row.cause for row in desk.outbox() if row.urgency == Urgency.ALARM and row.room_id == page] == [
        outbox.NOBODY_READS
    ]
    at, planned = stops(desk)
    assert at == planned


def test_whatever_else_is_to_be_sent_stops_it(desk: Desk, page: str) -> None:
    later = desk.clock.now() + timedelta(minutes=7)
    with desk.core.db.read() as session:
        office = room.office(session, "norr").id
    desk.put(office, ALARM, not_before=later)
    assert stops(desk)[0] == later


class Slow(FastStage):
    """On a machine so busy that seconds pass between two looks."""

    async def settle(self) -> None:
        await super().settle()
        self._clock.move(timedelta(seconds=2))


async def test_what_falls_due_while_a_play_looks_is_done_and_all_that_follows(tmp_path: Path) -> None:
    people = "people: {anna: coordinator, berit: second}"
    script = parse(f"title: Slow\nprofile: skovde\n{people}\nsteps:\n  - {{who: anna, in: office, says: hej}}\n")
    with closing(Slow(script, TABLE, tmp_path)) as stage:
        first = stage.now() + timedelta(hours=1)
        with stage._core.db.unit() as session:
            for seconds in (0, 1, 3600):
                at = first + timedelta(seconds=seconds)
                due.schedule(session, unit_id="enhet", kind="consultation.passed", subject=str(seconds), at=at)
        await stage.move_clock(first + timedelta(days=1))
        with stage._core.db.read() as session:
            query = select(Due.subject, Due.state).where(Due.kind == "consultation.passed").order_by(Due.id)
            assert session.execute(query).all() == [("0", "done"), ("1", "done"), ("3600", "done")]
