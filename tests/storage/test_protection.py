"""Whose name is not written out; and a store with a profile reads the ledger as a birthday has left it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from bot.i18n import Language
from bot.rules.case import Case, State
from bot.rules.roles import Role
from storage.protection import hidden
from storage.scoped import CaseStore, UnitStore
from tests.rules.making import SKOVDE, grant
from tests.storage.conftest import NOW, TODAY, World


def told(session: Session, case: Case, language: Language = "sv") -> CaseStore:
    """A store as handlers get it."""
    return UnitStore(session, case.unit_id, "bot", NOW, profile=SKOVDE, language=language).of(case)


def test_a_protected_name_is_written_nowhere_but_in_the_file(world: World) -> None:
    anna, alex, kim = (
        world.person("anna"),
        world.person("alex", role=Role.YOUTH),
        world.person("kim", role=Role.GUARDIAN),
    )
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        store = told(session, case)
        store.actors.assign("youth", alex.id, TODAY)
        store.actors.assign("guardian", kim.id, TODAY)
        assert hidden(session, "norr") == {}
        assert store.people.get(alex.id).name == "Alex Hemlighetsson"
        store.save(replace(case, protected=frozenset({"youth"})))
        assert hidden(session, "norr") == {alex.id: "youth"}
        assert hidden(session, "syd") == {}
    with world.unit() as session:
        # Wherever the unit speaks of them: in this case, in another, in the list of people
        for found in (
            told(session, case),
            told(session, other),
            UnitStore(session, "norr", "bot", NOW, profile=SKOVDE),
        ):
            shown = {one.id: one.name for one in found.people.all()}
            assert shown == {alex.id: "ungdomen", kim.id: "Kim Hemlighetsson", anna.id: "Anna Hemlighetsson"}
            assert found.people.get(alex.id).name == "ungdomen"
            named = found.people.find("@alex")
            assert named is not None
            assert named.name == "ungdomen"
        assert told(session, case, "en").people.get(alex.id).name == "the youth"
        assert world.store(session, case).people.get(alex.id).name == "Alex Hemlighetsson"


def test_also_after_they_have_left_the_case_and_not_when_it_is_erased(world: World) -> None:
    anna, alex = world.person("anna"), world.person("alex", role=Role.YOUTH)
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        store = told(session, case)
        named = store.actors.assign("youth", alex.id, TODAY)
        store.save(replace(case, protected=frozenset({"youth"})))
        store.actors.end([named], TODAY)
        assert hidden(session, "norr") == {alex.id: "youth"}
        store.dispose(replace(store.case, state=State.DISPOSED))
        assert hidden(session, "norr") == {}


def test_what_a_birthday_has_ended_is_read_so_and_written_as_it_was(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    until = TODAY + timedelta(days=100)
    with world.unit() as session:
        made = replace(grant("police", "school", giver="guardian1", until=until), unit_id="norr", case_id=case.id)
        told(session, case).consents.add([made])
        store = told(session, case)
        store.save(replace(case, born="2009-01"))
        assert [one.until for one in store.consents.all()] == [date(2026, 12, 31)]
        assert [one.until for one in world.store(session, case).consents.all()] == [until]
        late = CaseStore(session, "norr", "bot", NOW + timedelta(days=60), case.id, profile=SKOVDE)
        assert (store.case.age_band, late.case.age_band) == ("15-17", "18-20")
        assert world.store(session, case).case.age_band == "15-17"
