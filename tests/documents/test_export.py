"""The export of a case: what the personal file is told when the case is closed."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.documents.export import checksum, export
from bot.rules.goal import Outcome
from bot.rules.plan import By, Via
from bot.rules.recurrence import Every, Recurrence
from bot.rules.roles import Role
from bot.services import goal, plan, series
from storage.scoped import CaseStore
from tests.bot.desk import Desk
from tests.services.stores import unit_store


def test_the_file_tells_of_all_who_took_part_also_of_those_who_are_out(desk: Desk) -> None:
    for handle in ("petra", "pia", "per"):
        desk.add(handle, Role.ACTOR, "police")
    case = desk.case("K-7F2", actors=[("police", "petra")])
    now, today = desk.clock.now(), desk.clock.today()
    end = today + timedelta(days=3)
    per, pia, berit = (desk.person(handle).id for handle in ("per", "pia", "berit"))
    with desk.core.db.unit() as session:
        store = CaseStore(session, "norr", berit, now, case.id, profile=None)
        store.actors.assign("police", per, today, deputy=True, ended_on=end, approved_by=berit)
        store.actors.assign("police", pia, today + timedelta(days=1))
    with desk.core.db.read() as session:
        content = json.loads(export(session, {"case_id": case.id}, now + timedelta(days=30)))
    assert content["sha256"] == checksum(content)
    found = {one["name"]: (one["ended_on"], one["deputy"], one["approved_by"]) for one in content["actors"]}
    assert found == {
        "Petra": ((today + timedelta(days=1)).isoformat(), False, None),
        "Per": (end.isoformat(), True, "Berit"),
        "Pia": (None, False, None),
    }


def test_the_file_tells_of_every_room_and_what_it_was_about(desk: Desk) -> None:
    case, berit = desk.case("K-7F2"), desk.person("berit").id
    with desk.core.db.unit() as session:
        store = CaseStore(session, "norr", berit, desk.clock.now(), case.id, profile=None)
        store.open_room(frozenset({"school", "family"}))
        first = store.add_side_room(frozenset({"health"}))
        store.add_side_room(frozenset({"drugs"}))
        store.close_side_room(first.id)
    with desk.core.db.read() as session:
        content = json.loads(export(session, {"case_id": case.id}, desk.clock.now()))
    assert content["rooms"] == [
        {"room": "case", "scope": ["family", "school"]},
        {"room": "side 1", "scope": ["health"]},
        {"room": "side 2", "scope": ["drugs"]},
    ]


def test_the_file_tells_of_goals_and_of_all_that_happened_to_a_task(desk: Desk) -> None:
    petra = desk.add("petra", Role.ACTOR, "police")
    case, berit = desk.case("K-7F2", actors=[("police", "petra")]), desk.person("berit").id
    today = desk.clock.today()
    with desk.core.db.unit() as session:
        store = unit_store(desk, session).of(case)
        wished = goal.add(store, "Komma till skolan", area="school")
        goal.add_milestone(store, wished, "En hel vecka", today)
        wished = goal.note_own_words(store, wished, "Jag vill slippa tjatet", noted_by=berit)
        goal.judge(store, wished, Outcome.PARTLY, by=berit)
        by = By(person_id=berit, via=Via.COMMAND, verified=True)
        rule = Recurrence(begins=today, every=Every.WEEK, weekdays=(3,))
        met = plan.add(
            store,
            "Möta Alex",
            owner_id=petra.id,
            due_on=None,
            by=by,
            repeats=rule,
            function="police",
            goal_id=wished.id,
        )
        ring = plan.add(store, "Ringa", owner_id=petra.id, due_on=None, by=by)
        series.skip_occurrence(store, met, by)
        plan.hand_over(store, plan.wait_for(store, ring, met, by), owner_id=berit, by=by)
    with desk.core.db.read() as session:
        content = json.loads(export(session, {"case_id": case.id}, desk.clock.now()))
    [told] = content["goals"]
    assert (told["text"], told["own_words"], told["own_words_from"]) == (
        *("Komma till skolan", "Jag vill slippa tjatet"),
        "Berit",
    )
    assert (told["outcome"], told["judged_by"], told["milestones"][0]["number"]) == ("partly", "Berit", "1.1")
    first, second = content["tasks"]
    assert (first["goal"], first["function"], first["owner"]) == (1, "police", "Petra")
    assert [each["state"] for each in first["days"]] == ["skipped"]
    assert [(each["what"], each["by"], each["about"]) for each in first["history"]] == [
        ("added", "Berit", "Petra"),
        ("skipped", "Berit", None),
    ]
    assert [(each["what"], each["about"]) for each in second["history"]] == [
        ("added", "Petra"),
        ("linked", 1),
        ("handed_over", "Berit"),
    ]
