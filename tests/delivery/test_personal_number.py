"""A flood of messages with a personal number in them: each is taken away, and nobody waits for that."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count

import pytest

from bot.conversation.table import Table
from bot.core import ACCOUNT
from bot.matrix.crypto.machine import Machine
from bot.matrix.inbound import Inbound
from bot.messages import Out
from bot.rules.roles import Role
from handlers import TABLE
from storage import inbox
from storage.room import RoomView
from storage.tables import Inbox, Room
from tests.bot.desk import Desk, sv
from tests.storage.rows import inbox_count

NUMBER = "811228-9874"
FLOOD = 300
EVENTS = count(1)


@pytest.fixture
def table() -> Table:
    """All the handlers there are."""
    return TABLE


@pytest.fixture
def case_room(desk: Desk) -> RoomView:
    """Petra and sven are in it."""
    for handle, function in (("petra", "police"), ("sven", "social_services")):
        desk.add(handle, Role.ACTOR, function)
    case = desk.case("K-7F2", actors=[("police", "petra"), ("social_services", "sven")])
    desk.work()
    return desk.open_case_room(case)


def write(desk: Desk, who: str, where: RoomView, text: str, times: int = 1, event: int | None = None) -> None:
    """Somebody writes in clear, all in one sync. ``event``: the same once more."""
    machine = Machine(desk.core.db, ACCOUNT, desk.clock)
    machine.set_device("@assistent:s", "DEVICE")
    heard = Inbound(machine)
    sent = int(desk.clock.now().timestamp() * 1000)
    with desk.core.db.unit() as session:
        row = session.get_one(Room, where.id)
        for _ in range(times):
            raw = {
                "type": "m.room.message",
                "event_id": f"$clear{event or next(EVENTS)}",
                "sender": f"@{who}:s",
                "content": {"msgtype": "m.text", "body": text},
                "origin_server_ts": sent,
            }
            heard.store(session, row, raw)


def redacted(desk: Desk) -> int:
    return sum(kind == Out.REDACT for _, kind, _ in desk.server.done)


def test_somebody_innocent_waits_for_one_row_and_one_request(desk: Desk, case_room: RoomView) -> None:
    write(desk, "petra", case_room, f"alex är {NUMBER}", FLOOD)
    desk.hear("sven", "!hjälp", where=case_room)
    with desk.core.db.read() as session:
        assert inbox_count(session, ACCOUNT) == 2, "one row of the flood, and sven's"
    done = len(desk.server.done)
    while desk.core.work_one():
        pass
    asyncio.run(desk.core.worker(desk.server.deliver).run_ready())
    there = [kind for place, kind, _ in desk.server.done[done:] if place == "case"]
    assert there[:2] == [Out.REDACT, Out.SAY], "his answer comes after the first that is taken away"
    assert there[2:] == [Out.REDACT] * (FLOOD - 1)


def test_all_of_a_flood_is_taken_away_and_its_writer_told_once(desk: Desk, case_room: RoomView) -> None:
    before = len(desk.server.said())
    write(desk, "petra", case_room, f"alex är {NUMBER}", FLOOD)
    desk.work()
    assert redacted(desk) == FLOOD
    assert desk.server.said()[before:] == [sv("number.taken_away")]
    with desk.core.db.read() as session:
        rows = session.query(Inbox).filter(Inbox.sender == "@petra:s").all()
        assert not any(inbox.body(session, row) for row in rows), "nothing of it is kept"
    # It is told again when it is no longer the same breath
    desk.clock.at += timedelta(minutes=2)
    write(desk, "petra", case_room, NUMBER, 3)
    desk.work()
    assert redacted(desk) == FLOOD + 3
    assert desk.server.said()[before:] == [sv("number.taken_away")] * 2


def test_an_event_that_comes_twice_is_taken_away_once(desk: Desk, case_room: RoomView) -> None:
    write(desk, "petra", case_room, NUMBER, 2)
    last = next(EVENTS) - 1
    write(desk, "petra", case_room, NUMBER, event=last)
    desk.work()
    assert redacted(desk) == 2
