"""The bot's rooms, and their members as the homeserver shows them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, and_, literal_column, not_, or_, true
from sqlalchemy.orm import Mapped, mapped_column

from bot.rules.room import RoomKind, RoomState
from storage.tables.base import Base, Words, partial


class Room(Base):
    """A place to talk: the office of a unit, a case room, a side room, or one person's own page."""

    __tablename__ = "room"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    unit_id: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[RoomKind] = mapped_column(Words(RoomKind, 8))
    case_id: Mapped[str | None] = mapped_column(String(32), index=True)
    person_id: Mapped[str | None] = mapped_column(String(32), index=True)
    key_id: Mapped[str] = mapped_column(String(32))
    alias: Mapped[str] = mapped_column(String(64), unique=True)  # opaque; with it, no room is made twice
    matrix_room: Mapped[str | None] = mapped_column(String(255), unique=True)
    state: Mapped[RoomState] = mapped_column(Words(RoomState, 8), default=RoomState.PLANNED)
    scope_sealed: Mapped[bytes | None]  # kinds of information its members may share; None: none yet
    encrypted: Mapped[bool] = mapped_column(default=False)  # seen in the room's state; never unset
    dirty: Mapped[bool] = mapped_column(default=True)  # its members are to be compared with those wanted
    number: Mapped[int | None]  # counts the side rooms of a case
    alarm: Mapped[str | None] = mapped_column(String(16))  # why the bot says nothing there; None: no alarm
    listens: Mapped[bool] = mapped_column(default=False)  # somebody's next words may answer: AskedInRoom
    #: The day by which its members were last compared; None: not yet, or not by the rules of today
    compared_on: Mapped[date | None]
    #: The first day after that on which who is wanted there may change by itself; None: no day
    changes_on: Mapped[date | None]
    picture: Mapped[str | None] = mapped_column(String(64))  # the digest of the one it has; None: none yet


#: Rooms that are not left. The word stands in the SQL itself: no database sees in a parameter that an index of
#: only these rooms has them all.
IS_LIVING = Room.state != literal_column("'left'")


def is_uncompared(today: ColumnElement[date]) -> ColumnElement[bool]:
    """Rooms of which it is not certain today who may be in them.

    They were marked dirty, or the rules, the profile or the settings are others since, or the day has come on
    which it changes by itself; or they were compared on a day that has not come, because the clock was ahead.
    """
    return and_(
        IS_LIVING,
        or_(Room.dirty, Room.compared_on.is_(None), Room.compared_on > today, Room.changes_on <= today),
    )


def is_compared(today: ColumnElement[date]) -> ColumnElement[bool]:
    """All other rooms: those of which it is certain, and those that are left."""
    is_same_until_now = or_(Room.changes_on.is_(None), Room.changes_on > today)
    return or_(
        Room.state == RoomState.LEFT,
        and_(not_(Room.dirty), Room.compared_on.is_not(None), Room.compared_on <= today, is_same_until_now),
    )


partial("ix_room_dirty", Room.id, where=Room.dirty == true(), where_on_postgresql=Room.dirty.expression)
partial("ix_room_compared_on", Room.compared_on, where=IS_LIVING)
partial("ix_room_changes_on", Room.changes_on, where=IS_LIVING)


class Rulebook(Base):
    """By what the rooms of a unit are compared: a fingerprint of the rules, its profile and its settings."""

    __tablename__ = "rulebook"
    unit_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))


class Member(Base):
    """Somebody's membership of a room, as the homeserver last told it."""

    __tablename__ = "member"
    matrix_room: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    membership: Mapped[str] = mapped_column(String(8))  # join | invite | leave | ban | knock
    by_self: Mapped[bool] = mapped_column(default=False)  # left or declined without being removed
    since: Mapped[datetime]
