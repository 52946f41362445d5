"""Meetings are called, moved and called off, and it is known what the youth has heard of them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.messages import Urgency
from bot.rules import calendar
from bot.rules.audit import Action
from bot.rules.case import Case
from bot.rules.meeting import Answer, Meeting, MeetingState
from bot.rules.roles import Role
from bot.services import meeting as meetings
from bot.services import meeting_notice
from bot.services.meeting_notice import CHANGE, Way
from storage import outbox, question, writes
from storage.question import MEETING_ANSWER
from storage.scoped import CaseStore
from storage.tables import Outbox, Question, Room
from tests.bodies import say_body
from tests.bot.desk import Desk
from tests.rules.making import meeting
from tests.services.stores import actions, case_store, pending


@pytest.fixture
def case(desk: Desk) -> Case:
    """An open case with a youth in it."""
    desk.add("alex", Role.YOUTH, "youth")
    made = desk.case("K-7F2", actors=[("youth", "alex")])
    desk.open_case_room(made)
    return made


def at(store: CaseStore, days: int, hour: int) -> datetime:
    """That many days from today, at a full hour."""
    return calendar.moment(store.facts.today + timedelta(days=days), time(hour))


def new(store: CaseStore, days: int = 7, hour: int = 15) -> Meeting:
    """A meeting before it is called."""
    starts_at = at(store, days, hour)
    return meeting(id="", unit_id="norr", case_id=store.case_id, number=0, starts_at=starts_at)


def ask(session: Session, store: CaseStore, called: Meeting, *, is_sent: bool, tag: str | None = None) -> int:
    """Ask the youth whether they can come, as the worker of the outbox leaves it; returns the row of the message."""
    youth = store.facts.youth
    assert youth is not None
    page = store.page(youth.id)
    row = outbox.put(session, session.get_one(Room, page.id), say_body(), now=store.now, tag=tag)
    question.ask(
        session,
        page,
        person_id=youth.id,
        asker=youth.id,
        command=MEETING_ANSWER,
        words={"meeting": called.id},
        agreed=frozenset(),
        field="can",
        digest=None,
        case_id=store.case_id,
        outbox_id=row,
        now=store.now,
        lasts=timedelta(days=7),
    )
    if is_sent:
        outbox.mark_sent(session, row, f"$asked{row}", store.now)
    return row


def test_a_forecast_writes_nothing(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        called = meetings.call(store, new(store)).meeting
        row = ask(session, store, called, is_sent=False)
        before = writes.count(session)
        known = meeting_notice.known(store, called)
        assert known is None  # the question has not left
        assert meetings.way(store, called, known) is Way.ASK
        assert writes.count(session) == before
        assert session.get_one(Outbox, row).state == "waiting"


@pytest.mark.parametrize("is_sent", [True, False])
def test_what_was_asked_about_a_meeting_that_is_moved_is_closed(desk: Desk, case: Case, is_sent: bool) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = meetings.call(store, new(store)).meeting
        row = ask(session, store, before, is_sent=is_sent)
        result = meetings.move(store, before, new(store, days=8))
        session.expire_all()
        assert [one.state for one in session.query(Question)] == ["cancelled"]
        assert session.get_one(Outbox, row).state == ("sent" if is_sent else "dropped")
        assert [one.state for one in store.meetings.all()] == [MeetingState.MOVED, MeetingState.PLANNED]
        assert result.way is (Way.TELL if is_sent else Way.ASK)
        if is_sent:
            assert result.notice is not None
            assert (result.notice.known.id, result.notice.meeting) == (before.id, result.meeting)
            assert (result.notice.in_writing, result.notice.by_telephone) == (True, False)
        else:
            assert result.notice is None


def test_the_second_change_of_a_day_waits_until_it_is_taken(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        first = meetings.call(store, new(store)).meeting
        ask(session, store, first, is_sent=True)
        moved = meetings.move(store, first, new(store, days=8))
        assert moved.notice is not None
        ask(session, store, moved.meeting, is_sent=True, tag=moved.notice.tag)
        again = meetings.move(store, moved.meeting, new(store, days=9))
        assert (again.way, again.notice) == (Way.LATER, None)
        assert pending(session, CHANGE) == [f"{case.id}:2:3"]
        assert meeting_notice.known(store, again.meeting) == store.meetings.get(moved.meeting.id)
        assert meeting_notice.changed_since(store, moved.meeting) == again.meeting
        youth = store.facts.youth
        assert youth is not None
        told = meeting_notice.take_waiting(store, again.meeting, youth, Urgency.ANSWER)
        assert told is not None
        assert (told.known.number, told.meeting.number, told.in_writing) == (2, 3, True)
        assert pending(session, CHANGE) == []
        assert meeting_notice.take_waiting(store, again.meeting, youth, Urgency.ANSWER) is None


def test_a_notice_that_never_left_leaves_them_with_the_time_before(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        first = meetings.call(store, new(store)).meeting
        ask(session, store, first, is_sent=True)
        moved = meetings.move(store, first, new(store, days=8))
        assert moved.notice is not None
        ask(session, store, moved.meeting, is_sent=False, tag=moved.notice.tag)
        known = meeting_notice.known(store, moved.meeting)
        assert known is not None
        assert known.number == first.number
        result = meetings.call_off(store, moved.meeting)
        assert result.known == known
        assert meetings.planned(store) == []
        assert actions(session)[-1] == Action.CASE_MEETING_CANCELLED


def test_the_next_meeting_is_the_earliest_that_is_still_to_be(desk: Desk, case: Case) -> None:
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        later = meetings.call(store, new(store, days=9)).meeting
        sooner = meetings.call(store, new(store, days=2)).meeting
        assert meetings.coming(store) == sooner
        meetings.call_off(store, sooner)
        assert meetings.coming(store) == later
        meetings.note_answer(store, later, Answer.NO, by=anna.id)
        meetings.note_tap(store, later, Answer.YES, by=anna.id, event_id="$tap")
        assert store.meetings.answers(later.id) == {anna.id: Answer.YES}
