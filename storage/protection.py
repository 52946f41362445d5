"""The people whose names are protected: those with a protected identity in one of their cases."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.case import State
from storage.tables import Actor, Case


def hidden(session: Session, unit_id: str) -> Mapping[str, str]:
    """What each of them is called instead of their name, by person id: a function. Also after they left the
    case."""
    query = select(Case.id, Case.protected).where(Case.unit_id == unit_id, Case.state != State.DISPOSED)
    # Read all: PostgreSQL compares no JSON, and few units have more than some hundred cases
    whose = {case_id: frozenset(protected) for case_id, protected in session.execute(query) if protected}
    if not whose:
        return {}
    named = select(Actor.person_id, Actor.case_id, Actor.function).where(Actor.case_id.in_(whose))
    return {
        person: function for person, case_id, function in session.execute(named) if function in whose[case_id]
    }
