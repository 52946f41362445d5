"""Trace: what each row of a conversation costs in calls, contexts, units and reads, counted and not timed.

``python -m bench.trace`` plays ``tests/conversations/hela-arendet.yaml`` on the fast stage, or another conversation
file that is named, and prints a line for every inbox row, due row and run of the reconciler by itself. A figure like
``7 (5w)`` means: seven in all, at most five in one unit of work about one case, and the case was written there.
``over`` counts the reads that were not needed: a unit of work needs each case once, and once more after it wrote it.
The figures are the same on every machine (but for a few SQL statements, whose order follows random ids), so this is no
part of ``make bench``, which measures time: run it before and after a change of structure.
"""

from __future__ import annotations

import asyncio
import inspect
import pkgutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import CodeType, FrameType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from bot import logs
from bot.stage import script
from bot.stage.play import play_fast


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A function whose calls are counted. ``per``: where a call says which case or unit it is about; ``once``: it reads
    what a unit of work needs to read once."""

    name: str
    label: str
    per: str | None = None
    once: bool = False


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A function that carries out one piece of work, and what makes it worth a line: ``known`` returned something, or
    was called at all if it returns ``None``."""

    name: str
    label: str
    known: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """A function one of whose arguments is the name of the command, after ``begins``."""

    name: str
    argument: str
    begins: str
    shown: str


UNITS = "units"
CONTEXTS = "contexts"
PAUSES = "pauses"

#: All that is counted, by where it is in the code. A name that is not there stops the trace.
COUNTED = (
    Counted(name="storage.db.Database.unit", label=UNITS),
    Counted(name="bot.conversation.contexts.Contexts.unit", label=CONTEXTS),
    Counted(name="bot.core.Core._tell_of_pause", label=PAUSES),
    Counted(name="bot.conversation.command.UnitCtx.of", label="of case"),
    Counted(name="storage.case.get", label="cases.get", per="case_id", once=True),
    Counted(name="storage.case._from_row", label="case loads", per="row.id"),
    Counted(name="storage.consent.Consents.all", label="consents", per="self._case_id", once=True),
    Counted(name="storage.actor.Actors.all", label="actors", per="self._case_id", once=True),
    Counted(name="storage.person._read", label="people", per="unit_id", once=True),
    Counted(name="storage.facts.of_case", label="facts", per="case_id"),
    Counted(name="bot.rules.membership.wanted", label="wanted", per="room.id"),
)

#: What a line is about.
PIECES = (
    Piece(name="bot.conversation.dispatch.Dispatcher.run_one", label="inbox", known="storage.inbox.next_new"),
    Piece(name="bot.scheduler.DueRunner.run_batch", label="due", known="storage.due.Batch.take"),
    Piece(
        name="bot.rooms.reconciler.Reconciler.run", label="reconciler", known="bot.rules.membership.wanted"
    ),
)

#: Where a row's command can be seen: in the audit log when it was carried out or refused, else in what is asked.
NAMED = (
    Named(name="storage.audit.write", argument="action", begins="command:", shown=""),
    Named(name="storage.question.ask", argument="command", begins="", shown="? "),
)

#: As the audit log calls a row that was refused.
REFUSED = "refused"

#: Rows that are read once per unit of work, and once more when they were written: by table, the column that says which.
WRITTEN = {"case": "id", "consent": "case_id", "actor": "case_id", "person": "unit_id"}

#: The code that is run, wherever it was imported from; only its own calls count.
OURS = tuple(f"{Path(logs.__file__).parents[1] / name}/" for name in ("bot", "handlers", "storage"))
DEFAULT = Path(__file__).parents[1] / "tests" / "conversations" / "hela-arendet.yaml"

#: Parts of a function that are functions of their own only to Python, and not to every version of it.
INLINE = frozenset({"<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>"})


@dataclass
class Line:
    """What one piece of work took."""

    kind: str
    row: Any = None
    known: bool = False
    names: list[str] = field(default_factory=list)
    calls: int = 0
    statements: int = 0
    files: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    by_case: Counter[tuple[str, int, str]] = field(
        default_factory=Counter
    )  # label, unit of work, case or unit
    written: set[tuple[int, str]] = field(default_factory=set)

    def most(self, label: str) -> tuple[int, bool]:
        """The most calls in one unit of work about one case, and whether that case was written there."""
        found = [
            (times, where[1:] in self.written) for where, times in self.by_case.items() if where[0] == label
        ]
        return max(found, default=(0, False))

    @property
    def over(self) -> int:
        """How many reads were not needed."""
        once = {counted.label for counted in COUNTED if counted.once}
        needed = {where: 2 if where[1:] in self.written else 1 for where in self.by_case}
        return sum(max(0, self.by_case[where] - most) for where, most in needed.items() if where[0] in once)

    @property
    def what(self) -> str:
        """The kind of the row, the words of the conversation if it has any, and the command."""
        if self.row is None:
            return ""
        words = getattr(self.row, "body", "")
        short = f"{words[:31]}…" if len(words) > 32 else words
        return f"{self.row.kind}: {short}" if short else str(self.row.kind)

    def cells(self) -> list[str]:
        """As it is printed."""
        shown = []
        for counted in COUNTED:
            figure = str(self.counts[counted.label] or "")
            most, written = self.most(counted.label)
            if counted.per is not None and figure:
                figure += f" ({most}{'w' if written else ''})"
            shown.append(figure)
        figures = [str(figure) for figure in (self.calls, len(self.files), self.statements)]
        return [self.kind, self.what, ", ".join(self.names), *figures, *shown, str(self.over or "")]


HEAD = [
    "of",
    "row",
    "command (? asked)",
    "calls",
    "files",
    "sql",
    *(counted.label for counted in COUNTED),
    "over",
]


class Trace:
    """Hears every call while a play runs."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._counted = {code_of(one.name, one.per): one for one in COUNTED}
        self._pieces = {code_of(one.name): one for one in PIECES}
        self._known = {(code_of(one.known), one.label) for one in PIECES}
        self._named = {code_of(one.name, one.argument): one for one in NAMED}
        self._line: Line | None = None
        self._outermost: FrameType | None = None
        self._begun: set[FrameType] = set()  # generators go on by another call, which is not counted again

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Count what is done inside."""
        event.listen(Engine, "before_cursor_execute", self._stated)
        event.listen(Session, "after_flush", self._flushed)
        sys.setprofile(self._heard)
        try:
            yield
        finally:
            sys.setprofile(None)
            event.remove(Engine, "before_cursor_execute", self._stated)
            event.remove(Session, "after_flush", self._flushed)

    def _heard(self, frame: FrameType, what: str, returned: Any) -> None:
        code = frame.f_code
        if not code.co_filename.startswith(OURS):
            return
        if what == "call":
            self._called(frame, code)
        elif what == "return":
            self._returned(frame, code, returned)

    def _called(self, frame: FrameType, code: CodeType) -> None:
        if self._line is None:
            piece = self._pieces.get(code)
            if piece is None:
                return
            self._line = Line(piece.label)
            self._outermost = frame
        if code.co_name in INLINE or self._goes_on(frame, code):
            return
        line = self._line
        line.calls += 1
        line.files.add(code.co_filename)
        counted = self._counted.get(code)
        if counted is not None:
            line.counts[counted.label] += 1
            if counted.per is not None:
                about = seen(frame, counted.per)
                if about is not None:  # the office and the pages are about no case
                    line.by_case[counted.label, line.counts[UNITS], str(about)] += 1
        named = self._named.get(code)
        if named is not None:
            name = str(seen(frame, named.argument))
            if name.startswith(named.begins):
                line.names.append(named.shown + name.removeprefix(named.begins))

    def _goes_on(self, frame: FrameType, code: CodeType) -> bool:
        if not code.co_flags & (inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
            return False
        goes_on = frame in self._begun
        self._begun.add(frame)
        return goes_on

    def _returned(self, frame: FrameType, code: CodeType, returned: Any) -> None:
        line = self._line
        if line is None:
            return
        if (code, line.kind) in self._known:
            if line.kind == "reconciler":
                line.known = True
            elif line.row is None and returned is not None:
                line.row, line.known = returned, True
        if frame is self._outermost:
            if line.known:
                self.lines.append(line)
            self._line = self._outermost = None
            self._begun.clear()

    def _stated(self, _connection: Connection, *_rest: object) -> None:
        if self._line is not None:
            self._line.statements += 1

    def _flushed(self, session: Session, _context: object) -> None:
        if self._line is None:
            return
        changed = [row for row in session.dirty if session.is_modified(row)]
        for row in (*session.new, *changed, *session.deleted):
            column = WRITTEN.get(row.__tablename__)
            if column is not None:
                self._line.written.add((self._line.counts[UNITS], str(getattr(row, column))))


def code_of(name: str, argument: str | None = None) -> CodeType:
    """The code of the function with this dotted name.

    Raises ``SystemExit`` when there is none, or when it does not take the argument that ``argument`` begins with.
    """
    try:
        found = pkgutil.resolve_name(name)
    except (ImportError, AttributeError) as error:
        raise SystemExit(
            f"bench.trace counts {name}, which is not there ({error}): name it as it is called now"
        ) from None
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    code = getattr(inspect.unwrap(found), "__code__", None)
    if not isinstance(code, CodeType):
        raise SystemExit(f"bench.trace counts {name}, which is no function of Python")
    first = None if argument is None else argument.split(".")[0]
    taken = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    if first is not None and first not in taken:
        raise SystemExit(f"bench.trace looks at {first} of {name}, which takes only {', '.join(taken)}")
    return code


def seen(frame: FrameType, path: str) -> object:
    """What an argument of a call is, or an attribute of it; ``None`` of nothing is nothing."""
    first, *rest = path.split(".")
    found = frame.f_locals[first]
    for name in rest:
        found = None if found is None else getattr(found, name)
    return found


def trace(file: Path) -> list[Line]:
    """Play a conversation and count. Raises ``SystemExit`` when it does not go as written."""
    play = script.load(file)
    heard = Trace()
    with TemporaryDirectory(prefix="sigbot-trace-") as folder, heard.listening():
        failure = asyncio.run(play_fast(play, Path(folder)))
    if failure is not None:
        raise SystemExit(str(failure))
    return heard.lines


def printed(lines: Sequence[Line]) -> str:
    """One line per piece of work, in columns."""
    rows = [["", *HEAD], *([str(number), *line.cells()] for number, line in enumerate(lines, 1))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    left = {1, 2, 3}
    shown = []
    for row in rows:
        cells = []
        for column, cell in enumerate(row):
            width = widths[column]
            cells.append(cell.ljust(width) if column in left else cell.rjust(width))
        shown.append("  ".join(cells).rstrip())
    return "\n".join(shown)


def summed(kind: str, lines: Sequence[Line]) -> str:
    """Medians, maxima, and how many rows did something twice."""
    figures: dict[str, Callable[[Line], int]] = {
        "calls": lambda line: line.calls,
        "files": lambda line: len(line.files),
        "sql statements": lambda line: line.statements,
    }
    for counted in COUNTED:
        figures[counted.label] = lambda line, label=counted.label: line.counts[label]  # type: ignore[misc]
        if counted.per is not None:
            name = f"{counted.label} in one unit about one case"
            figures[name] = lambda line, label=counted.label: line.most(label)[0]  # type: ignore[misc]
    figures["reads over"] = lambda line: line.over
    shown = [f"{kind}: {len(lines)} rows"]
    for name, figure in figures.items():
        found = [figure(line) for line in lines]
        more = sum(each > 1 for each in found)
        shown.append(
            f"  {name:38} median {median(found):6g}  most {max(found):6}  sum {sum(found):6}  >1 in {more:3}"
        )
    over = sum(line.over > 0 for line in lines)
    several = Counter(line.counts[CONTEXTS] for line in lines)
    contexts = ", ".join(f"{times}: {several[times]}" for times in sorted(several))
    second = [line for line in lines if line.counts[UNITS] > 1]
    refused = sum(REFUSED in line.names for line in second)
    shown.append(f"  rows with reads over: {over}")
    shown.append(f"  rows by contexts built: {contexts}")
    shown.append(f"  rows with a second unit: {len(second)}, of which refused: {refused}")
    return "\n".join(shown)


def main(arguments: Sequence[str]) -> None:
    """Trace the conversation that is named."""
    file = Path(arguments[0]) if arguments else DEFAULT
    logs.setup("error", "json")
    lines = trace(file)
    print(f"{file.name}\n")
    print(printed(lines))
    for piece in PIECES:
        of_kind = [line for line in lines if line.kind == piece.label]
        if of_kind:
            print(f"\n{summed(piece.label, of_kind)}")


if __name__ == "__main__":
    main(sys.argv[1:])
