"""Two units on one database, each with an office and a coordinator."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.rules.case import Case
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind
from storage import device, keys, room, sealed
from storage import identity as identities
from storage.blank import create_tables
from storage.case import Cases
from storage.device import KnownDevice
from storage.person import People
from storage.room import RoomView
from storage.scoped import CaseStore, UnitStore
from storage.sealed import Vault
from tests.rules.making import CASE, person
from tests.sqlite import database, restore

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)

PETRA = "@petra:s"


class World:
    """Short ways to a session, a person and a case."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.db = database(file, Vault.fresh())
        create_tables(self.db.engine)
        with self.db.unit() as session:
            keys.open_account(session, "bot", "@bot:s", "DEVICE")
            for unit in ("norr", "syd"):
                key_id = sealed.make_key(session, "unit")
                room.add(session, account_id="bot", unit_id=unit, kind=RoomKind.OFFICE, key_id=key_id)

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
        """Everything there is on disk, the log beside the file too."""
        return b"".join(file.read_bytes() for file in sorted(self.file.parent.glob(f"{self.file.name}*")))


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Path]]:
    """One database for all tests of a process, and a copy of how each of them begins."""
    folder = tmp_path_factory.mktemp("world")
    made = World(folder / "world.db")
    made.db.close()
    shutil.copy(made.file, folder / "begun")
    yield made, folder / "begun"
    made.db.close()


@pytest.fixture
def world(begun: tuple[World, Path]) -> World:
    made, copy = begun
    restore(made.db, copy)
    return made


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
