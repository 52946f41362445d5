"""Follow-up goes on from month to month while a case is open, and asks nobody while it is paused."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.services import followup
from tests.bot.desk import Desk
from tests.services.stores import actions, case_store, pending


def test_a_paused_case_is_followed_up_next_time(desk: Desk) -> None:
    case = desk.case("K-7F2")
    with desk.core.db.unit() as session:
        assert followup.prompt(case_store(desk, session, case)) is None
        assert pending(session, "followup.prompt") == []
    desk.open_case_room(case, covered=False)
    with desk.core.db.unit() as session:
        assert followup.prompt(case_store(desk, session, case)) is None  # nobody has consented to anything
        assert pending(session, "followup.prompt") == [case.id]
        assert Action.CASE_FOLLOWUP_PROMPTED not in actions(session)
