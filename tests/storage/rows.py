"""Counts and look-ups that only tests ask the database for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.room import RoomView, view
from storage.tables import Inbox, MegolmSession, Outbox, Room


def inbox_count(session: Session, account_id: str, state: str = "new") -> int:
    """How many inbox rows are in a state."""
    query = select(func.count()).select_from(Inbox).where(Inbox.account_id == account_id, Inbox.state == state)
    return session.scalar(query) or 0


def ready_count(session: Session, account_id: str, now: datetime) -> int:
    """How many outbox rows could go now."""
    query = (
        select(func.count())
        .select_from(Outbox)
        .where(Outbox.account_id == account_id, Outbox.state.in_(("waiting", "sending")), Outbox.not_before <= now)
    )
    return session.scalar(query) or 0


def megolm_count(session: Session, account_id: str) -> int:
    """How many room sessions of others an account holds."""
    query = select(func.count()).select_from(MegolmSession).where(MegolmSession.account_id == account_id)
    return session.scalar(query) or 0


def room_at(session: Session, matrix_room: str) -> RoomView:
    """The room with a Matrix id."""
    return view(session.scalars(select(Room).where(Room.matrix_room == matrix_room)).one())
