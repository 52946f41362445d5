"""What every test may use: a real database of its own, a real homeserver, and logs that stay quiet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, String, event
from sqlalchemy.orm import Mapper
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from bot import logs
from bot.stage.homeserver import Homeserver, running
from storage.blank import create_tables
from storage.db import Database
from storage.sealed import Vault
from storage.tables import Base
from tests import postgres as postgres_programs
from tests.names import is_own
from tests.postgres import Server

#: A bot without Matrix, for the tests of its conversation, its delivery and its rooms.
pytest_plugins = ("tests.bot.fixtures",)


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
    create_tables(database.engine)
    yield database
    database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server for all tests of a process."""
    with postgres_programs.server() as running:
        yield running


@pytest.fixture
def postgres(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of one test's own."""
    with postgres_programs.database(postgres_server.url) as url:
        yield url


class Shared(Homeserver):
    """Used by many tests, in an order nobody knows: a name that two of them may choose is refused in the first."""

    async def register(
        self, localpart: str, password: str, *, admin: bool = False, display_name: str | None = None
    ) -> str:
        assert is_own(localpart), f"another test may call somebody {localpart}: take tests.names.own"
        return await super().register(localpart, password, admin=admin, display_name=display_name)


@pytest.fixture(scope="session")
def homeserver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homeserver]:
    """One homeserver for all tests of a process that only use it; each has people of its own."""
    with running(Shared(tmp_path_factory.mktemp("homeserver"))) as server:
        yield server


#: What takes longest begins first, so that no process ends with it alone.
LONGEST = (
    *("attacks/test_ours", "stage/test_crash", "stage/test_audience", "stage/test_conversations_real"),
    *("element/test_whole_bot", "matrix/test_alarm", "handlers/test_withdrawal", "cli/test_identity_restore"),
)
#: What is played by whichever process is free, one by one; of other files each is played by one process, for what its
#: tests share is made once. The fast ones come last of all: they fill what is left.
FAST = "stage/test_conversations_fast"
ONE_BY_ONE = (FAST, "stage/test_conversations_real")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        file = item.path.with_suffix("").as_posix()
        last = len(LONGEST) + file.endswith(FAST)
        return next((n for n, name in enumerate(LONGEST) if file.endswith(name)), last)

    items.sort(key=rank)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each file to one process. (pytest-xdist's own groups are not heeded by every pytest.)"""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return nodeid if file.removesuffix(".py").endswith(ONE_BY_ONE) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    config.option.loadscopereorder = False
    return ByFile(config, log)


@pytest.fixture(autouse=True, scope="module")
def _played_by_one_process(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Else whatever a file's tests share is made many times over, and nobody sees why it takes so long."""
    worker, file = os.environ.get("PYTEST_XDIST_WORKER"), request.path.with_suffix("").as_posix()
    if worker is None or file.endswith(ONE_BY_ONE):
        return
    with (tmp_path_factory.getbasetemp().parent / f"played-{file.replace('/', '-')}").open("a+") as played:
        played.write(f"{worker}\n")
        played.seek(0)
        assert set(played.read().split()) == {worker}
