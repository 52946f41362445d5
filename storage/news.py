"""What a unit of work has written that another part of the bot waits for.

Who writes need not know who waits. Once the unit is committed, ``Database.on_commit`` shows the session to those who
wait, and they look whether anything of theirs was noted: so nobody looks for work where none can be.
"""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

_NEWS = "news"


class Awaited(StrEnum):
    """What somebody waits for."""

    OUTBOX = "outbox"  # an outbox row may be delivered now that could not be before
    DESK = "desk"  # something came in, is due at another time, or a room is to be compared
    STALE = "stale"  # somebody's devices are to be asked for again


def note(session: Session, what: Awaited) -> None:
    """Note that there is work for whoever waits for it."""
    session.info.setdefault(_NEWS, set()).add(what)


def noted(session: Session) -> frozenset[Awaited]:
    """What was noted in a session."""
    return frozenset(session.info.get(_NEWS, ()))
