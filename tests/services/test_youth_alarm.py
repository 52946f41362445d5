"""The life of a youth's alarm: raised, grown, passed on while nobody takes it, taken, asked about, over."""

from __future__ import annotations

from datetime import timedelta

from bot.rules import youth_alarm as rules
from bot.rules.audit import Action
from bot.rules.youth_alarm import CALL, TEXT, Outcome, State, Step
from bot.services import youth_alarm
from storage import writes
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import actions, case_store, pending, unit_store


def test_there_is_one_for_each_person_until_somebody_takes_it(desk: Desk) -> None:
    case = opened(desk)
    alex, kim, anna = desk.person("alex"), desk.person("kim"), desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        first = youth_alarm.hear(store, alex, TEXT, case)
        again = youth_alarm.hear(store, alex, TEXT, case)
        other = youth_alarm.hear(store, kim, CALL, case)
        assert (first.is_news, again.is_news, other.is_news) == (True, False, True)
        assert first.alarm.id == again.alarm.id != other.alarm.id
        assert actions(session).count(Action.YOUTH_ALARM_RAISED) == 2
        taken = youth_alarm.take(store, store.youth_alarms.of_case(case.id), anna)
        assert [(alarm.state, alarm.taken_by) for alarm in taken] == [(State.TAKEN, anna.id)] * 2
        assert pending(session, youth_alarm.UNTAKEN) == []
        assert pending(session, youth_alarm.ASK) == [str(first.alarm.id), str(other.alarm.id)]
        assert youth_alarm.take(store, store.youth_alarms.of_case(case.id), anna) == []
        later = youth_alarm.hear(store, alex, TEXT, case)
        assert later.is_news
        assert later.alarm.id not in (first.alarm.id, other.alarm.id)


def test_untaken_it_goes_from_one_to_the_next_and_then_waits_for_the_office_to_open(desk: Desk) -> None:
    case = opened(desk)
    alex, berit = desk.person("alex"), desk.person("berit")
    desk.clock.at = desk.clock.at.replace(hour=20)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        heard = youth_alarm.hear(store, alex, TEXT, case)
        passed = [youth_alarm.pass_untaken(store, heard.alarm.id) for _ in range(4)]
        steps = [(one.step, list(one.places)) for one in passed if one is not None]
        page = store.page(store.case.coordinator_id).id
        assert steps == [
            (Step.DEPUTY, [store.page(berit.id).id]),
            (Step.OFFICE, [store.office.id]),
            (Step.OPENING, [page, store.office.id]),  # there is no second person in this unit
            (Step.OPENING, [page, store.office.id]),
        ]
        assert pending(session, youth_alarm.UNTAKEN) == [str(heard.alarm.id)]
        assert store.facts.profile.office_hours.next_opening(store.now) > store.now


def test_only_reached_or_on_call_ends_it_and_its_taker_is_asked_again(desk: Desk) -> None:
    case = opened(desk)
    alex, anna = desk.person("alex"), desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        alarm = youth_alarm.hear(store, alex, TEXT, case).alarm
        assert youth_alarm.note_contact(store, [alarm], Outcome.REACHED) == []  # nobody has taken it
        (taken,) = youth_alarm.take(store, [alarm], anna)
        asked = [youth_alarm.ask_taker(store, alarm.id) for _ in range(rules.MOST_ASKED)]
        assert [one.asked for one in asked if one is not None] == [1, 2, 3]
        (tried,) = youth_alarm.note_contact(store, [taken], Outcome.NOT_REACHED)
        assert (tried.state, tried.asked) == (State.TAKEN, 0)
        (over,) = youth_alarm.note_contact(store, [tried], Outcome.ON_CALL)
        assert over.state is State.CLOSED
        assert store.youth_alarms.of_case(case.id) == []
        assert youth_alarm.ask_taker(store, alarm.id) is None
        assert pending(session, youth_alarm.ASK) == []


def test_whoever_was_silent_for_two_office_hours_counts_as_away(desk: Desk) -> None:
    opened(desk)
    desk.say("anna", "hjälp")
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        assert not youth_alarm.is_silent(unit_store(desk, session), anna)
    desk.clock.at += timedelta(days=1)
    with desk.core.db.unit() as session:
        before = writes.count(session)
        assert youth_alarm.is_silent(unit_store(desk, session), anna)
        assert writes.count(session) == before


def test_what_was_taken_back_is_noted_in_the_newest_and_raises_none(desk: Desk) -> None:
    case = opened(desk)
    alex = desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert youth_alarm.note_taken_back(store, alex) is None
        youth_alarm.hear(store, alex, TEXT, case)
        noted = youth_alarm.note_taken_back(store, alex)
        assert noted is not None
        assert [one.kind for one in noted.came] == [TEXT, rules.TAKEN_BACK]


def test_a_new_coordinator_is_told_of_what_nobody_has_taken(desk: Desk) -> None:
    case = opened(desk)
    alex, kim, anna, berit = (desk.person(name) for name in ("alex", "kim", "anna", "berit"))
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        youth_alarm.take(store, [youth_alarm.hear(store, kim, TEXT, case).alarm], anna)
        waiting = youth_alarm.hear(store, alex, TEXT, case).alarm
        (followed,) = youth_alarm.follow(store, berit)
        assert followed.id == waiting.id
        assert store.page(berit.id).id in followed.places
