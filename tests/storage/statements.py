"""Notes every statement that reaches the database: who issued it, with which values, and how much it cost SQLite."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

import storage

STORAGE = str(Path(storage.__file__).parent)
_READS = ("SELECT", "UPDATE", "DELETE", "WITH")
#: How many steps of SQLite's machine are counted as one.
_GRAIN = 500
#: With how many of the values it came with a statement is explained.
_MOST_VALUES = 3


@dataclass(kw_only=True)
class Statement:
    """One statement, whatever its values. ``steps``: the most that SQLite's machine took for it."""

    sql: str
    callers: set[str] = field(default_factory=set)
    values: list[Any] = field(default_factory=list)
    steps: int = 0


class Recorder:
    """What was issued since it was made."""

    def __init__(self) -> None:
        self.statements: dict[str, Statement] = {}

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Note what reaches any database meanwhile."""
        event.listen(Engine, "before_cursor_execute", self._note)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", self._note)

    def callers(self) -> set[str]:
        """Every function of the storage that issued a statement: ``outbox.put``."""
        return {caller for one in self.statements.values() for caller in one.callers}

    def _note(self, connection: Connection, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        if not sql.startswith((*_READS, "INSERT")):
            return
        found = self.statements.setdefault(sql, Statement(sql=sql))
        found.callers.add(_caller())
        found.values = [*found.values, values[0] if many else values][-_MOST_VALUES:]
        if connection.dialect.name == "sqlite":
            self._count_steps(connection, found)

    def _count_steps(self, connection: Connection, of: Statement) -> None:
        taken = 0

        def step() -> None:
            nonlocal taken
            taken += _GRAIN
            of.steps = max(of.steps, taken)

        raw: Any = connection.connection.driver_connection
        raw.set_progress_handler(step, _GRAIN)


def reads(recorder: Recorder) -> list[Statement]:
    """The statements that look something up."""
    return [one for one in recorder.statements.values() if one.sql.startswith(_READS)]


def _caller() -> str:
    """The innermost function of the storage that is running."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith(STORAGE) and not file.endswith(("db.py", "dialects.py")):
            return f"{Path(file).stem}.{frame.f_code.co_name}"
        frame = frame.f_back
    return "elsewhere"
