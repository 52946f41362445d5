"""A bot without Matrix, on a database file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation.table import Table
from storage.db import Database
from tests.bot import small
from tests.bot.desk import Desk
from tests.sqlite import database


@pytest.fixture(scope="session")
def rested(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The offices and pages are open, everybody is invited; its database is closed and may be copied."""
    made = Desk(tmp_path_factory.mktemp("rested"))
    made.work()
    made.core.db.close()
    return made


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, rested: Desk) -> Iterator[Database]:
    """One database for all tests of a process, each of which begins with the state at rest."""
    db = database(tmp_path_factory.mktemp("shared") / "desk.db", rested.vault)
    yield db
    db.close()


@pytest.fixture
def table() -> Table:
    """What the desk can do: a few small commands, unless a module says otherwise."""
    return small.TABLE


@pytest.fixture
def desk(shared: Database, rested: Desk, table: Table) -> Iterator[Desk]:
    """At rest, to work with."""
    made = Desk(Path(shared.url.removeprefix("sqlite:///")).parent, rested, db=shared, table=table)
    yield made
    made.core.db.close()
