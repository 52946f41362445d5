"""On whose decision a unit works, and what is with_note about a case: kept, sealed, gone with the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.rules.case import State, with_note
from bot.rules.note import Note
from storage.tables import Case as Row
from tests.storage.conftest import TODAY, World

MANDATE = Note(kind="mandate", day=TODAY, by="anna", reference="ASN/2024:180")
SAVRY = Note(kind="savry", day=date(2026, 11, 19), by="anna")
FILE = Note(kind="investigation", day=TODAY, by="anna", reference="SN 2026/17")


def test_a_reference_is_one_units_and_the_newest_counts(world: World) -> None:
    with world.unit() as session:
        world.unit_store(session).references.put(MANDATE)
        world.unit_store(session).references.put(replace(MANDATE, reference="ASN/2025:7", by="berit"))
    with world.unit() as session:
        assert world.unit_store(session).references.all() == {
            "mandate": replace(MANDATE, reference="ASN/2025:7", by="berit")
        }
        assert world.unit_store(session, "syd").references.all() == {}


def test_a_reference_without_a_number_is_none(world: World) -> None:
    with pytest.raises(SQLAlchemyError), world.unit() as session:
        world.unit_store(session).references.put(replace(MANDATE, reference=None))


def test_notes_and_track_are_kept_with_the_case_and_sealed(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        store = world.store(session, case)
        assert store.case.notes == ()
        store.save(replace(with_note(with_note(store.case, SAVRY), FILE), track="young"))
    with world.unit() as session:
        found = world.store(session, case).case
        assert (found.notes, found.track) == ((SAVRY, FILE), "young")
        blob = session.scalars(select(Row.about_sealed)).one()
        assert blob is not None
        assert b"SN 2026/17" not in blob
        assert b"savry" not in blob


def test_notes_go_with_the_case(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        store = world.store(session, case)
        store.save(with_note(store.case, FILE))
        store.dispose(replace(store.case, state=State.DISPOSED))
        assert session.scalars(select(Row.about_sealed)).one() is None
