"""Members of rooms as the homeserver shows them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.room import Seen
from storage import room as rooms
from storage.tables import Member


def is_away(session: Session, matrix_room: str | None, user_id: str | None) -> bool:
    """Whether somebody left a room or declined an invitation to it, without being removed."""
    row = session.get(Member, (matrix_room, user_id)) if matrix_room and user_id else None
    return row is not None and row.membership == "leave" and row.by_self


def forget_leaving(session: Session, matrix_room: str | None, user_id: str | None) -> None:
    """Forget that somebody left a room by themselves, so that they may be invited again."""
    row = session.get(Member, (matrix_room, user_id)) if matrix_room and user_id else None
    if row is not None:
        row.by_self = False
    rooms.mark_dirty(session, matrix_room=matrix_room)


def memberships(session: Session, matrix_room: str) -> dict[str, str]:
    """Each member's membership by Matrix id: join, invite, knock, leave or ban."""
    query = select(Member.user_id, Member.membership).where(Member.matrix_room == matrix_room)
    return {user: membership for user, membership in session.execute(query)}


def seen(session: Session, matrix_room: str) -> list[Seen]:
    """A room's members, as the rules compare them with who is wanted."""
    return [
        Seen(user_id=row.user_id, membership=row.membership, left_by_self=row.by_self)
        for row in session.scalars(
            select(Member).where(Member.matrix_room == matrix_room).order_by(Member.user_id)
        )
    ]


def joined(session: Session, matrix_room: str) -> frozenset[str]:
    """The Matrix ids of everybody who is in a room."""
    return frozenset(
        user for user, membership in memberships(session, matrix_room).items() if membership == "join"
    )


def joined_since(session: Session, matrix_rooms: Collection[str]) -> dict[str, datetime]:
    """Since when people are in one of these rooms, the one they joined last, by Matrix id; one statement."""
    query = select(Member.user_id, Member.since).where(
        Member.matrix_room.in_(matrix_rooms), Member.membership == "join", Member.by_self.is_(False)
    )
    # The latest comes last, and so stays
    return {user: since for user, since in session.execute(query.order_by(Member.since))}


def membership_since(session: Session, matrix_room: str, user_id: str) -> tuple[str, datetime] | None:
    """Somebody's membership and since when; ``None`` when they left by themselves or were never seen."""
    row = session.get(Member, (matrix_room, user_id))
    if row is None or row.by_self:
        return None
    return row.membership, row.since


def note_membership(
    session: Session,
    account_id: str,
    matrix_room: str,
    user_id: str,
    membership: str,
    now: datetime,
    *,
    by_self: bool = False,
) -> str | None:
    """Note a membership; returns the one before it. ``by_self``: the user left or declined, and nobody
    removed them."""
    row = session.get(Member, (matrix_room, user_id))
    before = None if row is None else row.membership
    if row is None:
        row = Member(account_id=account_id, matrix_room=matrix_room, user_id=user_id)
        session.add(row)
    if before != membership:
        row.membership = membership
        row.since = now
        row.by_self = by_self
    session.flush()
    return before
