"""What every test may use: a real database of its own, a real homeserver, and logs that stay quiet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, String, event
from sqlalchemy.orm import Mapper

from bot import logs
from bot.stage.homeserver import Homeserver, running
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Base
from tests import postgres as postgres_server


@event.listens_for(Base, "before_insert", propagate=True)
@event.listens_for(Base, "before_update", propagate=True)
def _as_long_as_it_may_be(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    """PostgreSQL refuses a text that is too long for its column; SQLite takes it, so here we look ourselves."""
    for attribute in mapper.column_attrs:
        column, value = attribute.columns[0], getattr(row, attribute.key)
        if isinstance(value, str) and isinstance(column.type, String) and column.type.length is not None:
            assert len(value) <= column.type.length, f"{column}: {value}"


@pytest.fixture(scope="session", autouse=True)
def _quiet_logs() -> None:
    logs.setup("error", "json")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests do not see the settings of whoever runs them."""
    for name in [name for name in os.environ if name.upper().startswith("SIGBOT_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def vault() -> Vault:
    """Master keys that live only in memory."""
    return Vault.fresh()


@pytest.fixture
def db(tmp_path: Path, vault: Vault) -> Iterator[Database]:
    """An empty database in a file, with every table."""
    database = Database(f"sqlite:///{tmp_path / 'sigbot.db'}", vault)
    Base.metadata.create_all(database.engine)
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL database (``make test-long``); give back what you create in it."""
    if postgres_server.programs() is None:
        pytest.skip("the PostgreSQL programs are not installed")
    with postgres_server.server() as url:
        yield url


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    """One homeserver for all tests of a process that only use it; each has people of its own."""
    with running(tmp_path_factory.mktemp("homeserver")) as server:
        yield server


#: What takes longest begins first, so that no process ends with it alone.
LONGEST = (
    *("attacks/test_ours", "stage/test_crash", "stage/test_audience", "stage/test_conversations_real"),
    *("element/test_whole_bot", "matrix/test_alarm", "handlers/test_withdrawal", "bot/test_restore"),
)
#: What is played by whichever process is free, one by one, and last; of other files each is played by one process.
ONE_BY_ONE = "stage/test_conversations_fast"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        file = item.path.with_suffix("").as_posix()
        if file.endswith(ONE_BY_ONE):
            return len(LONGEST) + 1
        item.add_marker(pytest.mark.xdist_group(file))
        return next((n for n, name in enumerate(LONGEST) if file.endswith(name)), len(LONGEST))

    items.sort(key=rank)
