"""What is known of people and cases is sealed

Until now handles, roles, functions, age bands, scopes, kinds, who gave a consent and whose identity is protected stood
in clear. Rows that are there are sealed with the keys their words are sealed with already; of an erased case nothing is
left. :func:`storage.migrate.upgrade` then has the database write the tables anew, because what was in a column that is
dropped may still lie in the file. Earlier backups keep it.

Going back writes all of it in clear again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage import sealed
from storage.cipher import new_key
from storage.sealed import Vault

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

#: The tables that held something in clear.
TABLES = (
    "person",
    "case",
    "actor",
    "consent",
    "receipt",
    "refusal",
    "own_withdrawal",
    "goal",
    "task",
    "room",
)

#: What stands where the key of a row is gone: as long as what is sealed, and it opens with no key.
_NOISE = sealed.FILLED_TO + 28

#: In which tables a function is part of the key, with the columns before and after it.
_KEYED: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "receipt": (("case_id",), ("unit_id", "noted_at", "noted_by")),
    "refusal": (("case_id", "person_id"), ("unit_id", "said_at")),
    "own_withdrawal": (("case_id",), ("unit_id", "person_id", "said_at", "due_on")),
}

_Row = Mapping[str, Any]


class _Keys:
    """The data keys of a database, unwrapped when first asked for."""

    def __init__(self) -> None:
        self._vault: Vault = op.get_context().config.attributes["vault"]  # type: ignore[union-attr]  # it has one
        self._rows = {row["id"]: row for row in _rows("sealed_key", "id", "wrapped", "wrapped_by")}
        self._found: dict[str, bytes] = {}

    def get(self, key_id: str) -> bytes | None:
        """A data key; None when it was destroyed."""
        if key_id not in self._rows:
            return None
        if key_id not in self._found:
            row = self._rows[key_id]
            self._found[key_id] = self._vault.unwrap(key_id, row["wrapped"], row["wrapped_by"])
        return self._found[key_id]

    def make_index_key(self, unit_id: str) -> bytes:
        """Make the key by which the handles of a unit are indexed."""
        key_id = sealed.index_key_id(unit_id)
        key = new_key()
        columns = ("id", "purpose", "wrapped", "wrapped_by", "created_at")
        made = (key_id, "index", self._vault.wrap(key_id, key), self._vault.newest, datetime.now(UTC))
        op.get_bind().execute(_table("sealed_key", *columns).insert(), dict(zip(columns, made, strict=True)))
        return key

    def seal(self, key_id: str, facts: _Row, place: str) -> bytes:
        """Facts sealed, or noise where the key is gone."""
        key = self.get(key_id)
        if key is None:
            return secrets.token_bytes(_NOISE)
        return sealed.encrypted(key, sealed.filled(facts), place)

    def text(self, key_id: str, blob: bytes | None, place: str) -> str | None:
        """A text that was sealed; None where there is none, or its key is gone."""
        key = self.get(key_id)
        return None if blob is None or key is None else sealed.decrypted(key, blob, place).decode()

    def facts(self, key_id: str, blob: bytes | None, place: str) -> dict[str, Any] | None:
        """Facts that were sealed; None where there are none, or their key is gone."""
        key = self.get(key_id)
        return None if blob is None or key is None else json.loads(sealed.decrypted(key, blob, place))

    def seal_text(self, key_id: str, text: str | None, place: str) -> bytes | None:
        """A text as it was sealed before."""
        key = self.get(key_id)
        return None if text is None or key is None else sealed.encrypted(key, text.encode(), place)


# ----------------------------------------------------------------------------------------------------------------- up


def upgrade() -> None:
    for table in ("person", "actor", "consent", "goal", "task"):
        op.add_column(table, sa.Column("about_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("case", sa.Column("about_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("room", sa.Column("scope_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("person", sa.Column("handle_index", sa.String(length=32), nullable=True))

    keys = _Keys()
    _seal_people(keys)
    _seal_cases(keys)
    of_case = {row["id"]: row["key_id"] for row in _rows("case", "id", "key_id")}
    _seal_actors(keys, of_case)
    _seal_consents(keys, of_case)
    _seal_plan(keys, of_case)
    _seal_rooms(keys)
    keyed = {table: _sealed_functions(keys, of_case, table) for table in _KEYED}

    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_constraint("uq_person_unit_id_handle", type_="unique")
        for column in (
            "handle",
            "name_sealed",
            "role",
            "function",
            "language",
            "further_language",
            "checked",
        ):
            batch_op.drop_column(column)
        batch_op.alter_column("about_sealed", nullable=False)
        batch_op.alter_column("handle_index", nullable=False)
        batch_op.create_unique_constraint(op.f("uq_person_unit_id_handle_index"), ["unit_id", "handle_index"])
    for table, columns in _CLEAR.items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.drop_column(column)
            batch_op.alter_column("about_sealed", nullable=False)
    for column in (*_CASE, "reason_sealed", "receipt_sealed", "notes_sealed", "born_sealed"):
        op.drop_column("case", column)
    op.drop_column("room", "scope")
    for table, rows in keyed.items():
        op.drop_table(table)
        _create_keyed(
            table, sa.Column("function_index", sa.String(length=32), nullable=False), is_sealed=True
        )
        _insert(table, rows)
    op.get_context().config.attributes["rewritten"] = TABLES  # type: ignore[union-attr]  # it has one


#: What was in clear and is sealed with the row's other words.
_CLEAR: Mapping[str, Sequence[str]] = {
    "actor": ("function", "approved_by", "promised_on"),
    "consent": (
        *(
            "giver",
            "capacity",
            "function",
            "kinds",
            "method",
            "youth_asked",
            "assessed_on",
            "interpreter",
            "form",
        ),
        *("witness_sealed", "paper_sealed"),
    ),
    "goal": ("area", "text_sealed"),
    "task": ("function", "kind", "text_sealed"),
}
_CASE = ("age_band", "initiator", "track", "youth_choice", "page_answers", "scope", "protected")
_PERSON = ("handle", "role", "function", "language", "further_language", "checked")


def _seal_people(keys: _Keys) -> None:
    index_keys: dict[str, bytes] = {}

    def sealed_one(row: _Row) -> _Row:
        if row["unit_id"] not in index_keys:
            index_keys[row["unit_id"]] = keys.make_index_key(row["unit_id"])
        name = keys.text(row["key_id"], row["name_sealed"], f"person.name:{row['id']}")
        about = {**{column: row[column] for column in _PERSON}, "name": name}
        return {
            "about_sealed": keys.seal(row["key_id"], about, f"person:{row['id']}"),
            "handle_index": sealed.indexed(index_keys[row["unit_id"]], row["handle"], "person.handle"),
        }

    _change("person", ("id", "unit_id", "key_id", "name_sealed", *_PERSON), sealed_one)


def _seal_cases(keys: _Keys) -> None:
    secret = ("reason", "receipt", "born")

    def sealed_one(row: _Row) -> _Row:
        if row["state"] == "disposed" or keys.get(row["key_id"]) is None:
            return {"about_sealed": None}

        def text(name: str) -> str | None:
            return keys.text(row["key_id"], row[f"{name}_sealed"], f"case.{name}:{row['id']}")

        about = {
            **{column: row[column] for column in _CASE},
            **{name: text(name) for name in secret},
            "protected": row["protected"] or [],
            "notes": json.loads(text("notes") or "[]"),
        }
        return {"about_sealed": keys.seal(row["key_id"], about, f"case:{row['id']}")}

    blobs = [f"{name}_sealed" for name in (*secret, "notes")]
    _change("case", ("id", "key_id", "state", *_CASE, *blobs), sealed_one)


def _seal_actors(keys: _Keys, of_case: Mapping[str, str]) -> None:
    def sealed_one(row: _Row) -> _Row:
        about = {
            "function": row["function"],
            "approved_by": row["approved_by"],
            "promised_on": _as_text(row["promised_on"]),
        }
        return {"about_sealed": keys.seal(of_case[row["case_id"]], about, f"actor:{row['id']}")}

    _change("actor", ("id", "case_id", *_CLEAR["actor"]), sealed_one)


def _seal_consents(keys: _Keys, of_case: Mapping[str, str]) -> None:
    plain = ("giver", "capacity", "function", "kinds", "method", "youth_asked", "interpreter", "form")

    def sealed_one(row: _Row) -> _Row:
        key_id = of_case[row["case_id"]]
        about = {
            **{column: row[column] for column in plain},
            "assessed_on": _as_text(row["assessed_on"]),
            "witness": keys.text(key_id, row["witness_sealed"], f"consent.witness:{row['id']}"),
            "paper": keys.text(key_id, row["paper_sealed"], f"consent.paper:{row['id']}"),
        }
        return {"about_sealed": keys.seal(key_id, about, f"consent:{row['id']}")}

    _change("consent", ("id", "case_id", *_CLEAR["consent"]), sealed_one)


def _seal_plan(keys: _Keys, of_case: Mapping[str, str]) -> None:
    for table, columns in (("goal", ("area",)), ("task", ("function", "kind"))):

        def sealed_one(row: _Row, table: str = table, columns: Sequence[str] = columns) -> _Row:
            key_id = of_case[row["case_id"]]
            words = keys.text(key_id, row["text_sealed"], f"{table}.text:{row['id']}")
            about = {**{column: row[column] for column in columns}, "text": words}
            return {"about_sealed": keys.seal(key_id, about, f"{table}:{row['id']}")}

        _change(table, ("id", "case_id", "text_sealed", *columns), sealed_one)


def _seal_rooms(keys: _Keys) -> None:
    def sealed_one(row: _Row) -> _Row:
        if not row["scope"] or keys.get(row["key_id"]) is None:
            return {"scope_sealed": None}
        facts = {"scope": row["scope"]}
        return {"scope_sealed": keys.seal(row["key_id"], facts, f"room.scope:{row['id']}")}

    _change("room", ("id", "key_id", "scope"), sealed_one)


def _sealed_functions(keys: _Keys, of_case: Mapping[str, str], table: str) -> Sequence[_Row]:
    """The rows of a table whose key holds a function, as they are to be."""
    before, after = _KEYED[table]
    found = []
    for row in _rows(table, *before, "function", *after):
        key_id = of_case[row["case_id"]]
        key = keys.get(key_id)
        if key is None:
            continue  # nothing of an erased case is left, and nothing refers to these rows
        place = f"refusal:{row['person_id']}" if table == "refusal" else table
        facts = {"function": row["function"] or None}
        new = {
            **{column: row[column] for column in (*before, *after)},
            "function_index": sealed.indexed(key, row["function"], place),
            "function_sealed": keys.seal(key_id, facts, f"{table}:{row['case_id']}"),
        }
        found.append(new)
    return found


# --------------------------------------------------------------------------------------------------------------- down


def downgrade() -> None:
    for table, columns in _OLD.items():
        for column in columns:
            if table in _NOT_REBUILT and not column.nullable:
                empty = "[]" if isinstance(column.type, sa.JSON) else ""
                op.add_column(
                    table, sa.Column(column.name, column.type, nullable=False, server_default=empty)
                )
            else:
                op.add_column(table, sa.Column(column.name, column.type, nullable=True))

    keys = _Keys()
    of_case = {row["id"]: row["key_id"] for row in _rows("case", "id", "key_id")}
    _open_people(keys)
    _open_cases(keys)
    _open_rooms(keys)
    for table in ("actor", "consent", "goal", "task"):
        _open_of_case(keys, of_case, table)
    keyed = {table: _opened_functions(keys, of_case, table) for table in _KEYED}

    with op.batch_alter_table("person") as batch_op:
        batch_op.drop_constraint("uq_person_unit_id_handle_index", type_="unique")
        batch_op.drop_column("handle_index")
        batch_op.drop_column("about_sealed")
        _require(batch_op, "person")
        batch_op.create_unique_constraint(op.f("uq_person_unit_id_handle"), ["unit_id", "handle"])
    for table in ("actor", "consent", "goal", "task"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("about_sealed")
            _require(batch_op, table)
    op.drop_column("case", "about_sealed")
    op.drop_column("room", "scope_sealed")
    for table, rows in keyed.items():
        op.drop_table(table)
        _create_keyed(table, sa.Column("function", sa.String(length=32), nullable=False), is_sealed=False)
        _insert(table, rows)
    sealed_key = _table("sealed_key", "purpose")
    op.get_bind().execute(sealed_key.delete().where(sealed_key.c.purpose == "index"))


#: SQLite would rebuild them to forbid that a column is empty, and lose the conditions of their indexes.
_NOT_REBUILT = ("case", "room")

#: The columns as they were.
_OLD: Mapping[str, Sequence[sa.Column[Any]]] = {
    "person": (
        sa.Column("handle", sa.String(length=32), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("further_language", sa.String(length=8), nullable=True),
        sa.Column("checked", sa.String(length=16), nullable=True),
    ),
    "case": (
        sa.Column("age_band", sa.String(length=12), nullable=False),
        sa.Column("initiator", sa.String(length=24), nullable=False),
        sa.Column("track", sa.String(length=16), nullable=True),
        sa.Column("youth_choice", sa.String(length=8), nullable=True),
        sa.Column("page_answers", sa.String(length=8), nullable=True),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("protected", sa.JSON(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("receipt_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("notes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("born_sealed", sa.LargeBinary(), nullable=True),
    ),
    "actor": (
        sa.Column("function", sa.String(length=32), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
    ),
    "consent": (
        sa.Column("giver", sa.String(length=12), nullable=False),
        sa.Column("capacity", sa.String(length=12), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("youth_asked", sa.String(length=8), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=True),
        sa.Column("witness_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("interpreter", sa.String(length=32), nullable=True),
        sa.Column("form", sa.String(length=16), nullable=True),
        sa.Column("paper_sealed", sa.LargeBinary(), nullable=True),
    ),
    "goal": (
        sa.Column("area", sa.String(length=32), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
    ),
    "task": (
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("function", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=True),
    ),
    "room": (sa.Column("scope", sa.JSON(), nullable=False),),
}


def _open_people(keys: _Keys) -> None:
    def opened(row: _Row) -> _Row:
        place = f"person:{row['id']}"
        unknown = dict.fromkeys(("handle", "role", "language", "name"), "")
        about = keys.facts(row["key_id"], row["about_sealed"], place) or unknown
        name = keys.seal_text(row["key_id"], about["name"], f"person.name:{row['id']}")
        return {**{column: about.get(column) for column in _PERSON}, "name_sealed": name or b""}

    _change("person", ("id", "key_id", "about_sealed"), opened)


def _open_cases(keys: _Keys) -> None:
    def opened(row: _Row) -> _Row:
        unknown: dict[str, Any] = {"age_band": "", "initiator": "", "scope": [], "protected": []}
        about = keys.facts(row["key_id"], row["about_sealed"], f"case:{row['id']}") or unknown
        notes = about.get("notes")
        secret = {
            **{name: about.get(name) for name in ("reason", "receipt", "born")},
            "notes": json.dumps(notes) if notes else None,
        }
        blobs = {
            f"{name}_sealed": keys.seal_text(row["key_id"], text, f"case.{name}:{row['id']}")
            for name, text in secret.items()
        }
        return {**{column: about.get(column) for column in _CASE}, **blobs}

    _change("case", ("id", "key_id", "about_sealed"), opened)


def _open_rooms(keys: _Keys) -> None:
    def opened(row: _Row) -> _Row:
        facts = keys.facts(row["key_id"], row["scope_sealed"], f"room.scope:{row['id']}")
        return {"scope": [] if facts is None else facts["scope"]}

    _change("room", ("id", "key_id", "scope_sealed"), opened)


def _open_of_case(keys: _Keys, of_case: Mapping[str, str], table: str) -> None:
    columns = {column.name: column for column in _OLD[table]}

    def opened(row: _Row) -> _Row:
        key_id = of_case[row["case_id"]]
        about = keys.facts(key_id, row["about_sealed"], f"{table}:{row['id']}") or {"kinds": []}
        found: dict[str, Any] = {}
        for name, column in columns.items():
            plain = name.removesuffix("_sealed")
            value = about.get(plain)
            if name != plain:
                value = keys.seal_text(key_id, value, f"{table}.{plain}:{row['id']}")
            elif value is not None and isinstance(column.type, sa.Date):
                value = date.fromisoformat(value)
            if value is None and not column.nullable:
                value = b"" if isinstance(column.type, sa.LargeBinary) else ""
            found[name] = value
        return found

    _change(table, ("id", "case_id", "about_sealed"), opened)


def _opened_functions(keys: _Keys, of_case: Mapping[str, str], table: str) -> Sequence[_Row]:
    before, after = _KEYED[table]
    found = []
    for row in _rows(table, *before, "function_sealed", *after):
        place = f"{table}:{row['case_id']}"
        facts = keys.facts(of_case[row["case_id"]], row["function_sealed"], place)
        if facts is not None:
            plain = {column: row[column] for column in (*before, *after)}
            found.append({**plain, "function": facts["function"] or ""})
    return found


def _require(batch_op: Any, table: str) -> None:
    """Columns that may not be empty."""
    for column in _OLD[table]:
        if not column.nullable:
            batch_op.alter_column(column.name, nullable=False)


# ------------------------------------------------------------------------------------------------------ rows and tables

#: How the columns that are read and written here are kept.
_TYPES: Mapping[str, Any] = {
    **{name: sa.LargeBinary() for name in ("wrapped", "about_sealed", "function_sealed", "scope_sealed")},
    **{column.name: column.type for columns in _OLD.values() for column in columns},
    **{name: sa.DateTime(timezone=True) for name in ("created_at", "noted_at", "said_at")},
    "due_on": sa.Date(),
}


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, _TYPES.get(column, sa.String())) for column in columns))


def _rows(name: str, *columns: str) -> list[_Row]:
    found = op.get_bind().execute(sa.select(_table(name, *columns)))
    return [dict(row) for row in found.mappings()]


def _change(name: str, columns: Sequence[str], changed: Callable[[_Row], _Row]) -> None:
    """Write into each row of a table what becomes of it."""
    for row, new in ((row, changed(row)) for row in _rows(name, *columns)):
        table = _table(name, "id", *new)
        op.get_bind().execute(table.update().where(table.c.id == row["id"]).values(**new))


def _insert(name: str, rows: Sequence[_Row]) -> None:
    if rows:
        op.get_bind().execute(_table(name, *rows[0]).insert(), list(rows))


def _create_keyed(name: str, function: sa.Column[Any], *, is_sealed: bool) -> None:
    """Make a table whose key holds a function."""
    before, _ = _KEYED[name]
    columns: list[sa.Column[Any]] = [*_columns(name), function]
    if is_sealed:
        columns.append(sa.Column("function_sealed", sa.LargeBinary(), nullable=False))
    op.create_table(
        name,
        *columns,
        *(
            sa.ForeignKeyConstraint([f"{one}_id"], [f"{one}.id"], name=op.f(f"fk_{name}_{one}_id"))
            for one in ("case", "person")
            if f"{one}_id" in [column.name for column in columns]
        ),
        sa.PrimaryKeyConstraint(*before, function.name, name=op.f(f"pk_{name}")),
    )


def _columns(name: str) -> Iterator[sa.Column[Any]]:
    before, after = _KEYED[name]
    for column in (*before, *after):
        yield sa.Column(column, _TYPES.get(column, sa.String(length=32)), nullable=False)


def _as_text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
