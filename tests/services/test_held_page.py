"""Pages on which somebody else may write: held back once, and answered again after a talk or with a new account."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.services import held_page, person
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import actions, unit_store


def test_a_page_is_held_until_it_is_released(desk: Desk) -> None:
    opened(desk)
    alex, kim = desk.person("alex"), desk.person("kim")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        held_page.hold(store, alex)
        held_page.hold(store, store.people.get(alex.id))
        assert store.people.get(alex.id).held
        assert not store.people.get(kim.id).held
        held_page.release(store, store.people.get(alex.id))
        assert not store.people.get(alex.id).held
        assert actions(session)[-2:] == [Action.PERSON_HELD, Action.PERSON_RELEASED]


def test_whoever_has_the_old_account_reads_nothing_more(desk: Desk) -> None:
    opened(desk)
    alex, berit = desk.person("alex"), desk.person("berit")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        held_page.hold(store, alex)
        person.bind(store, alex, "@alex2:test", checked="bankid", approved_by=berit.id)
        assert not store.people.get(alex.id).held
