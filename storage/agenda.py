"""What there is to do for the desk, and when: one statement, however much there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import Select, String, bindparam, exists, func, select
from sqlalchemy.orm import Session

from storage.tables import Due, Inbox, Room
from storage.tables.messages import is_pending, is_unhandled
from storage.tables.rooms import IS_LIVING


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """What waits for the desk.

    ``due_at``: the earliest due row that nobody has claimed. ``changes_on``: the earliest day on which a room
    is to be compared, today or later.
    """

    has_come_in: bool
    is_dirty: bool  # rooms are to be compared at once
    is_uncompared: bool  # rooms are to be compared in their turn
    due_at: datetime | None
    changes_on: date | None


def agenda(session: Session, account_id: str, today: date) -> Agenda:
    """What there is to do now, and what is to be done later."""
    found = session.execute(_agenda(), {"account": account_id}).one()
    changes = found.changes_on
    has_change = changes is not None and changes <= today
    is_ahead = found.last_compared_on is not None and found.last_compared_on > today
    return Agenda(
        has_come_in=bool(found.has_come_in),
        is_dirty=bool(found.is_dirty),
        is_uncompared=bool(found.is_unknown) or is_ahead or has_change,
        due_at=found.due_at,
        changes_on=changes,
    )


@cache
def _agenda() -> Select[bool, bool, bool, date | None, date | None, datetime | None]:
    """The query behind :func:`agenda`. It runs in every turn of the desk, so it is built once."""
    account_id = bindparam("account", type_=String())
    due_at = select(func.min(Due.at)).where(is_pending(), Due.leased_until.is_(None))
    return select(
        exists()
        .where(Inbox.account_id == account_id, is_unhandled(), Inbox.state == "new")
        .label("has_come_in"),
        exists().where(Room.dirty, IS_LIVING).label("is_dirty"),
        exists().where(Room.compared_on.is_(None), IS_LIVING).label("is_unknown"),
        select(func.max(Room.compared_on)).where(IS_LIVING).scalar_subquery().label("last_compared_on"),
        select(func.min(Room.changes_on)).where(IS_LIVING).scalar_subquery().label("changes_on"),
        due_at.scalar_subquery().label("due_at"),
    )
