"""What a youth wrote is passed on once or forgotten; and what they choose for themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.errors import Refused
from bot.messages import Wordless
from bot.rules.audit import Action
from bot.rules.case import State, moved
from bot.services import choices, youth_words
from storage import member as members
from storage import writes
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import actions, case_store


def test_kept_words_are_passed_on_once_in_order(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        page = store.page(alex.id)
        until = store.now + timedelta(hours=1)
        assert youth_words.keep(store, alex.id, "de slår mig", event_id="$a", until=until)
        assert youth_words.keep(store, alex.id, "", Wordless.VOICE, event_id="$b", until=until)
        passed_on = youth_words.pass_on(store, alex.id, page.id)
        assert [(line.kind, line.text) for line in passed_on] == [("text", "de slår mig"), ("voice", "")]
        assert actions(session)[-1] == Action.YOUTH_PASSED_ON
        assert youth_words.pass_on(store, alex.id, page.id) == ()
        assert actions(session).count(Action.YOUTH_PASSED_ON) == 1


def test_forgotten_words_are_gone_and_nobody_is_told(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        youth_words.keep(store, alex.id, "de slår mig", event_id="$a", until=store.now + timedelta(hours=1))
        youth_words.forget(store, alex.id, store.page(alex.id).id)
        assert not store.has_kept_words(alex.id)
        assert Action.YOUTH_PASSED_ON not in actions(session)


def test_whoever_chooses_the_room_again_is_invited_anew_and_whoever_leaves_it_is_not(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    room = desk.open_case_room(case)
    assert alex.matrix_id is not None
    assert room.matrix_room is not None
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        members.note_membership(session, "bot", room.matrix_room, alex.matrix_id, "leave", store.now, by_self=True)
        choices.choose_page_by_leaving(store)
        assert store.case.youth_choice == "page"
        assert [left.id for left in store.left_rooms(alex)] == [room.id]
        choices.choose_place(store, "room", alex)
        assert store.case.youth_choice == "room"
        assert store.left_rooms(alex) == []
        assert actions(session)[-2:] == [Action.CASE_YOUTH_CHOSE, Action.CASE_YOUTH_CHOSE]


def test_while_a_case_is_being_closed_nobody_comes_in_and_to_leave_is_not_refused(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.save(moved(store.case, State.CLOSING))
        choices.choose_place(store, "page", alex)
        assert store.case.youth_choice == "page"
        before = writes.count(session)
        with pytest.raises(Refused):
            choices.choose_place(store, "room", alex)
        assert writes.count(session) == before


def test_reminders_stop_and_start(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        choices.stop_reminders(store, alex.id)
        assert not store.people.get(alex.id).reminders
        choices.start_reminders(store, alex.id)
        assert store.people.get(alex.id).reminders
