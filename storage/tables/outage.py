"""When the bot was away, until those whom it touched are told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, Serial


class Outage(Base):
    """A time in which the bot was away, for one unit; the row goes when it is told."""

    __tablename__ = "outage"
    id: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(String(32))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    after_inbox: Mapped[int] = mapped_column(BigInteger)  # the newest event that had come in by then


class OutageRoom(Base):
    """How many messages come late to a room because of it."""

    __tablename__ = "outage_room"
    outage_id: Mapped[int] = mapped_column(ForeignKey("outage.id", ondelete="CASCADE"), primary_key=True)
    room_id: Mapped[str] = mapped_column(ForeignKey("room.id"), primary_key=True)
    late: Mapped[int]
