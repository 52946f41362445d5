"""A case is closed: its reminders stop, its export is acknowledged, and in time it is erased."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.case import State
from bot.services import closing, followup
from tests.bot.desk import Desk
from tests.rules.making import refused
from tests.services.stores import actions, case_store, pending


def test_a_case_is_closed_and_erased_in_its_order(desk: Desk) -> None:
    case = desk.case("K-7F2")
    desk.open_case_room(case)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        followup.plan_next(store, store.facts.today)
        assert not closing.leave(store)
        assert not closing.dispose(store)
        closing.begin(store, "målen är nådda")
        assert (store.case.state, store.case.reason) == (State.CLOSING, "målen är nådda")
        assert pending(session, "followup.prompt") == []
        assert refused(closing.acknowledge, store, "ja") == "case.receipt_missing"
        closed = closing.acknowledge(store, "SN 2026/17")
        assert store.case == closed
        assert pending(session, "case.leave") == pending(session, "case.dispose") == [case.id]
        assert closing.leave(store)
        assert closing.dispose(store)
        assert store.case.state is State.DISPOSED
        assert actions(session)[-4:] == [
            Action.CASE_CLOSING,
            Action.CASE_CLOSED,
            Action.CASE_LEFT,
            Action.CASE_DISPOSED,
        ]
