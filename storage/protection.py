"""The people whose names are protected: those with a protected identity in one of their cases."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.case import State
from storage import actor, sealed
from storage import case as cases
from storage.memory import Part, of_session
from storage.tables import Actor, Case


def hidden(session: Session, unit_id: str) -> Mapping[str, str]:
    """What each of them is called instead of their name, by person id: a function. Also after they left the
    case."""
    query = select(Case.id, Case.key_id, Case.about_sealed).where(
        Case.unit_id == unit_id, Case.state != State.DISPOSED
    )
    # Read all: it is sealed, and few units have more than some hundred cases
    rows = session.execute(query).all()
    sealed.take_keys(session, [key_id for _, key_id, _ in rows])
    whose = {}
    for case_id, key_id, about in rows:
        protected = _protected(session, case_id, key_id, about)
        if protected:
            whose[case_id] = protected
    if not whose:
        return {}
    keys = {case_id: key_id for case_id, key_id, _ in rows}
    found = {}
    for row in session.scalars(select(Actor).where(Actor.case_id.in_(whose))):
        function = actor.function_of(session, keys[row.case_id], row)
        if function in whose[row.case_id]:
            found[row.person_id] = function
    return found


def _protected(session: Session, case_id: str, key_id: str, about: bytes | None) -> frozenset[str]:
    """Whose identity is protected in a case; kept in memory, since this is asked whenever any case is written."""

    def read() -> frozenset[str]:
        return frozenset(cases.about_case(session, case_id, key_id, about)["protected"])

    return of_session(session).recall(("protected", case_id), (Part(Case, "id", case_id),), read)
