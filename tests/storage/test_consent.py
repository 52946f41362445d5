"""The ledger is added to and marked, never edited; another case's is out of reach."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.rules.consent import Grant
from tests.storage.conftest import NOW, TODAY, World
from tests.storage.making import given


def test_grants_come_back_as_written_oldest_first(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    later, first = given(case, recorded_at=NOW + timedelta(hours=1), witness=None), given(case)
    with world.unit() as session:
        world.store(session, case).consents.add([later, first])
    with world.unit() as session:
        found = world.store(session, case).consents.all()
        assert [replace(one, id="") for one in found] == [first, later]
    assert b"Hemlighetsson" not in world.disk()


def test_a_withdrawal_is_a_mark_and_marks_the_rooms(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        ledger = world.store(session, case).consents
        ledger.add([given(case), given(case, function="school")])
        first = ledger.all()[0]
        ledger.withdraw([replace(first, withdrawn_at=NOW, withdrawn_by="youth", kinds=frozenset({"all"}))])
        assert ledger.all()[0] == replace(first, withdrawn_at=NOW, withdrawn_by="youth")  # and nothing else changed
        assert ledger.all()[1].withdrawn_at is None


def test_a_grant_of_another_case_cannot_be_withdrawn(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        world.store(session, other).consents.add([given(other)])
        (theirs,) = world.store(session, other).consents.all()
        assert world.store(session, case).consents.all() == []
        with pytest.raises(LookupError):
            world.store(session, case).consents.withdraw([replace(theirs, withdrawn_at=NOW)])
        assert world.store(session, other).consents.all() == [theirs]


def test_everything_a_grant_says_comes_back_and_what_proves_it_is_sealed(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    made = given(
        case,
        person_id=world.person("petra").id,
        assessed_on=TODAY - timedelta(days=1),
        interpreter="so",
        form="2026-1",
        paper="SN 2026/17-4711",
        withdrawn_at=NOW,
        withdrawn_by="youth",
    )
    unsaid = [
        field.name for field in fields(Grant) if field.name != "id" and getattr(made, field.name) == field.default
    ]
    assert unsaid == [], "every field has a value of its own here"
    with world.unit() as session:
        world.store(session, case).consents.add([made])
    with world.unit() as session:
        (found,) = world.store(session, case).consents.all()
        assert replace(found, id="") == made
    assert b"2026/17-4711" not in world.disk()
    assert b"Hemlighetsson" not in world.disk()
