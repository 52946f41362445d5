"""Every revision goes up, down and up again, and the last one makes what the tables say, on both databases."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.engine.interfaces import ReflectedIndex
from sqlalchemy.orm import Session

from bot.errors import SettingsWrong
from bot.rules.audit import Action
from storage import audit, dialects, migrate, sealed, version, youth_words
from storage.db import Database
from storage.sealed import VAULT, Vault
from storage.tables import Actor, Base, Person
from tests import opened
from tests.laws import test_dump as dumped
from tests.upgrade import fixture

STORAGE = Path(migrate.__file__).parent


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres")
    database = Database(url, Vault.fresh())
    yield database
    if request.param == "postgres":
        migrate.downgrade(database, "base")
        with database.engine.begin() as connection:
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    database.close()


def tables(db: Database) -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_every_revision_goes_up_down_and_up_again(empty: Database) -> None:
    scripts = ScriptDirectory(str(STORAGE / "migrations"))
    revisions = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    assert scripts.get_current_head() == revisions[-1] == version.head()
    for index, revision in enumerate(revisions):
        migrate.upgrade(empty, revision)
        assert version.current(empty) == revision
        migrate.downgrade(empty, revisions[index - 1] if index else "base")
        migrate.upgrade(empty, revision)
    assert tables(empty) == set(Base.metadata.tables)
    migrate.downgrade(empty, "base")
    assert tables(empty) == set()
    assert version.current(empty) is None
    migrate.upgrade(empty)


def test_revisions_make_what_the_tables_say(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def indexes(db: Database) -> set[str]:
    """Every index as the database keeps it, with its condition, which Alembic does not compare."""
    kept = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
    }
    with db.engine.connect() as connection:
        return set(connection.scalars(text(kept[connection.dialect.name])))


def test_revisions_make_the_indexes_that_the_tables_say(empty: Database) -> None:
    migrate.upgrade(empty)
    by_revisions = indexes(empty)
    with empty.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        Base.metadata.create_all(connection)
    assert by_revisions == indexes(empty)


def options(index: ReflectedIndex) -> dict[str, str]:
    """What makes an index partial, as text."""
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


def shape(db: Database) -> dict[str, Any]:
    """Everything the database itself can say of its tables; the order of columns is no part of it."""
    found: dict[str, Any] = {}
    look = inspect(db.engine)
    for table in look.get_table_names():
        parts: dict[str, list[Any]] = {
            "columns": [{**column, "type": str(column["type"])} for column in look.get_columns(table)],
            "key": [look.get_pk_constraint(table)],
            "foreign": look.get_foreign_keys(table),
            "unique": look.get_unique_constraints(table),
            "checks": look.get_check_constraints(table),
            "indexes": [{**index, "dialect_options": options(index)} for index in look.get_indexes(table)],
        }
        found[table] = {name: sorted(str(one) for one in each) for name, each in parts.items()}
    return found


def test_a_new_database_is_what_the_revisions_make(empty: Database) -> None:
    version.ensure(empty)
    new = shape(empty)
    migrate.downgrade(empty, "base")
    migrate.upgrade(empty)
    assert shape(empty) == new


def test_a_migrated_database_works(empty: Database) -> None:
    migrate.upgrade(empty)
    with empty.unit() as session:
        audit.write(
            session, at=datetime.now(UTC), unit_id="u", actor="bot", action=Action.CASE_CLOSED, kinds=["a", "å"]
        )
    with empty.unit() as session:
        assert list(audit.broken_links(session)) == []
        assert audit.last_link(session)[0] == 1


def test_what_was_kept_of_a_youth_before_the_upgrade_still_opens(empty: Database) -> None:
    migrate.upgrade(empty, "0005")
    now = datetime.now(UTC)
    with empty.engine.begin() as connection, Session(connection, info={VAULT: empty.vault}) as session:
        key_id = sealed.make_key(session, "unit")
        alex = {"name": sealed.seal(session, key_id, "Alex", "person.name:alex"), "key": key_id, "at": now}
        columns = "id, unit_id, handle, name_sealed, key_id, role, language, reminders, added_by, added_at, active"
        values = "'alex', 'u', 'alex', :name, :key, 'youth', 'sv', true, 'anna', :at, true"
        session.execute(text(f"INSERT INTO person ({columns}) VALUES ({values})"), alex)
        words = sealed.seal(session, key_id, "de slår mig", "kept:k1")
        row = {"key": key_id, "words": words, "until": now + timedelta(hours=12)}
        session.execute(text("INSERT INTO kept VALUES ('k1', 'u', 'alex', :key, :words, :until)"), row)
    migrate.upgrade(empty)
    with empty.unit() as session:
        assert [(line.text, line.kind, line.said_at) for line in youth_words.take(session, "alex")] == [
            ("de slår mig", "text", None)
        ]
        session.delete(session.get_one(Person, "alex"))


def _in_clear(db: Database) -> dict[str, list[str]]:
    """What stands in a database unsealed, by table; where there is nothing is not told from an empty list."""
    found = {}
    with db.engine.connect() as connection:
        for table in fixture.tables(connection):
            if table.name in ("alembic_version", "sealed_key"):
                continue
            rows = connection.execute(table.select()).mappings()
            found[table.name] = sorted(
                str(sorted((name, value or None) for name, value in row.items() if not name.endswith("_sealed")))
                for row in rows
            )
    return found


@pytest.mark.parametrize("folder", fixture.RELEASES, ids=lambda folder: folder.name)
def test_what_stood_in_clear_is_sealed_and_comes_back_on_the_way_down(empty: Database, folder: Path) -> None:
    with closing(Database(empty.url, fixture.vault(folder))) as db:
        fixture.load(folder, db)
        migrate.upgrade(db, "0022")
        before = _in_clear(db)
        with db.engine.connect() as connection:
            guests = set(connection.scalars(text("SELECT handle FROM person WHERE role = 'guest'")))
        assert len(guests) > 5
        assert guests <= _in_files(db, guests)
        migrate.upgrade(db, "0024")
        assert _in_files(db, guests) == set(), "the tables were not written anew"
        with db.read() as session:
            people = {person.handle: person for person in opened.people(session)}
            assert guests <= set(people)
            assert people["lisa"].name == "Lisa"
            assert {case.age_band for case in opened.cases(session).values()} == {"15-17"}
        migrate.downgrade(db, "0022")
        assert _in_clear(db) == before
        migrate.upgrade(db)
        with db.read() as session:
            assert {person.handle: person for person in opened.people(session)} == people
        migrate.downgrade(db, "base")  # which only this key file can


def _in_files(db: Database, words: set[str]) -> set[str]:
    """Those of some words that stand in the files of a database."""
    content = b"".join(found for _, found in dumped.files(db.engine))
    return {word for word in words if word.encode() in content}


def test_nothing_of_an_erased_case_is_left_and_what_cannot_be_opened_is_noise(tmp_path: Path) -> None:
    folder = fixture.RELEASES[-1]
    with closing(Database(f"sqlite:///{tmp_path / 'erased.db'}", fixture.vault(folder))) as db:
        fixture.load(folder, db)
        migrate.upgrade(db, "0022")
        with db.engine.begin() as connection:  # its key is gone, its rows are there: worse than any bot leaves it
            connection.execute(
                text("DELETE FROM sealed_key WHERE id = (SELECT key_id FROM \"case\" WHERE code = 'K-7F2')")
            )
        migrate.upgrade(db)
        with db.read() as session:
            left = opened.cases(session)["K-7F2"]
            assert (left.age_band, left.initiator, left.scope, left.youth_choice) == ("", "", frozenset(), None)
            theirs = session.scalars(select(Actor).where(Actor.case_id == left.id)).all()
            assert len(theirs) > 3
            assert not [row for row in theirs if b"police" in row.about_sealed]


def test_ensure_fills_an_empty_database_and_leaves_a_good_one_alone(empty: Database) -> None:
    version.ensure(empty)
    assert version.current(empty) == version.head()
    version.ensure(empty)


def test_ensure_refuses_tables_of_another_version(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'old.db'}", Vault.fresh())
    migrate.upgrade(db)
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(SettingsWrong, match=r"version 0000.*sigbot migrate"):
        version.ensure(db)
    db.close()


def test_ensure_refuses_a_database_that_is_somebody_elses(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path / 'other.db'}", Vault.fresh())
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE guests (id INTEGER)"))
    with pytest.raises(SettingsWrong):
        version.ensure(db)
    db.close()


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Database]:
    db = Database(f"sqlite:///{tmp_path / 'family.db'}", Vault.fresh())
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text("CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES parent ON DELETE CASCADE)")
        )
        connection.execute(text("INSERT INTO parent VALUES (1)"))
        connection.execute(text("INSERT INTO child VALUES (7, 1)"))
    yield db
    db.close()


def count(db: Database, query: str) -> int:
    with db.read() as session:
        found: int = session.execute(text(query)).scalar_one()
        return found


def test_a_table_can_be_rebuilt_without_losing_the_rows_that_point_to_it(family: Database) -> None:
    with dialects.migrating(family.engine) as connection:
        connection.execute(text("CREATE TABLE next (id INTEGER PRIMARY KEY, name TEXT)"))
        connection.execute(text("INSERT INTO next SELECT id, 'x' FROM parent"))
        connection.execute(text("DROP TABLE parent"))
        connection.execute(text("ALTER TABLE next RENAME TO parent"))
    assert count(family, "SELECT count(*) FROM child") == 1
    with family.unit() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_a_migration_that_leaves_dangling_rows_is_rolled_back(family: Database) -> None:
    with pytest.raises(dialects.DanglingReferences, match="child"), dialects.migrating(family.engine) as connection:
        connection.execute(text("DELETE FROM parent"))
    assert count(family, "SELECT count(*) FROM parent") == 1
    with family.unit() as session:
        assert session.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def code(file: Path) -> str:
    """A module without comments and docstrings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(
            node
        ):
            node.body[0] = ast.Pass()
    return ast.unparse(tree)


def test_only_dialects_speaks_the_sql_of_one_database() -> None:
    foreign = re.compile(
        r"PRAGMA|BEGIN IMMEDIATE|sqlite_master|sqlite3|rowid|INSERT OR|dialects\.(sqlite|postgresql)|pg_"
    )
    root = STORAGE.parent
    for file in [*root.glob("storage/**/*.py"), *root.glob("bot/**/*.py"), *root.glob("handlers/**/*.py")]:
        if file != STORAGE / "dialects.py" and "stage" not in file.parts:
            found = foreign.search(code(file))
            assert found is None, f"{file.relative_to(root)} says {found[0]}"
