"""People are bound to accounts, and whoever had the account as a guest is forgotten."""

from __future__ import annotations

from bot.rules.audit import Action
from bot.rules.consultation import State
from bot.rules.roles import Role
from bot.services import person as service
from storage import consultation as consultations
from tests.bot.desk import Desk
from tests.rules.making import SKOVDE
from tests.services.stores import actions, case_store, pending, unit_store


def test_a_guest_makes_way_for_whom_the_account_is_bound_to(desk: Desk) -> None:
    petra, berit = desk.add("petra", Role.ACTOR, "police"), desk.person("berit")
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        consultations.begin(
            session,
            "norr",
            "@ny:s",
            state=State.NEW,
            language="sv",
            new_code=lambda _: "A-1XY",
            now=store.now,
            today=store.facts.today,
        )
        assert store.consultations.of_account("@ny:s") is not None
        service.bind(store, petra, "@ny:s", checked="bankid", approved_by=berit.id)
        assert store.consultations.of_account("@ny:s") is None
        bound = store.people.get(petra.id)
        assert (bound.matrix_id, bound.checked, bound.approved_by) == ("@ny:s", "bankid", berit.id)
        assert pending(session, "device.news") == [petra.id], "it is told soon whether she can read"
        assert actions(session)[-2:] == [Action.CONSULTATION_PURGED, Action.PERSON_ACCOUNT_CHANGED]


def test_who_is_away_by_the_list_of_servers_and_in_which_cases(desk: Desk) -> None:
    desk.add("petra", Role.ACTOR, "police")
    desk.add("lisa", Role.ACTOR, "school")
    case = desk.case("K-7F2", actors=[("police", "petra")])
    with desk.core.db.unit() as session:
        store = unit_store(desk, session)
        assert service.away(store) == [], "no server of our own is known yet"
        store = unit_store(desk, session, SKOVDE.model_copy(update={"own_server": "hemma", "allowed_servers": ()}))
        away = {one.person.handle: one.codes for one in service.away(store)}
        assert away == {"lisa": (), "petra": ("K-7F2",)}
        assert case_store(desk, session, case).facts.actors != ()
