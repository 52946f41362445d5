"""The export of a case: what the personal file is told when the case is closed."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.documents.export import checksum, export
from bot.rules.roles import Role
from storage.scoped import CaseStore
from tests.bot.desk import Desk


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
