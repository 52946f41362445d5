"""Measures what becomes of reminders that are due while the bot is dead, or half sent when it dies (kill -9).

``python -m bench.outage 50`` measures with so many reminders, each in its own room, against matrix-reminder-bot.
"""

from __future__ import annotations

import asyncio
import sys
import time

from bench import fanout, side
from bench.fanout import Burst
from bench.results import Table
from bench.side import Opened, Side
from bot import logs

_DEAD = 3.0  # seconds for which the bot stays dead after the instant
_HALF = 0.3  # of the messages are out when it is killed


async def measure(opened: Opened, count: int) -> list[Burst]:
    """What became of the reminders of each bot that has any."""
    found = []
    mine = opened.side("sigbot")
    if mine is not None:
        rooms = mine.copy.rooms[:count]
        await mine.calm()
        found.append(await _dead(mine, rooms, await fanout.plan(mine, rooms)))
        await mine.calm()
        found.append(await _killed(mine, rooms, await fanout.plan(mine, rooms)))
        await mine.calm()
    peer = opened.side("reminder-bot")
    if peer is not None:
        rooms = peer.copy.rooms[:count]
        found.append(await _dead(peer, rooms, await fanout.ask_reminders(peer, rooms)))
        found.append(await _killed(peer, rooms, await fanout.ask_reminders(peer, rooms)))
    return found


async def _dead(one: Side, rooms: list[str], instant: float) -> Burst:
    """Dead before the instant, started some seconds after it."""
    await one.process.kill()
    await asyncio.sleep(instant + _DEAD - time.time())
    one.process.start()
    return await _counted(one, "due while dead", rooms, instant)


async def _killed(one: Side, rooms: list[str], instant: float) -> Burst:
    """Killed while the messages go out, started at once."""
    out = 0
    while out < _HALF * len(rooms) and time.time() < instant + 60:
        out = sum(room in rooms for room, _, _ in one.sent_since(instant))
        await asyncio.sleep(0.01)
    await one.process.kill()
    one.process.start()
    return await _counted(one, f"killed after {out}", rooms, instant)


async def _counted(one: Side, what: str, rooms: list[str], instant: float) -> Burst:
    return await fanout.watch(one, f"{one.name}, {what}", rooms, instant, {}, one.process.pid)


def table(bursts: list[Burst]) -> Table:
    """The table of what became of them."""
    shown = Table(
        "outage",
        "reminders, one in each room, due while the bot is dead, and half sent when it is killed; each room is to hear "
        "of its reminder once (goal: 0 lost, 0 twice)",
        ["messages", "what", "s from the instant", "lost", "twice"],
    )
    for one in bursts:
        shown.add(one.asked, one.what, one.seconds, one.lost, one.twice)
    return shown


async def _main(count: int) -> None:
    async with side.all_sides(max(200, count)) as opened:
        print(table(await measure(opened, count)))


if __name__ == "__main__":
    logs.setup("error", "json")
    asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
