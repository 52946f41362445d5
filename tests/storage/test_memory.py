"""Memory is never older than the database: after writes, rollbacks, and writes of other processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from bot.rules.person import Person
from bot.rules.roles import Role
from bot.rules.room import RoomKind, RoomState
from storage import device, facts, keys, member, room, sealed
from storage import identity as identities
from storage.case import Cases
from storage.db import Database
from storage.memory import MOST, Memory, Part
from storage.person import People
from storage.sealed import Vault
from storage.tables import Base, Case, Member
from storage.tables import Person as PersonRow
from tests.rules.making import SKOVDE
from tests.storage.conftest import NOW, TODAY, World, known
from tests.storage.making import given

ROOM = "!room:s"


class Undone(Exception):
    """Raised to undo what was written."""


def everything(session: Session, world: World, case_id: str, people: list[Person]) -> dict[str, Any]:
    """All that is kept in memory, as it counts now."""
    users = [str(person.matrix_id) for person in people]
    return {
        "cases": facts.of_cases(session, [case_id], SKOVDE, TODAY, "sv"),
        "rooms of cases": [room.of_cases(session, [case_id]), room.living_of_cases(session, [case_id])],
        "case": facts.of_case(session, case_id, SKOVDE, TODAY, "sv"),
        "unit": facts.of_unit(session, "norr", SKOVDE, TODAY, "sv"),
        "people": [People(session, "norr").get(person.id) for person in people],
        "room": room.of_case(session, case_id),
        "rooms": [room.living(session, case_id), room.ever(session, case_id), room.office(session, "norr")],
        "pages": [room.page(session, person.id) for person in people],
        "members": member.seen(session, ROOM),
        "devices": device.of_users(session, "bot", users),
        "stale": (identities.stale(session, "bot"), identities.stale(session, "bot", users)),
    }


class Life:
    """Random writes to one unit, through the very functions that the bot writes with."""

    def __init__(self, world: World, chance: Random) -> None:
        self.chance = chance
        self.people = [world.person(handle) for handle in ("anna", "alex", "petra", "lisa")]
        self.case = world.case("K-7F2", self.people[0])
        self.world = world

    def write(self, session: Session) -> None:
        """One write."""
        chance = self.chance
        person = chance.choice(self.people)
        store = self.world.store(session, self.case)
        people = People(session, "norr")
        writes: list[Callable[[], object]] = [
            lambda: people.set_language(person.id, chance.choice(("sv", "en"))),
            lambda: people.bind(person.id, f"@{person.handle}{chance.random()}:s"),
            lambda: session.execute(update(PersonRow).values(reminders=chance.random() < 0.5)),
            lambda: store.actors.assign(chance.choice(("police", "school", "youth")), person.id, TODAY),
            lambda: store.actors.end([actor.id for actor in store.actors.all()], TODAY),
            lambda: store.consents.add([given(self.case, chance.choice(("police", "school")))]),
            lambda: store.consents.withdraw(store.consents.all()),
            lambda: store.save(replace(store.case, protected=frozenset({"youth"}))),
            lambda: session.execute(update(Case).values(information_meeting_held=chance.choice((True, False)))),
            lambda: room.set_scope(session, store.room.id, [chance.choice(("school", "family"))]),
            lambda: room.set_state(session, store.room.id, chance.choice((RoomState.OPEN, RoomState.FROZEN))),
            lambda: room.add_side_room(session, beside=store.room.id, scope=["school"]),
            lambda: member.note_membership(
                session, "bot", ROOM, f"@{person.handle}:s", chance.choice(("join", "leave")), NOW
            ),
            lambda: session.execute(update(Member).values(by_self=chance.random() < 0.5)),
            lambda: device.replace(session, "bot", f"@{person.handle}:s", [known(f"D{chance.random()}")]),
            lambda: device.mark_lost(session, "bot", f"@{person.handle}:s", None),
            lambda: identities.save(session, "bot", f"@{person.handle}:s", pinned="m", seen="m"),
            lambda: identities.mark_stale(session, "bot", [f"@{person.handle}:s"], how="all"),
            lambda: identities.mark_everybody_stale(session, "bot"),
            lambda: identities.mark_untrusted_stale(session, "bot"),
        ]
        chance.choice(writes)()


@pytest.mark.parametrize("seed", range(12))
def test_after_random_writes_memory_says_what_the_database_says(world: World, seed: int) -> None:
    chance = Random(seed)
    life = Life(world, chance)
    other = Database(world.db.url, world.db.vault)

    def look(db: Database) -> dict[str, Any]:
        with db.unit() as session:
            return everything(session, world, life.case.id, life.people)

    with closing(other), world.db.alone():
        for _ in range(40):
            writer = chance.choice((world.db, world.db, other))
            with suppress(Undone), writer.unit() as session:
                if chance.random() < 0.5:
                    everything(session, world, life.case.id, life.people)
                life.write(session)
                if chance.random() < 0.3:
                    everything(session, world, life.case.id, life.people)
                    with suppress(Undone), session.begin_nested():
                        life.write(session)
                        everything(session, world, life.case.id, life.people)
                        if chance.random() < 0.5:
                            raise Undone
                    read = everything(session, world, life.case.id, life.people)
                    session.expire_all()
                    assert read == _anew(session, world, life)
                if chance.random() < 0.3:
                    everything(session, world, life.case.id, life.people)
                    raise Undone
            assert look(world.db) == look(other)


def _anew(session: Session, world: World, life: Life) -> dict[str, Any]:
    """What the same unit says with an empty memory."""
    kept = session.info["memory"]
    session.info["memory"] = Memory()
    try:
        return everything(session, world, life.case.id, life.people)
    finally:
        session.info["memory"] = kept


# ------------------------------------------------------------------------------------------------- one by one


@pytest.fixture
def statements(world: World) -> Iterator[list[str]]:
    """The statements that are sent to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    event.listen(world.db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(world.db.engine, "before_cursor_execute", note)


def languages(db: Database) -> list[str]:
    with db.unit() as session:
        return [person.language for person in People(session, "norr").all()]


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_who_is_alone_reads_once_and_whoever_is_not_in_each_unit(world: World, statements: list[str]) -> None:
    world.person("petra")
    with world.db.alone():
        languages(world.db)
        statements.clear()
        languages(world.db)
        assert len(statements) == 2
        assert statements[1].startswith("SELECT lease.holder, lease.fence, generation.number")
    statements.clear()
    languages(world.db)
    assert sum("FROM person" in statement for statement in statements) == 1


def test_what_was_read_in_a_unit_that_is_undone_is_forgotten(world: World) -> None:
    petra = world.person("petra")
    with world.db.alone():
        assert languages(world.db) == ["sv"]
        with suppress(Undone), world.unit() as session:
            People(session, "norr").set_language(petra.id, "en")
            assert People(session, "norr").get(petra.id).language == "en"
            raise Undone
        assert languages(world.db) == ["sv"]


def test_what_was_read_in_a_savepoint_that_is_undone_is_forgotten(world: World) -> None:
    petra = world.person("petra")
    with world.db.alone(), world.unit() as session:
        people = People(session, "norr")
        with suppress(Undone), session.begin_nested():
            people.set_language(petra.id, "en")
            assert people.get(petra.id).language == "en"
            raise Undone
        assert people.get(petra.id).language == "sv"


OTHER = """
import sys
from dataclasses import replace
from pathlib import Path
from storage.db import Database
from storage.person import People
from storage.sealed import Vault
db = Database(sys.argv[1], Vault.load(Path(sys.argv[2])))
with db.unit() as session:
    person, = People(session, "norr").all()
    People(session, "norr").set_language(person.id, "en")
"""


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=[pytest.mark.long, pytest.mark.postgres])])
def test_what_another_process_writes_is_seen_in_the_next_unit(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}" if kind == "sqlite" else str(request.getfixturevalue("postgres"))
    sealed.write_master(tmp_path / "keys")
    ours = Database(url, Vault.load(tmp_path / "keys"))
    Base.metadata.create_all(ours.engine)
    with closing(ours), ours.alone():
        with ours.unit() as session:
            keys.open_account(session, "bot", "@bot:s", "DEVICE")
            key_id = sealed.make_key(session, "unit")
            room.add(session, account_id="bot", unit_id="norr", kind=RoomKind.OFFICE, key_id=key_id)
            new = Person(
                id="", unit_id="norr", handle="petra", name="Petra", role=Role.ACTOR, added_by="bot", matrix_id=None
            )
            People(session, "norr").add(new, now=NOW)
        assert languages(ours) == ["sv"]
        subprocess.run([sys.executable, "-c", OTHER, url, str(tmp_path / "keys")], check=True)
        assert languages(ours) == ["en"]


def test_a_mark_that_a_room_is_to_be_compared_makes_nobody_read_it_again(world: World, statements: list[str]) -> None:
    anna = world.person("anna")
    case = world.case("K-7F2", anna)
    with world.db.alone():
        for _ in range(2):
            statements.clear()
            with world.unit() as session:
                room.mark_dirty(session, case_id=case.id)
                assert room.of_case(session, case.id) is not None
        assert not [one for one in statements if "FROM room" in one]


def test_no_more_is_kept_than_there_is_room_for() -> None:
    memory = Memory()
    first = memory.recall(0, (Part(PersonRow),), object)
    for key in range(1, MOST):
        memory.recall(key, (Part(PersonRow),), object)
        assert memory.recall(0, (Part(PersonRow),), object) is first  # asked for now and then
    memory.recall(MOST, (Part(PersonRow),), object)
    assert memory.recall(0, (Part(PersonRow),), object) is first
    second = memory.recall(1, (Part(PersonRow),), object)
    memory.note_table(PersonRow)
    assert memory.recall(1, (Part(PersonRow),), object) is not second


def test_what_comes_from_one_row_outlives_a_write_of_another(world: World) -> None:
    anna = world.person("anna")
    one, other = world.case("K-7F2", anna), world.case("K-7F3", anna)
    with world.db.alone(), world.unit() as session:
        kept = facts.one_case(session, one.id)
        Cases(session, "norr", TODAY)
        world.store(session, other).save(replace(other, protected=frozenset({"youth"})))
        assert facts.one_case(session, one.id) is kept
        assert facts.one_case(session, other.id).protected == {"youth"}
