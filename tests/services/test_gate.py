"""What is noted of a case, and of the decisions its unit works under."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.note import UNIT, Note
from bot.services import gate
from tests.bot.desk import Desk
from tests.services.stores import actions, case_store, unit_store


def test_a_note_replaces_the_earlier_one_and_is_taken_back(desk: Desk) -> None:
    case = desk.case("K-7F2")
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        first = Note(kind="savry", day=store.facts.today, by=anna.id)
        gate.note(store, first)
        second = Note(kind="savry", day=store.facts.today, by="berit")
        gate.note(store, second)
        assert store.case.note("savry") == second
        gate.take_note_back(store, "savry")
        assert store.case.note("savry") is None
        assert actions(session)[-3:] == [Action.CASE_NOTED, Action.CASE_NOTED, Action.CASE_UNNOTED]


def test_a_decision_reaches_the_cases_that_were_begun_before(desk: Desk) -> None:
    before = desk.case("K-7F2")
    opened = desk.case("K-4MD")
    desk.open_case_room(opened)
    anna = desk.person("anna")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        gate.refer(store, UNIT[0], "KS 2026/3", by=anna.id)
        reference = store.references.all()[UNIT[0]]
        assert (reference.reference, reference.by) == ("KS 2026/3", anna.id)
        assert store.of(before).case.note(UNIT[0]) == reference
        assert store.of(opened).case.note(UNIT[0]) is None
