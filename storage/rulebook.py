"""By what the rooms of a unit were compared: a fingerprint of the rules, its profile and its settings."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage import room
from storage.tables import Rulebook


def adopt(session: Session, unit_id: str, fingerprint: str) -> bool:
    """Have all rooms of a unit compared anew if it was another fingerprint until now; returns whether it was.

    That is stored with it, so no crash forgets a room.
    """
    row = session.get(Rulebook, unit_id)
    if row is not None and row.fingerprint == fingerprint:
        return False
    if row is None:
        session.add(Rulebook(unit_id=unit_id, fingerprint=fingerprint))
    else:
        row.fingerprint = fingerprint
    session.flush()
    room.mark_uncompared(session, unit_id=unit_id)
    return True
