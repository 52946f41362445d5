"""A case before its room opens: begun, told about, its people named, and erased if no consent ever comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.rules import case as rules
from bot.rules import consent, gate, protection, retention
from bot.rules.audit import Action
from bot.rules.calendar import morning
from bot.rules.case import Case, State
from bot.rules.consent import Actor
from bot.rules.person import Person
from bot.rules.profile import GUARDIAN, YOUTH
from bot.services import circle, closing, departure, overview, reminder
from bot.services.departure import Departure
from storage.scoped import CaseStore, UnitStore


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What is known of a case when it begins: nothing that says who it is about."""

    code: str
    band: str
    initiator: str
    track: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Appointed:
    """What naming somebody did: whether they come into the case room, and who left what."""

    departure: Departure
    is_in_room: bool


def create(store: UnitStore, begun: Begun, *, by: str) -> Case:
    """Begin a case, coordinated by ``by`` (a person id). It is erased on a day unless a consent comes
    first."""
    facts = store.facts
    references = store.references.all()
    purge_on = retention.purge_on(facts.today, facts.profile)
    case = store.cases.add(
        Case(
            id="",
            unit_id=store.unit_id,
            code=begun.code,
            key_id="",
            state=State.PROPOSED,
            age_band=begun.band,
            initiator=begun.initiator,
            coordinator_id=by,
            created_on=facts.today,
            track=begun.track,
            notes=tuple(references[kind] for kind in facts.profile.unit_gates),
            purge_on=purge_on,
            reason=begun.reason,
        )
    )
    of_case = store.of(case)
    of_case.audit(Action.CASE_CREATED, band=begun.band)
    of_case.schedule("case.purge", case.id, morning(purge_on))
    overview.begin_mornings(store)
    return case


def purge(store: CaseStore) -> bool:
    """Erase a case that never got a consent; returns whether it did.

    One that has a consent, but is not open yet, is looked at again later.
    """
    facts = store.facts
    if facts.case.state is not State.PROPOSED:
        return False
    if facts.heard:
        store.schedule("case.purge", facts.case.id, morning(retention.purge_on(facts.today, facts.profile)))
        return False
    closing.erase(store)
    store.audit(Action.CASE_PURGED)
    return True


def note_information_meeting(store: CaseStore, day: date, *, held: bool, at: datetime | None = None) -> None:
    """Note on which day, and at what time, youth and guardians are told about SIG, or that they have been."""
    store.save(rules.with_information_meeting(store.case, day=day, held=held, at=at))
    if held:
        store.audit(Action.CASE_INFORMATION_HELD, day=day.isoformat())
    else:
        store.audit(Action.CASE_INFORMATION_PLANNED, day=day.isoformat())


def replaced_by(store: CaseStore, function: str, person: Person) -> Sequence[Actor]:
    """Who would stand for a function no more if somebody is named for it. Refused where they may not be
    named. A deputy may: they stand for it by themselves then."""
    facts = store.facts
    gate.check_named(facts.case, function, facts.profile)
    others = [actor for actor in facts.actors if not (actor.deputy and actor.person_id == person.id)]
    consent.check_named(others, person, function, facts.profile, facts.today)
    protection.check_server(facts.case, person, facts.profile)
    if function == GUARDIAN:
        return []  # there may be two of them
    return [actor for actor in facts.actors if actor.function == function and not actor.deputy]


def deputising(store: CaseStore, function: str, person: Person) -> Sequence[Actor]:
    """What somebody stands for as a deputy for a function, also from a later day."""
    return [deputy for deputy in store.actors.deputies(function) if deputy.person_id == person.id]


def appoint(store: CaseStore, function: str, person: Person, *, approved_by: str | None) -> Appointed:
    """Name somebody for a function, in the place of whoever stands for it. ``approved_by``: a second person's
    id. Somebody who was a deputy is one no more; what they have promised holds."""
    before = departure.before(store, replaced_by(store, function, person))
    today = store.facts.today
    deputies = deputising(store, function, person)
    actor_id = store.actors.assign(
        function, person.id, today, beside=function == GUARDIAN, approved_by=approved_by
    )
    promised = [deputy.promised_on for deputy in deputies if deputy.promised_on is not None]
    if promised:
        store.actors.note_promise([actor_id], max(promised))
    store.actors.end([deputy.id for deputy in deputies], today)
    for _ in deputies:
        store.audit(Action.CASE_DEPUTY_ENDED, function=function, person=person.id)
    store.audit(Action.CASE_ACTOR_NAMED, function=function, person=person.id, approved_by=approved_by)
    if function == YOUTH:
        reminder.plan_anew(store)  # as this youth has chosen it
    left = departure.finish(store, before, named_for=function)
    seats = circle.seats(store, {person.id})
    return Appointed(departure=left, is_in_room=person.id in seats.get(store.room.id, ()))
