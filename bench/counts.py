"""Counts what the whole bot does for one message, one row, one start, with so many cases in its database.

``python -m bench.counts 5 200`` prints a table for each number of cases. ``--trace`` prints the timeline of one reply
as well, every statement with its transaction and who issued it; ``--where`` prints which statements and which functions
a reply, a due row and a start are made of.

The application is the real one, with its cryptography and its database; the homeserver is a function in this process.
Statements, transactions and requests are the same on every machine; CPU is not, and the homeserver's is part of it.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator, Callable, Container, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.counting import Counting, Counts, Moment, summed
from bench.filling import COORDINATOR, ON_MATRIX, RUNS_AT, UNIT, CaseRoom, Filled, clock_of, filled, user_id
from bench.homeserver import Homeserver, Person
from bench.results import Table
from bot import logs
from bot.app import CLOCK_CHECK_EVERY, App
from storage import due, lease

#: The lists of the office.
LISTS = ("hjälp", "ärenden", "personer", "konsultationer", "profil", "mina")
#: Those about one case, whose code follows.
LISTS_OF_CASE = ("ärende", "plan", "vem gör vad", "vem ser vad", "historik", "samtycke visa", "kretsen")

PUT = "PUT send m.room.encrypted"
HEARD = "heard"
SENT = "sent"

#: The moments of one reply, in order: as they are noted, and what they are called.
STAGES = {
    "answered GET sync": HEARD,
    "sync.committed": "stored",
    "inbox.handled": "handled",
    "outbox.claimed": "claimed",
    PUT: SENT,
    "outbox.sent": "marked",
}

#: Seconds without a statement or a request after which the bot counts as calm.
_CALM = 0.05

#: Seconds in which the bot has looked at its clock.
_CLOCK_SEEN = 3 * CLOCK_CHECK_EVERY

#: Seconds until a message that is waited for counts as lost.
_PATIENCE = 300.0


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What one command took from the moment it was heard, by stage; each is called by its end."""

    stages: Mapping[str, Counts]

    @property
    def until_sent(self) -> Counts:
        """Until its answer was with the homeserver."""
        names = list(self.stages)
        return summed(self.stages[name] for name in names[: names.index(SENT) + 1])

    @property
    def whole(self) -> Counts:
        """Until the bot was calm again."""
        return summed(self.stages.values())


class Bench:
    """A filled database, a homeserver and its people, and one bot at a time on it."""

    def __init__(self, site: Filled, *, tracing: bool = False) -> None:
        self.site = site
        self.counting = Counting(tracing=tracing)
        self._listeners: list[Callable[[str], None]] = []
        self._called = asyncio.Event()
        people = [Person(user_id(handle)) for handle in ON_MATRIX]
        self.homeserver = Homeserver(site.settings.user_id, people, self._on_call)
        self.homeserver.joined |= site.joined
        self.clock = clock_of(site.settings, RUNS_AT)
        self._app: App | None = None
        self._run: asyncio.Task[None] | None = None

    @property
    def app(self) -> App:
        """The bot that runs."""
        assert self._app is not None
        return self._app

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the bot until the block ends. Counting begins before it is built."""
        stop = asyncio.Event()
        self.counting.counts()
        self._app = App(self.site.settings, on_step=self._on_step, connect=self.homeserver.connect)
        self._app.core.due.most_seconds = inf  # how many rows are a batch must not depend on the machine
        self.counting.watch(self._app.db)
        self._run = asyncio.create_task(self._app.run(stop))
        self._run.add_done_callback(lambda _run: self._called.set())
        try:
            yield
        finally:
            stop.set()
            await self._run
            self._app = None

    async def calm(self) -> None:
        """Wait until the bot does nothing any more."""
        before = -1
        while before != self.counting.total or not self.homeserver.is_quiet:
            before = self.counting.total
            await asyncio.sleep(_CALM)

    async def sent(self, times: int, rooms: Container[str]) -> None:
        """Wait until the bot has sent so many more messages to these rooms.

        Raises ``RuntimeError`` when it stops instead.
        """
        before = len(self.homeserver.sent)
        async with asyncio.timeout(_PATIENCE):
            while sum(room in rooms for room, _ in self.homeserver.sent[before:]) < times:
                if self._run is None or self._run.done():
                    raise RuntimeError("the bot has stopped")
                self._called.clear()
                await self._called.wait()

    def _on_call(self, label: str) -> None:
        self.counting.note_call(label)
        self._called.set()
        self._tell(label)

    def _on_step(self, name: str) -> None:
        self.counting.note(f"step {name}")
        self._tell(name)

    def _tell(self, name: str) -> None:
        for listener in tuple(self._listeners):
            listener(name)

    @contextmanager
    def told(self, listener: Callable[[str], None]) -> Iterator[None]:
        """Call ``listener`` with the name of each step of the bot and of each request."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    # ------------------------------------------------------------------------------------------------------- measuring

    async def start(self) -> Counts:
        """What a start took until the bot is calm; it must have begun just now."""
        await self.calm()
        return self.counting.counts()

    async def first_reply(self, matrix_room: str, text: str) -> Counts:
        """What a start took until the first command is answered, which was there already; it must have begun just
        now."""
        found: list[Counts] = []

        def note(name: str) -> None:
            if name == PUT and not found:
                found.append(self.counting.counts())

        with self.told(note):
            self.homeserver.say(user_id(COORDINATOR), matrix_room, text)
            await self.sent(1, {matrix_room})
        await self.calm()
        return found[0]

    async def reply(self, matrix_room: str, text: str) -> Reply:
        """What one command takes from the moment it is heard, by stage."""
        await self.calm()
        stages: dict[str, Counts] = {}

        def note(name: str) -> None:
            stage = STAGES.get(name)
            if stage is not None and stage not in stages and (stage == HEARD or HEARD in stages):
                stages[stage] = self.counting.counts()

        self.counting.counts()
        self.counting.timeline.clear()
        with self.told(note):
            self.homeserver.say(user_id(COORDINATOR), matrix_room, text)
            await self.sent(1, {matrix_room})
            await self.calm()
        stages["calm"] = self.counting.counts()
        del stages[HEARD]  # before that it waited
        return Reply(stages=stages)

    async def burst(self, cases: Sequence[CaseRoom]) -> Counts:
        """What the follow-ups of these cases take that are due at once.

        Each is said in its room; the coordinator is also asked, in the office, as often as anybody is in a day.
        """
        await self.calm()
        now = self.clock.now()
        with self.app.db.unit() as session:
            for one in cases:
                due.schedule(
                    session,
                    unit_id=UNIT,
                    case_id=one.case_id,
                    kind="followup.prompt",
                    subject=one.case_id,
                    at=now,
                )
        self.counting.counts()
        self.app.wake()
        await self.sent(len(cases), {one.matrix_room for one in cases})
        await self.calm()
        return self.counting.counts()

    async def daily(self) -> Counts:
        """What the daily round takes, which a clock that was set also brings."""
        await self.calm()
        self.counting.counts()
        self.clock.move(timedelta(seconds=30))
        await asyncio.sleep(_CLOCK_SEEN)
        await self.calm()
        return self.counting.counts()


@asynccontextmanager
async def bench(cases: int, *, tracing: bool = False, database: str = "") -> AsyncIterator[Bench]:
    """A bench with so many cases, whose bot does not run yet."""
    with TemporaryDirectory(prefix="sigbot-counts-") as name:
        one = Bench(filled(cases, Path(name), database), tracing=tracing)
        with one.counting.listening(), _renewing_seldom():
            yield one


@contextmanager
def _renewing_seldom() -> Iterator[None]:
    """Renew no lease meanwhile: when that is done must not depend on the machine."""
    before = lease.RENEW_EVERY
    lease.RENEW_EVERY = _PATIENCE
    try:
        yield
    finally:
        lease.RENEW_EVERY = before


# ------------------------------------------------------------------------------------------------------- what is shown

COLUMNS = ("what", "statements", "transactions", "write locks", "with writes", "requests", "CPU ms")

#: How many due rows there are in a burst, at most.
BURST = 30

#: What is answered without looking at anything: what any reply takes.
_BARE = "!hjälp avbryt"

#: How often something is done that is measured; the least counts, since the bot's own clocks may strike meanwhile.
_TIMES = 3


@dataclass(frozen=True, kw_only=True)
class Measured:
    """All that was measured with one number of cases, by name. What is said of a burst is said per row."""

    cases: int
    figures: Mapping[str, Counts]
    reply: Reply
    timeline: Sequence[Moment]


async def measure(one: Bench, *, burst: int = BURST) -> Measured:
    """Measure everything: ``burst`` due rows at once, if there are so many cases."""
    figures: dict[str, Counts] = {}
    cases = one.site.cases
    room = cases[0]
    async with one.running():
        figures["first start ever, until calm"] = await one.start()
        figures["reply, its keys not handed out"] = (await one.reply(room.matrix_room, _BARE)).whole
        replies = [await one.reply(room.matrix_room, _BARE) for _ in range(_TIMES)]
        timeline = tuple(one.counting.timeline)
        reply = min(replies, key=lambda found: _cost(found.whole))
        figures["reply, until sent"] = reply.until_sent
        figures["reply, until calm"] = reply.whole
        await one.reply(one.site.office, "ärenden")  # its keys are handed out now
        for name in LISTS:
            figures[name] = await _least(one, name)
        for name in LISTS_OF_CASE:
            figures[name] = await _least(one, f"{name} {room.code}")
        due = cases[-burst:]
        bursts = [await one.burst(due) for _ in range(_TIMES)]
        warm = min(bursts[1:], key=_cost)
        figures["due row, its keys not handed out"] = bursts[0].each(len(due))
        figures["due row"] = warm.each(len(due))
        figures["daily round"] = await one.daily()
    async with one.running():
        figures["start, until calm"] = await one.start()
    async with one.running():
        figures["start, until the first reply"] = await one.first_reply(room.matrix_room, _BARE)
    return Measured(cases=len(cases), figures=figures, reply=reply, timeline=timeline)


async def _least(one: Bench, text: str) -> Counts:
    """What a command in the office takes at least."""
    replies = [await one.reply(one.site.office, text) for _ in range(_TIMES - 1)]
    return min((reply.whole for reply in replies), key=_cost)


def _cost(counts: Counts) -> tuple[float, float]:
    return counts.statements, counts.cpu


async def measured(cases: int, *, tracing: bool = False, database: str = "", burst: int = BURST) -> Measured:
    """Everything with so many cases; with ``tracing`` also who issued what, and the timeline of one reply."""
    async with bench(cases, tracing=tracing, database=database) as one:
        return await measure(one, burst=burst)


def table(found: Measured) -> Table:
    """What was measured, as it is shown."""
    shown = Table(
        f"counts, {found.cases} cases", "the whole bot on a homeserver that is a function", list(COLUMNS)
    )
    for name, counts in found.figures.items():
        _add(shown, name, counts)
        if name == "reply, until calm":
            for stage, part in found.reply.stages.items():
                _add(shown, f"· until {stage}", part)
    return shown


def _add(shown: Table, name: str, counts: Counts) -> None:
    figures = (counts.statements, counts.transactions, counts.locks, counts.writes, counts.requests)
    shown.add(name, *figures, 1000 * counts.cpu)


def where(name: str, counts: Counts, most: int = 20) -> str:
    """What something is made of: its transactions by who opened them, its statements, and who issued each."""
    opened = {
        f"{round(counts.by_opener.get(opener, 0), 2):g} transactions of {opener}": times
        for opener, times in counts.inside.items()
    }
    parts = {
        "statements by transaction": opened,
        "statements by text": counts.by_text,
        "statements by issuer": counts.by_issuer,
    }
    lines = [f"### {name}", ""]
    for title, found in parts.items():
        lines += [f"{title}:", ""]
        often = sorted(found.items(), key=lambda one: -one[1])[:most]
        lines += [f"- {round(times, 2):g} × {text[:240]}" for text, times in often]
        lines.append("")
    return "\n".join(lines)


def shown_timeline(timeline: Sequence[Moment]) -> str:
    """A timeline, in milliseconds from its beginning."""
    return "\n".join(f"{1000 * (one.at - timeline[0].at):8.1f}  {one.what}" for one in timeline)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.counts")
    parser.add_argument("cases", nargs="*", type=int, default=[5], help="how many cases, one table each")
    parser.add_argument("--trace", action="store_true", help="the timeline of one reply")
    parser.add_argument("--where", action="store_true", help="which statements, and who issued them")
    asked = parser.parse_args()
    logs.setup("error", "json")
    for cases in asked.cases:
        found = asyncio.run(measured(cases, tracing=asked.trace or asked.where))
        print(table(found))
        if asked.where:
            for name, counts in found.figures.items():
                print(where(name, counts))
        if asked.trace:
            print(shown_timeline(found.timeline))


if __name__ == "__main__":
    main()
