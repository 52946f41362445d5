"""Loads the facts of units and cases, once in a unit of work, and again only after a write to what they come
from.

Nobody has to report a write: listeners on the session notice every person, case, actor or consent that is
written. So a service that has just written asks for the facts again and gets them as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
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
from storage import actor, consent, protection
from storage import case as cases
from storage.actor import Actors
from storage.consent import Consents
from storage.person import People
from storage.tables import Actor, Case, Consent, Person

#: Where a session keeps what was read: by table, then by what it is about.
_READ = "facts"


def of_case(session: Session, case_id: str, profile: Profile, today: date, language: Language) -> CaseFacts:
    """A case with its consents, its actors and the unit's people, as all of it counts on a day.

    Hidden names are replaced as in :func:`of_unit`. Raises ``LookupError`` when there is no such case.
    """
    session.flush()  # else the listeners have not seen what was written last

    def compose() -> CaseFacts:
        case = one_case(session, case_id)
        return as_they_count(
            CaseFacts(
                unit_id=case.unit_id,
                people=of_unit(session, case.unit_id, profile, today, language).people,
                profile=profile,
                today=today,
                case=case,
                grants=_grants_of(session, case),
                actors=actors_of(session, case, today),
            )
        )

    facts: CaseFacts = _read_once(session, _ComposedFacts, (case_id, profile.id, today, language), compose)
    return facts


def of_cases(
    session: Session, found: Sequence[CaseValue], profile: Profile, today: date, language: Language
) -> dict[str, CaseFacts]:
    """The facts of many cases of one unit, by case id. As many statements for all of them as for one."""
    session.flush()
    case_ids = [case.id for case in found]
    actors = actor.of_cases(session, case_ids, today)
    grants = consent.of_cases(session, found)
    for case in found:
        _remember(session, Case, case.id, case)
        _remember(session, Actor, (case.id, today), tuple(actors[case.id]))
        _remember(session, Consent, case.id, tuple(grants[case.id]))
    return {case_id: of_case(session, case_id, profile, today, language) for case_id in case_ids}


def of_unit(session: Session, unit_id: str, profile: Profile, today: date, language: Language) -> UnitFacts:
    """The people of a unit. Whose name is hidden is called by their function in the case, in ``language``."""
    session.flush()

    def read() -> tuple[PersonValue, ...]:
        return tuple(People(session, unit_id).all())

    people: tuple[PersonValue, ...] = _read_once(session, Person, unit_id, read)
    hidden = _read_once(session, _HiddenNames, unit_id, lambda: protection.hidden(session, unit_id))
    if hidden:
        called = {
            person_id: profile.function(function).label(language) for person_id, function in hidden.items()
        }
        people = tuple(replace(person, name=called.get(person.id, person.name)) for person in people)
    return UnitFacts(unit_id=unit_id, people=people, profile=profile, today=today)


def one_case(session: Session, case_id: str) -> CaseValue:
    """A case as it is stored. Raises ``LookupError`` when there is none of that id."""
    session.flush()

    def read() -> CaseValue:
        try:
            return cases.get(session, case_id)
        except NoResultFound:
            raise LookupError("no such case") from None

    found: CaseValue = _read_once(session, Case, case_id, read)
    return found


def actors_of(session: Session, case: CaseValue, today: date) -> tuple[ActorValue, ...]:
    """Who stands for a function in a case on a day."""

    def read() -> tuple[ActorValue, ...]:
        return tuple(Actors(session, case.unit_id, case.id, today).all())

    actors: tuple[ActorValue, ...] = _read_once(session, Actor, (case.id, today), read)
    return actors


# -------------------------------------------------------------------------------------------------------------- inside


class _HiddenNames:
    """Stands for a table: whose names are hidden depends on the tables of cases and actors."""


class _ComposedFacts:
    """Stands for a table: the facts of a case depend on the tables of cases, actors, consents and people."""


def _grants_of(session: Session, case: CaseValue) -> tuple[Grant, ...]:
    def read() -> tuple[Grant, ...]:
        return tuple(Consents(session, case.unit_id, case.id).all())

    grants: tuple[Grant, ...] = _read_once(session, Consent, case.id, read)
    return grants


def _read_once(session: Session, table: type[Any], key: Hashable, read: Callable[[], Any]) -> Any:
    """What ``read`` returns; read only once in a session, unless the table has been written since."""
    known: dict[Hashable, Any] = session.info.setdefault(_READ, {}).setdefault(table, {})
    if key not in known:
        known[key] = read()
    return known[key]


def _remember(session: Session, table: type[Any], key: Hashable, value: Any) -> None:
    """Keep what was read of many at once, unless it is known already."""
    _read_once(session, table, key, lambda: value)


def _forget(session: Session, tables: set[type[Any]]) -> None:
    """Forget what was read of these tables, and what depends on them."""
    known = session.info.get(_READ)
    if not known:
        return
    for table in tables:
        known.pop(table, None)
    if tables & {Case, Actor}:
        known.pop(_HiddenNames, None)
    if tables & {Case, Actor, Consent, Person}:
        known.pop(_ComposedFacts, None)


@event.listens_for(Session, "after_flush")
def _forget_flushed(session: Session, _flush: UOWTransaction) -> None:
    rows = [*session.new, *session.dirty, *session.deleted]
    _forget(session, {type(row) for row in rows})


@event.listens_for(Session, "do_orm_execute")
def _forget_changed_at_once(state: ORMExecuteState) -> None:
    """Forget what a statement changes at once, which is never flushed."""
    if state.bind_mapper is not None and (state.is_insert or state.is_update or state.is_delete):
        _forget(state.session, {state.bind_mapper.class_})


@event.listens_for(Session, "after_soft_rollback")
def _forget_everything(session: Session, _transaction: Any) -> None:
    session.info.pop(_READ, None)
