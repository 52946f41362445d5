"""The facts of units and cases, kept in memory until what they come from is written (:mod:`storage.memory`).

So a service that has just written asks for the facts again and gets them as they are now.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

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
from storage.memory import Part, Same, recall, recall_all
from storage.person import People
from storage.tables import Actor, Case, Consent, Person


def of_case(session: Session, case_id: str, profile: Profile, today: date, language: Language) -> CaseFacts:
    """A case with its consents, its actors and the unit's people, as all of it counts on a day.

    Hidden names are replaced as in :func:`of_unit`. Raises ``LookupError`` when there is no such case.
    """
    unit_id = one_case(session, case_id).unit_id

    def compose() -> CaseFacts:
        case = one_case(session, case_id)
        return as_they_count(
            CaseFacts(
                unit_id=unit_id,
                people=of_unit(session, unit_id, profile, today, language).people,
                profile=profile,
                today=today,
                case=case,
                grants=tuple(_grants_of(session, case)),
                actors=tuple(actors_of(session, case, today)),
            )
        )

    parts = (*of_case_parts(case_id), *of_unit_parts(unit_id))
    return recall(session, ("facts of case", case_id, Same(profile), today, language), parts, compose)


def of_cases(
    session: Session, case_ids: Collection[str], profile: Profile, today: date, language: Language
) -> dict[str, CaseFacts]:
    """The facts of many cases of one unit, by case id. As many statements for all of them as for one."""
    by_id = recall_all(
        session,
        {case_id: _case_kept(case_id) for case_id in case_ids},
        lambda missing: cases.of_ids(session, missing),
    )
    recall_all(
        session,
        {case_id: _actors_kept(case_id, today) for case_id in case_ids},
        lambda missing: actor.of_cases(session, missing, today),
    )
    recall_all(
        session,
        {case_id: _grants_kept(case_id) for case_id in case_ids},
        lambda missing: consent.of_cases(session, [by_id[case_id] for case_id in missing]),
    )
    return {case_id: of_case(session, case_id, profile, today, language) for case_id in case_ids}


def of_unit(session: Session, unit_id: str, profile: Profile, today: date, language: Language) -> UnitFacts:
    """The people of a unit. Whose name is hidden is called by their function in the case, in ``language``."""

    def compose() -> UnitFacts:
        people = tuple(People(session, unit_id).all())
        names = hidden(session, unit_id)
        if names:
            called = {
                person_id: profile.function(function).label(language) for person_id, function in names.items()
            }
            people = tuple(_called(person, called.get(person.id)) for person in people)
        return UnitFacts(unit_id=unit_id, people=people, profile=profile, today=today)

    key = ("facts of unit", unit_id, Same(profile), today, language)
    return recall(session, key, of_unit_parts(unit_id), compose)


def of_unit_parts(unit_id: str) -> tuple[Part, ...]:
    """What the facts of a unit come from: its people, and for hidden names its cases and who is in them."""
    return (Part(Person, "unit_id", unit_id), *_hidden_parts(unit_id))


def of_case_parts(case_id: str) -> tuple[Part, ...]:
    """What the facts of a case come from, beside those of its unit."""
    return (Part(Case, "id", case_id), Part(Actor, "case_id", case_id), Part(Consent, "case_id", case_id))


def one_case(session: Session, case_id: str) -> CaseValue:
    """A case as it is stored. Raises ``LookupError`` when there is none of that id."""

    def read() -> CaseValue:
        try:
            return cases.get(session, case_id)
        except NoResultFound:
            raise LookupError("no such case") from None

    return recall(session, *_case_kept(case_id), read)


def actors_of(session: Session, case: CaseValue, today: date) -> Sequence[ActorValue]:
    """Who stands for a function in a case on a day."""

    def read() -> Sequence[ActorValue]:
        return tuple(Actors(session, case.unit_id, case.id, today).all())

    return recall(session, *_actors_kept(case.id, today), read)


def hidden(session: Session, unit_id: str) -> Mapping[str, str]:
    """The people of a unit whose names are hidden, and the function each is called by instead."""

    def read() -> Mapping[str, str]:
        return protection.hidden(session, unit_id)

    return recall(session, ("hidden", unit_id), _hidden_parts(unit_id), read)


# -------------------------------------------------------------------------------------------------------------- inside


def _grants_of(session: Session, case: CaseValue) -> Sequence[Grant]:
    def read() -> Sequence[Grant]:
        return tuple(Consents(session, case.unit_id, case.id).all())

    return recall(session, *_grants_kept(case.id), read)


# Where each is kept in memory, and what it comes from


def _case_kept(case_id: str) -> tuple[Hashable, tuple[Part, ...]]:
    return ("case", case_id), (Part(Case, "id", case_id),)


def _actors_kept(case_id: str, today: date) -> tuple[Hashable, tuple[Part, ...]]:
    return ("actors", case_id, today), (Part(Actor, "case_id", case_id),)


def _grants_kept(case_id: str) -> tuple[Hashable, tuple[Part, ...]]:
    return ("grants", case_id), (Part(Consent, "case_id", case_id),)


def _hidden_parts(unit_id: str) -> tuple[Part, ...]:
    return (Part(Case, "unit_id", unit_id), Part(Actor, "unit_id", unit_id))


def _called(person: PersonValue, name: str | None) -> PersonValue:
    return person if name is None else replace(person, name=name)
