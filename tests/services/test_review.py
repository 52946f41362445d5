"""The circle is reviewed: asked about until there is an answer, and noted."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.services import review
from tests.bot.desk import Desk
from tests.services.stores import actions, case_store, pending


def test_a_review_is_noted_and_the_next_one_planned(desk: Desk) -> None:
    case = desk.case("K-7F2")
    assert not review.has_circle(case)
    desk.open_case_room(case)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert review.has_circle(store.case)
        review.plan_again(store)
        assert pending(session, "circle.review") == [case.id]
        reviewed = review.note(store)
        assert store.case.reviewed_on == store.facts.today
        assert (reviewed.next_on - store.facts.today).days == store.facts.profile.review_days
        assert pending(session, "circle.review") == [case.id]  # once: it is only moved
        assert actions(session)[-1] == Action.CASE_CIRCLE_REVIEWED
