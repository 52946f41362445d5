"""What is wrong with the bot for now, as its operators are told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class Trouble(Base):
    """Something that is wrong; the row goes once it is over, and whoever was told of it was told that too."""

    __tablename__ = "trouble"
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)  # see bot.rules.trouble
    since: Mapped[datetime]
    told_at: Mapped[datetime | None]  # when the operators were told
    over_at: Mapped[datetime | None]  # since when it is over; it may come back until that is told
