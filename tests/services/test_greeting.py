"""The first words: once for each account somebody has had."""

from __future__ import annotations

from bot.services import greeting, person
from tests.bot.desk import Desk
from tests.services.shared_case import opened
from tests.services.stores import unit_store


def test_whoever_comes_back_is_not_greeted_again_and_a_new_account_is(desk: Desk) -> None:
    opened(desk)
    alex, berit = desk.person("alex"), desk.person("berit")
    with desk.core.db.unit() as session:
        assert greeting.take(unit_store(desk, session), alex)
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        assert not greeting.take(store, alex)
        assert greeting.take(store, berit)
        person.bind(store, alex, "@alex2:test", checked="bankid", approved_by=berit.id)
        assert greeting.take(store, alex)
        assert not greeting.take(store, alex)
