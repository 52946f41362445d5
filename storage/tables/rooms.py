"""The bot's rooms, and their members as the homeserver shows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.rules.room import RoomKind, RoomState
from storage.tables.base import Base, Words


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
    scope: Mapped[list[str]] = mapped_column(default=list)  # kinds of information its members may share
    encrypted: Mapped[bool] = mapped_column(default=False)  # seen in the room's state; never unset
    dirty: Mapped[bool] = mapped_column(default=True)  # its members are to be compared with those wanted
    number: Mapped[int | None]  # counts the side rooms of a case
    alarm: Mapped[str | None] = mapped_column(String(16))  # why the bot says nothing there; None: no alarm


class Member(Base):
    """Somebody's membership of a room, as the homeserver last told it."""

    __tablename__ = "member"
    matrix_room: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"))
    membership: Mapped[str] = mapped_column(String(8))  # join | invite | leave | ban | knock
    by_self: Mapped[bool] = mapped_column(default=False)  # left or declined without being removed
    since: Mapped[datetime]
