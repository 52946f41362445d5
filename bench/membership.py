"""Measures withdrawals of consent until somebody is removed and the keys are rotated: in one room, and in many at once.

``python -m bench.membership 50`` opens so many rooms, with Petra of the police in all of them, and withdraws the
consent for the police by the bot's own service: in one case, then in all but one of the others in the same instant.
"""

from __future__ import annotations

import asyncio
import secrets
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench import prepared, side
from bench.results import Table, p95
from bench.side import Side
from bot import logs
from bot.clock import Clock
from bot.core import profile_for
from bot.matrix.http import Http
from bot.rules.room import RoomKind
from bot.services import withdrawal
from bot.settings import Settings
from bot.stage.people import Person
from storage import outbox
from storage import room as rooms
from storage.body import SayBody
from storage.person import People
from storage.scoped import UnitStore
from storage.tables import Room

_PATIENCE = 300.0


@dataclass(frozen=True, kw_only=True)
class Withdrawn:
    """Withdrawals in one instant: the seconds until Petra was out, of each room, and how many rooms kept their key."""

    asked: int
    seconds: list[float]
    kept_key: int


async def measure(count: int) -> tuple[float, list[Withdrawn]]:
    """The seconds of one request to the homeserver, and the withdrawals in one room and in many."""
    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        copied = await prepared.copy(count, Path(folder) / "ours")
        async with side.run(copied) as one:
            name = "petra"
            password = secrets.token_urlsafe(12)
            user_id = await copied.server.register(name, password)
            async with Person(copied.server.url, user_id, password) as petra:
                await _let_in(one, petra)
                trip = await _round_trip(copied.server.url)
                single = await _withdraw(one, petra, copied.rooms[:1])
                many = await _withdraw(one, petra, copied.rooms[1:-1])
                return trip, [single, many]


async def _let_in(one: Side, petra: Person) -> None:
    """Bind Petra's account, so that the bot invites her everywhere, and wait until she has joined."""
    assert one.db is not None
    unit_id = _settings(one).units[0].id
    with one.db.unit() as session:
        people = People(session, unit_id)
        known = people.find("petra")
        assert known is not None
        people.bind(known.id, petra.user_id)
        rooms.mark_dirty(session, unit_id=unit_id)
    await one.ping()
    await petra.until(lambda: set(one.copy.rooms) <= set(petra.rooms), "joined all rooms", _PATIENCE)
    await one.calm()
    with one.db.unit() as session:
        _say(session, one.copy.rooms, "before")  # with a key that Petra gets, and that is to be rotated
    await one.ping()
    await one.calm()


async def _withdraw(one: Side, petra: Person, chosen: list[str]) -> Withdrawn:
    """Withdraw in these rooms' cases, and wait until Petra is out of all of them."""
    assert one.db is not None
    unit = _settings(one).units[0]
    profile = profile_for(unit)
    with one.db.unit() as session:
        anna = People(session, unit.id).find("anna")
        assert anna is not None
        store = UnitStore(session, unit.id, anna.id, Clock().now(), profile=profile)
        cases = list(
            session.scalars(
                select(Room.case_id).where(Room.matrix_room.in_(chosen), Room.kind == RoomKind.CASE)
            )
        )
        for case_id in cases:
            assert case_id is not None
            own = store.of(store.one_case(case_id))
            withdrawal.withdraw(own, "police", by=anna.id)
            rooms.mark_dirty(session, case_id=case_id)
        _say(session, chosen, "after")
    committed = time.time()
    await one.ping(one.copy.rooms[-1])  # so that the bot looks at once; nobody withdraws there
    out = _out(one, petra.user_id, chosen)
    deadline = time.monotonic() + _PATIENCE
    while len(out) < len(chosen) and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
        out = _out(one, petra.user_id, chosen)
    await one.calm()
    return Withdrawn(
        asked=len(chosen),
        seconds=[at - committed for at in out.values()],
        kept_key=sum(before == after for before, after in _last_keys(one, chosen)),
    )


def _say(session: Session, chosen: list[str], text: str) -> None:
    """Queue a message in each of these rooms."""
    now = Clock().now()
    for row in session.scalars(select(Room).where(Room.matrix_room.in_(chosen))):
        outbox.put(session, row, SayBody(plain=text, html=text, quiet=True), now=now)


def _last_keys(one: Side, chosen: list[str]) -> list[tuple[str, str]]:
    """The sessions that the last two messages of the bot in each of these rooms were encrypted with."""
    query = (
        "SELECT json_extract(json, '$.content.session_id') FROM events JOIN event_json USING (event_id)"
        " WHERE events.room_id = ? AND sender = ? AND type = 'm.room.encrypted' ORDER BY stream_ordering DESC LIMIT 2"
    )
    with closing(one.homeserver()) as db:
        found = [[key for (key,) in db.execute(query, (room, one.copy.bot_user))] for room in chosen]
    return [(before, after) for after, before in found]


def _out(one: Side, user_id: str, chosen: list[str]) -> dict[str, float]:
    """When somebody was removed from each of these rooms."""
    query = (
        "SELECT room_id, max(origin_server_ts) / 1000.0 FROM events JOIN room_memberships USING (event_id, room_id)"
        " WHERE user_id = ? AND membership = 'leave' GROUP BY room_id"
    )
    with closing(one.homeserver()) as db:
        found = dict(db.execute(query, (user_id,)))
    return {room: found[room] for room in chosen if room in found}


async def _round_trip(url: str) -> float:
    """The median seconds of one small request."""
    http = Http(url)
    times = []
    try:
        for _ in range(20):
            began = time.monotonic()
            await http.call("GET", ("versions",), below="/_matrix/client")
            times.append(time.monotonic() - began)
    finally:
        await http.close()
    return median(times)


def _settings(one: Side) -> Settings:
    return Settings(**one.copy.settings())


def table(trip: float, found: list[Withdrawn]) -> Table:
    """The table of all withdrawals."""
    shown = Table(
        "membership",
        "withdrawals of a consent, committed in one instant, until the homeserver has removed the person they are "
        f"about; a small request takes {1000 * trip:.0f} ms",
        ["rooms", "p50 s", "p95 s", "removals a second", "not removed", "rooms that kept their key"],
    )
    for one in found:
        rate = len(one.seconds) / max(one.seconds)
        left = one.asked - len(one.seconds)
        shown.add(one.asked, median(one.seconds), p95(one.seconds), rate, left, one.kept_key)
    return shown


if __name__ == "__main__":
    logs.setup("error", "json")
    print(table(*asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50))))
