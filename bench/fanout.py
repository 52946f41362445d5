"""Measures many reminders due in one instant against as many plain encrypted sends, and against matrix-reminder-bot.

``python -m bench.fanout 200`` lets so many cases be followed up at once, each in its own room. Rates are between the
instant and the last message, by the homeserver's timestamps. Anna's client does not listen meanwhile; afterwards she
reads everything, so that lost messages and those that came twice are counted.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select, update

from bench import machine, peers, pictures, raw, side
from bench.results import Table, at_least, at_most
from bench.side import Opened, Side
from bot import logs
from bot.stage.homeserver import die_with_parent
from bot.stage.stagehand import StageError
from storage.tables import Due, Room

_LEAD = 4.0  # seconds from planning to the instant
_STALL = 30.0  # seconds without a message after which the rest counts as lost
_MINUTE = 60.0
_BETWEEN_PINGS = 0.7  # seconds, so that the bot does not take them for a flood
_PLAIN_WIDTHS = (8, 2)  # messages that the echo bot sends beside each other


@dataclass(kw_only=True)
class Burst:
    """What became of messages that were due in one instant."""

    what: str
    asked: int
    seconds: float  # from the instant to the last message
    cpu: float  # seconds of the bot
    lost: int
    twice: int

    def __str__(self) -> str:
        return f"{self.what}: {self.asked} in {self.seconds:.1f} s, {self.lost} lost, {self.twice} twice"

    @property
    def rate(self) -> float:
        """Messages a second."""
        return (self.asked - self.lost) / self.seconds if self.seconds else 0.0


async def measure(opened: Opened, count: int) -> list[Burst]:
    """Bursts of each side, those of ours and the plain ones in turns."""
    mine = opened.side("sigbot")
    echo = opened.side("nio echo")
    peer = opened.side("reminder-bot")
    bursts: list[Burst] = []
    if mine is not None:
        bursts.append(await due(mine, count, "sigbot, keys not handed out yet"))
    if echo is not None:
        async with sender(echo, count) as send:
            bursts.append(await send(count))
            if mine is not None:
                bursts.append(await due(mine, count, "sigbot"))
            bursts.append(await send(count))
            if mine is not None:
                bursts.append(await due(mine, count, "sigbot"))
    if peer is not None:
        try:
            bursts.append(await reminders(peer, count))
        except (RuntimeError, StageError) as error:
            print(f"... no burst of matrix-reminder-bot: {error}", flush=True)
    return bursts


# ------------------------------------------------------------------------------------------------------------ our own


async def due(one: Side, count: int, what: str) -> Burst:
    """Let ``count`` cases be followed up in one instant."""
    await one.calm()
    rooms = one.copy.rooms[:count]
    instant = await plan(one, rooms)
    await one.anna.pause()
    burst = await watch(one, what, rooms, instant, {}, one.process.pid)
    one.anna.resume()
    await read_all(one, instant)
    await one.calm()
    return burst


async def plan(one: Side, rooms: list[str], after: float = _LEAD) -> float:
    """Plan the follow-up of these rooms' cases for one instant, which is returned."""
    assert one.db is not None
    instant = time.time() + after
    with one.db.unit() as session:
        for begin in range(0, len(rooms), 500):
            cases = select(Room.case_id).where(Room.matrix_room.in_(rooms[begin : begin + 500]))
            session.execute(
                update(Due)
                .where(Due.kind == "followup.prompt", Due.state == "pending", Due.case_id.in_(cases))
                .values(at=datetime.fromtimestamp(instant, UTC), tries=0, leased_until=None)
            )
    await one.ping()  # so that the bot looks when it has to wake
    return instant


# ------------------------------------------------------------------------------------------------------- plain sends


@asynccontextmanager
async def sender(echo: Side, count: int) -> AsyncIterator[_Send]:
    """Plain nio on the echo bot's account, which stands aside meanwhile, with its keys handed out."""
    rooms = echo.copy.rooms[:count]
    await echo.process.stop()
    program = await asyncio.create_subprocess_exec(
        str(peers.environment("nio", peers.NIO) / "python"),
        raw.__file__,
        str(echo.copy.folder / "stock.json"),
        *rooms,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=die_with_parent,
    )
    try:
        send = _Send(echo, rooms, program)
        await send.heard(b"ready\n")
        yield send
    finally:
        if program.returncode is None:
            program.terminate()
            await program.wait()
        echo.process.start()


class _Send:
    """Sends as many messages as it is told."""

    def __init__(self, echo: Side, rooms: list[str], program: asyncio.subprocess.Process) -> None:
        self._echo = echo
        self._rooms = rooms
        self._program = program

    async def __call__(self, count: int) -> Burst:
        await self._echo.anna.pause()
        instant = time.time()
        assert self._program.stdin is not None
        self._program.stdin.write(f"{count}\n".encode())
        await self._program.stdin.drain()
        what = f"plain nio, {raw.WIDTH} in parallel"
        extra = Counter(self._rooms[number % len(self._rooms)] for number in range(len(self._rooms), count))
        burst = await watch(self._echo, what, self._rooms, instant, extra, self._program.pid)
        await self.heard(b"done\n")
        self._echo.anna.resume()
        await read_all(self._echo, instant)
        return burst

    async def heard(self, expected: bytes) -> None:
        """Wait until the program says something. Raises ``RuntimeError`` when it says anything else."""
        assert self._program.stdout is not None
        line = await self._program.stdout.readline()
        if line != expected:
            raise RuntimeError(f"plain nio said {line!r}")


# ----------------------------------------------------------------------------------------------- matrix-reminder-bot


async def reminders(peer: Side, count: int) -> Burst:
    """Ask for ``count`` reminders, one in each room, all for one instant."""
    rooms = peer.copy.rooms[:count]
    instant = await ask_reminders(peer, rooms)
    await asyncio.sleep(max(0.0, instant - time.time() - 1))
    await peer.anna.pause()
    burst = await watch(peer, "matrix-reminder-bot", rooms, instant, {}, peer.process.pid)
    peer.anna.resume()
    await read_all(peer, instant)
    return burst


async def ask_reminders(peer: Side, rooms: list[str]) -> float:
    """Ask for a reminder in each room for one instant, which is returned. Raises when that takes too long."""
    tried = [(await peer.ping()).seconds for _ in range(5)]
    began = time.time()
    instant = float(int(began + 15 + 3 * statistics.mean(tried) * len(rooms)))
    at = datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d %H:%M:%S")
    for number, room in enumerate(rooms):
        before = len(peer.anna.received)
        await peer.anna.say(room, f"!remindroom {at}; How does it go? {number}")
        await peer.anna.until(partial(peer.answers, room, before), "been told yes", _MINUTE)
    if time.time() > instant - 1:
        raise RuntimeError(f"asking for {len(rooms)} reminders took {time.time() - began:.0f} s")
    return instant


# ------------------------------------------------------------------------------------------------------------ counting


async def watch(
    one: Side, what: str, rooms: list[str], instant: float, extra: Mapping[str, int], pid: int
) -> Burst:
    """Wait for a message in each of these rooms since an instant, and so many ``extra`` ones; count those missing and
    those too many. ``pid`` is the process whose CPU counts."""
    before = machine.cpu_seconds(pid)
    wanted = Counter(rooms) + Counter(extra)
    newest = time.monotonic() + max(0.0, instant - time.time())
    seen = 0
    while True:
        sent = [each for each in one.sent_since(instant) if each[0] in wanted]
        if len(sent) != seen:
            seen = len(sent)
            newest = time.monotonic()
        if seen >= wanted.total() or time.monotonic() - newest > _STALL:
            break
        await asyncio.sleep(0.25)
    found = Counter(room for room, _, _ in sent)
    last = max((at for _, _, at in sent), default=instant)
    burst = Burst(
        what=what,
        asked=wanted.total(),
        seconds=last - instant,
        cpu=machine.cpu_seconds(pid) - before,
        lost=(wanted - found).total(),
        twice=(found - wanted).total(),
    )
    print(f"... {burst}", flush=True)
    return burst


async def read_all(one: Side, instant: float) -> None:
    """Wait until Anna can read everything that was sent since an instant. Raises where she cannot."""
    sent = {event for _, event, _ in one.sent_since(instant)}

    def read() -> bool:
        readable = {each.event_id for each in one.anna.received if each.decrypted}
        return sent <= readable

    await one.anna.until(read, "read all that was sent", 120 + len(sent) / 10)


# ---------------------------------------------------------------------------------------------- a ping inside a burst


@dataclass(frozen=True, kw_only=True)
class Pings:
    """The seconds of commands in quiet, and of those asked while ``count`` messages go out."""

    what: str
    count: int
    quiet: list[float]
    inside: list[float]


async def pings_inside(opened: Opened, count: int) -> list[Pings]:
    """Commands to ours inside its reminders, and to the echo bot while it sends as many messages by itself."""
    found = []
    mine = opened.side("sigbot")
    if mine is not None:
        found.append(await _ping_inside(mine, count, "sigbot", partial(_begin_due, mine, count)))
    echo = opened.side("nio echo")
    if echo is not None:
        await echo.warm_up()
        for width in _PLAIN_WIDTHS:
            what = f"nio echo, {width} in parallel"
            found.append(await _ping_inside(echo, count, what, partial(_begin_plain, echo, count, width)))
    return found


async def _begin_due(one: Side, count: int) -> float:
    """Let ``count`` cases be followed up soon; returns when, once it has come."""
    instant = await plan(one, one.copy.rooms[:count])
    await asyncio.sleep(max(0.0, instant + 0.3 - time.time()))
    return instant


async def _begin_plain(one: Side, count: int, width: int) -> float:
    """Have the echo bot send ``count`` messages, ``width`` beside each other; returns when it began."""
    instant = time.time()
    await one.anna.say(one.room, f"!burst {count} {width}")
    return instant


async def _ping_inside(one: Side, count: int, what: str, begin: Callable[[], Awaitable[float]]) -> Pings:
    quiet = []
    for _ in range(8):
        quiet.append((await one.ping()).seconds)
        await asyncio.sleep(0.2)
    instant = await begin()
    inside: list[float] = []
    sent = 0
    newest = time.monotonic()
    while sent < count and time.monotonic() - newest < _STALL:
        inside.append((await one.ping()).seconds)
        await asyncio.sleep(_BETWEEN_PINGS)
        out = len(one.sent_since(instant)) - len(inside)
        if out > sent:
            sent = out
            newest = time.monotonic()
    inside = inside[:-1]  # the last one may have come after the burst
    await one.calm()
    return Pings(what=what, count=count, quiet=quiet, inside=inside)


# -------------------------------------------------------------------------------------------------------------- tables


def table(found: dict[int, list[Burst]]) -> Table:
    """The table of all bursts, by number of messages."""
    shown = Table(
        "fan-out",
        "reminders due in one instant, each in its own encrypted room, against plain encrypted sends whose keys were "
        "handed out before; in the order they were measured",
        ["messages", "what", "s", "a second", "CPU ms each", "lost", "twice", "of the plain rate"],
    )
    for count, bursts in found.items():
        plain = [one.rate for one in bursts if one.what.startswith("plain")]
        for one in bursts:
            ratio = ""
            if plain and one.what.startswith("sigbot"):
                ratio = at_least(one.rate / statistics.mean(plain), 0.9)
            cpu = 1000 * one.cpu / count
            shown.add(count, one.what, one.seconds, one.rate, cpu, one.lost, one.twice, ratio)
    return shown


def draw(shown: Table, found: dict[int, list[Burst]]) -> None:
    """Draw the rates over the number of messages, below the table."""
    series: dict[str, list[tuple[float, float]]] = {}
    for count, bursts in found.items():
        for what in dict.fromkeys(one.what for one in bursts):
            rates = [one.rate for one in bursts if one.what == what]
            series.setdefault(what, []).append((count, statistics.mean(rates)))
    shown.pictures.append(
        pictures.curve(
            "fanout", "Messages due in one instant", across="messages", up="a second", series=series
        )
    )


def ping_table(found: Iterable[Pings]) -> Table:
    """The table of pings inside a burst."""
    shown = Table(
        "answers before reminders",
        "a command asked while reminders go out, against the same in quiet (median and slowest); and of the echo bot "
        "while it sends as many messages by itself",
        [
            "bot",
            "messages",
            "in quiet ms",
            "inside ms",
            "slowest inside ms",
            "commands inside",
            "inside / in quiet",
        ],
    )
    for one in found:
        if not one.inside:
            shown.add(
                one.what,
                one.count,
                1000 * statistics.median(one.quiet),
                "none",
                "none",
                0,
                "the burst was over",
            )
            continue
        ratio = statistics.median(one.inside) / statistics.median(one.quiet)
        times = (statistics.median(one.quiet), statistics.median(one.inside), max(one.inside))
        judged = at_most(ratio, 2) if one.what == "sigbot" else ratio
        shown.add(one.what, one.count, *(1000 * seconds for seconds in times), len(one.inside), judged)
    return shown


async def _main(counts: list[int]) -> None:
    bursts = {}
    pings: list[Pings] = []
    for count in counts:
        async with side.all_sides(count) as opened:
            bursts[count] = await measure(opened, count)
            pings += await pings_inside(opened, count)
    print(table(bursts))
    print(ping_table(pings))


if __name__ == "__main__":
    logs.setup("error", "json")
    asyncio.run(_main([int(count) for count in sys.argv[1:]] or [200]))
