"""Every sealed column is known with its key and its place, so that a drill can open all there is."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, text, update

from bot.rules.roles import Role
from storage import sealed, sealed_columns
from storage.sealed_columns import PLACES
from storage.tables import Base, Person, SealedKey
from tests.storage.conftest import World


def test_no_sealed_column_is_forgotten() -> None:
    there = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_sealed")
    }
    assert there == set(PLACES)


def test_what_is_moved_or_sealed_with_another_key_is_told(world: World) -> None:
    people = [world.person(handle, role=Role.COORDINATOR) for handle in ("anna", "berit", "cilla")]
    with world.unit() as session:
        found = sealed_columns.open_all(session)
        assert found.opened >= len(people)
        assert found.shut == {}
        those = {one.id: session.get_one(Person, one.id).about_sealed for one in people}
        session.execute(update(Person).where(Person.id == people[0].id).values(about_sealed=those[people[1].id]))
        other = sealed.make_key(session, "unit")
        session.execute(update(Person).where(Person.id == people[2].id).values(key_id=other))
        tried = sealed_columns.open_all(session)
        assert tried.shut == {"person.about_sealed": 2}
        assert tried.opened == found.opened - 2


@pytest.mark.parametrize("gone", ["the data keys", "the master key"])
def test_without_keys_nothing_opens(world: World, gone: str) -> None:
    world.person("anna")
    with world.unit() as session:
        if gone == "the data keys":
            session.execute(delete(SealedKey))
        else:
            session.execute(text("UPDATE sealed_key SET wrapped_by = 'another'"))
        session.info[sealed.VAULT] = sealed.Vault({"another" if gone == "the data keys" else "ours": bytes(32)})
        tried = sealed_columns.open_all(session)
    assert tried.opened == 0
    assert tried.shut["person.about_sealed"] == 1
