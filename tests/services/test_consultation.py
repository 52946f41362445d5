"""A consultation is opened by the first question, reminded of until it is answered, and erased on its day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules import calendar
from bot.rules import consultation as rules
from bot.rules.audit import Action
from bot.rules.consultation import Consultation, State
from bot.services import consultation
from storage import consultation as consultations
from storage import writes
from storage.scoped import UnitStore
from storage.tables import Due
from tests.bot.desk import Desk
from tests.services.stores import actions, pending, unit_store


def begin(store: UnitStore, session: Session, who: str, code: str, state: State = State.NEW) -> Consultation:
    return consultations.begin(
        session,
        "norr",
        f"@{who}:s",
        state=state,
        language="sv",
        new_code=lambda _: code,
        now=store.now,
        today=store.facts.today,
    )


def test_the_first_question_opens_it_and_an_answer_stops_the_reminder(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        begun = begin(store, session, "gast", "A-1XY")
        first = consultation.take_question(store, begun)
        assert (first.is_first, first.is_held) == (True, False)
        assert first.consultation.state is State.OPEN
        assert not consultation.take_question(store, first.consultation).is_first
        assert pending(session, "consultation.waiting") == [begun.id]
        consultation.answer(store, first.consultation)
        assert pending(session, "consultation.waiting") == []
        assert consultation.merge_reminders(store, begun.id) is not None, "it goes on"
        told = [Action.CONSULTATION_OPENED, Action.CONSULTATION_ASKED, Action.CONSULTATION_ANSWERED]
        assert actions(session)[-3:] == told


def test_nobody_is_reminded_on_a_red_day(desk: Desk) -> None:
    desk.clock.at = datetime(2026, 12, 23, 15, tzinfo=UTC)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        consultation.take_question(store, begin(store, session, "gast", "A-1XY"))
        at = session.scalars(select(Due.at).where(Due.kind == "consultation.waiting")).one()
    assert calendar.day_of(at) == date(2026, 12, 28)


def test_what_is_too_much_from_all_guests_is_held(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        opened = consultation.take_question(store, begin(store, session, "gast", "A-1XY")).consultation
        for _ in range(rules.MOST_IN_AN_HOUR - 1):
            assert consultation.count_message(store, opened.person_id)
        assert not consultation.count_message(store, opened.person_id)
        assert consultation.take_question(store, opened).is_held
        assert store.consultations.held() == {opened.id}
        # A first message counts against twice as many, so that others can still ask
        assert not consultation.take_question(store, begin(store, session, "en till", "A-2XY")).is_held


@pytest.mark.parametrize("state", [State.ASKED, State.CLOSED])
def test_nothing_is_counted_of_whom_nothing_is_sent(desk: Desk, state: State) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        begun = begin(store, session, "gast", "A-1XY", state)
        before = writes.count(session)
        assert not consultation.count_message(store, begun.person_id)
        assert writes.count(session) == before


def test_how_it_would_end_is_told_before_it_ends(desk: Desk) -> None:
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        opened = consultation.take_question(store, begin(store, session, "gast", "A-1XY")).consultation
        before = writes.count(session)
        would_be = consultation.ended(store, opened)
        assert writes.count(session) == before
        assert store.consultations.find("A-1XY") == opened
        assert consultation.end(store, opened) == would_be
        assert store.consultations.find("A-1XY") is None
        assert consultation.purge(store, opened.id) is None, "its day has not come"
    desk.clock.at += timedelta(days=rules.ENDED_DAYS)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        erased = consultation.purge(store, opened.id)
        assert erased is not None
        assert erased.known_to_unit
        assert store.people.get(opened.person_id).matrix_id is None
