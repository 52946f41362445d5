"""An open case on a desk, with everybody in the room by a consent of both guardians."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.rules.agreement import Agreement
from bot.rules.case import Case, State
from bot.rules.person import Person
from bot.rules.roles import Role
from bot.services import agreement
from storage.scoped import CaseStore
from tests.bot.desk import Desk
from tests.rules.making import agreement as written
from tests.rules.making import task
from tests.services.stores import case_store

SHARED = {"police": ["school"], "social_services": ["school"], "school": ["school"]}


def on_day(store: CaseStore, *givers: str, **more: Any) -> Agreement:
    """A consent as a coordinator writes it down on the store's day."""
    today = store.facts.today
    return written(*givers, given_on=today, starts_on=today, **more)


def known(store: CaseStore, handle: str) -> Person:
    """Somebody of the unit."""
    found = store.people.find(handle)
    assert found is not None
    return found


def record(store: CaseStore, what: Agreement) -> agreement.Recorded:
    """Have anna record it, and berit agree to that."""
    return agreement.record(store, what, by=known(store, "anna").id, approved_by=known(store, "berit").id)


def opened(desk: Desk) -> Case:
    """A case about school with petra (police), sven (social services) and lisa (school); lisa has a task."""
    for handle, function in (("petra", "police"), ("sven", "social_services"), ("lisa", "school")):
        desk.add(handle, Role.ACTOR, function)
    named = [("police", "petra"), ("social_services", "sven"), ("school", "lisa")]
    case = desk.case("K-7F2", actors=named)
    desk.open_case_room(case, covered=False)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        scope = frozenset({"school"})
        store.save(
            replace(store.case, state=State.ACTIVE, opened_on=store.facts.today, youth_choice="page", scope=scope)
        )
        store.open_room(scope)
        record(store, on_day(store, "guardian1:joint", "guardian2:joint", kinds=SHARED))
        store.plan.add(task(0, owner_id=known(store, "lisa").id), now=store.now)
        return store.case
