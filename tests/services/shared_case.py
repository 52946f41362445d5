"""A case about school that the police, the social services and the school share, by the youth's own consent."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.case import Case
from bot.rules.roles import Role
from bot.services import room
from tests.bot.desk import Desk
from tests.rules.making import grant
from tests.services.stores import case_store

SCHOOL = frozenset({"school"})

#: Who stands for what.
NAMED = (
    ("police", "petra"),
    ("social_services", "sven"),
    ("school", "lisa"),
    ("youth", "alex"),
    ("guardian", "kim"),
)


def shared(desk: Desk, *, band: str = "15-17") -> Case:
    """The case before its room opens, with all that is needed for it."""
    for function, handle in NAMED[:3]:
        desk.add(handle, Role.ACTOR, function)
    desk.add("alex", Role.YOUTH)
    desk.add("kim", Role.GUARDIAN)
    case = desk.case("K-7F2", actors=NAMED)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        store.save(replace(store.case, information_meeting_held=True, age_band=band))
        today = store.facts.today
        for function in ("police", "social_services", "school"):
            given = grant(function, "school", starts_on=today, given_on=today, recorded_at=store.now)
            store.consents.add([replace(given, unit_id=case.unit_id, case_id=case.id)])
        return store.case


def opened(desk: Desk, *, band: str = "15-17") -> Case:
    """The case with its room open, about school; the youth is in it."""
    case = shared(desk, band=band)
    with desk.core.db.unit() as session:
        store = case_store(desk, session, case)
        room.open_room(store, scope=SCHOOL, youth_choice="room")
        return store.case
