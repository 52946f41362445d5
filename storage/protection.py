"""The people whose names are protected: those with a protected identity in one of their cases."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.case import State
from storage import actor, sealed
from storage import case as cases
from storage.memory import Part, of_session
from storage.tables import Actor, Case, SealedKey


def hidden(session: Session, unit_id: str) -> Mapping[str, str]:
    """What each of them is called instead of their name, by person id: a function. Also after they left the
    case."""
    query = (
        select(Case.id, Case.key_id, Case.about_sealed, SealedKey.wrapped, SealedKey.wrapped_by)
        .join(SealedKey, SealedKey.id == Case.key_id)  # else the keys would take a statement of their own
        .where(Case.unit_id == unit_id, Case.state != State.DISPOSED)
    )
    # Read all: it is sealed, and few units have more than some hundred cases
    rows = session.execute(query).all()
    keys = {row.id: row.key_id for row in rows}
    for row in rows:
        sealed.take_key(session, row.key_id, row.wrapped, row.wrapped_by)
    whose = {}
    for row in rows:
        protected = _protected(session, row.id, row.key_id, row.about_sealed)
        if protected:
            whose[row.id] = protected
    if not whose:
        return {}
    found = {}
    for one in session.scalars(select(Actor).where(Actor.case_id.in_(whose))):
        function = actor.function_of(session, keys[one.case_id], one)
        if function in whose[one.case_id]:
            found[one.person_id] = function
    return found


def _protected(session: Session, case_id: str, key_id: str, about: bytes | None) -> frozenset[str]:
    """Whose identity is protected in a case; kept in memory, since this is asked whenever any case is written."""

    def read() -> frozenset[str]:
        return frozenset(cases.about_case(session, case_id, key_id, about)["protected"])

    return of_session(session).recall(("protected", case_id), (Part(Case, "id", case_id),), read)
