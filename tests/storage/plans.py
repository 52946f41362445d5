"""How a database looks something up, and which look-ups read more the longer the bot has worked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from psycopg import ClientCursor
from sqlalchemy.orm import Session

from tests.storage import history
from tests.storage.statements import Statement

#: Indexes of what is not over, or not old: all of it may be read.
LITTLE = frozenset(
    {
        "ix_consultation_open",
        "ix_due_aside",
        "ix_due_next",
        "ix_due_of_case",
        "ix_due_pending",
        "ix_inbox_unhandled",
        "ix_outbox_next",
        "ix_outbox_unsent",
        "ix_question_open",
        "ix_question_unwiped",
        "sqlite_autoindex_refusal_1",  # a case has few refusals
    }
)

#: Of these the row at one end is read, or the one after another.
FROM_AN_END = frozenset(
    {
        "ix_audit_settings",
        "ix_megolm_session_account_id_sender_key",
        "ix_olm_session_account_id_sender_key",
        "ix_outbox_newest",
    }
)

#: Columns that are the same in many rows that are over: without any other they find too many.
COMMON = frozenset(
    {"account_id", "unit_id", "room_id", "matrix_room", "case_id", "state", "kind", "command", "urgency", "action"}
)

#: The tables of what is over, and of what grows else.
GROWING = frozenset({*history.TABLES, "kept", "refusal", "consultation"})

#: Goes through a table by number, so many rows at a time.
_WALK = re.compile(r"ORDER BY \w+\.(id|seq)( DESC)?\s+LIMIT")

_STEP = re.compile(r"(?P<how>SCAN|SEARCH) (?P<table>\w+?)(_\d+)?( USING (?P<index>.*))?$")
_INDEX = re.compile(r"(COVERING )?INDEX (?P<name>\w+)( \((?P<columns>.*)\))?$")


def faults(session: Session, statement: Statement) -> Iterator[str]:
    """What in the plan of a statement reads more, the more there is that is over."""
    explain = _sqlite if session.get_bind().dialect.name == "sqlite" else _postgres
    for values in statement.values:
        yield from explain(session, statement.sql, values)


def indexes(session: Session, statement: Statement) -> Iterator[str]:
    """The indexes that SQLite takes for a statement."""
    for values in statement.values:
        for step in _steps(session, statement.sql, values):
            found = _INDEX.search(step)
            if found is not None:
                yield found["name"]


def _steps(session: Session, sql: str, values: Any) -> list[str]:
    raw: Any = session.connection().connection.driver_connection
    return [step for *_, step in raw.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def _sqlite(session: Session, sql: str, values: Any) -> Iterator[str]:
    for step in _steps(session, sql, values):
        found = _STEP.match(step)
        if found is None or found["table"] not in GROWING:
            continue
        is_walk = _WALK.search(sql) is not None and f"FROM {found['table']}" in sql
        if not _is_little_on_sqlite(found, is_walk=is_walk):
            yield step


def _is_little_on_sqlite(step: re.Match[str], *, is_walk: bool) -> bool:
    using = step["index"] or ""
    if using.startswith("INTEGER PRIMARY KEY"):
        return "rowid=?" in using or (is_walk and step["how"] == "SEARCH")
    index = _INDEX.match(using)
    if index is None:
        return step["how"] == "SEARCH" and not using  # the first or last row of the table
    if index["name"] in LITTLE | FROM_AN_END:
        return True
    columns = set(re.findall(r"\w+(?=[=<>])", index["columns"] or ""))
    return step["how"] == "SEARCH" and "ANY(" not in using and bool(columns - COMMON)


def _postgres(session: Session, sql: str, values: Any) -> Iterator[str]:
    """As it is planned for these values, and as it is once PostgreSQL plans it for any."""
    raw: Any = session.connection().connection.driver_connection
    with raw.transaction(force_rollback=True):
        yield from _of_node(_explained(raw.execute(f"{_EXPLAIN} {sql}", values)))
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        names.append(found[1])
        return f"${len(names)}"

    prepared = re.sub(r"%\((\w+)\)s", number, sql).replace("%%", "%")
    given = f"({', '.join(['%s'] * len(names))})" if names else ""
    with raw.transaction(force_rollback=True):
        raw.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        raw.execute(f"PREPARE statement AS {prepared}")
        try:
            executed = ClientCursor(raw).execute(
                f"{_EXPLAIN} EXECUTE statement {given}", [values[one] for one in names]
            )
            yield from _of_node(_explained(executed))
        finally:
            raw.execute("DEALLOCATE statement")


_EXPLAIN = "EXPLAIN (ANALYZE, FORMAT JSON)"


def _explained(cursor: Any) -> dict[str, Any]:
    [[plan]] = cursor.fetchone()
    found: dict[str, Any] = plan["Plan"]
    return found


#: So many rows of a table may be looked at by one statement, counting those that turn out not to be wanted.
MOST_ROWS = 3000


def _of_node(node: dict[str, Any]) -> Iterator[str]:
    table = node.get("Relation Name")
    if table in GROWING:
        unwanted = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        looked_at = node["Actual Rows"] + unwanted
        if node["Node Type"] == "Seq Scan" or looked_at * node["Actual Loops"] > MOST_ROWS:
            shown = {name: node[name] for name in ("Node Type", "Index Name", "Index Cond", "Filter") if name in node}
            yield f"{table}: {looked_at} rows, {json.dumps(shown)}"
    for below in node.get("Plans", ()):
        yield from _of_node(below)
