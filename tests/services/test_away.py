"""Whoever is away has a deputy; what is for them goes to the deputy until they are back."""

from __future__ import annotations

from datetime import timedelta

from bot.rules.audit import Action
from bot.rules.youth_alarm import TEXT
from bot.services import away, youth_alarm
from storage import writes
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import actions, case_store


def test_what_is_for_them_goes_to_the_deputy_until_the_day_they_are_back(desk: Desk) -> None:
    case = opened(desk)
    anna, berit, alex = desk.person("anna"), desk.person("berit"), desk.person("alex")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        before = writes.count(session)
        assert [one.id for one in away.reachable(store, anna)] == [berit.id]
        assert writes.count(session) == before
        away.leave(store, anna, store.facts.today + timedelta(days=2), berit)
        assert actions(session)[-1] == Action.PERSON_AWAY_NOTED
        assert youth_alarm.reader(store, case).id == berit.id
        heard = youth_alarm.hear(store, alex, TEXT, case)
        assert store.page(berit.id).id in heard.alarm.places
        assert store.page(anna.id).id not in heard.alarm.places
        # nobody stands in for the deputy now
        assert away.reachable(store, store.facts.person(berit.id)) == []
    desk.clock.at += timedelta(days=2)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        assert youth_alarm.reader(store, case).id == anna.id
        assert away.come_back(store, store.facts.person(anna.id)) is None


def test_a_deputy_who_has_gone_reads_nothing_and_back_is_back(desk: Desk) -> None:
    case = opened(desk)
    anna, berit = desk.person("anna"), desk.person("berit")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        away.leave(store, anna, store.facts.today + timedelta(days=2), berit)
        store.people.bind(berit.id, None)
        assert youth_alarm.reader(store, case).id == anna.id
        stood_in = away.come_back(store, store.facts.person(anna.id))
        assert stood_in is not None
        assert stood_in.id == berit.id
        assert actions(session)[-1] == Action.PERSON_AWAY_ENDED
        assert away.come_back(store, store.facts.person(anna.id)) is None
