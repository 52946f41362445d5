"""What the bot has read and need not read again: people, devices, members, rooms, the facts of cases.

A value is kept together with the rows it came from. Nobody has to report a write: listeners on the session
notice every row that is written, and what came from it is read again when next needed. A rollback, also of a
savepoint, empties the whole memory.

Only a process that works alone on the database keeps its memory from one unit of work to the next
(:meth:`storage.db.Database.alone`). Every other process that writes raises the *generation*, one row that is
read first in each unit, and so empties the memory of the one that is alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from storage.tables import Actor, Base, Case, Consent, Device, Identity, Member, Person, Room

#: Where a session carries the memory.
MEMORY = "memory"

#: How many values are kept; those not asked for longest are forgotten first.
MOST = 20_000

_Value = TypeVar("_Value")
_Key = TypeVar("_Key", bound=Hashable)


class Part(NamedTuple):
    """Some rows of a table: those with a value in a column, or with ``column=None`` all of them."""

    table: type[Base]
    column: str | None = None
    value: str | None = None


#: The columns by which rows are told apart.
_COLUMNS: Mapping[type[Base], tuple[str, ...]] = MappingProxyType(
    {
        Actor: ("case_id", "unit_id"),
        Case: ("id", "unit_id"),
        Consent: ("case_id",),
        Device: ("user_id",),
        Identity: (),
        Member: ("matrix_room",),
        Person: ("unit_id",),
        Room: ("id", "unit_id", "case_id", "person_id"),
    }
)

_BY_NAME: Mapping[str, type[Base]] = MappingProxyType({table.__tablename__: table for table in _COLUMNS})

#: Columns that nothing in memory comes from: marks that are set and taken away with almost every message.
_PASSING: Mapping[type[Base], frozenset[str]] = MappingProxyType(
    {Room: frozenset({"dirty", "compared_on", "changes_on"})}
)

#: The execution option of a statement that changes only such columns.
PASSING = "passing"


class Same:
    """A part of a key that stands for one object, however equal another may be."""

    def __init__(self, thing: object) -> None:
        self._thing = thing  # held on to, so that no other gets its id

    def __hash__(self) -> int:
        return id(self._thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other._thing is self._thing


class Memory:
    """Values by key, each valid until rows it came from are written."""

    def __init__(self) -> None:
        self.generation: int | None = None  # the one that the values belong to; None: none was read yet
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._writes = 0
        # By part, and by table for statements that may change any row: the number of the last write
        self._written: dict[Part | type[Base], int] = {}

    def recall(self, key: Hashable, parts: Sequence[Part], read: Callable[[], _Value]) -> _Value:
        """The value kept under a key; if there is none, or a part it came from was written, what ``read``
        returns."""
        kept = self._kept.get(key)
        if kept is not None and self._is_valid(kept):
            self._kept.move_to_end(key)
            value: _Value = kept.value
            return value
        read_after = self._writes
        value = read()
        self._kept[key] = _Kept(value=value, parts=parts, read_after=read_after)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return value

    def missing(self, keys: Iterable[_Key]) -> list[_Key]:
        """Those of the keys under which nothing is kept that counts."""
        return [key for key in keys if (kept := self._kept.get(key)) is None or not self._is_valid(kept)]

    def note_row(self, row: Base) -> None:
        """Forget what came from a row that is written."""
        table = type(row)
        self._writes += 1
        self._written[Part(table)] = self._writes
        for column in _COLUMNS.get(table, ()):
            self._written[Part(table, column, getattr(row, column))] = self._writes

    def note_table(self, table: type[Base]) -> None:
        """Forget what came from any row of a table."""
        self._writes += 1
        self._written[table] = self._writes

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._written.clear()

    def _is_valid(self, kept: _Kept) -> bool:
        written = self._written
        return all(
            written.get(part, 0) <= kept.read_after and written.get(part.table, 0) <= kept.read_after
            for part in kept.parts
        )


class _Kept(NamedTuple):
    """A value, what it came from, and how many writes had been before it was read."""

    value: Any
    parts: Sequence[Part]
    read_after: int


def recall(session: Session, key: Hashable, parts: Sequence[Part], read: Callable[[], _Value]) -> _Value:
    """What ``read`` returns, from memory if nothing it came from was written since."""
    session.flush()  # else the listeners have not seen what was written last
    return of_session(session).recall(key, parts, read)


def recall_all(
    session: Session,
    wanted: Mapping[str, tuple[Hashable, Sequence[Part]]],
    read: Callable[[Collection[str]], Mapping[str, _Value]],
) -> dict[str, _Value]:
    """Many values by id, each as in :func:`recall`; ``read`` gets the ids of all that is not in memory.

    ``wanted``: the key and the parts of each value, by its id. What is read must be read anew: a value from
    earlier in the unit may have been written since.
    """
    session.flush()
    memory = of_session(session)
    ids = {key: value_id for value_id, (key, _) in wanted.items()}
    unknown = [ids[key] for key in memory.missing(ids)]
    found = dict(read(unknown)) if unknown else {}

    def one(value_id: str) -> _Value:
        if value_id not in found:  # it had to make room for others
            found.update(read([value_id]))
        return found[value_id]

    return {
        value_id: memory.recall(key, parts, partial(one, value_id))
        for value_id, (key, parts) in wanted.items()
    }


def of_session(session: Session) -> Memory:
    """The memory that a session carries; a session of no :class:`storage.db.Database` gets its own."""
    memory: Memory = session.info.setdefault(MEMORY, Memory())
    return memory


@event.listens_for(Session, "after_flush")
def _note_flushed(session: Session, _flush: UOWTransaction) -> None:
    memory = of_session(session)
    for row in (*session.new, *session.deleted):
        if type(row) in _COLUMNS:
            memory.note_row(row)
    for row in session.dirty:
        if type(row) in _COLUMNS and _is_changed(row):
            memory.note_row(row)


def _is_changed(row: Base) -> bool:
    """Whether anything of a row changed that memory may hold."""
    passing = _PASSING.get(type(row), frozenset())
    return any(one.history.has_changes() for one in inspect(row).attrs if one.key not in passing)


@event.listens_for(Session, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    """Forget what a statement changes at once, which is never flushed."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    if state.execution_options.get(PASSING):
        return
    changed = _BY_NAME.get(state.statement.table.name)  # type: ignore[attr-defined]  # it is one of the three
    if changed is not None:
        of_session(state.session).note_table(changed)


@event.listens_for(Session, "after_soft_rollback")
def _forget_everything(session: Session, _transaction: object) -> None:
    """Of a savepoint; :class:`storage.db.Database` does it for a whole unit."""
    of_session(session).clear()
