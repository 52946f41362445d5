"""A receipt is the latest of its function, in its own case."""

from __future__ import annotations

from datetime import timedelta

from bot.rules.case import State, moved
from tests.storage.conftest import NOW, World


def test_a_receipt_takes_the_place_of_an_earlier_one(world: World) -> None:
    anna = world.person("anna")
    case, other = world.case("K-7F2", anna), world.case("K-4MD", anna)
    with world.unit() as session:
        receipts = world.store(session, case).receipts
        receipts.put("police", by="petra", now=NOW)
        receipts.put("school", by="lisa", now=NOW)
        receipts.put("police", by="per", now=NOW + timedelta(days=1))
    with world.unit() as session:
        found = {each.function: each for each in world.store(session, case).receipts.all()}
        assert found.keys() == {"police", "school"}
        assert (found["police"].noted_by, found["police"].noted_at) == ("per", NOW + timedelta(days=1))
        assert world.store(session, other).receipts.all() == []


def test_disposal_erases_them(world: World) -> None:
    case = world.case("K-7F2", world.person("anna"))
    with world.unit() as session:
        store = world.store(session, case)
        store.receipts.put("police", by="petra", now=NOW)
        assert len(store.receipts.all()) == 1
        store.dispose(moved(case, State.DISPOSED))
        assert store.receipts.all() == []
