"""What is sealed in rows, opened, for tests that look at all there is of it, whichever unit or case it is of."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.case import Case
from bot.rules.consent import Actor, Grant
from bot.rules.person import Person
from storage import audit, tables
from storage import case as stored
from storage.actor import Actors
from storage.audit import Entry
from storage.consent import Consents
from storage.person import People


def people(session: Session) -> list[Person]:
    """Everybody, also those who have left."""
    units = session.scalars(select(tables.Person.unit_id).distinct()).all()
    return [person for unit_id in units for person in People(session, unit_id).all()]


def handles(session: Session) -> dict[str, str]:
    """Everybody's short name, by id."""
    return {person.id: person.handle for person in people(session)}


def cases(session: Session) -> dict[str, Case]:
    """Every case by code, also erased ones."""
    ids = session.scalars(select(tables.Case.id)).all()
    return {case.code: case for case in stored.of_ids(session, ids).values()}


def actors(session: Session) -> list[Actor]:
    """Whoever stands, stood or will stand for a function."""
    return [
        actor for case in cases(session).values() for actor in Actors(session, case.unit_id, case.id, date.min).ever()
    ]


def grants(session: Session) -> list[Grant]:
    """Every grant as it is written."""
    return [grant for case in cases(session).values() for grant in Consents(session, case.unit_id, case.id).all()]


def audited(session: Session) -> list[Entry]:
    """The audit log, with what is sealed in it as long as its key is there."""
    query = (
        select(tables.Audit, tables.SealedKey.id)
        .outerjoin(tables.Case, tables.Case.id == tables.Audit.case_id)
        .outerjoin(tables.SealedKey, tables.SealedKey.id == tables.Case.key_id)
    )
    found = session.execute(query.order_by(tables.Audit.seq))
    return [audit.opened(session, row, key_id) for row, key_id in found]
