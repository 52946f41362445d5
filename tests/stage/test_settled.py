"""Where a play stops as its clock moves: at whatever happens by itself, and nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.delivery.held import CHECK_EVERY, LONGEST_HOLD
from bot.messages import Urgency
from bot.stage import settled
from storage import due, outbox, room
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
