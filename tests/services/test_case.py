"""A case is begun, told about, its people named, and erased if no consent comes."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.case import State
from bot.rules.roles import Role
from bot.services import case as cases
from bot.services.case import Begun
from storage import writes
from tests.bot.desk import Desk
from tests.services.stores import actions, case_store, pending, unit_store

BEGUN = Begun(code="K-7F2", band="15-17", initiator="school", track=None, reason=None)


def test_a_case_that_never_gets_a_consent_is_erased(desk: Desk) -> None:
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        case = cases.create(store, BEGUN, by=anna.id)
        assert (case.state, case.coordinator_id) == (State.PROPOSED, anna.id)
        assert case.purge_on is not None
        assert pending(session, "case.purge") == [case.id]
        of_case = store.of(case)
        assert cases.purge(of_case)
        assert of_case.case.state is State.DISPOSED
        assert not cases.purge(of_case)
        assert actions(session)[-2:] == [Action.CASE_CREATED, Action.CASE_PURGED]


def test_whoever_is_named_takes_the_place_of_another(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    petra = desk.person("petra")
    pia = desk.add("pia", Role.ACTOR, "police")
    case = desk.case("K-7F2", actors=[("police", "petra")])
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        (leaving,) = cases.replaced_by(store, "police", pia)
        assert leaving.person_id == petra.id
        assert writes.count(session) == before
        result = cases.appoint(store, "police", pia, approved_by=None)
        assert [actor.person_id for actor in store.facts.actors] == [pia.id]
        assert [actor.person_id for actor in result.departure.leaving] == [leaving.person_id]
        assert not result.is_in_room  # nobody has consented to anything


def test_there_may_be_two_guardians(desk: Desk) -> None:
    kim = desk.add("kim", Role.GUARDIAN, "guardian")
    robin = desk.add("robin", Role.GUARDIAN, "guardian")
    case = desk.case("K-7F2", actors=[("guardian", "kim")])
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert cases.replaced_by(store, "guardian", robin) == []
        cases.appoint(store, "guardian", robin, approved_by=None)
        assert {actor.person_id for actor in store.facts.actors} == {kim.id, robin.id}
