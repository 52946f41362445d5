"""Members of rooms as the homeserver shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rules.room import Seen
from storage import room as rooms
from storage.memory import Part, recall
from storage.tables import Member


def is_away(session: Session, matrix_room: str | None, user_id: str | None) -> bool:
    """Whether somebody left a room or declined an invitation to it, without being removed."""
    found = _known(session, matrix_room).get(user_id or "")
    return found is not None and found.membership == "leave" and found.by_self


def forget_leaving(session: Session, matrix_room: str | None, user_id: str | None) -> None:
    """Forget that somebody left a room by themselves, so that they may be invited again."""
    row = session.get(Member, (matrix_room, user_id)) if matrix_room and user_id else None
    if row is not None:
        row.by_self = False
    rooms.mark_dirty(session, matrix_room=matrix_room)


def note_not_coming(session: Session, account_id: str, matrix_room: str, user_id: str, now: datetime) -> None:
    """Have somebody not invited to a room any more, as if they had declined, until a person asks them again."""
    note_membership(session, account_id, matrix_room, user_id, "leave", now, by_self=True)
    session.get_one(Member, (matrix_room, user_id)).by_self = True
    session.flush()
    rooms.mark_dirty(session, matrix_room=matrix_room)


def memberships(session: Session, matrix_room: str) -> dict[str, str]:
    """Each member's membership by Matrix id: join, invite, knock, leave or ban."""
    return {user: found.membership for user, found in _known(session, matrix_room).items()}


def seen(session: Session, matrix_room: str) -> list[Seen]:
    """A room's members, as the rules compare them with who is wanted."""
    return [
        Seen(user_id=user, membership=found.membership, left_by_self=found.by_self)
        for user, found in _known(session, matrix_room).items()
    ]


def joined(session: Session, matrix_room: str) -> frozenset[str]:
    """The Matrix ids of everybody who is in a room."""
    members = _known(session, matrix_room).items()
    return frozenset(user for user, found in members if found.membership == "join")


def joined_since(session: Session, matrix_rooms: Collection[str]) -> dict[str, datetime]:
    """Since when people are in one of these rooms, the one they joined last, by Matrix id; one statement."""
    query = select(Member.user_id, Member.since).where(
        Member.matrix_room.in_(matrix_rooms), Member.membership == "join", Member.by_self.is_(False)
    )
    # The latest comes last, and so stays
    return {user: since for user, since in session.execute(query.order_by(Member.since))}


def membership_since(session: Session, matrix_room: str, user_id: str) -> tuple[str, datetime] | None:
    """Somebody's membership and since when; ``None`` when they left by themselves or were never seen."""
    found = _known(session, matrix_room).get(user_id)
    if found is None or found.by_self:
        return None
    return found.membership, found.since


@dataclass(frozen=True, kw_only=True)
class _Membership:
    """Somebody's membership of a room. ``by_self``: they left or declined, and nobody removed them."""

    membership: str
    by_self: bool
    since: datetime


def _known(session: Session, matrix_room: str | None) -> Mapping[str, _Membership]:
    """The members of a room by Matrix id, in that order."""
    if matrix_room is None:
        return {}

    def read() -> Mapping[str, _Membership]:
        query = select(Member).where(Member.matrix_room == matrix_room).order_by(Member.user_id)
        return {
            row.user_id: _Membership(membership=row.membership, by_self=row.by_self, since=row.since)
            for row in session.scalars(query)
        }

    parts = (Part(Member, "matrix_room", matrix_room),)
    return recall(session, ("members", matrix_room), parts, read)


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
