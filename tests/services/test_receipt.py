"""An authority notes once that it has the consent, and again when that has been recorded anew."""

from __future__ import annotations

from datetime import timedelta

from bot.rules.audit import Action
from bot.rules.roles import Role
from bot.services import receipt, withdrawal
from tests.bot.desk import Desk
from tests.services.opened import SHARED, known, on_day, opened, record
from tests.services.stores import actions, case_store


def test_it_is_noted_until_it_is_recorded_anew(desk: Desk) -> None:
    case = opened(desk)
    petra = desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        standing = receipt.standing(store.facts, petra.id)
        assert (standing.authorities, standing.covered) == (("police",), ("police",))
        assert receipt.acknowledge(store, ("police",), by=petra.id) == ("police",)
        assert actions(session)[-1] == Action.CASE_CONSENT_RECEIVED
        assert receipt.acknowledge(store, ("police",), by=petra.id) == (), "noted before"
        assert "police" not in receipt.unacknowledged(store)
    desk.clock.at += timedelta(hours=1)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        record(store, on_day(store, "guardian1:joint", "guardian2:joint", kinds=SHARED))
        assert "police" in receipt.unacknowledged(store)


def test_who_stands_for_nothing_has_nothing_to_note(desk: Desk) -> None:
    case = opened(desk)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        standing = receipt.standing(store.facts, known(store, "anna").id)
        assert (standing.authorities, standing.covered) == ((), ())


def test_a_deputy_whom_a_consent_by_name_does_not_cover_is_neither_asked_nor_may_note_it(desk: Desk) -> None:
    case = opened(desk)
    desk.add("per", Role.ACTOR, "police")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        petra, per = known(store, "petra"), known(store, "per")
        store.actors.assign("police", per.id, store.facts.today, deputy=True)
        withdrawal.withdraw(store, None, by=known(store, "anna").id)
        desk.clock.at += timedelta(hours=1)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        record(
            store, on_day(store, "guardian1:joint", "guardian2:joint", kinds=SHARED, person_ids={"police": petra.id})
        )
        assert [person.handle for person, functions in receipt.to_ask(store) if "police" in functions] == ["petra"]
        assert receipt.standing(store.facts, per.id).covered == ()
