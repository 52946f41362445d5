"""Measures a minute in which four reminders fall due in each of many rooms, and everything goes wrong meanwhile.

``python -m bench.minute 500`` lets 2 000 reminders fall due in one minute over 500 rooms, beside plain encrypted sends
of stock nio; ``python -m bench.minute 500 kills failing`` names what is done to the bot (:data:`TROUBLES`). Every run
has a copy of its own. Counted is what Anna's client could decrypt: what was lost, what came twice, was out of order, or
was asked for by nobody. ``tests/faults/test_a_minute.py`` holds that all of these are 0.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from sqlalchemy import ColumnElement, func, select

from bench import fanout, machine, prepared, side
from bench.results import Table, at_least
from bench.side import Side
from bot import logs
from bot.clock import MovableClock
from bot.core import load_profile
from bot.i18n import ZONE
from bot.rules import working_day
from bot.rules.plan import Task, TaskState
from bot.rules.room import RoomKind
from storage import case as cases
from storage.scoped import CaseStore, UnitStore
from storage.tables import Due, Outbox, Room
from storage.tables.messages import is_pending, is_unsent
from tests.faults.faults import cut_after, cut_before, cut_midway, gateway, late, limited
from tests.faults.proxy import Exchange, Fault, Proxy

#: The due rows of each room, in order: somebody is asked whether they take a task that went over to them, twice; those
#: who came first get the first words; and somebody is asked how a task goes whose day has come.
DUE = ("task.offer", "task.offer", "room.briefing", "task.due")
#: The words of the tasks that they are about.
_ABOUT = ("boka en tid", "ringa skolan", None, "skriva till praktikplatsen")
#: What a reader sees of it, in order: the words by which each is known.
_WORDS = {
    "first offer": re.compile(r"(?s)^(?!.*ringa skolan).*boka en tid"),
    "second offer": re.compile(r"(?s)^(?!.*boka en tid).*ringa skolan"),
    "first words": re.compile(r"^Välkomna till "),
    "card": re.compile(r"^Åtgärdsplan: "),
    "how it goes": re.compile(r"(?s)^Hur går det\?.*skriva till praktikplatsen"),
}

#: What may be done to the bot meanwhile.
TROUBLES = ("kills", "failing", "deaf", "down")
KILLS = 5
SHARE = 0.1  # of the requests, when they fail
DEAF = 0.7  # of the syncs, when they are cut
SILENCE = 20.0  # seconds
PATIENCE = 8.0  # seconds for which the bot waits for an answer, so that a silence is longer
_SEED = 17
_STALL = 180.0  # seconds without anything sent after which the rest counts as lost


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An encrypted event, and when the homeserver took it in."""

    room: str
    event: str
    at: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """What became of a minute. ``wrong``: rooms in which something was lost, said twice, out of order or unasked for,
    or which could not be read, each with what its reader saw; ``undone``: rows that were not carried out or sent."""

    what: str
    reminders: int
    words: int
    seconds: float  # from the first moment to the last word
    cpu: float  # seconds of the bot's processes, as far as they were not killed
    done: Counter[str]  # to requests
    lost: int
    twice: int
    wrong: Mapping[str, Sequence[str]]
    undone: int

    @property
    def rate(self) -> float:
        """Messages a second."""
        return (self.words - self.lost) / self.seconds if self.seconds else 0.0


class Troubles:
    """Chooses what happens to each request of the bot, and counts the words it sends."""

    def __init__(
        self,
        which: Collection[str],
        *,
        words: int,
        kills: int,
        silence: float,
        crash: Callable[[], Coroutine[None, None, None]],
        go_down: Callable[[], Coroutine[None, None, None]],
    ) -> None:
        """``crash`` kills the bot and starts it again; ``go_down`` takes the homeserver away and brings it back.

        The deaths, and the time without a homeserver, come as the bot has sent so many of its ``words``.
        """
        self._chance = random.Random(_SEED)
        self._share = SHARE if "failing" in which else 0.0
        self._deaf = DEAF if "deaf" in which else 0.0
        self._kills = [words * (n + 1) // (kills + 2) for n in range(kills)] if "kills" in which else []
        self._down_at = words * (kills + 1) // (kills + 2) if "down" in which else None
        self._crash = crash
        self._go_down = go_down
        #: Tasks of their own: whoever hangs up on the proxy, as a bot that dies does, ends what handles the request
        self._dying: list[asyncio.Task[None]] = []
        self._going: asyncio.Task[None] | None = None
        self._kinds: list[Fault] = [limited(0.2), gateway(500), cut_before, cut_after]
        if silence:
            self._kinds.append(late(silence))
        self.done: Counter[str] = Counter()
        self.has_begun = False
        self.sent = 0

    def __call__(self, exchange: Exchange) -> Fault | None:
        fault = self._choose(exchange)
        if fault is not None:
            self.done[getattr(fault, "__name__", "fault")] += 1
        return fault

    def _choose(self, exchange: Exchange) -> Fault | None:
        if not self.has_begun:
            return None
        if self._going is not None and not self._going.done():
            return cut_before
        if exchange.what == "rooms/send" and "/m.room.encrypted/" in exchange.request.path:
            self.sent += 1
            if self._kills and self.sent >= self._kills[0]:
                self._kills.pop(0)
                return self._kill
            if self._down_at is not None and self.sent >= self._down_at:
                self._down_at = None
                return self._down
        if exchange.what == "sync" and self._chance.random() < self._deaf:
            return self._chance.choice([cut_before, cut_after, cut_midway])
        return self._chance.choice(self._kinds) if self._chance.random() < self._share else None

    @property
    def left(self) -> int:
        """How many deaths and absences are still to come."""
        return len(self._kills) + (self._down_at is not None)

    async def end(self) -> None:
        """Leave the bot alone, once it lives and the homeserver is back."""
        self.has_begun = False
        await asyncio.gather(*self._dying)
        if self._going is not None:
            await self._going

    async def _kill(self, exchange: Exchange) -> web.StreamResponse:
        """The bot dies when the homeserver has taken in what it sent, and before it can know."""
        await exchange.forward()
        self._dying.append(asyncio.create_task(self._crash()))
        return exchange.cut()

    async def _down(self, exchange: Exchange) -> web.StreamResponse:
        """The homeserver is away for a while."""
        self._going = asyncio.create_task(self._go_down())
        return exchange.cut()


# ---------------------------------------------------------------------------------------------------------- the world


@asynccontextmanager
async def on_copy(rooms: int, which: Collection[str], folder: Path) -> AsyncIterator[Minute]:
    """A minute on a copy of a prepared homeserver. Without trouble nothing stands between it and the bot."""
    copied = await prepared.copy(rooms, folder)
    clock = clock_in(folder)
    more: dict[str, Any] = {"clock_file": str(folder / "clock"), "outbox": {"timeout_seconds": PATIENCE}}
    async with copied.server, Proxy(copied.server.url) as proxy:
        via = proxy.url if which else None

        async def go_down() -> None:
            await copied.server.stop()
            await asyncio.sleep(10)
            await copied.server.start()

        async with side.beside(copied, via=via, **more) as one:
            await one.warm_up()
            minute = Minute(one, clock, which, proxy, go_down, kills=KILLS, silence=SILENCE)
            yield minute


def clock_in(folder: Path) -> MovableClock:
    """The clock of a bot that runs on a working day in the morning: else people are asked on another day."""
    folder.mkdir(exist_ok=True)
    clock = MovableClock(folder / "clock")
    day = working_day.on_or_after(clock.today())
    clock.start_at(datetime.combine(day, clock_time(10), tzinfo=ZONE))
    return clock


class Minute:
    """Has reminders fall due in every room of a bot, and sees what its reader gets."""

    def __init__(
        self,
        one: Side,
        clock: MovableClock,
        which: Collection[str],
        proxy: Proxy,
        go_down: Callable[[], Coroutine[None, None, None]],
        *,
        kills: int,
        silence: float,
    ) -> None:
        self._one = one
        self._clock = clock
        self._which = which
        self._words = len(_WORDS) * len(one.copy.rooms)
        self.troubles = Troubles(
            which, words=self._words, kills=kills, silence=silence, crash=self._crash, go_down=go_down
        )
        proxy.choose = self.troubles

    async def _crash(self) -> None:
        await self._one.process.kill()
        self._one.process.start()

    async def run(self, *, span: float, lead: float) -> Found:
        """Let the reminders fall due over so many seconds, beginning in ``lead`` seconds; wait until all is done."""
        one = self._one
        assert one.db is not None
        await one.calm()
        mark = self._newest()
        begins = self._clock.now() + timedelta(seconds=lead)
        self._ends = begins + timedelta(seconds=span)
        self._plan(begins, span)
        await one.ping(self._office())  # so that the bot looks when it has to wake
        if lead:
            await one.anna.pause()  # her client needs no CPU then
        self.troubles.has_begun = True
        cpu = machine.cpu_seconds(one.process.pid)
        await self._until_done()
        await self.troubles.end()
        if lead:
            one.anna.resume()
        sent = self._sent_after(mark)
        readable: dict[str, str] = {}

        def read() -> bool:
            readable.update({each.event_id: each.body for each in one.anna.received if each.decrypted})
            return all(each.event in readable for each in sent)

        await one.anna.until(read, "read all that was sent", 120 + len(sent) / 10)
        last = max((each.at for each in sent), default=0.0)
        began = begins.timestamp() - self._clock.offset
        return self._found(sent, readable, last - began, machine.cpu_seconds(one.process.pid) - cpu)

    def _plan(self, begins: datetime, span: float) -> None:
        """Plan the due rows: in each room one after the other, and over the whole span from room to room."""
        one = self._one
        assert one.db is not None
        now = self._clock.now()
        with one.db.unit() as session:
            rows = session.scalars(select(Room).where(Room.matrix_room.in_(one.copy.rooms))).all()
            for number, row in enumerate(rows):
                store = UnitStore(session, row.unit_id, "bot", now, profile=load_profile(prepared.PROFILE))
                own = store.of(cases.get(session, str(row.case_id)))
                begun = begins + timedelta(seconds=span * number / len(rows) / 2)
                subjects = [own.case_id if text is None else self._add_task(own, text) for text in _ABOUT]
                rows_of_room = list(enumerate(zip(DUE, subjects, strict=True)))
                for n, (kind, subject) in reversed(
                    rows_of_room
                ):  # in order of their times, not of their numbers
                    own.schedule(kind, subject, begun + timedelta(seconds=span * n / len(DUE) / 2))

    def _add_task(self, own: CaseStore, text: str) -> str:
        """Add a task of the coordinator's, who has agreed to the last one; returns its id."""
        now = self._clock.now()
        is_last = text == _ABOUT[-1]
        task = Task(
            id="",
            unit_id=own.unit_id,
            case_id=own.case_id,
            number=0,
            text=text,
            owner_id=own.facts.case.coordinator_id,
            due_on=self._clock.today() if is_last else None,
            state=TaskState.DOING if is_last else TaskState.ASKED,
            changed_at=now,
        )
        return own.plan.add(task, now=now).id

    def _office(self) -> str:
        assert self._one.db is not None
        with self._one.db.read() as session:
            return str(session.scalar(select(Room.matrix_room).where(Room.kind == RoomKind.OFFICE)))

    async def _until_done(self) -> None:
        """Wait until nothing of the minute is left, or nothing more is sent for long."""
        newest, before = time.monotonic(), -1
        while (left := self._left()) and time.monotonic() - newest < _STALL:
            if left != before:
                newest, before = time.monotonic(), left
            await asyncio.sleep(0.1)

    def _left(self) -> int:
        """How many rows are to be carried out or sent, and deaths to be died."""
        assert self._one.db is not None
        with self._one.db.read() as session:
            due = select(func.count()).where(Due.kind.in_(DUE), is_pending(), Due.at <= self._ends)
            unsent = select(func.count()).where(is_unsent(Outbox), self._in_rooms())
            return (session.scalar(due) or 0) + (session.scalar(unsent) or 0) + self.troubles.left

    def _in_rooms(self) -> ColumnElement[bool]:
        return Outbox.room_id.in_(select(Room.id).where(Room.kind == RoomKind.CASE))

    def _newest(self) -> int:
        """Where the homeserver's stream of events ends."""
        with closing(self._one.homeserver()) as db:
            return int(db.execute("SELECT max(stream_ordering) FROM events").fetchone()[0])

    def _sent_after(self, mark: int) -> list[Sent]:
        """The words of the bot in the rooms, in order."""
        query = (
            "SELECT room_id, event_id, origin_server_ts / 1000.0 FROM events WHERE sender = ?"
            " AND type = 'm.room.encrypted' AND stream_ordering > ? ORDER BY stream_ordering"
        )
        rooms = set(self._one.copy.rooms)
        with closing(self._one.homeserver()) as db:
            found = db.execute(query, (self._one.copy.bot_user, mark)).fetchall()
        return [Sent(room=room, event=event, at=at) for room, event, at in found if room in rooms]

    def _found(self, sent: Sequence[Sent], readable: Mapping[str, str], seconds: float, cpu: float) -> Found:
        heard: dict[str, list[str]] = {room: [] for room in self._one.copy.rooms}
        for one in sent:
            heard[one.room].append(_name_of(readable.get(one.event)))
        lost = twice = 0
        for names in heard.values():
            lost += (Counter(list(_WORDS)) - Counter(names)).total()
            twice += (Counter(names) - Counter(list(_WORDS))).total()
        return Found(
            what=", ".join(self._which) or "no trouble",
            reminders=len(DUE) * len(heard),
            words=self._words,
            seconds=seconds,
            cpu=cpu,
            done=self.troubles.done,
            lost=lost,
            twice=twice,
            wrong={room: names for room, names in heard.items() if names != list(_WORDS)},
            undone=self._left(),
        )


def _name_of(text: str | None) -> str:
    """Which of the words a text is; what nobody expects is shown itself, and without its end."""
    if text is None:
        return "unreadable"
    return next((name for name, form in _WORDS.items() if form.search(text)), text[:80])


# -------------------------------------------------------------------------------------------------------------- tables


def table(found: Sequence[Found], plain: float | None) -> Table:
    """The table of minutes; ``plain``: the rate of stock nio with as many messages over as many rooms."""
    shown = Table(
        "minute",
        f"{len(DUE)} reminders due in each room within one minute, which make {len(_WORDS)} encrypted messages, while "
        f"the bot is killed {KILLS} times, one request in ten fails, most syncs are cut, and the homeserver is stopped "
        "for 10 s; against as many plain encrypted sends of stock nio (goal: 0 lost, 0 twice, 0 rooms out of order)",
        [
            *("reminders", "messages", "trouble", "s", "a second", "CPU ms each", "lost", "twice"),
            *("rooms wrong", "rows left", "of the plain rate"),
        ],
    )
    for one in found:
        ratio = at_least(one.rate / plain, 0.9) if plain and not one.what.startswith(TROUBLES) else ""
        cpu = 1000 * one.cpu / one.words if "kills" not in one.what else ""
        figures = [one.seconds, one.rate, cpu, one.lost, one.twice, len(one.wrong), one.undone, ratio]
        shown.add(one.reminders, one.words, one.what, *figures)
    return shown


async def measure(rooms: int, runs: Sequence[Collection[str]], *, plain: bool = True) -> Table:
    """Minutes over so many rooms, each with its troubles, and the rate of stock nio."""
    rate = await _plain_rate(rooms) if plain else None
    span = min(60, rooms / 8)  # with few rooms, as dense as with many
    found = []
    for which in runs:
        with TemporaryDirectory(prefix="sigbot-bench-") as folder:
            async with on_copy(rooms, which, Path(folder) / "ours") as minute:
                found.append(await minute.run(span=span, lead=5))
                print(f"... {found[-1]}", flush=True)
    return table(found, rate)


async def _plain_rate(rooms: int) -> float:
    with TemporaryDirectory(prefix="sigbot-bench-") as folder:
        async with side.stock(rooms, Path(folder) / "stock") as echo, fanout.sender(echo, rooms) as send:
            return (await send(len(DUE) * rooms)).rate


if __name__ == "__main__":
    logs.setup("error", "json")
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    asked = [tuple(sys.argv[2:])] if len(sys.argv) > 2 else [(), TROUBLES]
    print(asyncio.run(measure(size, asked)))
