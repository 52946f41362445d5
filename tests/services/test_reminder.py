"""A youth is reminded as they chose, and never more often than promised; somebody rings in time."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.i18n import ZONE
from bot.rules.case import Case
from bot.rules.meeting import Answer
from bot.rules.reminder import MOST, Reminding
from bot.rules.roles import Role
from bot.services import choices, reminder
from bot.services import meeting as meetings
from bot.services.reminder import Reminder, Why
from storage import due
from storage.scoped import CaseStore
from tests.bot.desk import Desk
from tests.rules.making import meeting
from tests.services.opened import known
from tests.services.stores import case_store, pending

#: A Monday at nine, Swedish time.
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def case(desk: Desk) -> Case:
    desk.clock.at = MONDAY
    desk.add("petra", Role.ACTOR, "police")
    desk.add("sven", Role.ACTOR, "social_services")
    desk.add("alex", Role.YOUTH, "youth")
    made = desk.case("K-7F2", actors=[("police", "petra"), ("social_services", "sven"), ("youth", "alex")])
    desk.open_case_room(made)
    return made


def call(store: CaseStore, starts_at: datetime) -> str:
    """A new meeting, by id."""
    new = replace(meeting(), id="", unit_id="norr", case_id=store.case_id, starts_at=starts_at)
    return meetings.call(store, new).meeting.id


def ripe(desk: Desk, case: Case) -> list[Reminder]:
    """What the youth is reminded of now, as the scheduler would find it."""
    found = []
    with desk.core.db.unit() as session:
        for job in due.claim(session, desk.clock.now(), most=32):
            due.cancel(session, "done", kind=job.kind, subject=job.subject)
            if job.kind == reminder.KIND:
                taken = reminder.take(case_store(desk, session, case), job.subject)
                found += [] if taken is None else [taken]
            elif job.kind == reminder.RESTED:
                reminder.end_rest(case_store(desk, session, case), job.subject)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_chosen_it_is_kept(desk: Desk, case: Case, seed: int) -> None:
    """Meetings at random hours, a choice before them, and a bot that sleeps now and then: never more, never at
    night."""
    chance = random.Random(seed)
    said: dict[str, list[datetime]] = {}
    how = Reminding.USUAL
    for _ in range(6):
        with desk.core.db.unit() as session:
            store = case_store(desk, session, case)
            how = chance.choice(list(Reminding))
            reminder.choose(store, known(store, "alex").id, how)
            day = desk.clock.today() + timedelta(days=chance.randint(2, 9))
            at = datetime.combine(day, time(chance.randint(0, 23), chance.choice((0, 15, 30, 45))), tzinfo=ZONE)
            met = call(store, at.astimezone(UTC))
        while desk.clock.now() < at:
            desk.clock.at = desk.clock.now() + timedelta(minutes=chance.choice((15, 15, 60, 60, 600)))
            for each in ripe(desk, case):
                assert time(8) <= desk.clock.now().astimezone(ZONE).time() < time(21)
                assert desk.clock.now() < each.meeting.starts_at
                said.setdefault(each.meeting.id, []).append(desk.clock.now())
        assert len(said.get(met, ())) <= MOST[how]


def test_another_choice_plans_the_coming_meetings_anew(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        call(store, MONDAY + timedelta(days=3, hours=6))
        assert len(pending(session, reminder.KIND)) == 2
        reminder.choose(store, known(store, "alex").id, Reminding.ONE_HOUR)
        (subject,) = pending(session, reminder.KIND)
        assert due.scheduled_at(session, reminder.KIND, subject) == MONDAY + timedelta(days=3, hours=5)


def test_nobody_is_reminded_while_reminders_rest_and_stopping_ends_the_rest(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        alex = known(store, "alex").id
        reminder.rest(store, alex, date(2026, 12, 7))
        assert not store.people.get(alex).is_reminded(date(2026, 12, 6))
        assert store.people.get(alex).is_reminded(date(2026, 12, 7))
        choices.stop_reminders(store, alex)
    desk.clock.at = datetime(2026, 12, 7, 8, 0, tzinfo=UTC)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert not reminder.end_rest(store, alex)
        assert not store.people.get(alex).is_reminded(date(2026, 12, 8))


def test_a_meeting_that_is_called_off_leaves_nothing_planned(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        met = store.meetings.get(call(store, MONDAY + timedelta(days=3, hours=6)))
        assert met is not None
        meetings.call_off(store, met)
        assert [pending(session, kind) for kind in (reminder.KIND, reminder.UNSEEN, reminder.TO_RING)] == [[], [], []]


def test_who_has_answered_and_can_read_is_not_rung(desk: Desk, case: Case) -> None:
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        met = store.meetings.get(call(store, MONDAY + timedelta(days=3, hours=6)))
        assert met is not None
        found = reminder.take_unreached(store, met.id)
        assert found is not None
        assert found.why is Why.NOT_THERE  # nobody has come to the page
        meetings.note_answer(store, met, Answer.NO, by=known(store, "alex").id)
        assert reminder.take_unreached(store, met.id) is None
