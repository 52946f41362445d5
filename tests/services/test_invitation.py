"""Somebody is asked in again who left by themselves."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.services import invitation
from storage import member as members
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import actions, case_store


def test_who_is_where_they_may_be_is_not_asked_again(desk: Desk) -> None:
    case = opened(desk)
    lisa = desk.person("lisa")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert invitation.ask_again(store, lisa) == invitation.AskedAgain(left=(), retried=())
        assert Action.CASE_ASKED_AGAIN not in actions(session)


def test_whoever_left_is_asked_in_again(desk: Desk) -> None:
    case = opened(desk)
    lisa = desk.person("lisa")
    room = desk.open_case_room(case)
    assert lisa.matrix_id is not None
    assert room.matrix_room is not None
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        members.note_membership(session, "bot", room.matrix_room, lisa.matrix_id, "leave", store.now, by_self=True)
        assert [left.id for left in invitation.ask_again(store, lisa).left] == [room.id]
        assert store.left_rooms(lisa) == []
        assert actions(session)[-1] == Action.CASE_ASKED_AGAIN
