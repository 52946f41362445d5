"""How much is answered on own pages is agreed, and a page tells nobody more than the room would."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.page_answers import PageAnswers
from bot.rules.roles import Role
from bot.services import page_answers
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import actions, case_store


def test_what_is_agreed_counts_from_then_on(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert page_answers.agreed(store) is PageAnswers.TIME
        page_answers.agree(store, PageAnswers.OPEN)
        assert page_answers.agreed_for(store, alex) is PageAnswers.OPEN
        assert actions(session)[-1] == Action.CASE_PAGE_AGREED


def test_whoever_is_not_in_the_group_is_told_of_no_meeting(desk: Desk) -> None:
    case = opened(desk)
    alex, kim, petra = desk.person("alex"), desk.person("kim"), desk.person("petra")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        page_answers.agree(store, PageAnswers.OPEN)
        assert page_answers.about_meetings(store, alex) is PageAnswers.OPEN
        assert page_answers.about_meetings(store, petra) is PageAnswers.OPEN
        assert page_answers.about_meetings(store, kim) is PageAnswers.NOTHING, "a guardian no consent covers"


def test_whoever_does_not_take_part_is_answered_nothing(desk: Desk) -> None:
    case = opened(desk)
    desk.add("robin", Role.YOUTH)
    robin = desk.person("robin")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        page_answers.agree(store, PageAnswers.OPEN)
        assert page_answers.agreed_for(store, robin) is PageAnswers.NOTHING
