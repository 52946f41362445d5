"""Two units on one database, each with an office and a coordinator; on either kind of database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import device, dialects, keys, room, sealed
from storage import identity as identities
from storage.blank import create_tables
from storage.case import Cases
from storage.db import Database
from storage.device import KnownDevice
from storage.person import People
from storage.room import RoomView
from storage.scoped import CaseStore, UnitStore
from storage.sealed import Vault
from storage.tables import Base
from tests import postgres
from tests.databases import EACH_IN_THE_LONG_RUN
from tests.postgres import Server
from tests.rules.making import CASE, person
from tests.sqlite import restore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)

PETRA = "@petra:s"


class World:
    """Short ways to a session, a person and a case."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.db = Database(url, vault)
        dialects.spare_disk(self.db.engine)

    def begin(self) -> None:
        """Make the tables and the units."""
        create_tables(self.db.engine)
        with self.db.unit() as session:
            keys.open_account(session, "bot", "@bot:s", "DEVICE")
            for unit in ("norr", "syd"):
                key_id = sealed.make_key(session, "unit")
                room.add(session, account_id="bot", unit_id=unit, kind=RoomKind.OFFICE, key_id=key_id)
        self.db.close()

    @contextmanager
    def unit(self) -> Iterator[Session]:
        with self.db.unit() as session:
            yield session

    def person(self, handle: str, unit: str = "norr", role: Role = Role.COORDINATOR, **more: Any) -> Person:
        with self.db.unit() as session:
            named = {"name": f"{handle.title()} Hemlighetsson", "matrix_id": f"@{handle}:s", "added_by": "bot", **more}
            return People(session, unit).add(person(handle, role, id="", unit_id=unit, **named), now=NOW)

    def case(self, code: str, coordinator: Person, unit: str = "norr") -> Case:
        with self.db.unit() as session:
            return Cases(session, unit, TODAY).add(
                replace(CASE, unit_id=unit, code=code, coordinator_id=coordinator.id, created_on=TODAY)
            )

    def unit_store(self, session: Session, unit: str = "norr") -> UnitStore:
        return UnitStore(session, unit, "bot", NOW, profile=None)

    def store(self, session: Session, case: Case) -> CaseStore:
        return CaseStore(session, case.unit_id, "bot", NOW, case.id, profile=None)

    def office(self, session: Session, unit: str = "norr") -> RoomView:
        return room.office(session, unit)

    def disk(self) -> bytes:
        """Everything there is: on disk, the log beside the file too; or in the tables of a server."""
        if self.db.url.startswith("sqlite"):
            file = Path(str(make_url(self.db.url).database))
            return b"".join(part.read_bytes() for part in sorted(file.parent.glob(f"{file.name}*")))
        with self.db.read() as session:
            rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
        values = [value for row in rows for value in row]
        return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Path]]:
    """One database for all tests of a process, and a copy of how each of them begins."""
    folder = tmp_path_factory.mktemp("world")
    made = World(f"sqlite:///{folder / 'world.db'}", Vault.fresh())
    made.begin()
    shutil.copy(folder / "world.db", folder / "begun")
    yield made, folder / "begun"
    made.db.close()


@pytest.fixture(scope="session")
def begun_on_postgres(postgres_server: Server) -> Iterator[World]:
    """A database on PostgreSQL that each test gets a copy of."""
    with postgres.database(postgres_server.url) as url:
        made = World(url, Vault.fresh())
        made.begin()
        yield made


@pytest.fixture(params=EACH_IN_THE_LONG_RUN)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "sqlite":
        made, copy = request.getfixturevalue("begun")
        restore(made.db, copy)
        yield made
        return
    begun = request.getfixturevalue("begun_on_postgres")
    server = request.getfixturevalue("postgres_server")
    with postgres.database(server.url, copy_of=begun.db.url) as url:
        made = World(url, begun.db.vault)
        yield made
        made.db.close()


def known(device_id: str, *, keys: str | None = None, trusted: bool = True) -> KnownDevice:
    made = keys or device_id
    return KnownDevice(
        user_id=PETRA, device_id=device_id, ed25519=f"e{made}", curve25519=f"c{made}", name="n", trusted=trusted
    )


PHONE, LAPTOP = known("PHONE"), known("LAPTOP")


@pytest.fixture
def petra(world: World) -> str:
    person = world.person("petra")
    with world.unit() as session:
        identities.save(session, "bot", PETRA, pinned="m", seen="m")
        device.replace(session, "bot", PETRA, [PHONE, LAPTOP])
        world.unit_store(session).devices.mark_lost(person.id, ["PHONE"])
    return person.id
