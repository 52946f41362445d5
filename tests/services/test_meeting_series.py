"""A series is called as ordinary meetings, asked about one by one, moved, and ended with what ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules import calendar
from bot.rules import meeting as meeting_rules
from bot.rules.case import Case, State
from bot.rules.meeting import Meeting, MeetingState
from bot.rules.recurrence import Every, Recurrence
from bot.rules.roles import Role
from bot.services import meeting as meetings
from bot.services import meeting_notice, meeting_series
from bot.services.meeting_series import ASK, ENDS, CalledSeries, Forecast
from storage import writes
from storage.scoped import CaseStore
from storage.tables import Due
from tests.bot.desk import Desk
from tests.rules.making import meeting
from tests.services.stores import case_store, pending


@pytest.fixture
def case(desk: Desk) -> Case:
    """An open case with a youth in it."""
    desk.add("alex", Role.YOUTH, "youth")
    made = desk.case("K-7F2", actors=[("youth", "alex")])
    desk.open_case_room(made)
    return made


def weekly(store: CaseStore, **more: object) -> Recurrence:
    """Each Thursday, from the next one on."""
    begins = store.facts.today + timedelta(days=(3 - store.facts.today.weekday()) % 7 or 7)
    known = Recurrence(begins=begins, every=Every.WEEK, weekdays=(3,))
    return replace(known, **more)  # type: ignore[arg-type]


def forecast(store: CaseStore, rule: Recurrence, at: time = time(15), *, skips_free: bool = False) -> Forecast:
    pattern = meeting(id="", unit_id="norr", case_id=store.case_id, number=0, starts_at=store.now)
    return meeting_series.forecast(store, pattern, rule, at, skips_free=skips_free)


def called(store: CaseStore, *, count: int = 4) -> CalledSeries:
    return meeting_series.call(store, forecast(store, weekly(store, count=count)))


def due(session: Session, kind: str) -> dict[str, date]:
    """When what is scheduled of a kind is due, by its subject."""
    rows = session.scalars(select(Due).where(Due.kind == kind, Due.state == "pending"))
    return {row.subject: calendar.day_of(row.at) for row in rows}


def days(found: tuple[Meeting, ...]) -> list[date]:
    return [calendar.day_of(one.starts_at) for one in found]


def test_a_forecast_writes_nothing(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        planned = forecast(store, weekly(store))
        assert len(planned.meetings) > 4
        assert planned.goes_on
        assert writes.count(session) == before


def test_each_is_a_meeting_and_people_are_asked_about_the_first_alone(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        result = called(store)
        assert [one.number for one in result.meetings] == [1, 2, 3, 4]
        assert len({one.series_id for one in result.meetings}) == 1
        assert [one.asked_at is not None for one in result.meetings] == [True, False, False, False]
        asked = due(session, ASK)
        assert [asked.get(one.id) for one in result.meetings] == [
            None,
            *(day + timedelta(days=1) for day in days(result.meetings)[:-1]),
        ]
        (series,) = store.meetings.series()
        assert series.ended_at is not None, "the rule says how many there are"
        assert pending(session, ENDS) == []


def test_the_youth_knows_nothing_of_a_meeting_before_they_are_asked(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        result = called(store)
        assert meeting_notice.known(store, result.meetings[1]) is None
        off = meetings.call_off(store, result.meetings[1])
        assert off.known is None
        assert result.meetings[1].id not in due(session, ASK)


def test_people_are_asked_once_and_not_about_what_is_over(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        second, third = called(store).meetings[1:3]
        assert meeting_series.take_asking(store, second.id) is not None
        assert meeting_series.take_asking(store, second.id) is None
        store.meetings.set_state(third.id, MeetingState.CANCELLED)
        assert meeting_series.take_asking(store, third.id) is None


def test_a_case_that_stands_still_is_asked_when_it_goes_on(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        second = called(store).meetings[1]
        store.save(replace(store.case, state=State.FROZEN))
        assert meeting_series.take_asking(store, second.id) is None
        assert due(session, ASK)[second.id] > store.facts.today
        found = store.meetings.get(second.id)
        assert found is not None
        assert found.asked_at is None


def test_before_a_series_that_goes_on_is_over_the_coordinator_hears_of_it(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        planned = forecast(store, weekly(store))
        planned = replace(planned, meetings=planned.meetings[:3])
        result = meeting_series.call(store, planned)
        (series,) = store.meetings.series()
        assert due(session, ENDS) == {series.id: days(result.meetings)[1] + timedelta(days=1)}
        # Three are left still: it is looked at again
        assert meeting_series.take_end(store, series.id) is None
        for one in result.meetings[:2]:
            store.meetings.set_state(one.id, MeetingState.HELD)
        assert meeting_series.take_end(store, series.id) == store.meetings.get(result.meetings[2].id)
        assert meeting_series.take_end(store, series.id) is None, "once"


def test_an_hour_that_the_clock_leaves_out_is_left_out(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        sundays = Recurrence(begins=date(2027, 3, 21), every=Every.WEEK, weekdays=(6,), count=3)
        planned = forecast(store, sundays, time(2, 30))
        assert planned.no_hour == (date(2027, 3, 28),)
        assert days(planned.meetings) == [date(2027, 3, 21), date(2027, 4, 4)]
        # The others are at the same hour of the clock, before the change and after it
        assert [calendar.clock_of(one.starts_at) for one in planned.meetings] == [time(2, 30)] * 2


def test_what_is_moved_together_keeps_its_distance_and_who_was_not_asked_is_asked_later(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        first, second, third, _ = called(store).meetings
        pairs = [(one, later(one)) for one in (first, second, third)]
        result = meeting_series.move(store, pairs)
        assert [one.meeting.id for one in result.asked] == [result.after[0].id]
        assert [one.first_id for one in result.after] == [first.id, second.id, third.id]
        assert [one.asked_at is not None for one in result.after] == [True, False, False]
        asked = due(session, ASK)
        assert not {first.id, second.id, third.id} & asked.keys()
        assert [asked[one.id] for one in result.after[1:]] == [
            day + timedelta(days=3) for day in days(result.after)[:2]
        ], "a Friday: on Monday"


def later(one: Meeting) -> Meeting:
    at: datetime = one.starts_at + timedelta(days=1)
    return meeting_rules.moved(one, starts_at=at, minutes=one.minutes, place=one.place)


def test_a_series_that_is_called_off_has_no_more_to_come(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        planned = forecast(store, weekly(store))
        result = meeting_series.call(store, replace(planned, meetings=planned.meetings[:4]))
        meeting_series.call_off(store, result.meetings)
        assert meetings.planned(store) == []
        for kind in (ASK, ENDS, "meeting.reminder", "meeting.began"):
            assert pending(session, kind) == [], kind
        (series,) = store.meetings.series()
        assert series.ended_at == store.now
