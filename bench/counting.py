"""Counts what the bot asks of its database: statements, transactions, and who issued them.

It listens to SQLAlchemy's events; nothing of ours is patched. A statement is whatever is sent to the database, the
BEGIN of each transaction included (SQLite is told it by us, PostgreSQL by its driver), its COMMIT not: so the figures
of both databases can be compared.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from types import FrameType
from typing import Any

from sqlalchemy import Connection, Engine, event

import bot
from storage.db import Database

#: Our own code; and what of it opens transactions for others, and is not who wanted one.
_ROOT = f"{Path(bot.__file__).parents[1]}/"
_OURS = tuple(f"{_ROOT}{name}/" for name in ("bot", "handlers", "storage"))
_OPENERS = (f"{_ROOT}storage/db.py", f"{_ROOT}storage/dialects.py")
_OPENER = "unit"

#: Columns that take more letters than this are left out of a statement's text: they say little about what it is for.
_LONG = 60

#: How many of our functions name an issuer, innermost first.
_FRAMES = 3

_WROTE = "wrote"


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What was counted over some time."""

    statements: float = 0
    transactions: float = 0
    locks: float = 0  # transactions that lock the database for writing
    writes: float = 0  # transactions that were committed with a row written
    requests: float = 0  # besides the sync
    cpu: float = 0.0  # seconds of this process
    seconds: float = 0.0
    by_kind: Mapping[str, float] = field(default_factory=dict)
    by_text: Mapping[str, float] = field(default_factory=dict)
    by_issuer: Mapping[str, float] = field(default_factory=dict)
    by_opener: Mapping[str, float] = field(default_factory=dict)
    by_call: Mapping[str, float] = field(default_factory=dict)

    def each(self, times: int) -> Counts:
        """The same for one of so many things that were done."""

        def part(found: Mapping[str, float]) -> Mapping[str, float]:
            return {name: figure / times for name, figure in found.items()}

        return Counts(
            statements=self.statements / times,
            transactions=self.transactions / times,
            locks=self.locks / times,
            writes=self.writes / times,
            requests=self.requests / times,
            cpu=self.cpu / times,
            seconds=self.seconds / times,
            by_kind=part(self.by_kind),
            by_text=part(self.by_text),
            by_issuer=part(self.by_issuer),
            by_opener=part(self.by_opener),
            by_call=part(self.by_call),
        )


def summed(spans: Iterable[Counts]) -> Counts:
    """Several spans of time as one."""
    found = list(spans)

    def all_of(mappings: Iterable[Mapping[str, float]]) -> Mapping[str, float]:
        together: dict[str, float] = {}
        for one in mappings:
            for name, figure in one.items():
                together[name] = together.get(name, 0) + figure
        return together

    return Counts(
        statements=sum(one.statements for one in found),
        transactions=sum(one.transactions for one in found),
        locks=sum(one.locks for one in found),
        writes=sum(one.writes for one in found),
        requests=sum(one.requests for one in found),
        cpu=sum(one.cpu for one in found),
        seconds=sum(one.seconds for one in found),
        by_kind=all_of(one.by_kind for one in found),
        by_text=all_of(one.by_text for one in found),
        by_issuer=all_of(one.by_issuer for one in found),
        by_opener=all_of(one.by_opener for one in found),
        by_call=all_of(one.by_call for one in found),
    )


@dataclass(frozen=True, kw_only=True)
class Moment:
    """Something that happened, for a timeline."""

    at: float
    what: str


class Counting:
    """Counts from the moment it listens. ``tracing``: also who issued each statement, and a timeline, which costs
    time."""

    def __init__(self, *, tracing: bool = False) -> None:
        self.tracing = tracing
        self.timeline: list[Moment] = []
        self._writers: set[Engine] = set()
        self._clear()

    def _clear(self) -> None:
        self._transactions = 0
        self._locks = 0
        self._writes = 0
        self._kinds: Counter[str] = Counter()
        self._texts: Counter[str] = Counter()
        self._issuers: Counter[str] = Counter()
        self._openers: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()
        self._cpu = process_time()
        self._began = perf_counter()

    def watch(self, db: Database) -> None:
        """Count the transactions on this database's write connection as write locks."""
        self._writers.add(db.engine)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Count what is done inside."""
        listeners: dict[str, Callable[..., None]] = {
            "begin": self._begun,
            "commit": self._committed,
            "after_cursor_execute": self._executed,
        }
        for name, listener in listeners.items():
            event.listen(Engine, name, listener)
        try:
            yield
        finally:
            for name, listener in listeners.items():
                event.remove(Engine, name, listener)

    @property
    def total(self) -> int:
        """All that was counted so far: it stands still when the bot does."""
        return self._kinds.total() + self._transactions + self._calls.total()

    def counts(self) -> Counts:
        """What was counted since the last time this was asked."""
        found = Counts(
            statements=self._kinds.total(),
            transactions=self._transactions,
            locks=self._locks,
            writes=self._writes,
            requests=sum(times for call, times in self._calls.items() if call != "GET sync"),
            cpu=process_time() - self._cpu,
            seconds=perf_counter() - self._began,
            by_kind=dict(self._kinds),
            by_text=dict(self._texts),
            by_issuer=dict(self._issuers),
            by_opener=dict(self._openers),
            by_call=dict(self._calls),
        )
        self._clear()
        return found

    def note_call(self, label: str) -> None:
        """Count a request; what begins by ``answered`` is only a moment of the timeline."""
        if not label.startswith("answered "):
            self._calls[label] += 1
        self.note(f"http {label}")

    def note(self, what: str) -> None:
        """Add a moment to the timeline."""
        if self.tracing:
            self.timeline.append(Moment(at=perf_counter(), what=what))

    def _begun(self, connection: Connection) -> None:
        connection.info[_WROTE] = False
        self._transactions += 1
        self._kinds["BEGIN"] += 1
        is_lock = connection.engine in self._writers
        self._locks += is_lock
        if self.tracing:
            opener = _issuer()
            self._openers[opener] += 1
            self.note(f"begin {'to write' if is_lock else 'to read'} {opener}")

    def _committed(self, connection: Connection) -> None:
        wrote = bool(connection.info.pop(_WROTE, False))
        self._writes += wrote
        self.note("commit" if wrote else "commit of nothing")

    def _executed(
        self,
        connection: Connection,
        cursor: Any,
        statement: str,
        _parameters: object,
        _context: object,
        _many: bool,
    ) -> None:
        kind = statement.split(None, 1)[0].upper()
        if kind == "BEGIN":
            return  # counted when it began
        self._kinds[kind] += 1
        text = _short(statement)
        self._texts[text] += 1
        if kind == "INSERT" or (kind in ("UPDATE", "DELETE") and cursor.rowcount != 0):
            connection.info[_WROTE] = True
        if self.tracing:
            issuer = _issuer()
            self._issuers[f"{issuer}: {text}"] += 1
            self.note(f"    {text[:110]}  [{issuer}]")


def _short(statement: str) -> str:
    """A statement on one line, without many columns."""
    text = " ".join(statement.split())
    columns, found, rest = text.partition(" FROM ")
    if found and len(columns) > _LONG:
        return f"{columns.split()[0]} … FROM {rest}"
    return text


def _issuer() -> str:
    """The innermost functions of ours that are running, without those that open transactions."""
    frame: FrameType | None = sys._getframe(1)
    names: list[str] = []
    while frame is not None and len(names) < _FRAMES:
        file = frame.f_code.co_filename
        if file.startswith(_OURS) and file not in _OPENERS and frame.f_code.co_name != _OPENER:
            names.append(f"{file.removeprefix(_ROOT)}:{frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(dict.fromkeys(names))
