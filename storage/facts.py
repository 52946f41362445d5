"""What the rules need to know of a unit and of a case: read once in a unit of work, and anew only once it is written.

Whoever writes a person, a case, an actor or a consent in the session need not say so: the session tells. So a service
that has just written asks for the facts again and gets them as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from bot.i18n import Language
from bot.rules.case import Case as CaseValue
from bot.rules.consent import Actor as ActorValue
from bot.rules.consent import Grant
from bot.rules.facts import CaseFacts, UnitFacts, as_they_count
from bot.rules.person import Person as PersonValue
from bot.rules.profile import Profile
from storage import case as cases
from storage import protection
from storage.actor import Actors
from storage.consent import Consents
from storage.person import People
from storage.tables import Actor, Case, Consent, Person

#: Where a session keeps what was read: by table, then by what it is of.
_READ = "facts"


def of_case(session: Session, case_id: str, profile: Profile, today: date, language: Language) -> CaseFacts:
    """A case with all that who may be in its rooms depends on, as it counts on a day; names as ``language`` hides them.

    Raises ``LookupError`` when there is no such case.
    """
    session.flush()  # what is written but not sent to the database yet is known to nobody

    def compose() -> CaseFacts:
        case = one_case(session, case_id)
        return as_they_count(
            CaseFacts(
                unit_id=case.unit_id,
                people=of_unit(session, case.unit_id, profile, today, language).people,
                profile=profile,
                today=today,
                case=case,
                grants=_grants(session, case),
                actors=actors_of(session, case, today),
            )
        )

    facts: CaseFacts = _once(session, _All, (case_id, profile.id, today, language), compose)
    return facts


def of_unit(session: Session, unit_id: str, profile: Profile, today: date, language: Language) -> UnitFacts:
    """The people of a unit; whose name is hidden is called by what they are in their case, in ``language``."""
    session.flush()

    def read() -> tuple[PersonValue, ...]:
        return tuple(People(session, unit_id).all())

    people: tuple[PersonValue, ...] = _once(session, Person, unit_id, read)
    hidden = _once(session, _Hidden, unit_id, lambda: protection.hidden(session, unit_id))
    if hidden:
        called = {person_id: profile.function(function).label(language) for person_id, function in hidden.items()}
        people = tuple(replace(person, name=called.get(person.id, person.name)) for person in people)
    return UnitFacts(unit_id=unit_id, people=people, profile=profile, today=today)


def one_case(session: Session, case_id: str) -> CaseValue:
    """A case as it is written. Raises ``LookupError`` when there is none of that id."""
    session.flush()

    def read() -> CaseValue:
        try:
            return cases.get(session, case_id)
        except NoResultFound:
            raise LookupError("no such case") from None

    found: CaseValue = _once(session, Case, case_id, read)
    return found


def actors_of(session: Session, case: CaseValue, today: date) -> tuple[ActorValue, ...]:
    """Who stands for a function in a case on a day."""

    def read() -> tuple[ActorValue, ...]:
        return tuple(Actors(session, case.unit_id, case.id, today).all())

    actors: tuple[ActorValue, ...] = _once(session, Actor, (case.id, today), read)
    return actors


# -------------------------------------------------------------------------------------------------------------- inside


class _Hidden:
    """Stands for a table: whose names are hidden follows from what is written of cases and of actors."""


class _All:
    """Stands for a table: the facts of a case follow from what is written of any of them."""


def _grants(session: Session, case: CaseValue) -> tuple[Grant, ...]:
    def read() -> tuple[Grant, ...]:
        return tuple(Consents(session, case.unit_id, case.id).all())

    grants: tuple[Grant, ...] = _once(session, Consent, case.id, read)
    return grants


def _once(session: Session, table: type[Any], key: Hashable, read: Callable[[], Any]) -> Any:
    """What was read of a table before in this session, if nothing has been written to the table since."""
    known: dict[Hashable, Any] = session.info.setdefault(_READ, {}).setdefault(table, {})
    if key not in known:
        known[key] = read()
    return known[key]


def _forget(session: Session, tables: set[type[Any]]) -> None:
    known = session.info.get(_READ)
    if not known:
        return
    for table in tables:
        known.pop(table, None)
    if tables & {Case, Actor}:
        known.pop(_Hidden, None)
    if tables & {Case, Actor, Consent, Person}:
        known.pop(_All, None)


@event.listens_for(Session, "after_flush")
def _written(session: Session, _flush: UOWTransaction) -> None:
    _forget(session, {type(row) for rows in (session.new, session.dirty, session.deleted) for row in rows})


@event.listens_for(Session, "do_orm_execute")
def _changed_at_once(state: ORMExecuteState) -> None:
    """Statements that change many rows write without any of them being flushed."""
    if state.bind_mapper is not None and (state.is_insert or state.is_update or state.is_delete):
        _forget(state.session, {state.bind_mapper.class_})


@event.listens_for(Session, "after_soft_rollback")
def _undone(session: Session, _transaction: Any) -> None:
    session.info.pop(_READ, None)
