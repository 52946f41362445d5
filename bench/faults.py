"""Measures a fan-out while one request in ten is refused, fails, is cut or is met with silence.

``python -m bench.faults 200`` lets so many cases be followed up at once through a proxy that does this, and writes
three numbered messages to a tenth of the rooms in the same instant. It is compared with the same without faults.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from bench import fanout, prepared, side
from bench.fanout import Burst
from bench.results import Table
from bench.side import Side
from bot import logs
from bot.clock import Clock
from storage import outbox
from storage.body import SayBody
from storage.tables import Room
from tests.faults.faults import cut_after, cut_before, gateway, late, limited
from tests.faults.proxy import Exchange, Fault, Proxy

SHARE = 0.1  # of all requests
SILENCE = 20.0  # seconds
_PATIENCE = 8.0  # seconds for which the bot waits for an answer, so that a silence is longer
_NUMBERED = 3
_SEED = 12


@dataclass(frozen=True, kw_only=True)
class Faulty:
    """A fan-out, what was done to its requests, and how many numbered messages came out of order."""

    burst: Burst
    done: Counter[str]
    requests: int
    disordered: int


async def measure(count: int) -> list[Faulty]:
    """The fan-out without faults, then with them."""
    chance = random.Random(_SEED)
    kinds: list[Fault] = [limited(0.5), gateway(500), cut_before, cut_after, late(SILENCE)]
    share = 0.0

    def choose(_exchange: Exchange) -> Fault | None:
        return chance.choice(kinds) if chance.random() < share else None

    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        copied = await prepared.copy(count, Path(folder) / "ours")
        patience = {"outbox": {"timeout_seconds": _PATIENCE}}
        async with (
            Proxy(copied.server.url, choose) as proxy,
            side.run(copied, via=proxy.url, **patience) as one,
        ):
            await one.warm_up()
            await fanout.due(one, count, "keys handed out")
            found = []
            for share in (0.0, SHARE):
                proxy.done.clear()
                proxy.handled.clear()
                what = f"{100 * share:.0f} % of requests fail"
                burst, disordered = await _burst(one, count, what)
                done = Counter(proxy.done)
                requests = proxy.handled.total()
                found.append(Faulty(burst=burst, done=done, requests=requests, disordered=disordered))
            share = 0.0
            return found


async def _burst(one: Side, count: int, what: str) -> tuple[Burst, int]:
    """A fan-out, and how many of the rooms with numbered messages got them out of order or not at all."""
    rooms = one.copy.rooms[:count]
    numbered = rooms[:: max(1, count // 10)]
    instant = await fanout.plan(one, rooms, after=10)
    _put_numbered(one, numbered, instant)
    await one.ping()
    await one.anna.pause()
    extra = dict.fromkeys(numbered, _NUMBERED)
    burst = await fanout.watch(one, what, rooms, instant, extra, one.process.pid)
    one.anna.resume()
    await fanout.read_all(one, instant)
    order = [event for _, event, _ in one.sent_since(instant)]
    said = {each.event_id: each for each in one.anna.received}
    wanted = [str(number) for number in range(_NUMBERED)]
    disordered = 0
    for room in numbered:
        texts = [said[event].body for event in order if said[event].room == room]
        disordered += [text for text in texts if text in wanted] != wanted
    await one.calm()
    return burst, disordered


def _put_numbered(one: Side, rooms: list[str], instant: float) -> None:
    assert one.db is not None
    at = datetime.fromtimestamp(instant, UTC)
    with one.db.unit() as session:
        for row in session.scalars(select(Room).where(Room.matrix_room.in_(rooms))):
            for number in range(_NUMBERED):
                body = SayBody(plain=str(number), html=str(number), quiet=True)
                outbox.put(session, row, body, now=Clock().now(), not_before=at)


def table(found: list[Faulty]) -> Table:
    """The table of the fan-out with and without faults."""
    shown = Table(
        "faults",
        f"reminders due in one instant, one in each room, and {_NUMBERED} numbered messages in a tenth of the rooms, "
        f"while {100 * SHARE:.0f} % of the bot's requests get 429, 500, a reset before or after they are handled, or "
        f"{SILENCE:.0f} s of silence, against the same through the same proxy without (goal: 0 lost, 0 twice, 0 out of "
        "order)",
        [
            "messages",
            "what",
            "requests",
            "faults",
            "s",
            "lost",
            "twice",
            "rooms out of order",
            "times as long",
        ],
    )
    least = found[0].burst.seconds
    for one in found:
        done = ", ".join(f"{name} {times}" for name, times in sorted(one.done.items())) or "none"
        ratio = one.burst.seconds / least
        burst = one.burst
        figures = [burst.seconds, burst.lost, burst.twice, one.disordered, ratio]
        shown.add(burst.asked, burst.what, one.requests, done, *figures)
    return shown


if __name__ == "__main__":
    logs.setup("error", "json")
    print(table(asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200))))
