"""What is wrong with the bot for now, as those who run it are told: once when it has lasted, once when it is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.roles import OPERATORS
from bot.rules.trouble import Trouble
from storage import due
from storage import tables as rows

#: Due rows: tell of a trouble, or of its end; their subject is the kind of trouble.
TELL = "trouble.tell"
OVER = "trouble.over"


@dataclass(frozen=True, kw_only=True)
class Noted:
    """A trouble as it stands. ``told_at``: when those who run the bot were told; ``over_at``: since when it is
    over, as long as that is not told."""

    kind: Trouble
    since: datetime
    told_at: datetime | None
    over_at: datetime | None


def note(session: Session, found: Collection[Trouble], now: datetime, *, lasts: timedelta) -> None:
    """Note what is wrong ``now`` and what no longer is, and schedule what is to be told of it.

    What is over before it has lasted so long was never told, and is forgotten. What comes back within that time was
    never over.
    """
    known = {row.kind: row for row in session.scalars(select(rows.Trouble))}
    for kind in found:
        row = known.pop(str(kind), None)
        if row is None:
            session.add(rows.Trouble(kind=str(kind), since=now))
            _schedule(session, TELL, kind, now + lasts)
        elif row.over_at is not None:
            row.over_at = None
            due.cancel(session, "it came back", kind=OVER, subject=str(kind))
    for row in known.values():
        if row.told_at is None:
            session.delete(row)
            due.cancel(session, "over", kind=TELL, subject=row.kind)
        elif row.over_at is None:
            row.over_at = now
            _schedule(session, OVER, Trouble(row.kind), now + lasts)
    session.flush()


class Troubles:
    """The troubles of the bot, for those who run it."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def all(self) -> list[Noted]:
        """Those that are not over, the oldest first."""
        query = select(rows.Trouble).where(rows.Trouble.over_at.is_(None))
        return [
            _view(row) for row in self._session.scalars(query.order_by(rows.Trouble.since, rows.Trouble.kind))
        ]

    def take(self, kind: Trouble) -> bool:
        """Note that a trouble is told now; returns False when it is over, or was told."""
        row = self._session.get(rows.Trouble, str(kind))
        if row is None or row.told_at is not None:
            return False
        row.told_at = self._now
        self._session.flush()
        return True

    def end(self, kind: Trouble) -> Noted | None:
        """Forget a trouble that is over, which is told now; None when there is none."""
        row = self._session.get(rows.Trouble, str(kind))
        if row is None or row.over_at is None:
            return None
        found = _view(row)
        self._session.delete(row)
        self._session.flush()
        return found


def _view(row: rows.Trouble) -> Noted:
    return Noted(kind=Trouble(row.kind), since=row.since, told_at=row.told_at, over_at=row.over_at)


def _schedule(session: Session, kind: str, trouble: Trouble, at: datetime) -> None:
    due.schedule(session, unit_id=OPERATORS, kind=kind, subject=str(trouble), at=at)
