"""Whom the end of a unit of work wakes: only those for whom it wrote something.

Whatever writes such a row rings in its session. Once the unit is committed, and only then, the database tells
whoever listens (:meth:`storage.db.Database.on_commit`).
"""

from __future__ import annotations

from enum import Enum, auto

from sqlalchemy.orm import Session

_RUNG = "bells"


class Bell(Enum):
    """Who has something to do."""

    DESK = auto()  # something came in, is due at another time, or a room is to be compared
    DELIVERY = auto()  # outbox rows may be delivered that could not before
    DIRECTORY = auto()  # somebody's keys are to be asked for again


def ring(session: Session, *bells: Bell) -> None:
    """Have them woken when the unit is committed."""
    session.info.setdefault(_RUNG, set()).update(bells)


def rung(session: Session) -> frozenset[Bell]:
    """Who is to be woken."""
    return frozenset(session.info.get(_RUNG, ()))
