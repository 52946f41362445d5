"""What the rules are told is read once in a unit of work, and anew only of the tables that were written since."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, event, update
from sqlalchemy.orm import Session

from bot.i18n import Language
from bot.rules.audit import Action
from bot.rules.case import Case, State
from bot.rules.facts import CaseFacts
from bot.rules.person import Person
from bot.rules.roles import Role
from storage import facts, tables
from storage.scoped import CaseStore, UnitStore
from tests.rules.making import SKOVDE
from tests.storage.conftest import NOW, TODAY, World
from tests.storage.making import given

#: Every table that the facts are read from.
ALL = {"actor", "case", "consent", "person"}


class Statements:
    """What has been sent to the database."""

    def __init__(self) -> None:
        self._all: list[str] = []

    def note(self, _connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        self._all.append(statement)

    def of(self, ask: Callable[[], object]) -> list[str]:
        """The statements that asking takes."""
        before = len(self._all)
        ask()
        return self._all[before:]

    def tables(self, ask: Callable[[], object]) -> set[str]:
        """The tables that asking reads from; the keys that names are sealed with are left out."""
        asked = [statement for statement in self.of(ask) if statement.startswith("SELECT")]
        found = {re.findall(r'FROM "?(\w+)', statement)[0] for statement in asked}
        return found - {"sealed_key"}


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A case in which a youth and the police are named, and the police may hear about school."""

    case: Case
    other: Case
    anna: Person
    alex: Person
    petra: Person


@pytest.fixture
def statements(world: World) -> Iterator[Statements]:
    counted = Statements()
    event.listen(world.db.engine, "before_cursor_execute", counted.note)
    yield counted
    event.remove(world.db.engine, "before_cursor_execute", counted.note)


@pytest.fixture
def unit(world: World) -> Unit:
    anna = world.person("anna")
    alex = world.person("alex", role=Role.YOUTH)
    petra = world.person("petra", role=Role.ACTOR, function="police")
    case = world.case("K-7F2", anna)
    with world.unit() as session:
        store = told(session, case)
        store.actors.assign("youth", alex.id, TODAY)
        store.actors.assign("police", petra.id, TODAY)
        store.consents.add([given(case, kinds=frozenset({"school"}), witness=None)])
    return Unit(case=case, other=world.case("K-4MD", anna), anna=anna, alex=alex, petra=petra)


def told(session: Session, case: Case, language: Language = "sv") -> CaseStore:
    """A store as handlers get it."""
    return UnitStore(session, case.unit_id, "bot", NOW, profile=SKOVDE, language=language).of(case)


def known(session: Session, case: Case, language: Language = "sv") -> CaseFacts:
    return facts.of_case(session, case.id, SKOVDE, TODAY, language)


def names(found: CaseFacts) -> dict[str, str]:
    return {person.handle: person.name.removesuffix(" Hemlighetsson") for person in found.people}


def guardian(session: Session, unit: Unit) -> Person:
    """A guardian, added in a session that is open."""
    robin = replace(unit.alex, handle="robin", name="Robin", role=Role.GUARDIAN, matrix_id="@robin:s")
    return told(session, unit.case).people.add(robin, now=NOW)


# ---------------------------------------------------------------------------------------------------- what is read


def test_a_case_as_it_counts(world: World, unit: Unit) -> None:
    with world.unit() as session:
        told(session, unit.case).save(replace(unit.case, born="2009-01"))
        found = known(session, unit.case)
        assert [one.function for one in found.actors] == ["police", "youth"]
        assert found.people == (unit.alex, unit.anna, unit.petra)
        assert found.youth == unit.alex
        assert found.heard == {"police": {"school"}}
        later = facts.of_case(session, unit.case.id, SKOVDE, TODAY + timedelta(days=60), "sv")
        assert (found.case.age_band, later.case.age_band) == ("15-17", "18-20")
        assert later.grants == found.on(later.today).grants
        assert facts.one_case(session, unit.case.id).age_band == "15-17"


def test_it_is_read_once(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        first = statements.tables(lambda: known(session, unit.case))
        assert first == ALL
        assert statements.of(lambda: known(session, unit.case)) == []
        assert statements.of(lambda: facts.of_unit(session, "norr", SKOVDE, TODAY, "sv")) == []
        assert statements.of(lambda: facts.one_case(session, unit.case.id)) == []
        assert statements.of(lambda: told(session, unit.case).facts) == []
        assert known(session, unit.case) == told(session, unit.case).facts


def test_of_another_case_and_another_day_only_what_differs_is_read(
    world: World, unit: Unit, statements: Statements
) -> None:
    with world.unit() as session:
        known(session, unit.case)
        assert statements.tables(lambda: known(session, unit.other)) == {"actor", "case", "consent"}
        assert known(session, unit.other).actors == ()
        tomorrow = TODAY + timedelta(days=1)
        read = statements.tables(lambda: facts.of_case(session, unit.case.id, SKOVDE, tomorrow, "sv"))
        assert read == {"actor"}


def test_many_cases_are_read_at_once_and_those_that_are_known_not_again(
    world: World, unit: Unit, statements: Statements
) -> None:
    both = [unit.case, unit.other]
    with world.unit() as session:
        store = told(session, unit.case)
        asked = statements.of(lambda: store.facts_of(both))
        assert len([one for one in asked if "FROM actor" in one and "IN" in one]) == 1
        assert len([one for one in asked if "FROM consent" in one]) == 1
        assert statements.of(lambda: store.facts_of(both)) == []
        assert statements.of(lambda: known(session, unit.other)) == []
        store.save(replace(unit.case, state=State.ACTIVE))
        assert statements.tables(lambda: store.facts_of(both)) == {"case"}


def test_a_case_is_not_taken_for_what_it_was_before_it_was_written(world: World, unit: Unit) -> None:
    """Whoever asks about many cases may have read them before one of them was changed."""
    with world.unit() as session:
        store = told(session, unit.case)
        before = store.cases.all()
        store.save(replace(unit.case, state=State.ACTIVE))
        assert store.facts_of(before)[unit.case.id].case.state is State.ACTIVE
        assert known(session, unit.case).case.state is State.ACTIVE


def test_units_are_read_apart(world: World, unit: Unit, statements: Statements) -> None:
    cia = world.person("cia", "syd")
    with world.unit() as session:
        known(session, unit.case)
        assert facts.of_unit(session, "syd", SKOVDE, TODAY, "sv").people == (cia,)
        assert statements.of(lambda: known(session, unit.case)) == []
        assert cia not in known(session, unit.case).people


# ------------------------------------------------------------------------------------------------- what is read anew


def test_a_consent_that_is_added_and_withdrawn(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        known(session, unit.case)
        store = told(session, unit.case)
        store.consents.add([given(unit.case, function="school", witness=None)])
        assert statements.tables(lambda: known(session, unit.case)) == {"consent"}
        assert known(session, unit.case).heard == {"police": {"school"}, "school": {"school", "family"}}
        added = next(one for one in store.consents.all() if one.function == "school")
        store.consents.withdraw([replace(added, withdrawn_at=NOW, withdrawn_by=unit.alex.id)])
        assert statements.tables(lambda: known(session, unit.case)) == {"consent"}
        assert known(session, unit.case).heard == {"police": {"school"}}


def test_somebody_who_is_named_and_no_longer(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        known(session, unit.case)
        store = told(session, unit.case)
        named = store.actors.assign("school", unit.petra.id, TODAY)
        assert statements.tables(lambda: known(session, unit.case)) == {"actor", "case"}
        assert [one.function for one in known(session, unit.case).actors_of(unit.petra.id)] == ["police", "school"]
        store.actors.end([named], TODAY)
        assert statements.tables(lambda: known(session, unit.case)) == {"actor", "case"}
        assert [one.function for one in known(session, unit.case).actors_of(unit.petra.id)] == ["police"]


def test_somebody_who_comes_changes_and_leaves(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        known(session, unit.case)
        people = told(session, unit.case).people
        added = people.add(replace(unit.petra, handle="paul", name="Paul", matrix_id="@paul:s"), now=NOW)
        assert statements.tables(lambda: known(session, unit.case)) == {"person"}
        assert known(session, unit.case).person(added.id) == added
        people.set_language(unit.petra.id, "en")  # not sent to the database yet
        assert known(session, unit.case).person(unit.petra.id).language == "en"
        people.bind(unit.petra.id, "@petra:elsewhere")
        assert statements.tables(lambda: known(session, unit.case)) == {"person"}
        assert known(session, unit.case).person(unit.petra.id).matrix_id == "@petra:elsewhere"
        people.deactivate(unit.petra.id)
        assert known(session, unit.case).person(unit.petra.id).active is False


def test_a_case_that_is_saved(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        known(session, unit.case)
        store = told(session, unit.case)
        store.save(replace(unit.case, state=State.ACTIVE, scope=frozenset({"school"})))
        assert statements.tables(lambda: known(session, unit.case)) == {"case"}
        found = known(session, unit.case)
        assert found.case.state is State.ACTIVE
        assert found.case.scope == {"school"}
        assert store.case == found.case


def test_a_case_that_is_disposed_of(world: World, unit: Unit) -> None:
    with world.unit() as session:
        known(session, unit.case)
        told(session, unit.case).dispose(replace(unit.case, state=State.DISPOSED))
        found = known(session, unit.case)
        assert (found.case.state, found.grants, found.actors, found.youth) == (State.DISPOSED, (), (), None)


def test_statements_that_change_many_rows(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        assert all(person.reminders for person in known(session, unit.case).people)
        session.execute(update(tables.Person).values(reminders=False))
        assert statements.tables(lambda: known(session, unit.case)) == {"person"}
        assert not any(person.reminders for person in known(session, unit.case).people)
        session.execute(update(tables.Case).values(information_meeting_held=True))
        known(session, unit.other)
        assert all(known(session, case).case.information_meeting_held for case in (unit.case, unit.other))
        session.execute(delete(tables.Consent).where(tables.Consent.case_id == unit.case.id))
        assert statements.tables(lambda: known(session, unit.case)) == {"consent"}
        assert known(session, unit.case).heard == {}


def test_what_is_written_of_anything_else_is_no_reason(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        known(session, unit.case)
        store = told(session, unit.case)
        store.schedule("task.due", unit.case.id, NOW)
        store.audit(Action.CASE_PURGED)
        session.execute(update(tables.Room).values(dirty=True))
        session.flush()
        assert statements.of(lambda: known(session, unit.case)) == []


# ------------------------------------------------------------------------------------------------------ hidden names


def test_whose_name_is_hidden_follows_what_is_protected(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        store = told(session, unit.case)
        assert names(known(session, unit.case)) == {"alex": "Alex", "anna": "Anna", "petra": "Petra"}
        store.save(replace(unit.case, protected=frozenset({"youth"})))
        assert statements.tables(lambda: known(session, unit.case)) == {"actor", "case"}
        for case in (unit.case, unit.other):  # wherever the unit speaks of them
            assert names(known(session, case)) == {"alex": "ungdomen", "anna": "Anna", "petra": "Petra"}
        assert names(known(session, unit.case, "en"))["alex"] == "the youth"
        assert statements.of(lambda: known(session, unit.case)) == []
        robin = guardian(session, unit)
        store.actors.assign("guardian", robin.id, TODAY)
        assert names(known(session, unit.case))["robin"] == "Robin"
        store.save(replace(unit.case, protected=frozenset({"guardian"})))
        shown = names(known(session, unit.case))
        assert (shown["alex"], shown["robin"]) == ("Alex", "vårdnadshavare")
        store.save(replace(unit.case, protected=frozenset()))
        assert names(known(session, unit.case))["robin"] == "Robin"


def test_whoever_is_named_in_a_protected_case_is_hidden_at_once(world: World, unit: Unit) -> None:
    with world.unit() as session:
        told(session, unit.case).save(replace(unit.case, protected=frozenset({"guardian"})))
        robin = guardian(session, unit)
        assert known(session, unit.case).person(robin.id).name == "Robin"
        told(session, unit.case).actors.assign("guardian", robin.id, TODAY)
        assert known(session, unit.case).person(robin.id).name == "vårdnadshavare"


# ------------------------------------------------------------------------------------------------------ for how long


def test_another_session_knows_nothing_of_it(world: World, unit: Unit, statements: Statements) -> None:
    with world.db.read() as reading:
        before = known(reading, unit.case)
        with world.unit() as session:
            assert statements.tables(lambda: known(session, unit.case)) == ALL
            told(session, unit.case).consents.add([given(unit.case, function="school", witness=None)])
            written = known(session, unit.case)
            assert written.heard.keys() == {"police", "school"}
        assert known(reading, unit.case) == before
    with world.unit() as session:
        assert statements.tables(lambda: known(session, unit.case)) == ALL
        assert known(session, unit.case) == written


def test_what_is_taken_back_is_forgotten(world: World, unit: Unit, statements: Statements) -> None:
    with world.unit() as session:
        before = known(session, unit.case)
        begun = session.begin_nested()
        told(session, unit.case).consents.add([given(unit.case, function="school", witness=None)])
        assert known(session, unit.case).heard.keys() == {"police", "school"}
        begun.rollback()
        assert known(session, unit.case) == before
        told(session, unit.case).save(replace(unit.case, state=State.ACTIVE))
        assert known(session, unit.case).case.state is State.ACTIVE
        session.rollback()
        assert statements.tables(lambda: known(session, unit.case)) == ALL
        assert known(session, unit.case) == before


def test_there_is_no_such_case(world: World) -> None:
    with world.unit() as session, pytest.raises(LookupError):
        facts.one_case(session, "nothing")
